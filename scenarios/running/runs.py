"""Runs as the desk sees them: asked for here, worked on elsewhere, watched by everybody."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from scenarios.services import RunPicture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from data.store import Store
    from data.store.records import RunRecord
    from domain.settings import RedrawSettings


class StoreRuns:
    """The runs of a store. Nothing is computed here, and nothing is lost when this process ends."""

    def __init__(self, store: Store) -> None:
        """Speak for a store's runs."""
        self._runs = store.runs

    def submit(
        self, district: str, settings: RedrawSettings, *, name: str = "", priority: int = 0
    ) -> RunRecord:
        """Queue a redraw of a dataset."""
        return self._runs.submit(district, asdict(settings), name=name, priority=priority)

    def cancel(self, run: str) -> None:
        """Stop a run and keep the best so far."""
        self._runs.cancel(run)

    def get(self, run: str) -> RunRecord:
        """Return a run, and how far it is."""
        return self._runs.get(run)

    def of(self, district: str) -> tuple[RunRecord, ...]:
        """Return the runs on a dataset, the newest first."""
        return self._runs.of(district)

    def picture(self, run: str, *, after: int = 0) -> RunPicture:
        """Return where the units of the parts stand that changed after a sequence number."""
        parts = self._runs.parts(run, after=after)
        return RunPicture(
            seq=parts[-1].seq if parts else after,
            units=_whole_numbers(part.units for part in parts),
            grid_of=_whole_numbers(part.grids for part in parts),
        )


def _whole_numbers(blobs: Iterable[bytes]) -> NDArray[np.int32]:
    return np.frombuffer(b"".join(blobs), "<i4").astype(np.int32)
