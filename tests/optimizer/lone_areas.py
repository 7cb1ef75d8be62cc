"""Areas to staff, made from places and counts alone, and roles as files would tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from domain.areas import Areas
from domain.posts import PostType
from domain.role import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.role import Norm
    from domain.role_need import RoleNeed

FULL = PostType(
    key="established.full",
    fte=1,
    yearly_yuan=100_000,
    recruitable=True,
    movable=False,
    money={"district-budget": 0.7, "street-budget": 0.3},
)
PART = PostType(
    key="contracted.part", fte=0.2, yearly_yuan=10_000, recruitable=True, movable=False,
    money={"department-budget": 1.0},
)  # fmt: skip


def areas(
    level: str,
    xy: Sequence[tuple[float, float]],
    *,
    borders: Sequence[tuple[int, int]] = (),
    kinds: Sequence[str] = (),
    above: dict[str, tuple[str, ...]] | None = None,
    **counts: Sequence[float],
) -> Areas:
    """Return areas `level-000`, … at places in metres; counts by name, `_` in names standing for `-`."""
    size = len(xy)
    ends = np.array(borders, np.int32).reshape(-1, 2)
    return Areas(
        level=level,
        codes=tuple(f"{level}-{n:04d}" for n in range(size)),
        names=tuple(f"{level} {n}" for n in range(size)),
        kinds=tuple(kinds) or (level,) * size,
        x=np.array([x for x, _ in xy], float),
        y=np.array([y for _, y in xy], float),
        tail=ends[:, 0],
        head=ends[:, 1],
        counts={name.replace("_", "-"): np.array(values, float) for name, values in counts.items()},
        above=above or {},
    )


def lattice(width: int, height: int, step_m: float = 1000.0) -> dict[str, Any]:
    """Return places and borders of a rectangle of areas, row by row."""
    at = [(n % width, n // width) for n in range(width * height)]
    borders = [(n, n + 1) for n, (x, _) in enumerate(at) if x < width - 1]
    borders += [(n, n + width) for n, (_, y) in enumerate(at) if y < height - 1]
    return {"xy": [(x * step_m, y * step_m) for x, y in at], "borders": sorted(borders)}


def role(*norms: Norm, key: str = "role", post: PostType = FULL, **what: Any) -> Role:
    """Return a role of some norms."""
    return Role(
        key=key, name=key, name_en=key, source="test", post=post, place=what.pop("place", "fixed"),
        norms=norms, **what,
    )  # fmt: skip


def covered_or_listed(need: RoleNeed) -> list[str]:
    """Codes of all areas in portfolios and in the list of the unserved."""
    return sorted(
        [*(code for one in need.portfolios for code in one.areas), *(u.area for u in need.unserved)]
    )
