"""Commands that draw many plans: along a trade-off, or to hold one against."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.options import Json, Lang, Out, StandardsFile, refusals, standards_of, tell_done
from domain.settings import RedrawSettings

app = typer.Typer()


@app.command()
def frontier(
    dataset: Path,
    out: Out,
    by: Annotated[
        Literal["cross", "grids"], typer.Option("--by", help="What balance is traded for.")
    ] = "cross",
    points: Annotated[
        str, typer.Option("--points", help="Shares such as 0,0.05,free, or numbers of grids.")
    ] = "",
    only_over: Annotated[bool, typer.Option("--only-over", help="Fix only grids over limit.")] = False,
    grids: Annotated[int | None, typer.Option("--grids", min=1, help="Exactly so many grids.")] = None,
    from_today: Annotated[bool, typer.Option("--from-today", help="Start from today's lines.")] = False,
    basis: Annotated[str, typer.Option("--basis", help="Count column of the norm.")] = "",
    standards: StandardsFile = None,
    low: Annotated[int | None, typer.Option("--low", min=1)] = None,
    high: Annotated[int | None, typer.Option("--high", min=1)] = None,
    cross: Annotated[
        float | None, typer.Option("--cross", min=0, max=1, help="The cap of all, with --by grids.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Norms are laws.")] = False,
    effort: Annotated[Literal["quick", "normal", "thorough"], typer.Option("--effort")] = "quick",
    proposals: Annotated[int | None, typer.Option("--proposals", min=0)] = None,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    workers: Annotated[int, typer.Option("--workers", min=1)] = 2,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Draw a set of plans of a DATASET along a trade-off: a SCENARIO folder each, and one table."""
    if only_over and grids is not None:
        raise typer.BadParameter("--only-over and --grids exclude each other")
    if by == "grids" and (only_over or grids is not None):
        raise typer.BadParameter("--by grids takes its numbers from --points")
    from scenarios.commands.frontier import frontier_folder

    with refusals("frontier", lang, json_) as tell:
        settings = RedrawSettings(
            task="only-over" if only_over else "norm" if grids is None else "count", grids=grids,
            basis=basis, from_today=from_today, low=low, high=high, strict=strict,
            cross=cross if by == "grids" else None, effort=effort, proposals=proposals, seed=seed,
        )  # fmt: skip
        found = frontier_folder(
            dataset, out, settings, standards_of(standards), by=by, points=points, workers=workers, tell=tell
        )
        tell_done(found, json_)


@app.command()
def contrast(
    dataset: Path,
    scenarios: Annotated[list[Path] | None, typer.Argument(help="SCENARIO folders beside today.")] = None,
    plans: Annotated[int, typer.Option("--plans", help="How many legal plans to draw.")] = 200,
    grids: Annotated[
        int | None, typer.Option("--grids", min=1, help="Grids of each; as the last plan has.")
    ] = None,
    basis: Annotated[str, typer.Option("--basis", help="Count column of the norm.")] = "",
    low: Annotated[int | None, typer.Option("--low", min=1)] = None,
    high: Annotated[int | None, typer.Option("--high", min=1)] = None,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Hold today's grids and SCENARIOS against legal plans that nobody wished for (对照检验)."""
    from scenarios.commands.contrast import contrast_folder

    with refusals("contrast", lang, json_) as tell:
        settings = RedrawSettings(
            task="norm" if grids is None else "count", grids=grids, basis=basis, low=low, high=high, seed=seed
        )
        found = contrast_folder(
            dataset, scenarios or [], settings, standards_of(standards), plans=plans, tell=tell
        )
        tell_done(found, json_)
