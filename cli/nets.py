"""Commands that lay the nets of departments over grids."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import Json, Lang, StandardsFile, refusals, standards_of, tell_done

app = typer.Typer()


@app.command()
def nets(
    dataset: Path,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="SCENARIO; today's grids without.")
    ] = None,
    net: Annotated[list[str] | None, typer.Option("--net", help="Name of a net; all without.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say where department nets of a DATASET and grids conflict (多网融合), with a crosswalk for each."""
    from scenarios.commands.nets import nets_told

    with refusals("nets", lang, json_) as tell:
        tell_done(nets_told(dataset, scenario, net or (), standards_of(standards), out=out, tell=tell), json_)
