"""A collection round out on the command line: workbooks, and the template of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import FormatError
from gis.dataset_folder import read_dataset, refuse_filled, write_files
from scenarios.collection.letter_template import drawn_template
from scenarios.collection.out import workbooks
from scenarios.commands.done import Done
from scenarios.documents import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from domain.standards import Standards
    from scenarios.documents import Tell

    Word = Callable[[str], str]


def survey(
    folder: Path, out: Path, *, round_: str, standards: Standards, word: Word, tell: Tell
) -> Done:  # fmt: skip
    """Write a workbook for every community into a new folder.

    `word` says the name of a count in the language of the workbooks.
    """
    refuse_filled(out)
    dataset = read_dataset(folder)
    files = workbooks(dataset, round_=round_, new_rows=standards.whole("collection.new-rows"), word=word)
    write_files(files, out)
    told = document("survey", ok=True, round=round_, folder=str(out), workbooks=sorted(files))
    return Done(document=told, lines=(tell("collect.written", workbooks=len(files)),))


def letter(out: Path, *, tell: Tell) -> Done:
    """Write the template of correction letters, to be edited; never over a file."""
    if out.exists():
        raise FormatError("file-there", file=str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(drawn_template(tell))
    told = document("letter", ok=True, file=str(out))
    return Done(document=told, lines=(tell("letter.drawn", file=str(out)),))
