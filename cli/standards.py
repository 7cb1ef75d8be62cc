"""The command for the planning numbers that a project keeps of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import Json, Lang, refusals, tell_done

app = typer.Typer()


@app.command()
def standards(
    dataset: Annotated[str, typer.Argument(help="DATASET folder, or the id of a district of the desk.")],
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="KEY=VALUE to keep, with --source; may be repeated.")
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Reason or source of the values.")] = "",
    back: Annotated[
        list[str] | None, typer.Option("--back", help="KEY to put back to the shipped value, or all.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last change back.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Standards file to write, for --standards.")
    ] = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Tell which planning numbers a project of the desk has changed; change them, or write them to a file."""
    from data.reference import shipped_standards
    from data.settings import Settings
    from data.store import Store
    from scenarios.commands.standards import Asked, standards_told
    from scenarios.own_standards import OwnStandards

    with refusals("standards", lang, json_) as tell:
        settings = Settings()
        store = Store(settings.home, database=settings.database)
        try:
            own = OwnStandards(store, shipped_standards())
            asked = Asked(values=tuple(set_ or ()), source=source, back=tuple(back or ()), undo=undo, out=out)
            tell_done(standards_told(store, own, dataset, asked, tell), json_)
        finally:
            store.close()
