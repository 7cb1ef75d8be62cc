"""What the commands print: one JSON document for each, from values alone.

Every document has `format`, `command` and `ok`. Grids stand by their codes; a value that does not
exist is null. Texts come from `tell`, which says a code in the user's language (`layouts.text.say`
with the language already given).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.errors import GridwrightError, ImportRejected
    from domain.outcome import Clash, Infeasible, Problem
    from gis.dataset import Dataset
    from gis.reading.inspection import FileFacts
    from scenarios.cases import Case

FORMAT = 1
Document = dict[str, Any]


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
            "rules": [asdict(rule) for rule in clash.rules],
            "relaxation": {"rule": clash.relax_rule, "to": clash.relax_to, "unit": clash.relax_unit},
            **({"tried": True} if clash.tried else {}),
            "text": clash_text(clash, tell),
        }
        for clash in answer.clashes
    ]
    return document(command, ok=False, infeasible=clashes)


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


def clash_text(clash: Clash, tell: Tell) -> str:
    """One clash in one sentence: its rules with values and limits, and the smallest change that helps."""
    rules = tell("infeasible.and").join(
        tell(
            "infeasible.rule",
            rule=f"rule.{r.rule}",
            value=_shown(r.value, r.unit),
            limit=_shown(r.limit, r.unit),
            unit=_unit(r.unit),
        )
        for r in clash.rules
    )
    relaxation = tell(
        "infeasible.relaxation",
        rule=f"rule.{clash.relax_rule}",
        to=_shown(clash.relax_to, clash.relax_unit),
        unit=_unit(clash.relax_unit),
    )
    told = tell("infeasible.told", rules=rules, relaxation=relaxation)
    return told + tell("infeasible.tried") if clash.tried else told


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
