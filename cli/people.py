"""Commands that staff grids, place what serves them, and try them under load."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.options import Json, Lang, Out, StandardsFile, refusals, standards_of, tell_done

app = typer.Typer()


@app.command()
def staff(
    scenario: Path,
    out: Out,
    dataset: Annotated[Path, typer.Option("--dataset", help="DATASET the scenario was drawn on.")],
    pool: Annotated[Path | None, typer.Option("--pool", help="CSV: community, type, heads.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Staff a SCENARIO and write it with its posts."""
    from scenarios.commands.plans import staff_folder

    with refusals("staff", lang, json_) as tell:
        tell_done(staff_folder(scenario, dataset, out, standards_of(standards), pool=pool, tell=tell), json_)


@app.command("specialists")
def specialists_(
    dataset: Path,
    pool: Annotated[Path, typer.Option("--pool", help="CSV: community, type, heads.")],
    seats_: Annotated[int, typer.Option("--seats", help="Seats that each grid needs.", min=1)] = 1,
    cap: Annotated[int, typer.Option("--cap", help="Grids that one specialist serves.", min=1)] = 5,
    farthest: Annotated[float, typer.Option("--farthest", help="Metres.", min=0)] = 20000,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Spread specialists over the grids of a DATASET, many to many, none beyond a cap."""
    from scenarios.commands.specialists import specialists

    with refusals("specialists", lang, json_) as tell:
        done = specialists(
            dataset, pool, standards_of(standards), seats=seats_, cap=cap, farthest_m=farthest, tell=tell
        )
        tell_done(done, json_)


@app.command()
def calibrate(
    dataset: Path,
    log: Annotated[Path, typer.Argument(help="CSV: place, task, hours, days (地点,任务,工时,天数).")],
    scenario: Annotated[Path | None, typer.Option("--scenario", help="Instead of today's grids.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Standards file to write (TOML).")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Hold the hours of a LOG against the catalogue of tasks, and say which numbers it would change."""
    from scenarios.commands.calibrate import calibrate_told

    with refusals("calibrate", lang, json_) as tell:
        tell_done(calibrate_told(dataset, log, scenario, standards_of(standards), out=out, tell=tell), json_)


@app.command("index")
def index_(
    dataset: Path,
    weights: Annotated[Path | None, typer.Option("--weights", help="CSV: factor, weight.")] = None,
    pairs: Annotated[Path | None, typer.Option("--pairs", help="CSV: factors compared in pairs.")] = None,
    entropy: Annotated[str, typer.Option("--entropy", help="Factors, by how unevenly they lie: a,b,c.")] = "",
    scenario: Annotated[Path | None, typer.Option("--scenario", help="Instead of today's grids.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Bring several counts of each grid to one index of load, as an option beside hours."""
    from scenarios.commands.index import index_told

    with refusals("index", lang, json_) as tell:
        done = index_told(
            dataset, scenario, standards_of(standards),
            weights=weights, pairs=pairs, entropy=entropy, tell=tell,
        )  # fmt: skip
        tell_done(done, json_)


@app.command()
def sites(
    dataset: Path,
    model: Annotated[
        Literal["median", "centre", "fewest", "most"],
        typer.Option("--model", help="Shortest sum, shortest farthest, fewest sites, most reached."),
    ] = "median",
    sites_: Annotated[int, typer.Option("--sites", help="How many; not for fewest.")] = 5,
    reach: Annotated[float, typer.Option("--reach", help="Metres, for fewest and most.")] = 1000,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say in which communities of a DATASET offices or stops of rounds stand best."""
    from scenarios.commands.sites import sited

    with refusals("sites", lang, json_) as tell:
        tell_done(
            sited(dataset, standards_of(standards), model=model, sites=sites_, reach_m=reach, tell=tell),
            json_,
        )


@app.command("coverage")
def coverage_(
    dataset: Path,
    kind: Annotated[str, typer.Option("--kind", help="Kind of the facilities, as police-station.")],
    mode: Annotated[Literal["walk", "drive"], typer.Option("--mode")] = "walk",
    minutes: Annotated[float | None, typer.Option("--minutes", help="Instead of the standard's.")] = None,
    count: Annotated[str, typer.Option("--count", help="Count of people; that of the norm otherwise.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say who in a DATASET reaches a facility in time, who does not, and who has a second one."""
    from scenarios.commands.coverage import covered

    with refusals("coverage", lang, json_) as tell:
        done = covered(
            dataset,
            kind,
            standards_of(standards),
            mode=mode,
            minutes=minutes,
            count=count,
            out=out,
            tell=tell,
        )
        tell_done(done, json_)


@app.command("stress")
def stress_(
    dataset: Path,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="SCENARIO; today's grids without.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", help="Workers on duty in each grid.")] = 1,
    more: Annotated[float, typer.Option("--more", help="More events by this share, as 0.3.")] = 0.0,
    runs: Annotated[int, typer.Option("--runs")] = 20,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Simulate a year of events on the grids of a DATASET: on time or not, queues, load."""
    from scenarios.commands.stress import stressed

    with refusals("stress", lang, json_) as tell:
        done = stressed(
            dataset, scenario, standards_of(standards), workers=workers, more=more, runs=runs, seed=seed,
            tell=tell,
        )  # fmt: skip
        tell_done(done, json_)


@app.command()
def seats(
    calls: Annotated[Path, typer.Argument(help="CSV with the columns hour (0-23) and calls.")],
    seconds: Annotated[float, typer.Option("--seconds", help="How long a call takes.")] = 180,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say how many seats and posts a hotline needs (Erlang C)."""
    from scenarios.commands.stress import hotline

    with refusals("seats", lang, json_) as tell:
        tell_done(hotline(calls, standards_of(standards), seconds=seconds, tell=tell), json_)


@app.command("roles")
def roles_(
    dataset: Path,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="SCENARIO; today's grids without.")
    ] = None,
    role: Annotated[
        list[Path] | None, typer.Option("--role", help="File of a role; all that ship without.")
    ] = None,
    counts: Annotated[
        Path | None, typer.Option("--counts", help="CSV of further counts: level, area, count, value.")
    ] = None,
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day; today.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say what posts any role needs on a DATASET: area by area, on which money, and who goes without."""
    from scenarios.commands.roles import roles_told

    day = (on or datetime.now().astimezone()).date()
    with refusals("roles", lang, json_) as tell:
        done = roles_told(
            dataset, scenario, role or [], standards_of(standards), day=day, counts=counts, out=out,
            tell=tell, english=lang == "en",
        )  # fmt: skip
        tell_done(done, json_)
