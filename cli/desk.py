"""Commands that open the desk and work on its runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import Json, Lang, refusals, tell_done

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


@app.command()
def underlay(
    source: Annotated[
        str | None, typer.Argument(help="Picture (GeoTIFF, JPG, PNG, MBTiles), or address of a service.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Small letters, digits and hyphens.")] = "",
    title: Annotated[str, typer.Option("--title", help="What the list of layers calls it.")] = "",
    crs: Annotated[str, typer.Option("--crs", help="CRS of the picture or of the points.")] = "",
    points: Annotated[
        Path | None, typer.Option("--points", help="CSV of control points: column, row, x, y.")
    ] = None,
    layer: Annotated[str, typer.Option("--layer", help="Layer of a WMTS.")] = "",
    matrix_set: Annotated[str, typer.Option("--matrix-set", help="Tile matrix set of a WMTS.")] = "",
    remove: Annotated[str, typer.Option("--remove", help="Forget the underlay of this name.")] = "",
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Lay imagery, a base map or a placed scan under the maps of the desk; without a source list them."""
    from data.settings import Settings
    from scenarios.commands.underlays import listed, removed, take_in
    from scenarios.underlays import FOLDER, Underlays

    with refusals("underlay", lang, json_) as tell:
        underlays = Underlays(Settings().home / FOLDER)
        if remove:
            done = removed(underlays, remove, tell)
        elif source is None:
            done = listed(underlays, tell)
        else:
            done = take_in(underlays, source, name, title=title, crs=crs, points=points, layer=layer,
                           matrix_set=matrix_set, tell=tell)  # fmt: skip
        tell_done(done, json_)


@app.command(hidden=True)
def runner() -> None:
    """Work on the runs of this home; started by `serve`."""
    from app import serve_runs
    from data.settings import Settings

    serve_runs(Settings())
