"""Villages assigned to sources and dealt to their heads, again and again until every hand can be dealt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.graph import connected_pieces
from optimizer.models.advising import Cut, advised
from optimizer.models.dealing import dealt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from optimizer.models.advising import Advised, AdvisingModel

    Ints = NDArray[np.int64]

ROUNDS: Final = 5
"""Assignments to sources after which every head is tried as a source of its own, if that is not too much."""
MOST: Final = 60_000
"""Ways from heads to villages up to which that is tried; services that cannot be dealt go without."""

CLOSE: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DealtOut:
    """Head of each village, counted through the sources, −1 for none, and the mode of its service.

    `least` villages go without in any case; `proven` where no assignment is better by any aim.
    """

    head: Ints
    mode: Ints
    least: int
    proven: bool


def blocks(joined: NDArray[np.bool_]) -> Iterator[tuple[Ints, Ints]]:
    """Yield the sources and villages of each part that no way joins to another; shape (sources, villages)."""
    sources, villages = joined.shape
    tail, head = np.nonzero(joined)
    part = connected_pieces(sources + villages, tail.astype(np.int32), (sources + head).astype(np.int32))
    for number in dict.fromkeys(part.tolist()):
        mine = np.flatnonzero(part == number)
        yield mine[mine < sources], mine[mine >= sources] - sources


def within(counts: Ints) -> Ints:
    """Return 0 … n−1 for each count in turn."""
    numbers: Ints = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return numbers


def dealt_out(model: AdvisingModel) -> DealtOut:
    """Return the best assignment whose services can be dealt to heads, none above either cap."""
    cuts: list[Cut] = []
    ways = int(np.isfinite(model.price).sum(axis=(1, 2)) @ model.heads)
    sure = True
    for turn in range(ROUNDS):
        found = advised(model, cuts)
        head, failed, certain = _dealt(model, found, last=turn == ROUNDS - 1)
        sure &= certain
        if not failed:
            return _answer(head, found, proven=sure)
        cuts += failed
    if ways > MOST:
        return _answer(head, found, proven=False)
    by_head = advised(model.by_head())
    return _answer(by_head.source, by_head, proven=True)


def _answer(head: Ints, found: Advised, *, proven: bool) -> DealtOut:
    """Return heads and modes, proven where the model itself was solved to the end."""
    return DealtOut(
        head=head,
        mode=np.maximum(found.mode, 0),
        least=int(np.ceil(found.reached.least[0] - CLOSE)),
        proven=proven and found.reached.proven,
    )


def _dealt(model: AdvisingModel, found: Advised, *, last: bool) -> tuple[Ints, list[Cut], bool]:
    """Return the head of each village, a cut for each source that cannot deal, and whether all is sure.

    In the last turn the longest services go without until the others can be dealt.
    """
    head = np.full(found.source.size, -1)
    before = np.cumsum(model.heads) - model.heads
    cuts, sure = [], True
    for s in range(model.heads.size):
        mine = np.flatnonzero(found.source == s)
        of, certain = _hand(model, s, mine, found.mode[mine])
        sure &= certain
        if of is None:
            cuts.append(_cut(model, s, mine, found.mode[mine]))
        while of is None and last:
            mine = np.delete(mine, model.minutes[s, mine, found.mode[mine]].argmax())
            of, _ = _hand(model, s, mine, found.mode[mine])
        if of is not None:
            head[mine] = before[s] + of
    return head, cuts, sure


def _hand(model: AdvisingModel, source: int, mine: Ints, mode: Ints) -> tuple[Ints | None, bool]:
    """Deal services to the heads of a source."""
    return dealt(
        model.weight[mine],
        model.minutes[source, mine, mode],
        int(model.heads[source]),
        weight_most=model.weight_most,
        minutes_most=model.minutes_most,
    )


def _cut(model: AdvisingModel, source: int, mine: Ints, mode: Ints) -> Cut:
    """Say of services that cannot be dealt, as few as possible, and of others as long: one fewer."""
    minutes = model.minutes[source, mine, mode]
    kept = np.ones(mine.size, np.bool_)
    for n in np.argsort(minutes, kind="stable").tolist():
        kept[n] = False
        of, sure = _hand(model, source, mine[kept], mode[kept])
        kept[n] = of is not None or not sure
    longest, heaviest = minutes[kept].max(), model.weight[mine[kept]].max()
    services = (model.minutes[source] >= longest) & (model.weight >= heaviest)[:, None]
    for village, own in zip(mine[kept].tolist(), mode[kept].tolist(), strict=True):
        services[village, : own + 1] = True
    return Cut(source=source, services=services, most=int(kept.sum()) - 1)
