"""Who there is today, in one table for all trades: grid workers, legal advisers, mediators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.advisers import TRADES
from domain.errors import FormatError
from domain.posts import post_types
from scenarios.pool_table import filled_pool

if TYPE_CHECKING:
    from pathlib import Path

    from domain.posts import Pool
    from domain.standards import Standards
    from domain.units import Level
    from scenarios.documents import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Heads of today by what they do; counts at places, nobody by name."""

    workers: tuple[Pool, ...] = ()
    advisers: tuple[Pool, ...] = ()


def read_roster(path: Path, communities: Level, standards: Standards, tell: Tell) -> Roster:
    """Return the heads of a table that somebody filled in, by what they do.

    Kinds of posts stand by their keys or in the words of `tell`; see `filled_pool`.

    Raises
    ------
    FormatError
        When there is no such file, its columns are others, or with the row that names no community, no
        kind of grid workers, advisers and mediators, or no number.
    """
    if not path.is_file():
        raise FormatError("file-missing", file=str(path))
    kinds = kind_words(standards, tell)
    pool = filled_pool(path.read_bytes(), path.name, communities, kinds)
    return roster_of(pool, standards, path.name)


def kind_words(standards: Standards, tell: Tell) -> dict[str, str]:
    """Return the key of each kind of post by its words in one language, and by itself."""
    workers = [kind.key for kind in post_types(standards)]
    words = {tell(f"posts.{key}"): key for key in workers} | {
        tell(f"advisers.trade.{key}"): key for key in TRADES
    }
    return words | {key: key for key in (*workers, *TRADES)}


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
