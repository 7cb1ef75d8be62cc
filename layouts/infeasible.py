"""Why no plan exists, in words: the rules that clash and the smallest change that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from layouts.text import quantity, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View


def told_clash(outcome: Mapping[str, Any], view: View) -> list[Component]:
    """One paragraph for each clash of a run that found no plan, or the error it failed with."""
    if "code" in outcome:
        return [
            html.P(say(str(outcome["code"]), view.language, **outcome.get("facts", {})), className="say over")
        ]
    return [
        html.P(clash_text(clash, view.language), className="say over") for clash in outcome.get("clashes", ())
    ]


def clash_text(clash: Mapping[str, Any], language: Language) -> str:
    """One clash in one sentence."""
    rules = "；".join(
        f"{_rule(rule['rule'], language)} {quantity(rule['limit'], rule['unit'], language)}"
        for rule in clash["rules"]
    )
    relaxed = quantity(clash["relax_to"], clash["relax_unit"], language)
    relaxation = f"{_rule(clash['relax_rule'], language)} → {relaxed}"
    told = say("infeasible.told", language, rules=rules, relaxation=relaxation)
    if clash.get("tried"):
        told += say("infeasible.tried", language)
    return f"{clash['where']}：{told}" if clash["where"] else told


def _rule(key: str, language: Language) -> str:
    return say(f"rule.{key}", language)
