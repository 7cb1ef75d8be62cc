"""The command for those who decide on posts and money."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import Json, Lang, StandardsFile, refusals, standards_of, tell_done

app = typer.Typer()


@app.command()
def leaders(
    dataset: Path,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="SCENARIO; today's grids without.")
    ] = None,
    pool: Annotated[Path | None, typer.Option("--pool", help="CSV: community, type, heads.")] = None,
    budget: Annotated[
        float | None, typer.Option("--budget", help="Yuan that this year has for grid workers.", min=0)
    ] = None,
    later: Annotated[
        str, typer.Option("--later-budgets", help="Yuan of the years after it, with commas between.")
    ] = "",
    street: Annotated[
        str, typer.Option("--street", help="Name of the street that loses posts; the one with most without.")
    ] = "",
    surge: Annotated[
        int | None, typer.Option("--surge", help="Heads who help for a time; the standard's without.", min=0)
    ] = None,
    months: Annotated[
        int | None, typer.Option("--months", help="For how long they help.", min=1, max=12)
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say what leaders decide on: no growth, fewest, one a grid, by money, by years, what if."""
    from scenarios.commands.leaders import later_yuan, leaders_told
    from scenarios.leaders.values import Asked

    with refusals("leaders", lang, json_) as tell:
        asked = Asked(
            budget_yuan=budget,
            later_yuan=later_yuan(later, budget),
            street=street,
            surge=surge,
            months=months,
        )
        done = leaders_told(dataset, scenario, pool, standards_of(standards), asked, out=out, tell=tell)
        tell_done(done, json_)
