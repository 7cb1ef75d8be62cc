"""Commands that work on levels other than grids."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
