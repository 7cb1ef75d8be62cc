"""What the `staff` command prints: one JSON document for a staffed scenario."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.outcome import Infeasible
from domain.staffing import Staffing
from optimizer.staffing.rows import ROLE

if TYPE_CHECKING:
    from domain.posts import Reading
    from scenarios.staff import Staffed


def staff_document(staffed: Staffed, reading: Reading = "hours") -> dict[str, object]:
    """Return what the `staff` command prints: the posts of one reading, then both, then communities."""
    return {
        "basis": staffed.basis,
        "fte_by_basis": dict(staffed.fte_by_basis),
        "roles": {ROLE: _told(staffed.readings[reading])},
        "readings": {key: _told(answer) for key, answer in staffed.readings.items()},
        "difference": staffed.difference,
        "communities": {
            key: [
                {**asdict(row), "posts": row.posts, "existing": row.existing, "short_fte": row.short_fte}
                for row in answer.communities
            ]
            for key, answer in staffed.readings.items()
            if isinstance(answer, Staffing)
        },
    }


def _told(answer: Staffing | Infeasible) -> dict[str, object]:
    """Totals of one reading, or the rules that clash; an infinite load is told as none."""
    if isinstance(answer, Infeasible):
        return {"infeasible": [asdict(clash) for clash in answer.clashes]}
    return {
        **answer.heads._asdict(),
        "fte": answer.fte,
        "filled_fte": answer.filled_fte,
        "cost": answer.cost_yuan,
        "once": answer.once_yuan,
        "money": answer.money_yuan,
        "worst_load": answer.worst_load if math.isfinite(answer.worst_load) else None,
        "proven": answer.proven,
    }
