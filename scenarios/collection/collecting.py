"""A round as the desk runs it: workbooks out in one archive, workbooks back into a folder, read, merged."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.errors import IntakeError
from scenarios.collection.gathering import files_below, read_back
from scenarios.collection.letters import Letters
from scenarios.collection.merge import merged
from scenarios.collection.out import workbooks
from scenarios.collection.placed import placed_buildings
from scenarios.collection.rounds import already
from scenarios.intake.shelf import FILES, ROUND, read_note, write_note
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store
    from data.store.records import VersionRecord
    from scenarios.collection.board import Board
    from scenarios.collection.gathering import Collected
    from scenarios.collection.rounds import Rounds
    from scenarios.documents import Tell
    from scenarios.intake.shelf import Shelf
    from scenarios.viewer import Viewer

AT_HAND: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound:
    """A round under way: the folder that its workbooks come back into, its district and its name."""

    id: str
    district: str
    name: str


class Collecting:
    """The rounds of all districts of a home, one at a time for each."""

    def __init__(self, shelf: Shelf, rounds: Rounds, viewer: Viewer, store: Store) -> None:
        """Keep what comes back on a shelf, and what is merged in the store."""
        self.shelf, self._rounds, self._viewer = shelf, rounds, viewer
        self._store = store
        self._read: AtHand[Collected] = AtHand(AT_HAND)

    def under_way(self, district: str) -> OpenRound | None:
        """Return the round of a district that is under way, None without any."""
        for folder in self.shelf.all():
            note = read_note(self.shelf.folder(folder) / ROUND)
            if note.get("district") == district:
                return OpenRound(id=folder, district=district, name=note["name"])
        return None

    def begin(self, district: str, name: str) -> OpenRound:
        """Begin a round of a name that can be part of a file's."""
        name = "".join(c for c in name.strip() if c.isalnum() or c in "-_ ")[:40].strip()
        if not name:
            raise IntakeError("round-name")
        if (there := self.under_way(district)) is not None:
            return there
        folder = self.shelf.begin()
        write_note(self.shelf.folder(folder) / ROUND, {"district": district, "name": name})
        return OpenRound(id=folder, district=district, name=name)

    def sent(self, round_: OpenRound, word: Callable[[str], str]) -> bytes:
        """Return every community's workbook in one archive."""
        rows = self._viewer.standards(round_.district).whole("collection.new-rows")
        dataset = self._viewer.dataset(round_.district)
        return _archive(workbooks(dataset, round_=round_.name, new_rows=rows, word=word))

    def back(self, round_: OpenRound, word: Callable[[str], str]) -> Collected | None:
        """Return what came back so far, None before the first workbook."""
        files = self.shelf.files(round_.id)
        if not files:
            return None
        state = tuple((path.name, path.stat().st_mtime_ns) for path in files)
        return self._read.get((round_.id, state), lambda: self._gathered(round_, word))

    def _gathered(self, round_: OpenRound, word: Callable[[str], str]) -> Collected:
        """Read every workbook."""
        folder = self.shelf.folder(round_.id) / FILES
        dataset = self._viewer.dataset(round_.district)
        found = read_back(
            dataset,
            files_below(folder),
            round_=round_.name,
            standards=self._viewer.standards(round_.district),
            word=word,
        )
        series = self._series(round_)
        self._rounds.begin(series, dataset, who=DESK)
        self._rounds.note(series, round_.name, found)
        return found

    def board(self, round_: OpenRound) -> Board:
        """Return the board of a round of which something came back."""
        return self._rounds.board(self._series(round_), round_.name)

    def letters(self, round_: OpenRound, found: Collected, by: str, tell: Tell) -> bytes:
        """Return a letter of correction for every community with faults, in one archive."""
        letters = Letters(round_=round_.name, by=by, template=None, tell=tell)
        return _archive(letters.write(found.forms, found.faulty, found.street))

    def merge(self, round_: OpenRound, found: Collected, date: str) -> VersionRecord:
        """Merge the sound figures into the newest version, and keep what comes out as the next one.

        The round goes on with the district that holds them.
        """
        series = self._series(round_)
        base = self._store.versions.get(series)
        dataset = self._viewer.dataset(round_.district)
        near_m = self._viewer.standards(round_.district)["collection.near-community"]
        buildings = placed_buildings(dataset, found, near_m=near_m, by_hand={})
        ground = self._rounds.dataset(series)
        fresh = merged(ground, found, date=date, already=already(base, round_.name), buildings=buildings)
        version = self._rounds.keep(
            base, fresh, round_=round_.name, date=date, who=DESK, merged=tuple(found.sound)
        )
        note = {"district": version.dataset, "name": round_.name, "series": series}
        write_note(self.shelf.folder(round_.id) / ROUND, note)
        return version

    def end(self, round_: OpenRound) -> None:
        """Delete every workbook that came back; what was merged stays."""
        self.shelf.delete(round_.id)

    def _series(self, round_: OpenRound) -> str:
        """Return the series of figures that a district's are a version of, or that they begin."""
        note = read_note(self.shelf.folder(round_.id) / ROUND)
        for series in self._store.versions.series():
            if any(v.dataset == round_.district for v in self._store.versions.of(series)):
                return series
        return str(note.get("series") or self._viewer.district(round_.district).name)


DESK: Final = "desk"
"""In which role the desk keeps versions, as long as nobody signs in."""


def _archive(files: dict[str, bytes]) -> bytes:
    """Return files in one archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(name, data)
    return held.getvalue()
