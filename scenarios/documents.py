"""What the commands print: one JSON document for each, from values alone.

Every document has `format`, `command` and `ok`. Grids stand by their codes; a value that does not
exist is null. Texts come from `tell`, which says a code in the user's language (`layouts.text.say`
with the language already given).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, Protocol

from domain.outcome import Clash, ClashingRule, Relaxation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.errors import GridwrightError, ImportRejected
    from domain.outcome import Infeasible, Problem
    from gis.dataset import Dataset
    from gis.reading.inspection import FileFacts
    from scenarios.cases import Case

FORMAT = 1
Document = dict[str, Any]
EASED: Final = {
    "count": "infeasible.ease.count",
    "crossing-cap": "infeasible.ease.crossing-cap",
    "estates-whole": "infeasible.cut-estates",
    "hard-high": "infeasible.ease.hard-high",
    "hard-low": "infeasible.ease.hard-low",
    "lines-kept": "infeasible.unlock",
    "norm-high": "infeasible.ease.norm-high",
    "norm-low": "infeasible.ease.norm-low",
    "police-fewer": "infeasible.ease.police-fewer",
    "police-officers": "infeasible.ease.police-officers",
    "police-red": "infeasible.ease.police-red",
}
"""How easing a rule is said, where it has words of its own."""


class Tell(Protocol):
    """Says a code in one language, with its facts filled in."""

    def __call__(self, code: str, /, **facts: str | float) -> str:
        """Return the sentence."""
        ...


def document(command: str, *, ok: bool = True, **content: object) -> Document:
    """Return a document with what every document has."""
    return {"format": FORMAT, "command": command, "ok": ok, **content}


def rejected_document(command: str, rejected: ImportRejected, tell: Tell) -> Document:
    """An input that was rejected whole, with everything that was found."""
    return document(command, ok=False, rejected=problem_rows(rejected.problems, tell))


def error_document(command: str, error: GridwrightError, tell: Tell) -> Document:
    """A command that failed."""
    told = {"code": error.code, "facts": dict(error.facts), "text": tell(error.code, **error.facts)}
    return document(command, ok=False, error=told)


def infeasible_document(command: str, answer: Infeasible, tell: Tell) -> Document:
    """The answer that no plan exists: the smallest sets of rules that clash, and what would help."""
    clashes = [
        {
            "where": clash.where,
            "rules": [_rule(rule) for rule in clash.rules],
            "relaxation": _way(ways_of(clash)[0]),
            **({"also": [_way(way) for way in clash.also]} if clash.also else {}),
            **({"tried": True} if clash.tried else {}),
            "text": clash_text(clash, tell),
        }
        for clash in answer.clashes
    ]
    return document(command, ok=False, infeasible=clashes)


def _rule(rule: ClashingRule) -> dict[str, Any]:
    """A rule as plain JSON; the lower end of one with two."""
    told = asdict(rule)
    return told if rule.least is not None else {key: told[key] for key in told if key != "least"}


def cases_document(cases: Sequence[Case]) -> Document:
    """The built-in cases."""
    return document("cases", cases=[asdict(case) for case in cases])


def inspect_document(files: Sequence[FileFacts], tell: Tell) -> Document:
    """What is in files, and what is wrong with them; `ok` where all of them can be read."""
    return document(
        "inspect",
        ok=not any(file.problems for file in files),
        files=[
            {
                "file": file.file,
                "layers": [
                    {
                        "layer": layer.layer,
                        "features": layer.features,
                        "geometry": layer.geometry,
                        "crs": layer.crs,
                        **({"zone": tell(layer.zone.code, **layer.zone.facts)} if layer.zone else {}),
                        "encoding": layer.encoding,
                        "fields": list(layer.fields),
                        "problems": problem_rows(layer.problems, tell),
                    }
                    for layer in file.layers
                ],
                "problems": problem_rows(file.problems, tell),
            }
            for file in files
        ],
    )


def import_document(command: str, dataset: Dataset, folder: str, tell: Tell) -> Document:
    """A dataset that was imported or built; `totals` are of the count that the norm is measured on."""
    info = dataset.info
    totals = {
        name: {"in": total.into, "out": total.on_units, "listed": total.listed}
        for name, total in info.totals.items()
    }
    return document(
        command,
        dataset=folder,
        digest=dataset.digest,
        layers=sorted(dataset.layers),
        totals=totals.get(info.households, {}),
        totals_by_count=totals,
        problems=problem_rows(info.problems, tell),
        repairs=[asdict(repair) for repair in info.repairs],
    )


def verify_document(report: Mapping[str, object]) -> Document:
    """What the check of an export found: `ok` and the `checks`, as the verifier's report tells them."""
    return {**document("verify"), **report}


def ways_of(clash: Clash) -> tuple[Relaxation, ...]:
    """All relaxations of a clash, the smallest first: any one of them helps."""
    first = Relaxation(rule=clash.relax_rule, to=clash.relax_to, unit=clash.relax_unit, what=clash.relax_what)
    return (first, *clash.also)


def clash_of(kept: Mapping[str, Any]) -> Clash:
    """A clash as it was before it was kept as a plain document (`dataclasses.asdict`)."""
    rules = tuple(ClashingRule(**rule) for rule in kept["rules"])
    also = tuple(Relaxation(**{**way, "what": tuple(way["what"])}) for way in kept.get("also", ()))
    return Clash(**{**kept, "rules": rules, "also": also, "relax_what": tuple(kept.get("relax_what", ()))})


def clash_text(clash: Clash, tell: Tell) -> str:
    """One clash in one sentence: where, its rules with what they ask, and the changes that help."""
    rules = tell("infeasible.and").join(_rule_text(rule, tell) for rule in clash.rules)
    ways = tell("infeasible.or").join(_way_text(way, tell) for way in ways_of(clash))
    told = tell("infeasible.told", rules=rules, relaxation=ways)
    if clash.tried:
        told += tell("infeasible.tried")
    return tell("infeasible.at", place=clash.name or clash.where, told=told) if clash.name else told


def _rule_text(rule: ClashingRule, tell: Tell) -> str:
    """A rule with what it asks, and what would have to be allowed where that is something else."""
    name, limit, unit = f"rule.{rule.rule}", _shown(rule.limit, rule.unit), _unit(rule.unit)
    if rule.least is not None:
        least = _shown(rule.least, rule.unit)
        return tell("infeasible.rule-range", rule=name, least=least, limit=limit, unit=unit)
    if rule.value == rule.limit:
        return tell("infeasible.rule-as-it-is", rule=name, limit=limit, unit=unit)
    needed = _shown(rule.value, rule.unit)
    return tell("infeasible.rule", rule=name, limit=limit, value=needed, unit=unit)


def _way_text(way: Relaxation, tell: Tell) -> str:
    return tell(
        EASED.get(way.rule, "infeasible.relaxation"),
        rule=f"rule.{way.rule}",
        to=_shown(way.to, way.unit),
        unit=_unit(way.unit),
        grid=tell("infeasible.and").join(way.what),
    )


def _way(way: Relaxation) -> Document:
    told = asdict(way)
    return told if way.what else {key: value for key, value in told.items() if key != "what"}


def _shown(value: float, unit: str) -> float:
    """A share is told in hundredths."""
    return round(100 * value, 2) if unit == "share" else value


def _unit(unit: str) -> str:
    return "unit.percent" if unit == "share" else f"unit.{unit}"


def problem_rows(problems: Sequence[Problem], tell: Tell) -> list[Document]:
    """Problems as rows, each with its sentence."""
    return [
        {
            "code": problem.code,
            "severity": problem.severity,
            "file": problem.file,
            "layer": problem.layer,
            "feature": problem.feature,
            "field": problem.field,
            "value": problem.value,
            "text": tell(problem.code, **_facts(problem)),
        }
        for problem in problems
    ]


def _facts(problem: Problem) -> dict[str, str | float]:
    """Everything that the sentence of a problem may name."""
    place = {"file": problem.file, "layer": problem.layer, "feature": problem.feature}
    return {**place, "field": problem.field, "value": problem.value, **problem.facts}
