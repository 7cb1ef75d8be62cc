"""Checks of copies: the fields of the profile in each, no text cut, and all copies saying the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gis.verify.ground import COMMUNITY, GRID, UNIT
from gis.verify.report import Check, none_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gis.verify.ground import Drawn
    from gis.verify.layer_files import Layer, Plain
    from gis.verify.reading import Received

NAME_BYTES = 10
MOJIBAKE = "\ufffd"
KEYS = {"grid": GRID, "unit": UNIT, "community": COMMUNITY, "street": "SSJD", "outline": "MC"}


def field_names(received: Received) -> Check:
    """Fields are those of the dictionary, short ASCII, and no text was cut or garbled."""
    wrong = []
    for layer in received.layers:
        expected = received.dictionary.get(layer.name, ())
        bad = [f for f in layer.fields if f not in expected or not f.isascii() or len(f) > NAME_BYTES]
        wrong += [f"{layer.place}: {field}" for field in bad]
        wrong += [f"{layer.place}: no {field}" for field in expected if field not in layer.fields]
    wrong += [f"{place}: {field} cut" for place, _, field in sorted(_cut_texts(received))]
    return none_of("field-names", wrong)


def encodings_agree(received: Received, drawn: list[Drawn]) -> Check:
    """All copies say the same of every feature, in words, dates and numbers.

    Codes of grids, counts and shapes are left to the checks that judge them in every copy; a text
    that `field_names` reports as cut is not reported again.
    """
    counted = {count["field"] for count in received.manifest.get("counts", [])}
    cut = _cut_texts(received)
    wrong: dict[str, None] = {}
    for name in KEYS:
        copies = [(layer, _by_key(layer, drawn)) for layer in received.copies_of(name)]
        for layer, records in copies[1:]:
            first, known = copies[0]
            for key in sorted(known.keys() & records.keys()):
                for field in sorted(set(first.fields) & set(layer.fields) - counted - {GRID}):
                    here = (layer.place, key, field) in cut or (first.place, key, field) in cut
                    if not here and not _equal(known[key].get(field), records[key].get(field)):
                        wrong[f"{layer.place}: {key} {field}"] = None
            if name in ("community", "street", "outline"):
                wrong |= dict.fromkeys(
                    f"{layer.place}: {key}" for key in sorted(known.keys() ^ records.keys())
                )
    wrong |= dict.fromkeys(f"{layer.place}: {field} garbled" for layer, field in _garbled(received))
    return none_of("encodings-agree", wrong)


def _cut_texts(received: Received) -> set[tuple[str, str, str]]:
    """Layer, feature and field of each text that is only the beginning of its twin in another copy."""
    found = set()
    for name, key in KEYS.items():
        copies = [layer for layer in received.copies_of(name) if key in layer.fields]
        longest: dict[tuple[str, str], str] = {}
        for layer in copies:
            for code, field, text in _texts(layer, key):
                longest[code, field] = max(longest.get((code, field), ""), text, key=len)
        for layer in copies:
            for code, field, text in _texts(layer, key):
                whole = longest[code, field]
                if field != key and len(text) < len(whole) and whole.startswith(text):
                    found.add((layer.place, code, field))
    return found


def _texts(layer: Layer, key: str) -> Iterator[tuple[str, str, str]]:
    for record in layer.records:
        for field, value in record.items():
            if isinstance(value, str):
                yield str(record[key]), field, value


def _garbled(received: Received) -> Iterator[tuple[Layer, str]]:
    """Yield layer and field of each text with a character that stands for bytes that are none."""
    for layer in received.layers:
        for record in layer.records:
            for field, value in record.items():
                if isinstance(value, str) and MOJIBAKE in value:
                    yield layer, field


def _by_key(layer: Layer, drawn: list[Drawn]) -> dict[str, Mapping[str, Plain]]:
    """Records by code; those of grids by the grid that each feature is."""
    for copy in drawn:
        if copy.layer is layer:
            return dict(copy.record)
    return {str(record.get(KEYS[layer.name])): record for record in layer.records}


def _equal(one: Plain, other: Plain) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-6 * max(1.0, abs(one))
    return one == other
