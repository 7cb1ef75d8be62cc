"""How many grids each community gets, and why not one fewer or one more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.scenario import Scenario
    from layouts.text import Language
    from layouts.view import View
    from scenarios.needs import Need

WIDE: Final = {"name": 140, "street": 110, "why": 280, "best": 150}
NUMERIC: Final = {"households", "grids", "needed"}


def why_text(need: Need, language: Language) -> str:
    """Why a community gets its number of grids, in a sentence or two."""
    kind, held = need.kind, need.households
    if held < kind.norm_low:
        return say("apportion.too-small", language, households=held, limit=kind.norm_low)
    if need.unavoidable:
        fewer = need.low - 1
        return say(
            "apportion.none-fits", language, households=held, fewer=fewer, more=need.low,
            above=-(-held // fewer) - kind.norm_high, below=kind.norm_low - held // need.low,
        )  # fmt: skip
    fits = say("apportion.fits", language, households=held, grids=need.best, mean=round(held / need.best))
    return (
        " ".join([fits, *_not_other(need, language)])
        if language == "en"
        else fits + "".join(_not_other(need, language))
    )


def _not_other(need: Need, language: Language) -> list[str]:
    """Why not one grid fewer, where that is so; else why not one more."""
    kind, held = need.kind, need.households
    if 1 < need.best == need.low:
        fewer = need.best - 1
        return [
            say("apportion.not-fewer", language, grids=fewer, mean=-(-held // fewer), limit=kind.norm_high)
        ]
    if need.best == need.high:
        more = need.best + 1
        return [say("apportion.not-more", language, grids=more, mean=held // more, limit=kind.norm_low)]
    return []


def columns(view: View, *, proven: bool) -> list[dict[str, Any]]:
    """Columns of the table of communities; how good the lines are only where that was computed."""
    fields = ("name", "street", "households", "grids", "needed", "why", *(("best",) if proven else ()))
    return [
        {
            "field": field,
            "headerName": say(f"apportion.head.{field}", view.language),
            "minWidth": WIDE.get(field, 90),
            **({"type": "numericColumn", "filter": "agNumberColumnFilter"} if field in NUMERIC else {}),
            **({"tooltipField": "why", "flex": 4} if field == "why" else {}),
        }
        for field in fields
    ]


def rows(needs: Sequence[Need], scenario: Scenario, view: View) -> list[dict[str, Any]]:
    """One row a community: those that lack most grids first."""
    best = certified(scenario, view.language)
    return [
        {
            "id": need.code,
            "name": need.name,
            "street": need.street,
            "households": need.households,
            "grids": need.grids,
            "needed": need.best,
            "why": why_text(need, view.language),
            "best": best.get(need.code, ""),
        }
        for need in sorted(needs, key=lambda n: (-n.missing, -n.spare, n.code))
    ]


def certified(scenario: Scenario, language: Language) -> dict[str, str]:
    """How good each community's lines are at most, by its code."""
    return {
        row.community: say("certificate.best", language)
        if row.proven
        else say("certificate.gap", language, gap=max(1, round(row.gap)))
        if row.gap is not None
        else ""
        for row in scenario.certificate
    }


def summary(needs: Sequence[Need], language: Language, *, today: bool) -> str:
    """What the whole district needs, in a sentence or two: today's grids or those of a plan."""
    missing, spare = sum(n.missing for n in needs), sum(n.spare for n in needs)
    code = f"apportion.{'district' if today else 'plan'}{'' if missing else '-fits'}"
    first = say(
        code, language, grids=sum(n.grids for n in needs), needed=sum(n.best for n in needs),
        short=sum(n.missing > 0 for n in needs), missing=missing,
    )  # fmt: skip
    if not spare:
        return first
    second = say("apportion.spare", language, rich=sum(n.spare > 0 for n in needs), spare=spare)
    return f"{first} {second}" if language == "en" else first + second
