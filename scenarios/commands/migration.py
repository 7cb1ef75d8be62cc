"""Plans in folders, carried over to a dataset whose units were cut anew."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from gis.dataset_folder import ABOUT as DATASET
from gis.dataset_folder import read_dataset, read_files, refuse_filled, write_files
from scenarios.beginning import baseline
from scenarios.commands.done import Done
from scenarios.documents import document
from scenarios.folder import ABOUT, scenario_from
from scenarios.trail import folder_files
from scenarios.versions.migrate import decided_rows, migrate, migration_files

if TYPE_CHECKING:
    from pathlib import Path

    from domain.standards import Standards
    from gis.dataset import Dataset
    from scenarios.documents import Document, Tell
    from scenarios.versions.migrate import Migration


def migrate_folder(
    folder: Path, old: Path, new: Path, out: Path, standards: Standards, *, name: str, tell: Tell
) -> Done:
    """Carry a scenario folder over from one dataset folder to another, and list what was decided.

    Where the folder is a dataset's, its grids of today are carried.
    """
    refuse_filled(out)
    before, after = read_dataset(old), read_dataset(new)
    files = read_files(folder)
    today = baseline(before, standards) if ABOUT not in files and DATASET in files else None
    scenario = today or scenario_from(files, before.graph.units)
    found = migrate(before, after, scenario, standards, name=name or out.name)
    written = folder_files(after, found.scenario, standards)
    write_files({**written, **migration_files(found, before, after)}, out)
    told = migration_document(found, scenario.provenance.plan_digest, after, str(out), tell)
    return Done(document=told, lines=_lines(found, told, tell))


def migration_document(found: Migration, was: str, new: Dataset, out: str, tell: Tell) -> Document:
    """What became of units, households and grids, with a sentence for each decided unit."""
    codes = [grid.code for grid in found.scenario.plan.grids]
    decided = [
        row | {"text": tell(f"migrate.{row['reason']}", **_shown(row, tell))}
        for row in decided_rows(found, new)
    ]
    return document(
        "migrate",
        scenario=out,
        plan_digest={"old": was, "new": found.scenario.provenance.plan_digest},
        units={
            "old": found.cross.old_size, "new_all": found.cross.new_size, **asdict(found.changes),
            "decided": len(decided),
        },
        households={
            "old": found.old_total,
            "carried": int(found.cross.households.sum()),
            "outside": int(found.cross.outside.sum()),
            "new": found.new_total,
            "on_new_ground": found.on_new_ground,
        },
        stray_m2=round(found.overlap.stray_m2, 2),
        decided=decided,
        grids=[asdict(row) for row in found.grids],
        emptied=[codes[grid] for grid in found.carried.emptied],
        parted=[{"grid": codes[g], "before": a, "after": b} for g, a, b in found.carried.parted],
        left=list(found.left),
    )  # fmt: skip


def _shown(row: dict[str, object], tell: Tell) -> dict[str, str | float]:
    """The facts of a decision, a grid that is none by its word."""
    none = tell("migrate.none")
    return {key: value or none if key in {"grid", "other"} else value for key, value in row.items()}  # type: ignore[misc]


def _lines(found: Migration, told: Document, tell: Tell) -> tuple[str, ...]:
    """The migration in a few lines, then a line for each unit and grid that needs a look."""
    units, households = told["units"], told["households"]
    return (
        tell(
            "migrate.units", old=units["old"], new_all=units["new_all"], same=units["same"],
            split=units["split"], merged=units["merged"], redrawn=units["redrawn"], gone=units["gone"],
            new=units["new"],
        ),
        tell(
            "migrate.households", old=households["old"], carried=households["carried"],
            outside=households["outside"], new=households["new"], on_new_ground=households["on_new_ground"],
        ),
        tell("migrate.decided", decided=units["decided"]),
        *(row["text"] for row in told["decided"]),
        *(tell("migrate.emptied", grid=grid) for grid in told["emptied"]),
        *(tell("migrate.parted", **row) for row in told["parted"]),
        *(tell(f"migrate.left.{what}") for what in found.left),
    )  # fmt: skip
