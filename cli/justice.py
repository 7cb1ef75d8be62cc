"""Commands that place legal advisers, mediators and police."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.options import Json, Lang, StandardsFile, refusals, standards_of, tell_done

app = typer.Typer()


@app.command()
def advisers(
    dataset: Path,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="SCENARIO; today's grids without.")
    ] = None,
    pool: Annotated[Path | None, typer.Option("--pool", help="CSV: community, type, heads.")] = None,
    profile: Annotated[
        Literal["basic", "enhanced"], typer.Option("--profile", help="Service that a village asks for.")
    ] = "basic",
    far: Annotated[list[str] | None, typer.Option("--far", help="Code of a remote village.")] = None,
    bodies: Annotated[int, typer.Option("--bodies", help="Committees of trades.", min=0)] = 0,
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Give the villages of a DATASET legal advisers and its committees mediators; list what is short."""
    from scenarios.commands.advisers import advisers_told

    with refusals("advisers", lang, json_) as tell:
        done = advisers_told(
            dataset, scenario, pool, standards_of(standards), profile=profile, far=far or (), bodies=bodies,
            out=out, tell=tell,
        )  # fmt: skip
        tell_done(done, json_)


@app.command()
def police(
    dataset: Path,
    officers: Annotated[Path, typer.Option("--officers", help="CSV: station, officers, auxiliaries.")],
    calls: Annotated[Path | None, typer.Option("--calls", help="CSV: community, calls a year.")] = None,
    count: Annotated[str, typer.Option("--count", help="Count of the dataset that holds calls.")] = "",
    areas: Annotated[Path | None, typer.Option("--areas", help="CSV: community, station.")] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", help="Officers for calls reached in so many on average.")
    ] = None,
    zones: Annotated[str, typer.Option("--zones", help="Net of today's police zones.")] = "police",
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="SCENARIO; today's grids without.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Draw a police grid for every officer of a DATASET's stations; say how their calls are answered."""
    from scenarios.commands.police import police_told
    from scenarios.policing.files import PoliceTables

    with refusals("police", lang, json_) as tell:
        tables = PoliceTables(officers=officers, calls=calls, areas=areas, count=count, zones=zones)
        done = police_told(
            dataset, scenario, tables, standards_of(standards), minutes=minutes, out=out, tell=tell
        )
        tell_done(done, json_)
