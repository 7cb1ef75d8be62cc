"""What came back of a round, all workbooks together: sound, faulty, missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data.store.records import ReturnRecord
from domain.errors import FormatError
from domain.outcome import Problem
from scenarios.collection.back import Reader
from scenarios.collection.form import asked_columns, forms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from domain.standards import Standards
    from domain.units import Count
    from gis.dataset import Dataset
    from scenarios.collection.back import Returned
    from scenarios.collection.form import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What came back.

    Attributes
    ----------
    forms, columns
        What was asked, of every community.
    street
        Name of the area over each community, by its code.
    sound
        The sound workbook of each community that has one.
    faulty
        Workbooks that must go back, in the order of their files.
    missing
        Forms that nothing came back of.
    """

    forms: tuple[Form, ...]
    columns: tuple[Count, ...]
    street: Mapping[str, str]
    sound: Mapping[str, Returned]
    faulty: tuple[Returned, ...]
    missing: tuple[Form, ...]

    def returns(self, at: str = "") -> tuple[ReturnRecord, ...]:
        """Return how the workbook of each community is that sent any, as read `at` a time.

        Of several workbooks of one community the faults count together.
        """
        sent: dict[str, list[Returned]] = {}
        for one in (*self.sound.values(), *self.faulty):
            if one.community:
                sent.setdefault(one.community, []).append(one)
        return tuple(
            ReturnRecord(
                community=code, faults=sum(one.faults for one in several),
                came=max(one.came for one in several), at=at,
            )
            for code, several in sorted(sent.items())
        )  # fmt: skip


def read_back(
    dataset: Dataset, files: Iterable[Path], *, round_: str, standards: Standards, word: Callable[[str], str]
) -> Collected:
    """Read workbooks of a round that was sent out from a dataset."""
    units, forms = dataset.graph.units, forms_on(dataset)
    columns = asked_columns(units)
    before = units.counts[:, [units.columns.index(column) for column in columns]]
    change = standards["collection.total-change"]
    reader = Reader(forms, columns, before, round_=round_, change=change, word=word)
    sound, faulty, missing = sorted_returns(forms, [reader.read(path) for path in files])
    return Collected(
        forms=forms, columns=columns, street=street_of(dataset), sound=sound, faulty=faulty, missing=missing
    )


def forms_on(dataset: Dataset) -> tuple[Form, ...]:
    """The forms of a dataset, estates by their names where it knows them."""
    units = dataset.graph.units
    estates = dataset.layers.get("estates")
    names: dict[str, str] = (
        {} if estates is None else dict(zip(estates["code"], estates["name"], strict=True))
    )
    return forms_of(units, [names.get(code) or code for code in units.estate_codes])


def street_of(dataset: Dataset) -> dict[str, str]:
    """The name of the area over each community, by its code; nothing where there is none."""
    communities, above = dataset.graph.units.communities, dataset.graph.units.levels[1:2]
    if not above:
        return dict.fromkeys(communities.codes, "")
    pairs = zip(communities.of_unit.tolist(), above[0].of_unit.tolist(), strict=True)
    return {communities.codes[inner]: above[0].names[outer] for inner, outer in sorted(set(pairs))}


def files_below(back: Path) -> list[Path]:
    """All files below a folder, but those that a spreadsheet program holds open beside another."""
    if not back.is_dir():
        raise FormatError("no-folder", folder=str(back))
    return sorted(
        path for path in back.rglob("*") if path.is_file() and not path.name.startswith(("~$", "."))
    )


def sorted_returns(
    forms: Sequence[Form], returned: Sequence[Returned]
) -> tuple[dict[str, Returned], tuple[Returned, ...], tuple[Form, ...]]:
    """Return the sound workbook of each community, the faulty ones, and the forms still missing.

    Two workbooks of one community are both faulty: nobody can say which counts. A workbook that does
    not say its community is of the one that its file was named for, where no other came from there.
    """
    known = {one.community for one in returned}
    returned = [one if one.community else _by_file(one, forms, known) for one in returned]
    by_community: dict[str, list[Returned]] = {}
    for one in returned:
        by_community.setdefault(one.community, []).append(one)
    faulty = [one for one in returned if one.faulty or not one.community]
    for code, several in by_community.items():
        if code and len(several) > 1:
            told = "、".join(sorted(one.file for one in several))
            faulty += [_twice(one, told) for one in several if not one.faulty]
    bad = {one.file for one in faulty}
    sound = {one.community: one for one in returned if one.file not in bad}
    missing = tuple(form for form in forms if form.code not in by_community)
    return sound, tuple(sorted(faulty, key=lambda one: one.file)), missing


def _by_file(one: Returned, forms: Sequence[Form], known: set[str]) -> Returned:
    """A faulty workbook, addressed by the name of its file; never one whose figures would count."""
    code = next((form.code for form in forms if one.file.startswith(f"{form.code}_")), "")
    return one if not one.faulty or code in known else replace(one, community=code)


def _twice(one: Returned, files: str) -> Returned:
    problem = Problem(code="collect.community-twice", severity="error", file=one.file, value=files)
    return replace(one, problems=(*one.problems, problem))
