"""Needs: what must still be said before an intake can be checked, each at its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gis.reading.sights import named
from scenarios.intake.suggesting import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Answers = Mapping[str, Mapping[str, str]]
    Sights = Mapping[str, Mapping[str, Any]]

WHOLE: Final = ""
"""The place of what is said of the intake as a whole: its title, its CRS."""
SINGLE: Final = ("units-source", "community", "street", "today")
UNSURE: Final = ("undecided", "doubtful")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing to be said: of which layer (or the whole), at which part, by the code of its text."""

    layer: str
    part: str
    code: str


def needs(sights: Sights, answers: Answers) -> tuple[Need, ...]:
    """Return everything that must still be said, in the order of the page."""
    whole = [Need(layer=WHOLE, part=part, code=code) for part, code in _of_whole(answers)]
    return (
        *(
            Need(layer=key, part=part, code=code)
            for key, sight in sights.items()
            for part, code in _of_layer(sight, answers.get(key, {}), answers, sights)
        ),
        *whole,
    )


def undecided(sight: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that look personal and of which the user has said nothing yet."""
    return tuple(f["name"] for f in sight["fields"] if f["personal"] not in ("", "dropped"))


def _of_whole(answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of all layers together."""
    roles = Counter(said.get("role", "") for key, said in answers.items() if key != WHOLE)
    for role in ("units-source", "community"):
        if not roles[role]:
            yield "roles", f"intake.need.{role}"
    whole = answers.get(WHOLE, {})
    if not whole.get("title", "").strip():
        yield "title", "intake.need.title"
    if not named(whole.get("crs", ""))[1]:
        yield "crs", "intake.need.metres"


def _of_layer(
    sight: Mapping[str, Any], said: Mapping[str, str], answers: Answers, sights: Sights
) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of one layer."""
    if undecided(sight):
        yield "dropped", "intake.need.dropped"
    role = said.get("role", "")
    if not role:
        return
    others = [key for key, other in answers.items() if key and other.get("role") == role]
    if role in SINGLE and len(others) > 1:
        yield "role", "intake.need.once"
    if sight["how"] in UNSURE and not said.get("encoding"):
        yield "encoding", "intake.need.encoding"
    if role == TABLE:
        yield from _of_table(said, sights)
    else:
        yield from _of_place(sight, said)
        yield from _of_role(role, said, answers)


def _of_role(role: str, said: Mapping[str, str], answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield what a role asks for."""
    if role in ("community", "today", "street", "level") and not said.get("code"):
        yield "code", "intake.need.code"
    if role in ("net", "level") and not said.get("key", "").strip():
        yield "key", "intake.need.key"
    if role == "facilities" and not (said.get("kind") or said.get("kind_value", "").strip()):
        yield "kind_value", "intake.need.key"
    if role == "units-source":
        counted = any(
            said.get("count.households") or (other.get("role") == TABLE and other.get("count.households"))
            for other in answers.values()
        )
        if not counted:
            yield "count.households", "intake.need.households"
    counted = any(part.startswith("count.") and field for part, field in said.items())
    if counted or role == "events":
        yield from _of_counts(said)


def _of_counts(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is missing beside counts: every count has its basis and its date."""
    if not said.get("basis", "").strip():
        yield "basis", "intake.need.basis"
    if not said.get("date", "").strip():
        yield "date", "intake.need.date"


def _of_place(sight: Mapping[str, Any], said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is missing to know where a layer is."""
    if not sight["shape"] and not said.get("wkt") and not (said.get("x") and said.get("y")):
        yield "x", "intake.need.place"
    if not sight["declared"] and not named(said.get("crs", ""))[0]:
        yield "crs", "intake.need.crs"


def _of_table(said: Mapping[str, str], sights: Sights) -> Iterator[tuple[str, str]]:
    """Yield what is missing to know whom a table belongs to."""
    if said.get("to") not in sights:
        yield "to", "intake.need.to"
    if not said.get("join-key") or not said.get("join-on"):
        yield "join-key", "intake.need.join"
    if not any(part.startswith("count.") and field for part, field in said.items()):
        yield "count.households", "intake.need.counts"
    yield from _of_counts(said)
