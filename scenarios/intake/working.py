"""Working: what is done for an intake in a process of its own, that tells how far it is and can be ended."""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from domain.errors import GridwrightError, ImportRejected
from gis.cutting.assemble import dataset_of
from gis.dataset_folder import write_dataset
from gis.reading.check import check_layers
from gis.reading.previews import places_of_problems
from gis.reading.profile import load_profile
from gis.reading.read import RawLayers, read_layers
from gis.reading.sights import Asked, heads, look_at
from scenarios.intake.shelf import FILES, PART, read_note, write_note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from domain.outcome import Problem
    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.placing.declared import Doubt
    from gis.reading.profile import Profile
    from gis.reading.read import RawLayer

    Tell = Callable[[str, int, int, str], None]

log = logging.getLogger(__name__)

ANSWERS, MISSED, SIGHTS, CHECKED, WORK, PROFILE, DATASET, PREVIEW = (
    "answers.json", "missed.json", "sights.json", "checked.json", "work.json", "profile.toml", "dataset",
    "preview",
)  # fmt: skip
BEAT_S: Final = 1.0
MOST_PROBLEMS: Final = 5000
"""Problems that a page lists; more are counted."""


def look(folder: Path, tell: Tell) -> None:
    """Look at every file of an intake; a table of persons is deleted on the spot."""
    answers = read_note(folder / ANSWERS)
    files = heads(sorted(path for path in (folder / FILES).iterdir() if path.suffix != PART))
    (folder / PREVIEW).mkdir(exist_ok=True)
    layers: dict[str, Any] = {}
    problems = _refused_before(folder, {path.name for path in files})
    for n, path in enumerate(files):
        tell("look", n, len(files), path.name)
        sight = look_at(path, lambda layer, path=path: _asked(answers, path.name, layer))  # type: ignore[misc]
        if any(layer.refused == "guard.persons" for layer in sight.layers):
            path.unlink()
            log.warning("table of persons deleted", extra={"file": path.name})
            problems += [
                asdict(p) | {"file": path.name}
                for one in sight.layers
                for p in one.problems
                if p.code == one.refused
            ]
            continue
        problems += [asdict(problem) | {"file": path.name} for problem in sight.problems]
        for layer in sight.layers:
            key = key_of(path.name, layer.layer)
            number = len(layers)
            layers[key] = layer.note() | {"preview": number if layer.preview else None}
            (folder / PREVIEW / f"{number}.geojson").write_bytes(layer.preview or b"{}")
    write_note(folder / SIGHTS, {"layers": layers, "problems": problems, "at": time.time_ns()})


def _refused_before(folder: Path, files: set[str]) -> list[dict[str, Any]]:
    """Return what was told of tables that were deleted: somebody may not have read it yet."""
    told = read_note(folder / SIGHTS).get("problems", ())
    return [
        problem for problem in told if problem["code"] == "guard.persons" and problem["file"] not in files
    ]


def key_of(file: str, layer: str) -> str:
    """Return the key of a layer: its file and its name in it."""
    return f"{file}\t{layer}"


def _asked(answers: dict[str, Any], file: str, layer: str) -> Asked:
    """Return what was said of a layer that matters for looking at it."""
    said = answers.get("layers", {}).get(key_of(file, layer), {})
    asked = {part: said.get(part, "") for part in ("crs", "encoding", "x", "y", "wkt")}
    return Asked(**asked, dropped=tuple(answers.get("dropped", {}).get(key_of(file, layer), ())))


def check(folder: Path, tell: Tell, standards: Standards) -> None:
    """Read, check, cut and link what the profile of an intake names; keep the outcome and its places."""
    profile = load_profile(folder / PROFILE)
    steps = len(profile.layers) + 3
    raw = _read(profile, folder / FILES, lambda n, layer: tell("read", n, steps, layer))
    made: Dataset | None = None
    try:
        tell("check", steps - 3, steps, "")
        layers = check_layers(raw, profile, standards)
        tell("cut", steps - 2, steps, "")
        made = dataset_of(profile, layers, standards)
        problems: Sequence[Problem] = made.info.problems
        tell("keep", steps - 1, steps, "")
        write_dataset(made, folder / DATASET)
    except ImportRejected as rejected:
        problems = rejected.problems
    order = {"error": 0, "warning": 1, "note": 2}
    sorted_ = sorted(problems, key=lambda problem: order[problem.severity])[:MOST_PROBLEMS]
    told = {
        "fit": made is not None,
        "problems": [asdict(problem) for problem in sorted_],
        "places": places_of_problems(raw, sorted_),
        "number": len(problems),
        "errors": sum(problem.severity == "error" for problem in problems),
        "summary": _summary(made) if made is not None else {},
    }
    write_note(folder / CHECKED, told)


def _read(profile: Profile, root: Path, tell: Callable[[int, str], None]) -> RawLayers:
    """Read one layer after the other, so that somebody can follow."""
    layers: dict[str, RawLayer] = {}
    problems: list[Problem] = []
    doubts: list[Doubt] = []
    for n, spec in enumerate(profile.layers):
        tell(n, spec.name)
        raw = read_layers(replace(profile, layers=(spec,)), [root])
        layers |= dict(raw.layers)
        problems += raw.problems
        doubts += raw.doubts
    return RawLayers(layers=layers, problems=tuple(problems), doubts=tuple(doubts))


def _summary(made: Dataset) -> dict[str, Any]:
    """Return what was made, in numbers."""
    units = made.graph.units
    return {
        "communities": len(units.communities.codes),
        "units": len(units),
        "grids": len(made.today.grids) if made.today is not None else 0,
        "repairs": len(made.info.repairs),
        "totals": [
            {
                "name": column.name,
                "basis": column.basis,
                "date": column.date,
                **asdict(made.info.totals[column.name]),
            }
            for column in units.columns
            if column.name in made.info.totals
        ],
    }


@contextmanager
def told(folder: Path, what: str, ending: Callable[[], bool]) -> Iterator[Tell]:
    """Yield what says how far the work is; keep saying that it lives, and end at once when it must.

    Whatever goes wrong is the end of this work and stands in its note.
    """
    state: dict[str, Any] = {"what": what, "state": "working", "stage": what, "done": 0, "of": 1, "name": ""}

    def tell(stage: str, done: int, of: int, name: str) -> None:
        state.update(stage=stage, done=done, of=of, name=name)
        write_note(folder / WORK, state)

    def beat() -> None:
        while not over.wait(BEAT_S):
            if ending():
                os._exit(1)  # deep in a reader nothing else ends it
            (folder / WORK).touch()

    over = threading.Event()
    write_note(folder / WORK, state)
    threading.Thread(target=beat, daemon=True).start()
    try:
        yield tell
        end = {"state": "done"}
    except GridwrightError as error:
        end = {"state": "failed", "code": error.code, "facts": error.facts}  # type: ignore[dict-item]
    except Exception as error:
        log.exception("intake failed")
        reason = f"{type(error).__name__}: {str(error).replace(str(folder), '')}"
        end = {"state": "failed", "code": "intake.failed", "facts": {"reason": reason}}  # type: ignore[dict-item]
    finally:
        over.set()
    write_note(folder / WORK, state | end)
