"""The template of correction letters, drawn; a district edits it in its text program and hands it back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from scenarios.collection.packing import repacked

if TYPE_CHECKING:
    from docx.document import Document as Letter
    from docx.table import Table

    from scenarios.documents import Tell

LATIN, HAN, HAN_HEAD = "Times New Roman", "仿宋", "黑体"
COLUMNS: Final = {"no": 1.1, "sheet": 2.2, "cell": 1.6, "head": 3.6, "found": 2.6, "text": 5.5}
"""Columns of the table of faults, in cm: what an A4 page takes between its margins."""


def drawn_template(tell: Tell) -> bytes:
    """Return the template as a .docx in the language of `tell`; the same texts give the same bytes.

    It names, in double braces, `round`, `street`, `community`, `code`, `files`, `count`, `by`, and for
    each of `faults` `no`, `file`, `sheet`, `cell`, `head`, `found` and `text`.
    """
    letter = Document()
    _page(letter)
    head = letter.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(tell("letter.title", round=_slot("round")))
    run.bold, run.font.size = True, Pt(18)
    run.font.name = LATIN
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HAN_HEAD)
    slots = {name: _slot(name) for name in ("street", "community", "code", "round", "files", "count", "by")}
    letter.add_paragraph(tell("letter.to", **slots))
    letter.add_paragraph(tell("letter.body", **slots))
    _faults(letter.add_table(rows=4, cols=len(COLUMNS)), tell)
    for line in ("letter.by", "letter.persons", "letter.sender"):
        letter.add_paragraph().paragraph_format.space_after = Pt(0)
        letter.paragraphs[-1].add_run(tell(line, **slots))
    held = BytesIO()
    letter.save(held)
    return repacked(held.getvalue())


def _slot(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _page(letter: Letter) -> None:
    """A4, and fonts that every office has."""
    section = letter.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    style = letter.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HAN)


def _faults(table: Table, tell: Tell) -> None:
    """The table: heads, and one row for each fault."""
    table.style = "Table Grid"
    table.autofit = False
    begin, row, end = table.rows[1], table.rows[2], table.rows[3]
    for n, (name, width) in enumerate(COLUMNS.items()):
        table.rows[0].cells[n].text = tell(f"letter.head.{name}")
        row.cells[n].text = _slot(f"fault.{name}")
        for one in table.rows:
            one.cells[n].width = Cm(width)
    begin.cells[0].text, end.cells[0].text = "{%tr for fault in faults %}", "{%tr endfor %}"
