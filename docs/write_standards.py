"""Write docs/standards.md from the standards that ship: `python docs/write_standards.py`."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from data.reference import shipped_standards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.standards import Standard

PAGE = Path(__file__).parent / "standards.md"
HEAD = """# Planning numbers

Every number that steers a plan: value, unit, source, and whether it is only assumed (假设).
They ship in `data/standards/*.toml`. A project changes them for itself in the desk (更多 → 标准), each
with the reason, and sees before what it would do; the store keeps every change, so that each can be
taken back, and a run draws by the numbers of the moment it was asked for. All plans are judged by the
numbers of now; one that was drawn by others says so. `gridwright standards DATASET` tells a project's
own numbers and by `--out FILE` writes them for the other commands: `--standards FILE` puts numbers
in the place of shipped ones, by whole key:

```toml
[grid-types.town.norm-high]
value = 450
source = "本区网格划分实施办法"
```

This page is written by `docs/write_standards.py`; a test fails where it is behind.
"""


def page() -> str:
    """Return the whole page."""
    return "\n".join(lines()) + "\n"


def lines() -> Iterator[str]:
    """Yield the page line by line: one table for each file of standards."""
    yield HEAD
    entries = sorted(shipped_standards().entries.items())
    for file, rows in itertools.groupby(entries, key=lambda entry: entry[0].split(".")[0]):
        yield f"## {file}\n\n| key | value | unit | source | |\n|---|--:|---|---|---|"
        yield from (_row(standard) for _, standard in rows)
        yield ""


def _row(standard: Standard) -> str:
    anchor = f'<a id="standard-{standard.key.replace(".", "-")}"></a>'
    cells = [
        f"{anchor}`{standard.key}`",
        f"{standard.value:.10g}",
        standard.unit,
        standard.source,
        "假设" if standard.assumed else "",
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
