"""Each command prints one document of a fixed shape, whole and free of anything JSON cannot say."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from domain.errors import ImportRejected, UnknownError
from domain.outcome import Clash, ClashingRule, Infeasible, Problem, Relaxation, Repair, Violation
from domain.proposal import Apportioned, Certificate
from gis.reading.inspection import FileFacts, LayerFacts
from layouts.text import say
from scenarios.cases import Case
from scenarios.compare import compare
from scenarios.documents import (
    cases_document,
    error_document,
    import_document,
    infeasible_document,
    inspect_document,
    rejected_document,
    verify_document,
)
from scenarios.plan_documents import compare_document, evaluate_document, redraw_document
from tests.drawn_town import drawn_town
from tests.scenarios.scored import STANDARDS
from tests.scenarios.test_compare import TOWN, scenarios


def tell(code: str, /, **facts: str | float) -> str:
    return say(code, "zh_Hans", **facts)


PROBLEM = Problem(code="crs.undeclared", severity="warning", file="a.shp", layer="a", field="crs")
PROBLEM_KEYS = {"code", "severity", "file", "layer", "feature", "field", "value", "text"}
EVERY = {"format", "command", "ok"}
SCORED = EVERY | {
    "recipe", "plan_digest", "grids", "units", "basis", "metrics", "violations", "per_grid",
}  # fmt: skip


def keys(document: dict[str, Any]) -> set[str]:
    """The keys of a document that survives JSON."""
    again = json.loads(json.dumps(document, allow_nan=False))
    assert again == document
    return set(again)


def test_rejected() -> None:
    told = rejected_document("import", ImportRejected([PROBLEM, PROBLEM]), tell)
    assert keys(told) == EVERY | {"rejected"}
    assert (told["format"], told["command"], told["ok"]) == (1, "import", False)
    assert [set(row) for row in told["rejected"]] == [PROBLEM_KEYS] * 2
    assert all(row["text"] and row["text"] != row["code"] for row in told["rejected"])


def test_error() -> None:
    told = error_document("redraw", UnknownError("run", id="7"), tell)
    assert keys(told) == EVERY | {"error"}
    text = say("unknown.run", "zh_Hans", id="7")
    assert told["error"] == {"code": "unknown.run", "facts": {"id": "7"}, "text": text}
    assert "7" in text


def test_infeasible() -> None:
    clash = Clash(
        where="610114001001",
        rules=(
            ClashingRule(rule="hard-high", value=900, limit=800, unit="households"),
            ClashingRule(rule="count", value=3, limit=2, unit="grids"),
        ),
        relax_rule="count",
        relax_to=3,
        relax_unit="grids",
        also=(Relaxation(rule="hard-high", to=900, unit="households"),),
    )
    told = infeasible_document("redraw", Infeasible(clashes=(clash,)), tell)
    assert keys(told) == EVERY | {"infeasible"}
    (row,) = told["infeasible"]
    assert set(row) == {"where", "rules", "relaxation", "also", "text"}
    assert row["rules"][0] == {"rule": "hard-high", "value": 900, "limit": 800, "unit": "households"}
    assert row["relaxation"] == {"rule": "count", "to": 3, "unit": "grids"}
    assert row["text"] == (
        "按现有规则划不出来。冲突的规则：户数不超过容许上限（限 800 户，须到 900 户）；"
        "网格个数符合要求（限 2 个，须到 3 个）。最小放宽：改为 3 格，或容许上限提高到 900 户。"
    )


def test_cases() -> None:
    case = Case(
        name="yanliang", title="阎良", title_en="Yanliang", streets=7, communities=105, grids=180,
        households=141_989, buildings=60_721, basis="户室",
    )  # fmt: skip
    told = cases_document([case])
    assert keys(told) == EVERY | {"cases"}
    assert set(told["cases"][0]) >= {
        "name", "title", "streets", "communities", "grids", "households", "buildings", "basis",
    }  # fmt: skip


def test_inspect() -> None:
    layer = LayerFacts(
        layer="a",
        features=3,
        geometry="Polygon",
        crs="",
        encoding="GBK",
        fields=("WGBM",),
        problems=(PROBLEM,),
    )
    told = inspect_document([FileFacts(file="a.shp", layers=(layer,))], tell)
    assert keys(told) == EVERY | {"files"}
    assert set(told["files"][0]) == {"file", "layers", "problems"}
    assert set(told["files"][0]["layers"][0]) == {
        "layer", "features", "geometry", "crs", "encoding", "fields", "problems",
    }  # fmt: skip


def test_import() -> None:
    town = drawn_town()
    info = replace(
        town.info,
        problems=(PROBLEM,),
        repairs=(Repair(layer="a", feature="7", area_m2=1.5, what="snapped"),),
    )
    told = import_document("import", replace(town, info=info), "out", tell)
    assert keys(told) == EVERY | {
        "dataset", "digest", "layers", "totals", "totals_by_count", "problems", "repairs",
    }  # fmt: skip
    assert told["totals"]["in"] == told["totals"]["out"] + told["totals"]["listed"]
    assert set(told["repairs"][0]) == {"layer", "feature", "area_m2", "what"}


def test_evaluate() -> None:
    today, _ = scenarios()
    broken = Violation(rule="norm", strength="norm", grid=0, community="001", excess=440, unit="households")
    today = replace(today, scorecard=replace(today.scorecard, violations=(broken, replace(broken, grid=-1))))
    told = evaluate_document(today, TOWN.graph.units)
    assert keys(told) == SCORED
    assert (told["grids"], told["units"], told["basis"]) == (6, 60, "常住户")
    assert set(told["metrics"]["household-cv"]) == {"value", "unit", "version"}
    assert set(told["violations"][0]) == {
        "rule", "strength", "grid", "community", "excess", "unit", "unavoidable",
    }  # fmt: skip
    assert [row["grid"] for row in told["violations"]] == ["610114001001001", None]
    assert set(told["per_grid"][0]) == {
        "grid", "type", "community", "households", "area_m2", "perimeter_m", "fte", "band", "reason",
    }  # fmt: skip
    assert [row["fte"] for row in told["per_grid"][:2]] == [None, None]


def test_redraw() -> None:
    today, _ = scenarios()
    drawn = replace(
        today,
        apportionment=(
            Apportioned(
                community="001", households=560, grids=1, low=2, high=1, legal_low=1, legal_high=2,
                unavoidable=True, nearest_households=600,
            ),
        ),
        certificate=(Certificate(community="001", objective="balance", unit="households", value=3.0),),
    )  # fmt: skip
    told = redraw_document(drawn, TOWN.graph.units, seconds=1.5, household_cv_floor=0.1)
    assert keys(told) == SCORED | {
        "seconds", "stopped_by", "proposals", "apportionment", "floor", "certificate",
    }  # fmt: skip
    assert set(told["apportionment"][0]) >= {"community", "households", "grids", "low", "high", "legal"}
    assert told["floor"] == {"household-cv": 0.1}
    assert set(told["certificate"][0]) == {
        "community", "objective", "unit", "value", "bound", "gap", "proven", "evidence",
    }  # fmt: skip


def test_compare() -> None:
    told = compare_document(compare(TOWN, scenarios(), standards=STANDARDS), TOWN.graph.units)
    assert keys(told) == EVERY | {
        "baseline", "scenarios", "bases", "metrics", "verdicts", "moved", "crosswalk", "changes", "worse_off",
    }  # fmt: skip
    assert (told["baseline"], told["scenarios"]) == ("today", ["A"])
    assert told["metrics"]["grids"] == [6, 7]
    assert [set(row) for row in told["moved"]] == [{"scenario", "split", "crossed", "changed_worker"}]
    assert set(told["crosswalk"][0]) == {"scenario", "old", "new", "units", "households", "area_m2"}
    assert told["changes"][0]["old"] == ["610114001001001"]


def test_verify() -> None:
    check = {"check": "coverage", "ok": False, "value": 7.0, "limit": 1.0}
    told = verify_document({"ok": False, "checks": [check]})
    assert keys(told) == EVERY | {"checks"}
    assert (told["ok"], told["checks"]) == (False, [check])
