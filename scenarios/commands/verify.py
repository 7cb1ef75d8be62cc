"""A hand-over checked from its files alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gis.verify.verifier import verify_export
from scenarios.commands.done import Done
from scenarios.documents import verify_document

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.documents import Tell


def verify_folder(folder: Path, *, tell: Tell) -> Done:
    """Check an export from its files alone."""
    report = verify_export(folder)
    lines = [f"{'✓' if check.ok else '✗'} {tell(f'check.{check.check}')}" for check in report.checks]
    return Done(document=verify_document(report.as_json()), lines=tuple(lines))
