"""Legal advisers (法律顾问) and people's mediators (人民调解员): posts, who is served, what is short."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

from domain.errors import InvalidValueError

FIRST, SECOND = "lawyer", "legal-worker"
"""The first pool of advisers, and the second (基层法律服务工作者), asked where the first does not reach."""
FULL, PART = "mediator.full", "mediator.part"
ADVISERS: Final = (FIRST, SECOND)
TRADES: Final = (
    *ADVISERS,
    *(f"{adviser}+{mediator}" for adviser in ADVISERS for mediator in (FULL, PART)),
    FULL,
    PART,
)
"""Every type of a pool: advisers, mediators, and those who are both."""
Profile = Literal["basic", "enhanced"]
BodyLevel = Literal["community", "street", "body", "centre"]
LEVELS: Final[tuple[BodyLevel, ...]] = ("community", "street", "body", "centre")


def advises(trade: str) -> bool:
    """Say whether a type of the pool serves as legal adviser."""
    return trade.partition("+")[0] in ADVISERS


def mediates(trade: str) -> str:
    """Return `full` or `part` for a type of the pool that mediates, nothing for others."""
    last = trade.rpartition("+")[2]
    return last.partition(".")[2] if last in {FULL, PART} else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One village or community: its adviser and backup by position among the posts, −1 for none.

    `remote` is the share of visits made remotely; hours a year with travel, kilometres a year.
    """

    community: str
    post: int
    backup: int
    remote: float
    hours: float
    km: float

    @property
    def served(self) -> bool:
        """Whether there is an adviser."""
        return self.post >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserPost:
    """One post of the pool: where it is at home, what it takes on, and the seat it holds (`Body.code`).

    Hours a year by role, of `worker_hours` that a full-timer has; villages and backups in numbers.
    """

    place: str
    type: str
    number: int
    villages: int
    backups: int
    advice_hours: float
    mediation_hours: float
    worker_hours: float
    km: float
    seat: str = ""

    @property
    def load(self) -> float:
        """Hours of both roles together, counted once, over those of a full-timer; above 1 they clash."""
        return (self.advice_hours + self.mediation_hours) / self.worker_hours

    @property
    def clashes(self) -> bool:
        """Whether two roles ask more of one post than a full-timer has."""
        return self.load > 1.0 and bool(self.advice_hours and self.mediation_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One mediation committee: seats for full-timers needed and filled, and mediators present in all.

    Present are its full-timers, part-timers, and advisers of the village who mediate as well.
    """

    level: BodyLevel
    code: str
    needed: int
    full: int
    present: int

    @property
    def short(self) -> int:
        """Seats without a full-timer."""
        return self.needed - self.full


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Who advises and mediates where; the two lists of coverage hold dual roles twice, hours once.

    `least_missing` villages go without whatever is done, as far as is proven. `proven` says that no
    assignment leaves fewer villages without, calls on less of the second pool, or takes less travel
    and remote service.
    """

    services: tuple[Service, ...]
    posts: tuple[AdviserPost, ...]
    bodies: tuple[Body, ...]
    least_missing: int
    proven: bool

    def __post_init__(self) -> None:
        """Check that villages, hours, ways and seats add up from both sides."""
        served = [one for one in self.services if one.served]
        by_post = Counter(one.post for one in served)
        backs = Counter(one.backup for one in served if one.backup >= 0)
        seats = Counter(post.seat for post in self.posts if post.seat)
        agree = {
            "villages": all(post.villages == by_post[n] for n, post in enumerate(self.posts)),
            "backups": all(post.backups == backs[n] for n, post in enumerate(self.posts)),
            "alone": all(one.backup != one.post for one in served),
            "hours": math.isclose(self.advice_hours, math.fsum(one.hours for one in served), abs_tol=1e-6),
            "km": math.isclose(
                math.fsum(p.km for p in self.posts), math.fsum(o.km for o in served), abs_tol=1e-6
            ),
            "seats": all(body.full == seats[body.code] <= body.needed for body in self.bodies),
            "seated": sum(seats.values()) == sum(body.full for body in self.bodies),
        }
        for field, holds in agree.items():
            if not holds:
                raise InvalidValueError("advice-totals", field=field)

    @property
    def missing(self) -> tuple[str, ...]:
        """Villages without an adviser."""
        return tuple(one.community for one in self.services if not one.served)

    @property
    def without_backup(self) -> tuple[str, ...]:
        """Villages that have an adviser and nobody for his absence."""
        return tuple(one.community for one in self.services if one.served and one.backup < 0)

    @property
    def advice_hours(self) -> float:
        """Hours a year of all advisers as advisers, travel included."""
        return math.fsum(post.advice_hours for post in self.posts)

    @property
    def advisers(self) -> tuple[AdviserPost, ...]:
        """Posts that may advise, in use or not."""
        return tuple(post for post in self.posts if advises(post.type))

    @property
    def clashes(self) -> tuple[AdviserPost, ...]:
        """Posts whose two roles ask more than one has."""
        return tuple(post for post in self.posts if post.clashes)

    def seats(self, level: BodyLevel) -> tuple[int, int, int]:
        """Return seats needed and filled by full-timers, and mediators present, over a level."""
        mine = [body for body in self.bodies if body.level == level]
        return sum(b.needed for b in mine), sum(b.full for b in mine), sum(b.present for b in mine)
