"""What roles need on a plan, together and each for itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from optimizer.staffing.held_roles import together
from optimizer.staffing.roles import need_of
from scenarios.role_areas import levels_of, with_counts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from domain.plan import Plan
    from domain.role import Role
    from domain.role_need import RolesNeed
    from domain.standards import Standards
    from gis.dataset import Dataset


def roles_need(
    dataset: Dataset, plan: Plan, roles: Sequence[Role], standards: Standards, *, day: date,
    counts: Path | None = None,
) -> RolesNeed:  # fmt: skip
    """Return what roles need on a day, dual ones counted once; further counts may come from a table.

    Heads that a file knows of one place are unknown at every other.
    """
    levels = levels_of(dataset, plan, standards)
    if counts is not None:
        levels = with_counts(levels, counts.read_bytes(), counts.name)
    here = dataset.graph.units.communities.codes
    return together([need_of(known_here(role, here), levels, standards) for role in roles], day)


def known_here(role: Role, codes: Sequence[str]) -> Role:
    """Return a role without heads where these are of other places than communities of such codes."""
    if not role.available_in or any(code.startswith(role.available_in) for code in codes):
        return role
    return replace(role, available=None)
