"""Which codes the program may say, read from the program itself."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from domain import errors
from domain.judgement import REASONS
from domain.scenario import Band
from scenarios.compare import Verdict
from scenarios.fairness import GAINS
from scenarios.lineage import CHANGE_KINDS
from scenarios.moves import WHYS
from scenarios.scores import ALL_MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ROOMS = ("app.py", "cli", "domain", "gis", "optimizer", "data", "scenarios", "layouts", "server")
KINDS = {
    name: thing.kind
    for name, thing in vars(errors).items()
    if isinstance(thing, type) and issubclass(thing, errors.GridwrightError)
}
CLASHING = ("hard-high", "hard-low", "norm-high", "norm-low", "units-whole")  # put together by the redraw
SAID_BY_NUMBER = {"share", "1"}  # units that show in how the number is written
PREFIXED = {("Violation", "rule"): "rule.", ("ClashingRule", "rule"): "rule.", ("Repair", "what"): "repair."}


@dataclass
class Told:
    """Codes that are surely said (with the facts given, None if unknown), strings, and heads of codes."""

    codes: dict[str, list[set[str] | None]] = field(default_factory=dict)
    strings: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)

    def leads_to(self, code: str) -> bool:
        """Say whether anything in the program leads to a text."""
        return code in self.codes or code in self.strings or any(code.startswith(h) for h in self.heads)


def told_by_the_program() -> Told:
    """Read every module of the product."""
    told = Told()
    for code in _codes_of_registries():
        told.codes[code] = [None]
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str(text)):
                    told.strings.add(text)
                case ast.JoinedStr(values=[ast.Constant(value=str(head)), *_]) if head.endswith("."):
                    told.heads.add(head)
                case ast.AnnAssign(target=ast.Name(id="key"), value=ast.Constant(value=str(rule))):
                    if path.parent.name == "optimizer":
                        told.codes.setdefault(f"rule.{rule}", []).append(None)
                case ast.Call():
                    for code, facts in _codes_of_call(node):
                        told.codes.setdefault(code, []).append(facts)
    return told


def _codes_of_registries() -> Iterator[str]:
    """Yield the codes of all that is said by its key."""
    for measure in ALL_MEASURES:
        yield from (f"measure.{measure.key}", f"measure.{measure.key}.note")
        if measure.unit not in SAID_BY_NUMBER:
            yield f"unit.{measure.unit}"
    for band in get_args(Band):
        yield from (f"band.{band}", f"band.{band}.mark")
    yield from (f"reason.{reason}" for reason in REASONS if reason)
    yield from (f"rule.{rule}" for rule in CLASHING)
    yield from (f"why.{why}" for why in WHYS)
    yield from (f"change.{kind}" for kind in CHANGE_KINDS)
    yield from (f"fairness.worse.{gain}" for gain in GAINS)
    yield from (f"fairness.better.{gain}" for gain in GAINS)
    yield from (f"verdict.{verdict}" for verdict in get_args(Verdict))


def _modules() -> Iterator[Path]:
    for room in ROOMS:
        path = ROOT / room
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.exists() else []


def _codes_of_call(call: ast.Call) -> Iterator[tuple[str, set[str] | None]]:
    """Yield the codes that one call leads to, with the facts that it gives them."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    given = {word.arg: word.value for word in call.keywords}
    facts = None if None in given else {arg for arg in given if arg}
    first = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    if name == "say" and isinstance(first, str):
        yield first, facts
    elif name == "ImportRejected":
        yield "import.rejected", {"problems"}
    elif name in KINDS and isinstance(first, str):
        yield f"{KINDS[name]}.{first}", facts
    elif name == "Problem" and isinstance(code := given.get("code"), ast.Constant):
        yield str(code.value), None
    for keyword, value in given.items():
        if (name, keyword) in PREFIXED and isinstance(value, ast.Constant) and value.value:
            yield PREFIXED[name, str(keyword)] + str(value.value), None
