"""The documentation names what there is: measures, rules, numbers, commands, files."""

from __future__ import annotations

import inspect
import re
import runpy
from pathlib import Path

import pytest
import typer.main

import optimizer.rules
from cli import cli
from data.reference import shipped_standards
from domain.measures import MEASURES
from gis.reading.layer_spec import LayerSpec
from gis.reading.profile import Profile

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _anchors(name: str, kind: str) -> set[str]:
    """Return the keys that a page has an anchor of a kind for."""
    return set(re.findall(rf'<a id="{kind}-[^"]+"></a>`([^`]+)`', _text(name)))


def test_every_measure_has_its_formula() -> None:
    assert _anchors("docs/method.md", "measure") == {measure.key for measure in MEASURES}


def test_every_rule_is_told() -> None:
    found = [getattr(rule, "key", None) for _, rule in inspect.getmembers(optimizer.rules, inspect.isclass)]
    rules = {key for key in found if isinstance(key, str)}
    assert {"contiguous", "norm"} <= rules
    assert _anchors("docs/method.md", "rule") == rules


def test_the_page_of_standards_is_what_ships() -> None:
    script = runpy.run_path(str(ROOT / "docs" / "write_standards.py"))
    assert _text("docs/standards.md") == script["page"]()
    assert _anchors("docs/standards.md", "standard") == set(shipped_standards().entries)


def test_every_standard_that_the_method_names_exists() -> None:
    shipped = set(shipped_standards().entries)
    files = {key.split(".")[0] for key in shipped}
    named = {
        n for n in re.findall(r"`([a-z-]+\.[a-z*.-]+)`", _text("docs/method.md")) if n.split(".")[0] in files
    }
    assert named
    for name in sorted(named):
        pattern = re.compile(re.escape(name).replace(r"\*", ".+"))
        assert any(pattern.fullmatch(key) for key in shipped), name


@pytest.mark.parametrize("kind", [LayerSpec, Profile])
def test_every_key_of_a_profile_is_told(kind: type) -> None:
    text = _text("docs/profile.md")
    keys = [name for name in inspect.signature(kind).parameters if name not in {"name", "layers"}]
    assert [key for key in keys if not re.search(rf"`{key}`|^{key} =|\[{key}\]", text, re.MULTILINE)] == []


def test_every_command_stands_in_the_readme_and_no_other() -> None:
    there = {name for name, one in typer.main.get_command(cli).commands.items() if not one.hidden}  # type: ignore[attr-defined]
    assert set(re.findall(r"gridwright ([a-z]+)", _text("README.md"))) == there


def test_every_option_that_the_readme_names_exists() -> None:
    known = {
        option
        for command in typer.main.get_command(cli).commands.values()  # type: ignore[attr-defined]
        for parameter in command.params
        for option in parameter.opts
    } | {"--help"}
    shown = _text("README.md").split("## First steps")[1].split("## The house")[0]
    assert set(re.findall(r"--[a-z-]+", shown)) - {"---"} <= known


def test_every_decision_is_listed() -> None:
    pages = {page.name for page in (ROOT / "docs" / "decisions").glob("0*.md")}
    assert set(re.findall(r"\((0[^)]+)\)", _text("docs/decisions/README.md"))) == pages


@pytest.mark.parametrize("text", PAGES, ids=lambda text: text.name)
def test_no_link_leads_nowhere(text: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", text.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (text.parent / link).exists()] == []
