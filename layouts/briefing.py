"""The comparison in words and numbers: a sentence to read aloud, seven lines, and the measures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dash import html

from layouts.pieces import NINE
from layouts.text import quantity, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View
    from scenarios.briefing import Line
    from scenarios.compare import Compared, Comparison, Verdict
    from scenarios.difference import Difference
    from scenarios.fairness import CommunityEffect, Gain
    from scenarios.services import Services

BETWEEN: Final = {"zh_Hans": ("、", "；", "。"), "en": (" and ", "; ", ".")}
"""What stands between two facts of one clause, between clauses, and at the end."""
AFTER_LATIN: Final = re.compile(r"(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
STATES: Final[Mapping[Gain, str]] = {"over-limit": "over_limit", "load": "load", "travel": "travel_m"}


def sentence(lines: Sequence[Line], titles: tuple[str, str], language: Language) -> str:
    """What a leader could read aloud: people and money by both readings, grids over limit, the busiest."""
    by_key = {line.key: line for line in lines}
    and_, next_, end = BETWEEN[language]
    clauses = [
        and_.join(_people(by_key[f"posts-{reading}"], by_key[f"cost-{reading}"], reading, titles, language))
        for reading in ("hours", "one-each")
    ]
    clauses += [_over(by_key["over"], titles[0], language), _busiest(by_key["busiest"], language)]
    text = spaced(next_.join(clause for clause in clauses if clause) + end)
    return text[:1].upper() + text[1:]


def spaced(text: str) -> str:
    """A text with a space where Chinese follows a letter or a digit."""
    return AFTER_LATIN.sub(" ", text)


def _people(posts: Line, cost: Line, reading: str, titles: tuple[str, str], language: Language) -> list[str]:
    """How many more or fewer people, and what that costs a year."""
    if posts.change is None or cost.change is None:
        return []
    told = say(
        f"leader.{reading}.{_way(posts.change)}",
        language,
        plan=titles[1],
        other=titles[0],
        posts=abs(posts.change),
    )
    if not cost.change:
        return [told]
    return [told, say(f"leader.cost.{_way(cost.change)}", language, cost=abs(cost.change))]


def _over(line: Line, other: str, language: Language) -> str:
    """How many grids are over limit, and how many were."""
    before, after = round(line.before or 0), round(line.after or 0)
    if before == after == 0:
        return say("leader.over.never", language)
    code = "leader.over.some" if after else "leader.over.none"
    return say(code, language, other=other, before=before, after=after)


def _busiest(line: Line, language: Language) -> str:
    """What the busiest grid asks of people."""
    if line.before is None or line.after is None:
        return ""
    way = _way(round(line.after, 1) - round(line.before, 1))
    return say(f"leader.busiest.{way}", language, before=line.before, after=line.after)


def _way(change: float) -> str:
    return "more" if change > 0 else "fewer" if change < 0 else "same"


def leader_table(lines: Sequence[Line], titles: tuple[str, str], language: Language) -> Component:
    """The seven lines of both plans."""
    rows = [
        _row(
            say(f"leader.line.{line.key}", language),
            "",
            (line.before, line.after),
            line.unit,
            line.verdict,
            language,
        )
        for line in lines
    ]
    return _table(rows, titles, language)


def measures_told(comparison: Comparison, titles: tuple[str, str], language: Language) -> list[Component]:
    """The nine measures, and the others behind a switch."""
    others = [key for key in comparison.metrics if key not in NINE]
    nine = [key for key in NINE if key in comparison.metrics]
    return [
        html.H3(say("draw.measures", language)),
        _measures([comparison.metrics[key] for key in nine], titles, language),
        html.Details(
            [
                html.Summary(say("compare.more", language)),
                _measures([comparison.metrics[key] for key in others], titles, language),
            ],
            className="more",
        ),
    ]


def _measures(compared: Sequence[Compared], titles: tuple[str, str], language: Language) -> Component:
    rows = [
        _row(
            say(f"measure.{one.measure.key}", language),
            say(f"measure.{one.measure.key}.note", language),
            one.values[:2],
            one.measure.unit,
            one.verdicts[1],
            language,
        )
        for one in compared
    ]
    return _table(rows, titles, language)


def _table(rows: list[Component], titles: tuple[str, str], language: Language) -> Component:
    names = (say("compare.measure", language), *titles, say("compare.change", language))
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    return html.Table([head, html.Tbody(rows)], className="facts")


def _row(
    name: str, note: str, values: Sequence[float | None], unit: str, verdict: Verdict, language: Language
) -> Component:
    """One number of both plans, and how it changed: an arrow for the direction, a word for the worth."""
    told = [quantity(value, unit, language) if value is not None else "–" for value in values]
    change = html.Td(verdict_text(values, verdict, language), className=f"verdict {verdict}")
    return html.Tr([html.Th(name, scope="row", title=note), *(html.Td(value) for value in told), change])


def verdict_text(values: Sequence[float | None], verdict: Verdict, language: Language) -> str:
    """An arrow that points the way of the number, and the word for it."""
    before, after = values[0], values[1]
    if before is None or after is None or verdict in ("same", "unknown"):
        return say(f"verdict.{verdict}", language)
    arrow = "▲" if after > before else "▼"
    code = f"direction.{_way(after - before)}" if verdict == "changed" else f"verdict.{verdict}"
    return f"{arrow} {say(code, language)}"


def worse_off(view: View, services: Services, difference: Difference, other: str) -> list[Component]:
    """The communities worse off than under the other plan, each with its reasons."""
    found = difference.worse_off
    told = spaced(say("compare.worse-off", view.language, communities=len(found), other=other))
    if not found:
        return [html.P(told, className="say ok")]
    names = [services.viewer.community_at(view.district, effect.community) for effect in found]
    listed = [
        html.Li([html.B(name), " ", "；".join(reasons(effect, view.language))])
        for name, effect in zip(names, found, strict=True)
    ]
    why = html.Span(say("fairness.why", view.language), className="link")
    return [html.Details([html.Summary([told, " ", why]), html.Ul(listed)], className="say acceptable")]


def reasons(effect: CommunityEffect, language: Language) -> list[str]:
    """What a community loses, with both numbers."""
    return [
        say(
            f"compare.worse.{gain}",
            language,
            before=round(getattr(effect.before, STATES[gain])),
            after=round(getattr(effect.after, STATES[gain])),
        )
        for gain in effect.worse
    ]
