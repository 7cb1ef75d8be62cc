"""What every test may count on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.shared import SHARED, USED

if TYPE_CHECKING:
    from gis.dataset import Dataset

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")  # a busy machine is no fault of the code


@pytest.fixture(scope="session")
def cambridge(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Cambridge by the shipped profile; skips where the data is absent."""
    from tests.cambridge import imported_cambridge

    return imported_cambridge(tmp_path_factory)


def pytest_report_header() -> str:
    """Say at the start whether real data is there."""
    return f"real data: {'found' if SHARED.is_dir() else 'absent'} beside the project"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the data sets a worker used to the controlling process."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["real_data"] = sorted(USED)


def pytest_testnodedown(node: object) -> None:
    """Collect what a worker used."""
    USED.update(getattr(node, "workeroutput", {}).get("real_data", ()))


def pytest_terminal_summary(terminalreporter: object) -> None:
    """Print how many real data sets the tests used."""
    text = f"used {len(USED)} ({', '.join(sorted(USED))})" if USED else "absent"
    terminalreporter.write_line(f"real data: {text}")  # type: ignore[attr-defined]
