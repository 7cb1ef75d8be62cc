"""What a check found: its name, its verdict, what was measured, what is allowed, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One named check.

    `value` is measured in the check's own unit (a number of offenders, or square metres) and may
    not exceed `limit`, or equals it where the two are texts. `ok` is None where the check could
    not be made because what it reads is missing; `where` names the first places.
    """

    check: str
    ok: bool | None
    value: float | str | None
    limit: float | str | None
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """All checks of one export, in the order in which they were made."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether every check was made and passed."""
        return all(check.ok is True for check in self.checks)

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the checks that found something."""
        return tuple(check.check for check in self.checks if check.ok is False)

    def as_json(self) -> dict[str, object]:
        """Return the report as `{"ok", "checks": [{"check", "ok", "value", "limit", "where"}]}`."""
        told = [
            {"check": c.check, "ok": c.ok, "value": c.value, "limit": c.limit, "where": list(c.where)}
            for c in self.checks
        ]
        return {"ok": self.ok, "checks": told}


def none_of(check: str, offenders: Iterable[str]) -> Check:
    """Return a check that passes when it names nobody; its value is their number."""
    found = list(offenders)
    return Check(check=check, ok=not found, value=len(found), limit=0, where=tuple(found[:SHOWN]))


def at_most(check: str, measured: dict[str, float], limit: float) -> Check:
    """Return a check whose value is the largest of measures by place, with the places above the limit."""
    over = [f"{place}: {value:.1f}" for place, value in measured.items() if value > limit]
    worst = max(measured.values(), default=0.0)
    return Check(check=check, ok=not over, value=round(worst, 3), limit=limit, where=tuple(over[:SHOWN]))


def not_made(check: str, missing: str) -> Check:
    """Return a check that could not be made, and what was missing."""
    return Check(check=check, ok=None, value=None, limit=None, where=(missing,))
