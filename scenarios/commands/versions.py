"""Versions of collected figures on the command line: which there are, what changed, and back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gis.dataset_folder import refuse_filled, write_dataset
from scenarios.commands.done import Done
from scenarios.documents import document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data.store import Store
    from data.store.records import VersionRecord
    from scenarios.collection.rounds import Rounds
    from scenarios.documents import Tell

SHOWN = 10  # communities told to people; the document tells all


def list_series(store: Store) -> Done:
    """Name every series of the store."""
    names = store.versions.series()
    return Done(document=document("versions", series=list(names)), lines=names)


def show_versions(
    store: Store, rounds: Rounds, series: str, *, number: int | None, back: int | None, out: Path | None,
    who: str, tell: Tell,
) -> Done:  # fmt: skip
    """Tell the versions of a series and what one of them changed, the newest where no number is given.

    `back` first makes an earlier one the newest again; `out` writes the one that is shown as a dataset.
    """
    if out is not None:
        refuse_filled(out)
    if back is not None:
        rounds.back(series, back, who=who)
    shown = store.versions.get(series, number)
    if out is not None:
        write_dataset(rounds.dataset(series, shown.n), out)
    kept, progress = store.versions.of(series), rounds.board(series).row()
    told = document(
        "versions", name=series, versions=[version_row(one) for one in kept], shown=shown.n,
        changes=list(shown.changes), dataset=str(out) if out else "",
        board=progress,
    )  # fmt: skip
    rows = [tell("version.row", **_facts(one)) for one in kept]
    return Done(document=told, lines=(*rows, *change_lines(shown, tell), *board_lines(progress, tell)))


def version_row(version: VersionRecord) -> dict[str, Any]:
    """A version as plain JSON, its changes counted."""
    return {
        "n": version.n, "dataset": version.dataset, "round": version.round, "date": version.date,
        "who": version.who, "at": version.at, "back_to": version.back_to,
        "merged": list(version.merged), "changed": len(version.changes),
    }  # fmt: skip


def change_lines(version: VersionRecord, tell: Tell, shown: int = SHOWN) -> Sequence[str]:
    """What a version changed, a line for each community, the widest first, and how many more there are."""
    lines = [
        tell("version.change", community=row["community"], name=row["name"], figures=_figures(row, tell))
        for row in version.changes[:shown]
    ]
    if (more := len(version.changes) - shown) > 0:
        lines.append(tell("version.more", communities=more))
    return lines


def board_lines(progress: Mapping[str, Any], tell: Tell) -> Sequence[str]:
    """The board, a line for each street."""
    return [tell("collect.street", **row | {"last": row["last"] or "-"}) for row in progress["streets"]]


def _figures(row: Mapping[str, Any], tell: Tell) -> str:
    """Every changed figure of a community, old → new; a word where sums stayed as they were."""
    told = [
        f"{tell('count.' + figure['count'])} {figure['old']}→{figure['new']}" for figure in row["figures"]
    ]
    return ", ".join(told) or tell("version.inside", units=row["units"])


def _facts(version: VersionRecord) -> dict[str, str | int]:
    return {
        "n": version.n, "round": version.round or "-", "date": version.date or "-", "who": version.who,
        "at": version.at[:16].replace("T", " "), "merged": len(version.merged),
        "changed": len(version.changes), "back": "" if version.back_to is None else f" ← {version.back_to}",
    }  # fmt: skip
