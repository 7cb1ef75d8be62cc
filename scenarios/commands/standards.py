"""A project's own planning numbers on the command line: told, changed, put back, and written to a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.errors import FormatError, StandardsError
from domain.own_standards import with_own
from gis.dataset_folder import read_files
from scenarios.commands.done import Done
from scenarios.documents import document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from domain.own_standards import OwnNumber
    from scenarios.documents import Tell
    from scenarios.own_standards import OwnStandards

ABOUT: Final = "dataset.json"
ALL: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be done, in this order: take back, put back, set `KEY=VALUE` texts, write a file."""

    values: tuple[str, ...] = ()
    source: str = ""
    back: tuple[str, ...] = ()
    undo: bool = False
    out: Path | None = None


def standards_told(store: Store, own: OwnStandards, dataset: str, asked: Asked, tell: Tell) -> Done:
    """Do what is asked of a dataset's numbers and tell those that it has of its own then.

    Raises
    ------
    StandardsError
        A value without a reason, a text that is no `KEY=VALUE`, a number that nobody knows or that
        cannot be; nothing is kept then.
    """
    district = district_of(store, dataset)
    if asked.undo:
        own.undo(district)
    if asked.back:
        own.put_back(district, None if ALL in asked.back else asked.back)
    if asked.values:
        if not asked.source.strip():
            raise StandardsError("reason-missing")
        own.save(district, dict(_value(text) for text in asked.values), asked.source.strip())
    numbers = own.numbers(district)
    if asked.out is not None:
        asked.out.write_text(standards_file(numbers, own), encoding="utf-8", newline="\n")
    rows: list[dict[str, str | float]] = [
        {
            "key": key, "value": number.value, "shipped": own.shipped[key], "source": number.source,
            "unit": own.shipped.entries[key].unit,
        }
        for key, number in sorted(numbers.items())
    ]  # fmt: skip
    lines = [tell("standards.row", **row) for row in rows] or [tell("standards.own-none")]
    written = [tell("standards.written", file=str(asked.out))] if asked.out else []
    told = document(
        "standards", dataset=district, standards=own.of(district).digest, own=rows,
        file=str(asked.out or ""),
    )  # fmt: skip
    return Done(document=told, lines=(*lines, *written))


def district_of(store: Store, dataset: str) -> str:
    """Return the id of a dataset in the store by its folder or by the id itself."""
    if not Path(dataset).is_dir():
        return store.datasets.get(dataset).id
    files = read_files(Path(dataset))
    if ABOUT not in files:
        raise FormatError("no-dataset", file=ABOUT)
    return store.datasets.by_digest(json.loads(files[ABOUT])["digest"]).id


def standards_file(numbers: Mapping[str, OwnNumber], own: OwnStandards) -> str:
    """Return a standards file that gives the same numbers to any command."""
    parts = [
        f"[{key}]\nvalue = {number.value!r}\n"
        f"unit = {json.dumps(own.shipped.entries[key].unit, ensure_ascii=False)}\n"
        f"source = {json.dumps(number.source, ensure_ascii=False)}\n"
        for key, number in sorted(with_own(own.shipped, numbers).entries.items())
        if key in numbers
    ]
    return "\n".join(parts)


def _value(text: str) -> tuple[str, float]:
    """Return key and value of `KEY=VALUE`."""
    key, _, value = text.partition("=")
    try:
        return key.strip(), float(value)
    except ValueError:
        raise StandardsError("no-number", text=text) from None
