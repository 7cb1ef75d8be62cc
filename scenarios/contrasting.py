"""对照检验 at the desk: a chain of plans for each plan in question, drawn a little at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from domain.settings import RedrawSettings
from scenarios.contrast import LEAST, Chain
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from domain.outcome import Infeasible
    from domain.standards import Standards
    from scenarios.contrast import Contrast
    from scenarios.viewer import Viewer

PLANS: Final = 200
AT_HAND: Final = 4
SLICE_S: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a chain is: plans drawn of all, seconds left (None before the first), and what they say.

    `found` is None as long as plans are too few for percentiles.
    """

    done: int
    plans: int
    seconds_left: int | None
    found: Contrast | None

    @property
    def ended(self) -> bool:
        """Say whether all plans are drawn."""
        return self.done >= self.plans


@dataclass(slots=True, kw_only=True, eq=False)
class _Held:
    """A chain, who is drawing, and what has been spent on it."""

    chain: Chain
    lock: Lock
    steps: int = 0
    seconds: float = 0.0


class Contrasting:
    """Chains of plans by the plans that are held against them; the last few stay at hand."""

    def __init__(self, viewer: Viewer) -> None:
        """Hold plans of the store against plans that nobody wished for."""
        self._viewer = viewer
        self._chains: AtHand[_Held] = AtHand(AT_HAND)

    def advance(self, district: str, plans: tuple[str, ...]) -> Progress | Infeasible:
        """Draw for a moment and return how far it is; the last of `plans` (ids) gives the number of grids.

        Whoever asks for the same plans shares the chain; what it says does not depend on who asks when.
        """
        standards = self._viewer.standards(district)
        held = self._chains.get(
            (district, plans, standards.digest), lambda: self._begun(district, plans, standards)
        )
        chain = held.chain
        if chain.clash is not None:
            return chain.clash
        with held.lock:
            begun = time.monotonic()
            while chain.done < chain.plans and time.monotonic() < begun + SLICE_S:
                chain.advance()
                held.steps += 1
            held.seconds += time.monotonic() - begun
            left = held.seconds / held.steps * (chain.plans - chain.done) if chain.done else None
            return Progress(
                done=chain.done, plans=chain.plans, seconds_left=None if left is None else round(left),
                found=chain.told() if chain.done >= LEAST else None,
            )  # fmt: skip

    def _begun(self, district: str, plans: tuple[str, ...], standards: Standards) -> _Held:
        against = {record: self._viewer.scenario(district, record).plan for record in plans}
        dataset, asked = self._viewer.dataset(district), RedrawSettings(task="norm")
        return _Held(chain=Chain(dataset, against, standards, asked, plans=PLANS), lock=Lock())
