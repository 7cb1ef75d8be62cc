"""Commands that open the desk and work on its runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import Lang, refusals

app = typer.Typer()


@app.command()
def serve(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="DATASET or SCENARIO folders to register.")
    ] = None,
    host: Annotated[str | None, typer.Option("--host")] = None,
    port: Annotated[int | None, typer.Option("--port")] = None,
    lang: Lang = "zh",
) -> None:
    """Open the desk; the built-in sample is there when nothing else is."""
    from app import serve_desk
    from data.settings import Settings

    given = {key: value for key, value in {"host": host, "port": port}.items() if value is not None}
    with refusals("serve", lang, json_=False):
        serve_desk(Settings(**given), folders or [])  # type: ignore[arg-type]


@app.command(hidden=True)
def runner() -> None:
    """Work on the runs of this home; started by `serve`."""
    from app import serve_runs
    from data.settings import Settings

    serve_runs(Settings())
