"""The page of what can be read says what is read today."""

from __future__ import annotations

import runpy
from pathlib import Path

from tests.shared import real_data

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "supported-input.md").read_text(encoding="utf-8")
SCRIPT = runpy.run_path(str(ROOT / "docs" / "write_supported_input.py"))


def test_one_file_of_every_format_is_read_as_the_page_says() -> None:
    rows = list(SCRIPT["formats"]())
    assert [row for row in rows if row not in PAGE.splitlines()] == []
    assert all("×" in row for row in rows)


def test_every_file_that_breaks_readers_ends_as_the_page_says() -> None:
    real_data("importer")
    assert SCRIPT["page"]() == PAGE
