"""The command line, composed."""

from __future__ import annotations

import typer

cli = typer.Typer(name="gridwright", no_args_is_help=True)


@cli.callback()
def gridwright() -> None:
    """Gridwright 织网: redraw, staff and hand over service grids."""


def main() -> None:
    """Run the command line."""
    cli()
