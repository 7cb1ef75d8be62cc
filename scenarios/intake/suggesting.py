"""Suggestions: what a layer probably is and what its fields probably hold, by their words and shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from data.reference import intake_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Words = Mapping[str, Mapping[str, tuple[str, ...]]]

TABLE: Final = "table"
"""The role of a table whose fields belong to another layer."""
KINDS: Final = ("town", "urban-village", "village", "mountain", "exclusive")
SPLIT: Final = re.compile(r"[\s_\-./()（）]+|(?<=[a-z])(?=[A-Z])")


def hit(name: str, words: Sequence[str]) -> int:
    """Return how surely a name means what the words mean: 0 for not at all, more for an earlier word.

    A word that is the whole name counts double; ASCII words must be whole words of the name.

    >>> hit("楼栋编码", ["编码", "代码"]), hit("CODE", ["id", "code"]), hit("encoder", ["code"])
    (2, 2, 0)
    """
    parts = {part.lower() for part in SPLIT.split(name) if part}
    whole = re.sub(r"[\s_\-]", "", name).lower()
    best = 0
    for rank, word in enumerate(words):
        found = word in parts or word == whole if word.isascii() else word in whole
        if found:
            best = max(best, (len(words) - rank) * (2 if word == whole else 1))
    return best


def roles_for(shape: str) -> tuple[str, ...]:
    """Return the roles that a layer of a shape can have, in the order of importance."""
    shapes = intake_words()["shapes"]
    if not shape:
        return (TABLE, *(role for role, fit in shapes.items() if {"point", "area"} & set(fit)))
    return tuple(role for role, fit in shapes.items() if shape in fit or shape == "mixed")


def counts_known() -> tuple[str, ...]:
    """Return the counts that an intake can hold, in the order of importance."""
    return tuple(intake_words()["counts"])


def suggested(
    layers: Mapping[str, Mapping[str, Any]], said: Mapping[str, str] | None = None
) -> dict[str, dict[str, str]]:
    """Return what each layer probably is, part by part, as a user would answer.

    Roles that only one layer may have go to the surest; a table that could be joined to the layer of
    buildings by a field of the same name is suggested as such. `said` are the roles that the user gave.
    """
    words = intake_words()
    roles = _roles(layers, said or {}, words)
    told = {key: _parts(layer, roles[key], words) for key, layer in layers.items()}
    base = next((key for key, role in roles.items() if role == "units-source"), "")
    for key, role in roles.items():
        if role == TABLE and base:
            told[key] |= _join(layers[key], layers[base], told[base].get("code", ""), words)
            told[key]["to"] = base
    return told


def _roles(layers: Mapping[str, Mapping[str, Any]], said: Mapping[str, str], words: Words) -> dict[str, str]:
    """Return the role of each layer; the only places of a role go to the layers that are surest of it."""
    scores = []
    for key, layer in layers.items():
        for role, names in words["layers"].items():
            name = f"{layer['file'].rpartition('.')[0]} {layer['layer']}"
            sure = 4 * hit(layer["layer"], names) + 2 * hit(name, names) + _by_fields(layer, role, words)
            shapes = words["shapes"][role]
            fits = layer["shape"] in shapes if layer["shape"] else _has_places(layer, words)
            if sure and fits and layer["features"] and not layer["refused"]:
                scores.append((-sure, key, role))
    roles = {key: said.get(key, "") for key in layers}
    taken = {role for role in roles.values() if role}
    for _, key, role in sorted(scores):
        single = role in ("units-source", "community", "street", "today")
        if key not in said and not roles[key] and not (single and role in taken):
            roles[key] = role
            taken.add(role)
    for key, layer in layers.items():
        if (
            key not in said
            and not roles[key]
            and not layer["shape"]
            and layer["fields"]
            and not layer["refused"]
        ):
            roles[key] = TABLE
    return roles


def _by_fields(layer: Mapping[str, Any], role: str, words: Words) -> int:
    """Return how much the fields speak for a role: counts for buildings, own words for areas."""
    names = [field["name"] for field in layer["fields"]]
    if role == "units-source":
        return 20 if any(hit(name, words["counts"]["households"]) for name in names) else 0
    return 2 * sum(1 for name in names if hit(name, words["own"].get(role, ())))


def _has_places(layer: Mapping[str, Any], words: Words) -> bool:
    """Say whether a table has coordinates."""
    found = {part: best(layer, words["fields"][part]) for part in ("x", "y", "wkt")}
    return bool(found["wkt"] or (found["x"] and found["y"]))


def best(layer: Mapping[str, Any], words: Sequence[str], *, number: bool = False) -> str:
    """Return the field that most surely means something; personal and dropped ones never, or nothing."""
    scores = [
        (hit(field["name"], words), -n, field["name"])
        for n, field in enumerate(layer["fields"])
        if not field["personal"] and (field["number"] or not number or not field["values"])
    ]
    top = max(scores, default=(0, 0, ""))
    return top[2] if top[0] else ""


def _parts(layer: Mapping[str, Any], role: str, words: Words) -> dict[str, str]:
    """Return the answers that follow from the role and the names of the fields."""
    parts = {"role": role}
    if not role:
        return parts
    own = words["own"].get(role, ())
    for part in ("code", "title"):
        joint = [f"{first}{second}" for first in own for second in words["fields"][part]]
        parts[part] = best(layer, joint) or best(layer, words["fields"][part])
    if not layer["shape"] and role != TABLE:
        parts["wkt"] = best(layer, words["fields"]["wkt"])
        for part in ("x", "y") if not parts["wkt"] else ():
            parts[part] = best(layer, words["fields"][part], number=True)
        if parts.get("x") and _degrees(layer, parts["x"]):
            parts["crs"] = "EPSG:4490"
    if role == "units-source":
        parts["estate"] = best(layer, words["fields"]["estate"])
    if role in ("units-source", TABLE):
        parts |= {f"count.{name}": best(layer, lists, number=True) for name, lists in words["counts"].items()}
        for name, bases in words["basis-of"].items():
            field = parts[f"count.{name}"]
            parts[f"basis.{name}"] = next((b for b in bases if b in field), bases[0]) if field else ""
        field = parts["count.households"]
        parts["basis"] = next((basis for basis, lists in words["basis"].items() if hit(field, lists)), "")
    if role in ("community", "today"):
        kind = best(layer, words["fields"]["kind"])
        values = next((field["values"] for field in layer["fields"] if field["name"] == kind), ())
        parts["kind"] = kind if values and set(values) <= set(KINDS) else ""
        parts["kind_value"] = "" if parts["kind"] else "town"
    return {part: value for part, value in parts.items() if value}


def _degrees(layer: Mapping[str, Any], field: str) -> bool:
    """Say whether a field's first values can be degrees."""
    values: Iterable[str] = next((f["values"] for f in layer["fields"] if f["name"] == field), ())
    try:
        return all(abs(float(value)) <= 180 for value in values)  # noqa: PLR2004 -- half a turn
    except ValueError:
        return False


def _join(table: Mapping[str, Any], base: Mapping[str, Any], code: str, words: Words) -> dict[str, str]:
    """Return by which fields a table may belong to a layer: one of the same name, else code to code."""
    there = [field["name"] for field in base["fields"] if not field["personal"]]
    here = [field["name"] for field in table["fields"] if not field["personal"]]
    same = sorted(set(here) & set(there), key=lambda name: (-hit(name, words["fields"]["code"]), name))
    if same and hit(same[0], words["fields"]["code"]):
        return {"join-key": same[0], "join-on": same[0]}
    return {"join-key": best(table, words["fields"]["code"]), "join-on": code}
