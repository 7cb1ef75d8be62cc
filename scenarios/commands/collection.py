"""A collection round back on the command line: board, faults, letters, new buildings, versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.errors import FormatError
from gis.dataset_folder import read_dataset, refuse_filled, write_dataset, write_files
from scenarios.collection.board import board
from scenarios.collection.by_hand import hand_table, read_hand_table
from scenarios.collection.gathering import files_below, read_back
from scenarios.collection.letters import Letters
from scenarios.collection.merge import merged
from scenarios.collection.placed import placed_buildings
from scenarios.collection.rounds import already
from scenarios.commands.done import Done, problem_lines
from scenarios.commands.versions import board_lines, change_lines, version_row
from scenarios.documents import document, problem_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from data.store.records import VersionRecord
    from domain.standards import Standards
    from gis.dataset import Dataset
    from scenarios.collection.board import Board
    from scenarios.collection.gathering import Collected
    from scenarios.collection.placed import Building
    from scenarios.collection.rounds import Rounds
    from scenarios.documents import Tell

    Word = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Where letters of correction go: a folder, the last day, a template of one's own, their language."""

    folder: Path
    by: str
    template: Path | None
    tell: Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Buildings placed by hand: the table to write, and the one that was filled in."""

    write: Path | None = None
    read: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Where merged figures are kept: the series of versions, and in which role somebody keeps them."""

    rounds: Rounds
    series: str
    who: str


NOTHING: Final = Hand()


def collect(
    folder: Path, back: Path, out: Path | None, *, round_: str, date: str, standards: Standards,
    word: Word, tell: Tell, post: Post | None = None, keeping: Keeping | None = None, hand: Hand = NOTHING,
) -> Done:  # fmt: skip
    """Read what came back, tell what is faulty and missing, and merge the sound into a new dataset.

    Figures are held against those of `folder`, which the workbooks show. With `post` every community
    with a faulty workbook gets a letter; with `keeping` the sound ones are merged into the newest
    version of a series and make the next one.
    """
    if out is not None:
        refuse_filled(out)
    if not date and (out is not None or keeping is not None):
        raise FormatError("no-date", file=str(back))
    if hand.write is not None:
        if hand.write.exists():
            raise FormatError("file-there", file=str(hand.write))
        hand.write.parent.mkdir(parents=True, exist_ok=True)
    letters = None if post is None else _letters(post, round_)
    dataset = read_dataset(folder)
    found = read_back(dataset, files_below(back), round_=round_, standards=standards, word=word)
    by_hand = {} if hand.read is None else read_hand_table(hand.read, found)
    near_m = standards["collection.near-community"]
    buildings = placed_buildings(dataset, found, near_m=near_m, by_hand=by_hand)
    version = fresh = None
    if keeping is not None:
        version = _kept(keeping, dataset, found, buildings, round_=round_, date=date)
        fresh = keeping.rounds.dataset(version.series, version.n)
    elif out is not None:
        fresh = merged(dataset, found, date=date, buildings=buildings)
    if out is not None and fresh is not None:
        write_dataset(fresh, out)
    written: dict[str, bytes] = {}
    if post is not None and letters is not None:
        written = letters.write(found.forms, found.faulty, found.street)
        write_files(written, post.folder)
    new = [building.row(dataset.graph.units, found, tell) for building in buildings]
    if hand.write is not None:
        hand.write.write_bytes(hand_table(new, {form.code: form.name for form in found.forms}))
    progress = _progress(found, () if fresh is None else found.sound, keeping, round_=round_)
    told = _told(found, progress, tell) | {
        "new": new, "dataset": str(out) if out else "", "letters": sorted(written),
        "version": None if version is None else version_row(version),
        "changes": [] if version is None else list(version.changes),
    }  # fmt: skip
    document_ = document("collect", ok=not found.faulty and not found.missing, **told)
    return Done(document=document_, lines=(*_lines(found, told, tell), *_after(written, version, tell)))


def _kept(
    keeping: Keeping, dataset: Dataset, found: Collected, buildings: Sequence[Building], *, round_: str,
    date: str,
) -> VersionRecord:  # fmt: skip
    """Merge into the newest version of a series, and keep what comes out; nothing sound, no next one."""
    base = keeping.rounds.begin(keeping.series, dataset, who=keeping.who)
    keeping.rounds.note(keeping.series, round_, found)
    if not found.sound:
        return base
    ground = keeping.rounds.dataset(base.series, base.n)
    fresh = merged(ground, found, date=date, already=already(base, round_), buildings=buildings)
    return keeping.rounds.keep(
        base, fresh, round_=round_, date=date, who=keeping.who, merged=tuple(found.sound)
    )


def _progress(
    found: Collected, merged_now: Collection[str], keeping: Keeping | None, *, round_: str
) -> Board:
    """The board: of everything that is kept, else of the folder alone."""
    if keeping is not None:
        return keeping.rounds.board(keeping.series, round_)
    return board(found.forms, found.street, found.returns(), merged_now, round_=round_)


def _letters(post: Post, round_: str) -> Letters:
    refuse_filled(post.folder)
    return Letters(round_=round_, by=post.by, template=post.template, tell=post.tell)


def _told(found: Collected, progress: Board, tell: Tell) -> dict[str, Any]:
    """The board, what came back in the folder, and faults row by row."""
    return {
        "round": progress.round, "board": progress.row(),
        "returned": sorted(found.sound), "missing": [form.code for form in found.missing],
        "faulty": [{"file": one.file, "community": one.community} for one in found.faulty],
        "problems": problem_rows([problem for one in found.faulty for problem in one.problems], tell),
    }  # fmt: skip


def _lines(found: Collected, told: dict[str, Any], tell: Tell) -> tuple[str, ...]:
    """The same for people."""
    head = tell(
        "collect.board", returned=len(found.sound), faulty=len(found.faulty), missing=len(found.missing)
    )
    new = [f"{row['code']} · {row['text']}" for row in told["new"]]
    return (head, *board_lines(told["board"], tell), *problem_lines(told["problems"], tell), *new)


def _after(written: Collection[str], version: VersionRecord | None, tell: Tell) -> tuple[str, ...]:
    """What was written and kept."""
    lines = [tell("letter.written", letters=len(written))] if written else []
    if version is not None:
        lines += [tell("version.kept", series=version.series, n=version.n, changed=len(version.changes))]
        lines += change_lines(version, tell)
    return tuple(lines)
