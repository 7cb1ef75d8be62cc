"""What of a returned workbook a letter may copy: nothing that could be about a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gis.reading.personal import ABOUT_PERSONS, about_persons
from scenarios.collection.form import SHEET

if TYPE_CHECKING:
    from scenarios.collection.form import Form

FIGURE: Final = re.compile(
    r"(?=.*\d)([\d.,，~～\-—+/、≈ ]|大?约|多|余|左右|以上|以下|户|人|栋|幢|个|间|套|家|处|[十百千万])+"
)
NOTHING: Final = re.compile(
    r"暂?无|没有?|缺|空|不详|未知|待定|不清楚|若干|-+|—+|/|none|nan|inf", re.IGNORECASE
)
DIGIT: Final = re.compile(r"\d")
MOST_DIGITS: Final = 8  # however they are set apart; telephone and identity numbers have more
CODE: Final = re.compile(r"(?=.*\d)[A-Za-z0-9._-]{1,40}")
PLAIN_SHEET: Final = re.compile(r"(sheet|工作表|表) ?\d{0,3}", re.IGNORECASE)
COPY: Final = re.compile(
    r"副本|复制|复件|最终|修改|更正|填写|回复|新|旧|稿|终|定|版|copy|final"
    r"|xlsx?|v|\d{1,8}|[-_ .,()（）\[\]【】~]",
    re.IGNORECASE,
)  # fmt: skip


def figure_to_copy(value: str) -> str | None:
    """Return what was typed in the place of a figure where it is one, or a word for none, else None.

    >>> [figure_to_copy(text) for text in ("约30户", "-3", "没有", "张三", "余万千", "138-0013-8000")]
    ['约30户', '-3', '没有', None, None, None]
    """
    return value if NOTHING.fullmatch(value) or (FIGURE.fullmatch(value) and _short(value)) else None


def code_to_copy(code: str, form: Form) -> str | None:
    """Return what stands where a code should, where it looks like one and not like a person's number."""
    return code if CODE.fullmatch(code) and _short(code.removeprefix(form.code)) else None


def head_to_copy(head: str) -> str:
    """Return the head of a column; of one about persons only the word that says so."""
    found = ABOUT_PERSONS.search(head) if about_persons(head) else None
    return found.group() if found else head


def sheet_to_copy(sheet: str) -> str | None:
    """Return the title of a sheet where it is ours or a program's own, else None."""
    return sheet if sheet == SHEET or PLAIN_SHEET.fullmatch(sheet) else None


def file_to_copy(file: str, form: Form) -> str | None:
    """Return the name of a file where it is the one sent out, with nothing but marks of a copy, else None."""
    rest = file
    for ours in (form.file.removesuffix(".xlsx"), form.code, form.name):
        rest = rest.replace(ours, "")
    return file if _short(rest) and not COPY.sub("", rest) else None


def _short(text: str) -> bool:
    """Whether a text has too few digits for anybody's number."""
    return len(DIGIT.findall(text)) <= MOST_DIGITS
