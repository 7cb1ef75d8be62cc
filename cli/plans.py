"""Commands that draw, score and hand over plans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.options import Json, Lang, Out, StandardsFile, refusals, standards_of, tell_done
from domain.settings import RedrawSettings

app = typer.Typer()


@app.command()
def redraw(
    dataset: Path,
    out: Out,
    only_over: Annotated[bool, typer.Option("--only-over", help="Fix only grids over limit.")] = False,
    grids: Annotated[int | None, typer.Option("--grids", min=1, help="Exactly so many grids.")] = None,
    norm: Annotated[bool, typer.Option("--norm", help="As many grids as the norm asks.")] = False,
    from_today: Annotated[bool, typer.Option("--from-today", help="Start from today's lines.")] = False,
    keep: Annotated[
        Path | None, typer.Option("--keep", help="SCENARIO whose locked and exclusive grids stay.")
    ] = None,
    nets: Annotated[
        str, typer.Option("--nets", help="Department nets whose areas grids should lie in: police,…")
    ] = "",
    basis: Annotated[str, typer.Option("--basis", help="Count column of the norm.")] = "",
    standards: StandardsFile = None,
    low: Annotated[int | None, typer.Option("--low", min=1)] = None,
    high: Annotated[int | None, typer.Option("--high", min=1)] = None,
    cross: Annotated[float | None, typer.Option("--cross", min=0, max=1)] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Norms are laws.")] = False,
    effort: Annotated[Literal["quick", "normal", "thorough"], typer.Option("--effort")] = "normal",
    proposals: Annotated[int | None, typer.Option("--proposals", min=0)] = None,
    seconds: Annotated[float | None, typer.Option("--seconds", min=0)] = None,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    workers: Annotated[int, typer.Option("--workers", min=1)] = 2,
    name: Annotated[str, typer.Option("--name")] = "",
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Redraw a DATASET into a SCENARIO folder."""
    if sum((only_over, grids is not None, norm)) > 1:
        raise typer.BadParameter("--only-over, --grids and --norm exclude each other")
    from scenarios.commands.plans import redraw_folder

    with refusals("redraw", lang, json_) as tell:
        task: Literal["norm", "count", "only-over"] = (
            "count" if grids is not None else "norm" if norm else "only-over"
        )
        settings = RedrawSettings(
            task=task, grids=grids, basis=basis, from_today=from_today, low=low, high=high, strict=strict,
            cross=_usual_cross(cross, task, standards),
            effort=effort, proposals=proposals, seconds=seconds, seed=seed, nets=nets,
            keep="" if keep is None else keep.name,
        )  # fmt: skip
        found = redraw_folder(
            dataset, out, settings, standards_of(standards), workers=workers, name=name, keep=keep, tell=tell
        )
        tell_done(found, json_)


@app.command()
def evaluate(
    folder: Path,
    dataset: Annotated[Path | None, typer.Option("--dataset", help="DATASET of a SCENARIO.")] = None,
    basis: Annotated[str, typer.Option("--basis")] = "",
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Score a SCENARIO, or today's grids of a DATASET."""
    from scenarios.commands.plans import evaluate_folder

    with refusals("evaluate", lang, json_) as tell:
        tell_done(evaluate_folder(folder, dataset, standards_of(standards), basis=basis, tell=tell), json_)


@app.command()
def compare(
    dataset: Path,
    scenarios: list[Path],
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Compare SCENARIOs with today's grids of their DATASET."""
    from scenarios.commands.plans import compare_folders

    with refusals("compare", lang, json_) as tell:
        tell_done(compare_folders(dataset, scenarios, standards_of(standards), tell=tell), json_)


@app.command()
def export(
    scenario: Path,
    out: Out,
    dataset: Annotated[Path, typer.Option("--dataset", help="DATASET the scenario was drawn on.")],
    audience: Annotated[Literal["internal", "public"], typer.Option("--audience")],
    format_: Annotated[str, typer.Option("--format", help="shp,gpkg,geojson")] = "shp,gpkg,geojson",
    crs: Annotated[str | None, typer.Option("--crs", help="e.g. EPSG:4545")] = None,
    encoding: Annotated[str, typer.Option("--encoding", help="gbk,utf-8")] = "gbk,utf-8",
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Write the hand-over of a SCENARIO."""
    from scenarios.commands.handover import export_folder

    with refusals("export", lang, json_) as tell:
        found = export_folder(
            scenario, dataset, out, standards_of(standards), tell=tell,
            audience=audience, formats=format_.split(","), crs=crs, encodings=encoding.split(","),
        )  # fmt: skip
        tell_done(found, json_)


@app.command()
def verify(folder: Path, json_: Json = False, lang: Lang = "zh") -> None:
    """Check an export from its files alone; exit code 1 when it is not right."""
    from scenarios.commands.verify import verify_folder

    with refusals("verify", lang, json_) as tell:
        tell_done(verify_folder(folder, tell=tell), json_)


@app.command()
def partition(
    graph: Path,
    parts: Annotated[int, typer.Option("--parts", min=1, help="Number of parts.")],
    out: Annotated[Path, typer.Option("--out", help="Assignment to write (JSON).")],
    tolerance: Annotated[float | None, typer.Option("--tolerance", min=0, max=1)] = None,
    low: Annotated[int | None, typer.Option("--low", min=0)] = None,
    high: Annotated[int | None, typer.Option("--high", min=0)] = None,
    objective: Annotated[Literal["cut", "inertia", "diameter"], typer.Option("--objective")] = "cut",
    balance: Annotated[str, typer.Option("--balance", help="Workloads within bounds: pop,attr,…")] = "pop",
    cut_price: Annotated[
        float, typer.Option("--cut-price", min=0, help="Of a cut edge beside the inertia of a typical part.")
    ] = 0.0,
    nest: Annotated[str, typer.Option("--nest", help="Attr whose borders no part crosses.")] = "",
    bound: Annotated[bool, typer.Option("--bound", help="Say how small the inertia can be at all.")] = False,
    effort: Annotated[Literal["quick", "normal", "thorough"], typer.Option("--effort")] = "normal",
    proposals: Annotated[int | None, typer.Option("--proposals", min=0)] = None,
    seconds: Annotated[float | None, typer.Option("--seconds", min=0)] = None,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Cut any graph into connected parts, the weight of each within bounds."""
    from scenarios.partition import Cut, partition_file

    with refusals("partition", lang, json_) as tell:
        asked = Cut(
            parts=parts, tolerance=tolerance, low=low, high=high,
            objective=objective, balance=tuple(balance.split(",")), nest=nest, bound=bound,
            cut_price=cut_price,
            effort=effort, proposals=proposals, seconds=seconds, seed=seed,
        )  # fmt: skip
        tell_done(partition_file(graph, out, asked, tell=tell), json_)


def _usual_cross(cross: float | None, task: str, standards: Path | None) -> float | None:
    """The cap on households crossing old borders: as given, else the standard's for the default run."""
    return standards_of(standards)["redraw.cross-share"] if cross is None and task == "only-over" else cross
