"""The collection round on the command line: workbooks out, workbooks back, board, merge."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.errors import FormatError
from gis.dataset_folder import read_dataset, refuse_filled, write_dataset, write_files
from scenarios.collection.back import Reader
from scenarios.collection.form import asked_columns, forms_of
from scenarios.collection.letter_template import drawn_template
from scenarios.collection.letters import Letters
from scenarios.collection.merge import merged, sorted_returns
from scenarios.collection.out import workbook
from scenarios.commands.done import Done, problem_lines
from scenarios.documents import document, problem_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from domain.standards import Standards
    from gis.dataset import Dataset
    from scenarios.collection.back import Returned
    from scenarios.collection.form import Form
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


def workbooks(dataset: Dataset, *, round_: str, new_rows: int, word: Word) -> dict[str, bytes]:
    """Return the workbook of every community by its file name."""
    units = dataset.graph.units
    columns, forms = asked_columns(units), _forms(dataset)
    at = [units.columns.index(column) for column in columns]
    return {
        form.file: workbook(
            form, columns, units.counts[list(form.units)][:, at], round_=round_, new_rows=new_rows, word=word
        )
        for form in forms
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Where letters of correction go: a folder, the last day, a template of one's own, their language."""

    folder: Path
    by: str
    template: Path | None
    tell: Tell


def letter(out: Path, *, tell: Tell) -> Done:
    """Write the template of correction letters, to be edited; never over a file."""
    if out.exists():
        raise FormatError("file-there", file=str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(drawn_template(tell))
    told = document("letter", ok=True, file=str(out))
    return Done(document=told, lines=(tell("letter.drawn", file=str(out)),))


def collect(
    folder: Path, back: Path, out: Path | None, *, round_: str, date: str, standards: Standards,
    word: Word, tell: Tell, post: Post | None = None,
) -> Done:  # fmt: skip
    """Read what came back, tell what is faulty and missing, and merge the sound into a new dataset.

    With `post` every community with a faulty workbook gets a letter.
    """
    if out is not None:
        refuse_filled(out)
        if not date:
            raise FormatError("no-date", file=str(back))
    letters = None if post is None else _letters(post, round_)
    dataset = read_dataset(folder)
    units, forms = dataset.graph.units, _forms(dataset)
    columns = asked_columns(units)
    before = units.counts[:, [units.columns.index(column) for column in columns]]
    change = standards["collection.total-change"]
    reader = Reader(forms, columns, before, round_=round_, change=change, word=word)
    returned = [reader.read(path) for path in _files(back)]
    sound, faulty, missing = sorted_returns(forms, returned)
    if out is not None:
        write_dataset(merged(dataset, forms, columns, sound, date=date), out)
    written: dict[str, bytes] = {}
    if post is not None and letters is not None:
        written = letters.write(forms, faulty, _street_of(dataset))
        write_files(written, post.folder)
    return _done(dataset, forms, (sound, faulty, missing), out, round_=round_, tell=tell, letters=written)


def _letters(post: Post, round_: str) -> Letters:
    refuse_filled(post.folder)
    return Letters(round_=round_, by=post.by, template=post.template, tell=post.tell)


def _done(
    dataset: Dataset,
    forms: Sequence[Form],
    found: tuple[dict[str, Returned], tuple[Returned, ...], tuple[Form, ...]],
    out: Path | None,
    *,
    round_: str,
    tell: Tell,
    letters: Iterable[str],
) -> Done:
    """The board by street, faults row by row, new buildings, and where the merged dataset lies."""
    sound, faulty, missing = found
    street = _street_of(dataset)
    state = {form.code: "missing" for form in missing} | {one.community: "faulty" for one in faulty}
    state |= dict.fromkeys(sound, "returned")
    board = {name: Counter[str]() for name in sorted(set(street.values()))}
    for form in forms:
        board[street[form.code]][state[form.code]] += 1
    new = [
        {"community": code, "name": name, "address": address}
        for code, one in sorted(sound.items())
        for name, address in one.new
    ]
    problems = problem_rows([problem for one in faulty for problem in one.problems], tell)
    told = document(
        "collect", ok=not faulty and not missing, round=round_, dataset=str(out) if out else "",
        returned=sorted(sound), faulty=[{"file": one.file, "community": one.community} for one in faulty],
        missing=[form.code for form in missing], board={name: dict(row) for name, row in board.items()},
        new=new, letters=sorted(letters), problems=problems,
    )  # fmt: skip
    head = tell("collect.board", returned=len(sound), faulty=len(faulty), missing=len(missing))
    rows = [
        tell("collect.street", street=name, **{key: row[key] for key in ("returned", "faulty", "missing")})
        for name, row in board.items()
    ]
    lines = (head, *rows, *problem_lines(problems), *(tell("collect.new", **building) for building in new))
    if told["letters"]:
        lines += (tell("letter.written", letters=len(told["letters"])),)
    return Done(document=told, lines=lines)


def _forms(dataset: Dataset) -> tuple[Form, ...]:
    """The forms of a dataset, estates by their names where it knows them."""
    units = dataset.graph.units
    estates = dataset.layers.get("estates")
    names: dict[str, str] = (
        {} if estates is None else dict(zip(estates["code"], estates["name"], strict=True))
    )
    return forms_of(units, [names.get(code) or code for code in units.estate_codes])


def _street_of(dataset: Dataset) -> dict[str, str]:
    """The name of the area over each community, by its code; nothing where there is none."""
    communities, above = dataset.graph.units.communities, dataset.graph.units.levels[1:2]
    if not above:
        return dict.fromkeys(communities.codes, "")
    pairs = zip(communities.of_unit.tolist(), above[0].of_unit.tolist(), strict=True)
    return {communities.codes[inner]: above[0].names[outer] for inner, outer in sorted(set(pairs))}


def _files(back: Path) -> list[Path]:
    """All files below a folder, but those that a spreadsheet program holds open beside another."""
    if not back.is_dir():
        raise FormatError("no-folder", folder=str(back))
    return sorted(
        path for path in back.rglob("*") if path.is_file() and not path.name.startswith(("~$", "."))
    )
