"""Codes of areas held against official lists, joined by name inside the parent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gis.hierarchy.lists import asked_of, read_areas
from gis.hierarchy.matching import match, same_code
from scenarios.commands.done import Done
from scenarios.documents import document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gis.hierarchy.matching import Area, Matching
    from scenarios.documents import Tell


def compared_codes(layer: str, lists: Sequence[str], tell: Tell) -> Done:
    """Match a layer with each list and tell same, differing and unmatched codes, row by row."""
    file, fields = asked_of(layer)
    areas = read_areas(Path(file), fields)
    told, lines = [], []
    for asked in lists:
        name, columns = asked_of(asked)
        listed = read_areas(Path(name), columns)
        found = _told(Path(name).name, areas, listed, match(areas, listed))
        told.append(found)
        lines += _lines(found, tell)
    return Done(
        document=document("codes", ok=True, layer=Path(file).name, areas=len(areas), lists=told),
        lines=tuple(lines),
    )


def _told(file: str, areas: Sequence[Area], listed: Sequence[Area], matching: Matching) -> dict[str, Any]:
    """One list as a document: pairs with both codes, and what matches nobody with the nearest names."""
    pairs = [
        {
            **_area(areas[pair.area]), "listed": listed[pair.listed].name,
            "list_code": listed[pair.listed].code, "how": pair.how,
            "same": same_code(areas[pair.area].code, listed[pair.listed].code),
        }
        for pair in matching.pairs
    ]  # fmt: skip
    unmatched = [
        {
            **_area(areas[row.area]),
            "repeated": [listed[at].code for at in row.listed],
            "similar": [listed[at].name for at in row.similar],
        }
        for row in matching.unmatched
    ]
    left = [_area(listed[at]) for at in matching.left]
    return {"file": file, "areas": len(listed), "pairs": pairs, "unmatched": unmatched, "left": left}


def _area(area: Area) -> dict[str, str]:
    """An area as a document."""
    return {"name": area.name, "parent": area.parent, "code": area.code}


def _lines(found: dict[str, Any], tell: Tell) -> list[str]:
    """The same for people: one line of totals, then what somebody has to look at."""
    pairs = found["pairs"]
    lines = [
        tell(
            "codes.list", file=found["file"], pairs=len(pairs), same=sum(pair["same"] for pair in pairs),
            differing=sum(not pair["same"] for pair in pairs), unmatched=len(found["unmatched"]),
            left=len(found["left"]),
        )
    ]  # fmt: skip
    lines += [
        tell("codes.differs", name=f"{p['parent']} {p['name']}", code=p["code"] or "–", listed=p["list_code"])
        for p in pairs
        if not p["same"]
    ]
    lines += [
        tell("codes.kind", name=f"{p['parent']} {p['name']}", listed=p["listed"])
        for p in pairs
        if p["how"] == "stem"
    ]
    for row in found["unmatched"]:
        name = f"{row['parent']} {row['name']}"
        if row["repeated"]:
            lines.append(tell("codes.repeated", name=name, codes="、".join(row["repeated"])))
        else:
            lines.append(tell("codes.unmatched", name=name, similar="、".join(row["similar"]) or "–"))
    return lines
