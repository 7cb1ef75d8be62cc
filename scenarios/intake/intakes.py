"""Intakes as the faces see them: files, what is said about them, and what becomes of them."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.errors import IntakeError, UnknownError
from gis.reading.sights import usual_crs
from scenarios.intake.needs import WHOLE, needs, undecided
from scenarios.intake.profile_text import profile_text
from scenarios.intake.shelf import ROUND, cleaned, read_note, write_note
from scenarios.intake.suggesting import suggested
from scenarios.intake.working import (
    ANSWERS,
    CHECKED,
    DATASET,
    MISSED,
    PREVIEW,
    PROFILE,
    SIGHTS,
    WORK,
)
from scenarios.register import register_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.store import Store
    from data.store.records import DatasetRecord
    from domain.standards import Standards
    from scenarios.intake.needs import Need
    from scenarios.intake.shelf import Shelf

log = logging.getLogger(__name__)

DEAD_S: Final = 20.0
"""After so long without a sign of life work is over, whatever its note says."""
LOOKED: Final = ("crs", "encoding", "x", "y", "wkt")
"""Answers that change what is seen of a layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """An intake as it is now.

    Attributes
    ----------
    files
        Name and bytes of each file.
    sights
        What was seen, by the key of a layer (`Sight` as plain values, `preview` its number or None).
    answers
        What holds of each layer and (key "") of the whole, suggestions included, part by part.
    said
        Which parts of them the user said; all others are suggestions.
    dropped
        Fields of each layer that are never to be read.
    missed
        Files of the last upload that did not arrive: `file`, `code` and `facts` of the reason.
    problems
        What was wrong with files as a whole.
    work
        How far the work is, or how it ended: `what`, `state` ("working", "done", "failed",
        "stopped"), `stage`, `done`, `of`, `name`; nothing before the first.
    checked
        The outcome of the last check that the answers still hold for; nothing without one.
    """

    id: str
    files: tuple[tuple[str, int], ...]
    sights: Mapping[str, Mapping[str, Any]]
    answers: Mapping[str, Mapping[str, str]]
    said: Mapping[str, Sequence[str]]
    dropped: Mapping[str, Sequence[str]]
    missed: tuple[Mapping[str, Any], ...]
    problems: tuple[Mapping[str, Any], ...]
    needs: tuple[Need, ...]
    work: Mapping[str, Any]
    checked: Mapping[str, Any]
    seen_at: int

    @property
    def working(self) -> bool:
        """Whether something is being done for it."""
        return self.work.get("state") == "working"


class Intakes:
    """Everything that is done with an intake; what is known of it stands in its folder."""

    def __init__(self, shelf: Shelf, store: Store, standards: Standards) -> None:
        """Work on a shelf for a store."""
        self.shelf, self._store, self._standards = shelf, store, standards
        self._working: dict[str, subprocess.Popen[bytes]] = {}

    def under_way(self) -> tuple[str, ...]:
        """Return the imports that were begun and not ended, the newest first."""
        there = self.shelf.all()
        return tuple(intake for intake in there if not (self.shelf.folder(intake) / ROUND).exists())

    def get(self, intake: str) -> Intake:
        """Return an intake as it is now."""
        folder = self.shelf.folder(intake)
        seen, said = read_note(folder / SIGHTS), read_note(folder / ANSWERS)
        sights = seen.get("layers", {})
        answers = self._answers(sights, said.get("layers", {}))
        return Intake(
            id=intake,
            files=tuple((path.name, path.stat().st_size) for path in self.shelf.files(intake)),
            sights=sights,
            answers=answers,
            said={key: tuple(mine) for key, mine in said.get("layers", {}).items()},
            dropped=said.get("dropped", {}),
            missed=tuple(read_note(folder / MISSED).get("files", ())),
            problems=tuple(seen.get("problems", ())),
            needs=needs(sights, answers),
            work=self._work(folder),
            checked=read_note(folder / CHECKED),
            seen_at=seen.get("at", 0),
        )

    def _answers(
        self, sights: Mapping[str, Mapping[str, Any]], said: Mapping[str, Mapping[str, str]]
    ) -> dict[str, dict[str, str]]:
        """Return what holds: what the user said, else what is suggested."""
        told = suggested(sights, {key: mine["role"] for key, mine in said.items() if "role" in mine})
        answers = {key: told.get(key, {}) | dict(said.get(key, {})) for key in sights}
        whole: dict[str, str] = {}
        order = ("community", "street", "today", "units-source")
        placed = sorted(
            (order.index(role) if (role := answers[key].get("role", "")) in order else 9, n, key)
            for n, key in enumerate(sights)
            if sights[key]["bounds"]
        )
        if placed:
            whole["crs"] = usual_crs(sights[placed[0][2]]["bounds"])
        return answers | {WHOLE: whole | dict(said.get(WHOLE, {}))}

    def say(self, intake: str, layer: str, part: str, value: str) -> bool:
        """Keep one answer; return whether it changes what is seen, so that all is looked at again."""
        folder = self.shelf.folder(intake)
        said = read_note(folder / ANSWERS)
        layers = said.setdefault("layers", {})
        mine = layers.setdefault(layer, {})
        if part == "role" and mine.get("role") != value:
            layers[layer] = mine = {}
        mine[part] = value
        write_note(folder / ANSWERS, said)
        self._forget_check(folder)
        return part in LOOKED and layer != WHOLE

    def drop(self, intake: str, layer: str) -> None:
        """Take the user's word that the personal fields of a layer are never to be read."""
        folder, now = self.shelf.folder(intake), self.get(intake)
        said = read_note(folder / ANSWERS)
        dropped = said.setdefault("dropped", {})
        fields = undecided(now.sights[layer])
        dropped[layer] = sorted({*dropped.get(layer, ()), *fields})
        write_note(folder / ANSWERS, said)
        log.info("fields dropped", extra={"intake": intake, "layer": layer, "fields": dropped[layer]})
        self.look(intake)

    def refused(self, intake: str, files: Sequence[Mapping[str, Any]]) -> None:
        """Keep which files of an upload did not arrive, in the place of those of the one before."""
        kept = [
            {"file": cleaned(str(each["file"])), "code": str(each["code"]), "facts": dict(each["facts"])}
            for each in files
        ]
        write_note(self.shelf.folder(intake) / MISSED, {"files": kept})

    def remove(self, intake: str, file: str) -> None:
        """Delete a file and look at the others again."""
        self.shelf.remove(intake, file)
        self.look(intake)

    def look(self, intake: str) -> None:
        """Begin to look at the files."""
        folder = self.shelf.folder(intake)
        self._forget_check(folder)
        self._begin(intake, "look")

    def needs_looking(self, intake: str) -> bool:
        """Say whether files have come or gone since they were looked at, and nobody is at it."""
        folder = self.shelf.folder(intake)
        if self._work(folder).get("state") in ("working", "failed", "stopped"):
            return False
        times = [path.stat().st_mtime_ns for path in self.shelf.files(intake)]
        return max(times, default=0) > int(read_note(folder / SIGHTS).get("at", 0))

    def check(self, intake: str) -> None:
        """Begin to check: write the profile and read by it.

        Raises
        ------
        IntakeError
            Where something must still be said.
        """
        folder, now = self.shelf.folder(intake), self.get(intake)
        if now.needs:
            raise IntakeError("unsaid", needs=len(now.needs))
        self._forget_check(folder)
        (folder / PROFILE).write_text(self.profile(intake), encoding="utf-8")
        self._begin(intake, "check")

    def profile(self, intake: str) -> str:
        """Return the profile that the answers amount to."""
        now = self.get(intake)
        title = now.answers[WHOLE].get("title_en", "")
        name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or f"district-{intake[:6]}"
        return profile_text(name, now.sights, now.answers)

    def preview(self, intake: str, number: int) -> Path:
        """Return the preview of a layer by its number.

        Raises
        ------
        UnknownError
            Where there is no such layer, or no such intake.
        """
        path = self.shelf.folder(intake) / PREVIEW / f"{number}.geojson"
        if not path.is_file():
            raise UnknownError("intake", id=intake)
        return path

    def stop(self, intake: str) -> None:
        """End the work on an intake; what it had not finished is as if it had never begun."""
        folder = self.shelf.folder(intake)
        self._end(intake)
        work = read_note(folder / WORK)
        if work.get("state") == "working":
            write_note(folder / WORK, work | {"state": "stopped"})

    def accept(self, intake: str) -> DatasetRecord:
        """Take the checked ground into the store; the intake is gone then, its files too.

        Raises
        ------
        IntakeError
            Where it has not been checked, or is not fit.
        """
        folder = self.shelf.folder(intake)
        if not read_note(folder / CHECKED).get("fit"):
            raise IntakeError("unchecked")
        record = register_folder(self._store, folder / DATASET, self._standards)
        self.reject(intake)
        return record  # type: ignore[return-value]  # the folder holds a dataset

    def reject(self, intake: str) -> None:
        """Delete everything of an intake."""
        self._end(intake)
        self.shelf.delete(intake)

    def _work(self, folder: Path) -> dict[str, Any]:
        """Return how far the work is; work without a sign of life has broken off."""
        work = read_note(folder / WORK)
        if work.get("state") == "working" and time.time() - (folder / WORK).stat().st_mtime > DEAD_S:
            return work | {"state": "failed", "code": "intake.ended", "facts": {}}
        return work

    def _begin(self, intake: str, what: str) -> None:
        """Start a process for a piece of work, in the place of any other."""
        self._end(intake)
        folder = self.shelf.folder(intake)
        write_note(folder / WORK, {"what": what, "state": "working", "stage": "begin", "done": 0, "of": 1})
        self._working[intake] = subprocess.Popen(  # noqa: S603 -- our own module
            [sys.executable, "-m", "scenarios.intake.worker", str(folder), what],
            stdin=subprocess.PIPE,
            start_new_session=os.name == "posix",
        )

    def _end(self, intake: str) -> None:
        """End the process of an intake, if there is one."""
        process = self._working.pop(intake, None)
        if process is not None:
            process.kill()
            process.wait()
            if process.stdin is not None:
                process.stdin.close()

    def _forget_check(self, folder: Path) -> None:
        """Forget the outcome of a check that no longer holds."""
        (folder / CHECKED).unlink(missing_ok=True)
        shutil.rmtree(folder / DATASET, ignore_errors=True)
