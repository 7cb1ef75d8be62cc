"""What a schedule needs to know of an engine: how a part begins, advances and ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from _typeshed import DataclassInstance
    from numpy.typing import NDArray

    from domain.settings import Effort


class PartLike(Protocol):
    """A piece of a problem that can be worked on alone.

    `code` names it, `units` are the positions of its units in the unit set (int32), `grids` is
    the number of grids drawn in it.
    """

    @property
    def code(self) -> str:
        """Code of the community."""

    @property
    def units(self) -> NDArray[np.int32]:
        """Positions of the units."""

    @property
    def grids(self) -> int:
        """Number of grids."""


P = TypeVar("P", bound=PartLike)
S = TypeVar("S", bound="DataclassInstance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine(Generic[P, S]):
    """The functions of an engine; workers call `begin` and `advance`, so these two live in modules.

    Attributes
    ----------
    state
        Type of a part's state: a frozen dataclass of arrays, whole numbers and truths.
    begin
        Part, seed → a first legal plan.
    advance
        Part, state, proposals → the state after so many more, the same in whatever slices.
    finished
        Whether nothing can be gained any more.
    proven
        Whether no plan of the part is better.
    value
        Cost of the best plan so far; smaller is better.
    grid_of
        Grid of each unit of the part in the best plan so far, from 0; int32.
    proposals_for
        Effort, part → proposals that such an effort is worth.
    """

    state: type[S]
    begin: Callable[[P, int], S]
    advance: Callable[[P, S, int], S]
    finished: Callable[[P, S], bool]
    proven: Callable[[P, S], bool]
    value: Callable[[P, S], float]
    grid_of: Callable[[P, S], NDArray[np.int32]]
    proposals_for: Callable[[Effort, P], int]
