"""What the desk does for posts of all roles: who there is, the leaders' ways, any role, legal advisers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from data.roles import shipped_roles
from domain.advisers import TRADES
from domain.posts import post_types
from scenarios.advisers import advised
from scenarios.leaders.one_page import one_page
from scenarios.leaders.published import published_beside
from scenarios.leaders.values import Asked
from scenarios.leaders.ways import leaders_of
from scenarios.pool_table import filled_pool
from scenarios.roles import roles_need
from scenarios.roster import roster_of
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.store import Store
    from domain.advisers import Profile
    from domain.posts import Pool
    from domain.role_need import RolesNeed
    from scenarios.advisers import Advised
    from scenarios.desk import Desk
    from scenarios.leaders.one_page import PlanColumn
    from scenarios.leaders.published import Published
    from scenarios.leaders.values import Leaders
    from scenarios.roster import Roster
    from scenarios.viewer import Viewer

AT_HAND = 12


class StaffDesk:
    """Posts of every role for the districts of the store."""

    def __init__(self, store: Store, viewer: Viewer, desk: Desk) -> None:
        """Work on a store; answers are kept at hand until heads or standards of a district change."""
        self._store, self._viewer, self._desk = store, viewer, desk
        self._leaders: AtHand[Leaders] = AtHand(AT_HAND)
        self._roles: AtHand[RolesNeed] = AtHand(AT_HAND)
        self._advised: AtHand[Advised] = AtHand(AT_HAND)

    def pool(self, district: str) -> tuple[Pool, ...]:
        """Heads of today in all trades; none where nobody said who is there."""
        return self._store.pools.of(district)

    def roster(self, district: str) -> Roster:
        """Heads of today by what they do."""
        return roster_of(self.pool(district), self._viewer.own.shipped, "")

    def take_in(self, district: str, data: bytes, file: str, kinds: Mapping[str, str]) -> int:
        """Keep the heads of a table that somebody filled in; return how many there are.

        Grid workers or legal trades that the table has no row for stay as they were.

        Raises
        ------
        FormatError
            With the row that cannot be read; nothing is kept then.
        """
        communities = self._viewer.dataset(district).graph.units.communities
        pool = filled_pool(data, file, communities, kinds)
        told = {entry.type for entry in pool}
        replaced = [kind for group in (self.worker_kinds(), TRADES) if told & {*group} for kind in group]
        return self.keep(district, pool, replaced)

    def keep(self, district: str, pool: Sequence[Pool], kinds: Sequence[str]) -> int:
        """Keep the heads of some kinds as they were edited, the others as they were; return how many."""
        others = [entry for entry in self.pool(district) if entry.type not in kinds]
        self._store.pools.put(district, [*others, *pool])
        return sum(entry.heads for entry in (*others, *pool))

    def worker_kinds(self) -> tuple[str, ...]:
        """Keys of the kinds of posts that grid workers have."""
        return tuple(kind.key for kind in post_types(self._viewer.own.shipped))

    def leaders(self, district: str, scenario: str, budgets: tuple[float, ...] = ()) -> Leaders:
        """The leaders' ways for a plan, with the money of this year and those after it where it is given."""
        record, workers = self._viewer.record(district, scenario), self.roster(district).workers
        standards = self._viewer.standards(district)
        plan = self._viewer.scenario(district, record.id).plan
        asked = Asked(budget_yuan=budgets[0], later_yuan=budgets[1:]) if budgets else Asked()
        return self._leaders.get(
            (record.id, workers, budgets, standards.digest),
            lambda: leaders_of(self._viewer.dataset(district), plan, standards, workers, asked),
        )

    def seconds(self, district: str, scenario: str) -> int:
        """How long the leaders' ways of a plan take at the first time, by the pace with or without heads."""
        grids = len(self._viewer.scenario(district, scenario).plan)
        pace = (
            "leaders.grids-per-second-manned" if self.roster(district).workers else "leaders.grids-per-second"
        )
        return max(2, math.ceil(grids / self._viewer.standards(district)[pace]))

    def one_page(self, district: str, plans: Sequence[str]) -> tuple[PlanColumn, ...]:
        """Today and some plans in the few numbers that a leader looks at."""
        return one_page(self._desk, self._viewer, district, plans, self.roster(district).workers)

    def published(self, district: str, scenario: str) -> tuple[Published, ...]:
        """Published figures beside those of a plan."""
        heads = sum(entry.heads for entry in self.roster(district).workers)
        plan = self._viewer.scenario(district, scenario).plan
        return published_beside(self._viewer.dataset(district), plan, self._viewer.standards(district), heads)

    def roles(self, district: str, scenario: str, day: date) -> RolesNeed:
        """What every role that ships needs on a plan, on a day."""
        record, standards = self._viewer.record(district, scenario), self._viewer.standards(district)
        return self._roles.get(
            (record.id, day, standards.digest),
            lambda: roles_need(
                self._viewer.dataset(district),
                self._viewer.scenario(district, record.id).plan,
                shipped_roles(standards),
                standards,
                day=day,
            ),
        )

    def advised(self, district: str, profile: Profile) -> Advised:
        """Who advises and mediates where, with the heads of today."""
        there, standards = self.roster(district).advisers, self._viewer.standards(district)
        return self._advised.get(
            (district, there, profile, standards.digest),
            lambda: advised(self._viewer.dataset(district), there, standards, profile=profile),
        )
