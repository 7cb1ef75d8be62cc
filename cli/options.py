"""What all commands share: options, texts in the user's language, and how answers are told."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import FormatError, GridwrightError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.standards import Standards
    from scenarios.commands.done import Done
    from scenarios.documents import Tell

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")]
Lang = Annotated[str, typer.Option("--lang", help="zh or en.", envvar="GRIDWRIGHT_LANG")]
Out = Annotated[Path, typer.Option("--out", help="Folder to write; must be empty or absent.")]
StandardsFile = Annotated[Path | None, typer.Option("--standards", help="Standards of your own (TOML).")]


@contextmanager
def refusals(command: str, lang: str, json_: bool) -> Iterator[Tell]:
    """Yield what says texts in the user's language; say what was refused, with the exit code for it."""
    from scenarios.commands.done import refused

    tell = said_in(lang)
    try:
        yield tell
    except GridwrightError as error:
        done = refused(command, error, tell)
    except OSError as error:
        done = refused(command, FormatError("out-of-reach", reason=str(error)), tell)
    else:
        return
    print(*done.lines, sep="\n", file=sys.stderr)
    if json_:
        print(json.dumps(done.document, ensure_ascii=False))
    raise typer.Exit(done.status)


def tell_done(done: Done, json_: bool) -> None:
    """Print the document, or its lines for people, and end with its exit code."""
    print(json.dumps(done.document, ensure_ascii=False) if json_ else "\n".join(done.lines))
    if done.status:
        raise typer.Exit(done.status)


def said_in(lang: str) -> Tell:
    """What says texts in a language."""
    from layouts.text import say

    def tell(code: str, /, **facts: str | float) -> str:
        return say(code, "en" if lang == "en" else "zh_Hans", **facts)

    return tell


def standards_of(path: Path | None) -> Standards:
    """The shipped standards, with a user's own in their place."""
    from data.reference import shipped_standards, standards_with

    return shipped_standards() if path is None else standards_with(path)
