"""Who there is today, in one table for all trades: grid workers, legal advisers, mediators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.advisers import TRADES
from domain.errors import FormatError
from domain.posts import post_types
from scenarios.staff_table import read_pool

if TYPE_CHECKING:
    from pathlib import Path

    from domain.posts import Pool
    from domain.standards import Standards


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Heads of today by what they do; counts at places, nobody by name."""

    workers: tuple[Pool, ...] = ()
    advisers: tuple[Pool, ...] = ()


def read_roster(path: Path, standards: Standards) -> Roster:
    """Return the heads of a table `community,type,heads` (UTF-8 or GBK), by what they do.

    Raises
    ------
    FormatError
        When there is no such file, and as `roster_of`.
    """
    if not path.is_file():
        raise FormatError("file-missing", file=str(path))
    return roster_of(read_pool(path.read_bytes(), path.name), standards, path.name)


def roster_of(pool: tuple[Pool, ...], standards: Standards, file: str) -> Roster:
    """Return the heads of a pool by what they do.

    Raises
    ------
    FormatError
        When a type is none of grid workers, advisers and mediators.
    """
    workers = {kind.key for kind in post_types(standards)}
    for one in pool:
        if one.type not in workers and one.type not in TRADES:
            raise FormatError(
                "pool-type", file=file, type=one.type, known=", ".join([*TRADES, *sorted(workers)])
            )
    return Roster(
        workers=tuple(one for one in pool if one.type in workers),
        advisers=tuple(one for one in pool if one.type in TRADES),
    )
