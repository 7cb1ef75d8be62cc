"""Commands that work on levels other than grids."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.options import Json, Lang, StandardsFile, refusals, standards_of, tell_done

app = typer.Typer()


@app.command()
def group(
    dataset: Path,
    into: Annotated[int, typer.Option("--into", min=1, help="Number of groups.")],
    level: Annotated[str, typer.Option("--level", help="community, estate, grid, …")] = "community",
    count: Annotated[str, typer.Option("--count", help="What groups are alike in.")] = "households",
    within: Annotated[str, typer.Option("--within", help="Upper level that no group lies across.")] = "",
    inside: Annotated[str, typer.Option("--inside", help="Code of the upper area to join in.")] = "",
    most: Annotated[int | None, typer.Option("--most", min=1, help="Of a group of several areas.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Join areas of a DATASET into larger ones: communities into streets, estates into party branches."""
    from scenarios.commands.grouping import group_told
    from scenarios.grouping import Grouping

    with refusals("group", lang, json_) as tell:
        asked = Grouping(level=level, into=into, count=count, within=within, inside=inside, most=most)
        tell_done(group_told(dataset, asked, standards_of(standards), out=out, tell=tell), json_)


@app.command()
def micro(
    dataset: Path,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="SCENARIO; today's grids without.")
    ] = None,
    kind: Annotated[
        Literal["micro", "ten", "neighbours"], typer.Option("--kind", help="What is formed.")
    ] = "micro",
    count: Annotated[str, typer.Option("--count", help="Count that is shared; the norm's without.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Form groups below the grids of a DATASET: micro-grids, ten households (十联户), neighbours."""
    from scenarios.commands.small_groups import small_told

    with refusals("micro", lang, json_) as tell:
        tell_done(
            small_told(dataset, scenario, kind, count, standards_of(standards), out=out, tell=tell), json_
        )


@app.command()
def offices(
    dataset: Path,
    zones: Annotated[int, typer.Option("--zones", min=1, help="Number of zones (片区).")],
    grids: Annotated[int, typer.Option("--grids", min=1, help="Number of exclusive grids.")],
    count: Annotated[str, typer.Option("--count", help="What grids are alike in.")] = "employers",
    kinds: Annotated[str, typer.Option("--kinds", help="Kinds of buildings: office,shop; all without.")] = "",
    inside: Annotated[str, typer.Option("--inside", help="Code of the estate or upper area.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Cut office buildings of a DATASET into exclusive grids by floors, nested in zones (1+5+N)."""
    from scenarios.commands.small_groups import offices_told
    from scenarios.offices import Officing

    with refusals("offices", lang, json_) as tell:
        asked = Officing(
            zones=zones, grids=grids, count=count, inside=inside, kinds=tuple(filter(None, kinds.split(",")))
        )
        tell_done(offices_told(dataset, asked, standards_of(standards), out=out, tell=tell), json_)
