"""What the `staff` command prints: one JSON document for a staffed scenario."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.outcome import Infeasible
from domain.staffing import Staffing
from optimizer.staffing.rows import ROLE
from scenarios.documents import document, infeasible_document

if TYPE_CHECKING:
    from domain.posts import Reading
    from scenarios.documents import Document, Tell
    from scenarios.staff import Staffed


def staff_document(staffed: Staffed, tell: Tell, *, reading: Reading = "hours") -> Document:
    """Return what the `staff` command prints: the posts of one reading, then both, then communities.

    `ok` says whether the one reading has an answer.
    """
    return document(
        "staff",
        ok=isinstance(staffed.readings[reading], Staffing),
        basis=staffed.basis,
        fte_by_basis=dict(staffed.fte_by_basis),
        roles={ROLE: _told(staffed.readings[reading], tell)},
        readings={key: _told(answer, tell) for key, answer in staffed.readings.items()},
        difference=staffed.difference,
        communities={
            key: [
                {**asdict(row), "posts": row.posts, "existing": row.existing, "short_fte": row.short_fte}
                for row in answer.communities
            ]
            for key, answer in staffed.readings.items()
            if isinstance(answer, Staffing)
        },
    )


def _told(answer: Staffing | Infeasible, tell: Tell) -> Document:
    """Totals of one reading, or the rules that clash; an infinite load is told as none."""
    if isinstance(answer, Infeasible):
        return {"infeasible": infeasible_document("staff", answer, tell)["infeasible"]}
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
