"""The command line, composed."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import typer
from typer.exceptions import TyperException

from cli import collecting, desk, grounds, justice, leading, levels, nets, people, plans, sets, standards

if TYPE_CHECKING:
    from pathlib import Path

cli = typer.Typer(
    name="gridwright", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
for chapter in (grounds, plans, sets, levels, nets, collecting, people, leading, justice, standards, desk):
    cli.add_typer(chapter.app)


@cli.callback()
def gridwright() -> None:
    """Gridwright 织网: redraw, staff and hand over service grids."""
    from data.kernels import place_kernels

    place_kernels(_home)


def main() -> None:
    """Run the command line; with `--json` wrong usage is told as a document too."""
    if "--json" not in sys.argv:
        cli()
    try:
        sys.exit(cli(standalone_mode=False))
    except TyperException as wrong:
        from scenarios.commands.done import wrong_usage

        command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
        done = wrong_usage(command, wrong.format_message())
    print(*done.lines, sep="\n", file=sys.stderr)
    print(json.dumps(done.document, ensure_ascii=False))
    sys.exit(done.status)


def _home() -> Path:
    """The folder of this installation's things."""
    from data.settings import Settings

    return Settings().home
