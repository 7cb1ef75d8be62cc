"""The profile that an intake amounts to: the same text that the command line takes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from gis.reading.profile import FORMAT
from scenarios.intake.needs import WHOLE
from scenarios.intake.suggesting import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scenarios.intake.needs import Answers, Sights

NAMES: Final = {"units-source": "buildings", "community": "communities", "street": "streets"}
OWN: Final = ("x", "y", "wkt", "code", "title", "kind", "kind_value", "key", "estate", "building")


def layer_names(sights: Sights, answers: Answers) -> dict[str, str]:
    """Return the name of each used layer in the profile, by its key: what it holds, numbered if need be."""
    names: dict[str, str] = {}
    for key in sights:
        said = answers.get(key, {})
        role = said.get("role", "")
        if role and role != TABLE:
            word = re.sub(r"[^0-9A-Za-z-]+", "", said.get("key", "")) if role in ("net", "level") else ""
            name = f"{role}-{word}" if word else NAMES.get(role, role)
            again = sum(other == name or other.startswith(f"{name}-") for other in names.values())
            names[key] = f"{name}-{again + 1}" if again else name
    return names


def profile_text(name: str, sights: Sights, answers: Answers) -> str:
    """Return the profile as TOML, layers in the order of the page."""
    return "\n".join(_lines(name, sights, answers)) + "\n"


def _lines(name: str, sights: Sights, answers: Answers) -> Iterator[str]:
    whole = answers.get(WHOLE, {})
    title = whole.get("title", "").strip()
    yield f"format = {FORMAT}"
    head = {"name": name, "title": title, "title_en": whole.get("title_en", "").strip() or title}
    yield from _pairs(head | {"crs": whole.get("crs", ""), "households": "households"})
    if not any(said.get("role") in ("street", "level") for said in answers.values()):
        yield "\n[[wholes]]"
        yield from _pairs({"key": "street", "code": "0", "name": title})
    for key, layer in layer_names(sights, answers).items():
        yield from _layer(key, layer, sights, answers)


def _layer(key: str, name: str, sights: Sights, answers: Answers) -> Iterator[str]:
    """Yield one layer with its counts and its joined tables."""
    sight, said = sights[key], answers[key]
    yield f"\n[layers.{name}]"
    given = {part: said.get(part, "") for part in OWN}
    if sight["shape"]:
        given |= {"x": "", "y": "", "wkt": ""}
    if given["kind"]:
        given["kind_value"] = ""
    yield from _pairs(
        {
            "role": said["role"],
            "file": sight["file"],
            "layer": _inside(sight, sights),
            "encoding": said.get("encoding", ""),
            "crs": said.get("crs", ""),
            "axes": said.get("axes", ""),
            "datum": said.get("datum", ""),
        }
        | given
        | {"source": said.get("source", "")}
    )
    if said.get("parts"):
        yield "parts = true"
    if sight["declared"] and said.get("crs"):
        yield "relabel = true"
    if said["role"] == "units-source":
        yield from _counted(key, name, sights, answers)
    if said["role"] == "events":
        yield from _count(name, said, {"name": "events"})


def _counted(key: str, name: str, sights: Sights, answers: Answers) -> Iterator[str]:
    """Yield the counts of buildings, their own and those of the tables that belong to them."""
    tables = {
        other: said
        for other, said in answers.items()
        if said.get("role") == TABLE and said.get("to") == key and other in sights
    }
    for other, said in tables.items():
        yield f"\n[[layers.{name}.joins]]"
        yield from _pairs(
            {
                "file": sights[other]["file"],
                "key": said.get("join-key", ""),
                "on": said.get("join-on", ""),
                "layer": _inside(sights[other], sights),
                "encoding": said.get("encoding", ""),
            }
        )
        yield f"fields = {json.dumps(sorted(set(_counts(said).values())), ensure_ascii=False)}"
    taken: set[str] = set()
    for said in (*tables.values(), answers[key]):
        for count, field in _counts(said).items():
            if count not in taken:
                taken.add(count)
                yield from _count(name, said, {"name": count, "field": field})


def _count(layer: str, said: Mapping[str, str], given: Mapping[str, str]) -> Iterator[str]:
    """Yield one count of a layer with its basis and date."""
    yield f"\n[[layers.{layer}.counts]]"
    basis = said.get(f"basis.{given['name']}", said.get("basis", ""))
    yield from _pairs({**given, "basis": basis, "date": said.get("date", "")})


def _counts(said: Mapping[str, str]) -> dict[str, str]:
    """Return the field of each count."""
    return {
        part.removeprefix("count."): field
        for part, field in said.items()
        if part.startswith("count.") and field
    }


def _inside(sight: Mapping[str, Any], sights: Sights) -> str:
    """Return the name of a layer where its file holds several."""
    several = sum(other["file"] == sight["file"] for other in sights.values()) > 1
    return str(sight["layer"]) if several else ""


def _pairs(given: Mapping[str, str]) -> Iterator[str]:
    """Yield what is given as lines; text in JSON's quotes is text in TOML's."""
    for key, value in given.items():
        if value:
            yield f"{key} = {json.dumps(value.replace(chr(127), ''), ensure_ascii=False)}"
