"""The two sides of the map agree, and its colours can be read."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from layouts.gridmap import GridMap, packed

LAYOUTS = Path(__file__).parents[2] / "layouts"
SOURCE = LAYOUTS / "gridmap" / "src"
TOKENS = (LAYOUTS / "assets" / "tokens.css").read_text(encoding="utf-8")
AA_TEXT = 4.5
"""Least contrast of text with its ground: WCAG 2.2, success criterion 1.4.3."""


def theme(name: str) -> dict[str, str]:
    """Return the tokens of a theme: the dark one says only what differs."""
    light, dark = re.findall(r"\{([^{}]*color-scheme[^{}]*)\}", TOKENS)
    read = {"light": light, "dark": light + dark}[name]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", read))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb: WCAG 2.2."""
    share = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_both_sides_name_the_same_properties() -> None:
    script = (SOURCE / "props.ts").read_text(encoding="utf-8")
    blocks = [
        re.search(rf"interface {name}[^{{]*\{{(.*?)\n\}}", script, re.DOTALL) for name in ("Props", "Told")
    ]
    named = {key for block in blocks if block for key in re.findall(r"^  (\w+)\??:", block[1], re.MULTILINE)}
    assert named - {"setProps"} == set(GridMap._prop_names)


def test_every_property_is_described() -> None:
    assert GridMap.__doc__ is not None
    assert [name for name in GridMap._prop_names if not re.search(rf"\b{name}\b", GridMap.__doc__)] == []


def test_a_misspelt_property_is_refused() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument: `gridsOfUnit`"):
        GridMap(id="plan", gridsOfUnit=[])  # type: ignore[call-arg]


def test_every_token_that_is_read_is_given_in_both_themes() -> None:
    script = (SOURCE / "ink.ts").read_text(encoding="utf-8")
    names = re.search(r"NAMES = \[(.*?)\]", script, re.DOTALL)
    assert names is not None
    read = set(re.findall(r'"([\w-]+)"', names[1]))
    for sheet in [SOURCE / "gridmap.css", *(LAYOUTS / "assets").glob("*.css")]:
        read |= set(re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8")))
    light, dark = theme("light"), theme("dark")
    assert sorted(read - light.keys()) == []
    colours = {name for name, value in light.items() if value.startswith(("#", "rgb"))}
    said_dark = dict(re.findall(r"--([\w-]+):\s*([^;]+);", TOKENS.split('[data-theme="dark"]')[1]))
    assert sorted(colours - said_dark.keys()) == []
    assert dark != light


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_on_its_ground(name: str) -> None:
    tokens = theme(name)
    states = ["rule-ok", "rule-acceptable", "rule-over", "rule-exclusive"]
    inks = ["text", "text-muted", "text-faint", "accent", *states]
    pairs = [(ink, ground) for ink in inks for ground in ("paper", "panel", "panel-sunk")]
    pairs += [(state, f"{state}-soft") for state in states]
    pairs += [("map-ink", f"fill-{n}") for n in range(1, 7)] + [("on-accent", "accent")]
    poor = {pair: round(contrast(*(tokens[token] for token in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < AA_TEXT} == {}


def test_a_packed_plan_is_little_endian_int32() -> None:
    assert packed(np.array([0, -1, 258], dtype=np.int64)) == {"dtype": "int32", "base64": "AAAAAP////8CAQAA"}
