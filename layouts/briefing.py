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


def leader_table(
    lines: Sequence[Line],
    titles: tuple[str, str],
    language: Language,
    further: Sequence[tuple[str, Sequence[Line]]] = (),
) -> Component:
    """The seven lines of both plans, and of `further` ones by their titles."""
    others = {title: {line.key: line.after for line in told} for title, told in further}
    rows = [
        _row(
            say(f"leader.line.{line.key}", language),
            "",
            (line.before, line.after),
            line.unit,
            line.verdict,
            language,
            [told.get(line.key) for told in others.values()],
        )
        for line in lines
    ]
    return _table(rows, titles, language, tuple(others))


def measures_told(
    comparison: Comparison,
    titles: tuple[str, str],
    language: Language,
    further: Sequence[tuple[str, Comparison]] = (),
) -> list[Component]:
    """The nine measures, and the others behind a switch; of `further` plans by their titles too."""
    others = [key for key in comparison.metrics if key not in NINE]
    nine = [key for key in NINE if key in comparison.metrics]
    return [
        html.H3(say("draw.measures", language)),
        _measures([comparison.metrics[key] for key in nine], titles, language, further),
        html.Details(
            [
                html.Summary(say("compare.more", language)),
                _measures([comparison.metrics[key] for key in others], titles, language, further),
            ],
            className="more",
        ),
    ]


def _measures(
    compared: Sequence[Compared],
    titles: tuple[str, str],
    language: Language,
    further: Sequence[tuple[str, Comparison]],
) -> Component:
    rows = [
        _row(
            say(f"measure.{one.measure.key}", language),
            say(f"measure.{one.measure.key}.note", language),
            one.values[:2],
            one.measure.unit,
            one.verdicts[1],
            language,
            [_of(other, one.measure.key) for _, other in further],
        )
        for one in compared
    ]
    return _table(rows, titles, language, [title for title, _ in further])


def _of(comparison: Comparison, measure: str) -> float | None:
    """What a measure is in the second plan of a comparison, None where it does not know it."""
    return comparison.metrics[measure].values[1] if measure in comparison.metrics else None


def _table(
    rows: list[Component], titles: tuple[str, str], language: Language, further: Sequence[str]
) -> Component:
    names = (say("compare.measure", language), *titles, say("compare.change", language), *further)
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in names]))
    return html.Div(html.Table([head, html.Tbody(rows)], className="facts"), className="scrolling")


def _row(
    name: str,
    note: str,
    values: Sequence[float | None],
    unit: str,
    verdict: Verdict,
    language: Language,
    further: Sequence[float | None],
) -> Component:
    """One number of both plans, how it changed (an arrow, and a word for the worth), and of further plans."""

    def told(value: float | None) -> Component:
        return html.Td("–" if value is None else quantity(value, unit, language))

    change = html.Td(verdict_text(values, verdict, language), className=f"verdict {verdict}")
    return html.Tr([html.Th(name, scope="row", title=note), *map(told, values), change, *map(told, further)])


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
