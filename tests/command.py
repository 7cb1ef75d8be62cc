"""The command line as a user meets it, without a new process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from cli import cli

if TYPE_CHECKING:
    from typer.testing import Result


def gridwright(*words: object) -> Result:
    """Run one command; stdout, stderr and the exit code are apart."""
    return CliRunner().invoke(cli, [str(word) for word in words])


def told(*words: object, status: int = 0) -> dict[str, Any]:
    """Return the one JSON document that a command prints, ending with the exit code that is expected."""
    ran = gridwright(*words, "--json")
    assert ran.exit_code == status, ran.output
    document: dict[str, Any] = json.loads(ran.stdout)
    assert document["format"] == 1
    assert document["command"] == words[0]
    assert document["ok"] is (status == 0)
    return document
