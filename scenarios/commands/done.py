"""What a command found, for programs and for people, and the exit code that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.errors import ImportRejected
from scenarios.documents import document, error_document, infeasible_document, rejected_document
from scenarios.place_words import place_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from domain.errors import GridwrightError
    from domain.outcome import Infeasible
    from scenarios.documents import Document, Tell

DONE, FAILED, WRONG_USAGE, REJECTED, NO_PLAN = range(5)
SHOWN: Final = 3
"""So many problems alike are told one by one; of more, so many are examples."""
USAGE: Final = ("usage", "value", "unknown")
"""Kinds of errors that another command line would not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command found: the document for programs, the lines for people."""

    document: Document
    lines: tuple[str, ...]

    @property
    def status(self) -> int:
        """The exit code: 0 done, 1 failed, 2 wrong usage, 3 input rejected, 4 no plan exists."""
        if "infeasible" in self.document:
            return NO_PLAN
        if "rejected" in self.document:
            return REJECTED
        if self.document["ok"]:
            return DONE
        kind = self.document.get("error", {}).get("code", "").partition(".")[0]
        return WRONG_USAGE if kind in USAGE else FAILED


def no_plan(command: str, answer: Infeasible, tell: Tell) -> Done:
    """The answer that no plan exists, in a line for each clash."""
    told = infeasible_document(command, answer, tell)
    return Done(document=told, lines=tuple(reason["text"] for reason in told["infeasible"]))


def refused(command: str, error: GridwrightError, tell: Tell) -> Done:
    """A command that stopped: everything that stands against an input, or the one error."""
    if isinstance(error, ImportRejected):
        told = rejected_document(command, error, tell)
        return Done(document=told, lines=problem_lines(told["rejected"], tell))
    told = error_document(command, error, tell)
    return Done(document=told, lines=(told["error"]["text"],))


def wrong_usage(command: str, text: str) -> Done:
    """A command line that cannot be understood."""
    told = document(command, ok=False, error={"code": "usage", "facts": {}, "text": text})
    return Done(document=told, lines=(text,))


def problem_lines(problems: Iterable[dict[str, Any]], tell: Tell) -> tuple[str, ...]:
    """Every problem in a line, with the file, layer and feature it is of."""
    return tuple(_line(problem, tell) for problem in problems)


def problems_in_short(problems: Iterable[dict[str, Any]], tell: Tell) -> tuple[str, ...]:
    """Problems in a line each, many alike in one with the first few of them."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for problem in problems:
        alike.setdefault(tuple(problem[key] for key in ("file", "layer", "code")), []).append(problem)
    lines = (
        [_short(group, tell)] if len(group) > SHOWN else [_line(one, tell) for one in group]
        for group in alike.values()
    )
    return tuple(line for group in lines for line in group)


def _line(problem: dict[str, Any], tell: Tell) -> str:
    feature = place_words(problem["feature"], tell)
    return " · ".join(filter(None, [problem["file"], problem["layer"], feature, problem["text"]]))


def _short(group: Sequence[dict[str, Any]], tell: Tell) -> str:
    """Problems that differ by their feature, and perhaps in what is said of it: then one is the example."""
    same = len({problem["text"] for problem in group}) == 1
    shown = [place_words(problem["feature"], tell) for problem in group[: SHOWN if same else 1]]
    place = " · ".join(filter(None, [group[0]["file"], group[0]["layer"]]))
    first = tell("roles.and").join(filter(None, shown))
    return tell("told.problems", place=place, count=len(group), first=first, text=group[0]["text"])
