"""The form of one layer: what it is and which field holds what, each answer with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dash import html

from layouts.rooms.intake.asking import Form
from layouts.rooms.intake.parts import act, joined
from layouts.text import say
from scenarios.intake.needs import UNSURE, WHOLE, undecided
from scenarios.intake.suggesting import KINDS, TABLE, counts_known, roles_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.intake.intakes import Intake

CODED: Final = ("units-source", "community", "street", "level", "today", "net", "estates", "facilities")
KEYED: Final = ("net", "level")
KINDED: Final = ("community", "today")
BASES: Final = ("户籍户", "常住户", "入住户", "户室")
DATUMS: Final = ("gcj02", "bd09", "cgcs2000", "wgs84")
USUAL_CRS: Final = ("EPSG:4490", "EPSG:4326", *(f"EPSG:{code}" for code in range(4534, 4555)))
"""Longitude and latitude, and the 3-degree zones of CGCS2000; any other may be typed."""


def whole_form(intake: Intake, view: View) -> list[Component]:
    """Name and measuring system of the district."""
    form = Form(WHOLE, intake, view.language)
    roles = [need for need in intake.needs if need.layer == WHOLE and need.part == "roles"]
    return [
        html.H2(say("intake.district", view.language)),
        *(html.P(say(need.code, view.language), className="say over") for need in roles),
        html.Div(
            [
                form.typed("title"),
                form.typed("title_en", say("intake.title-en.told", view.language)),
                form.typed("crs", say("intake.crs.metres", view.language), USUAL_CRS[2:]),
            ],
            className="asked",
        ),
    ]


def layer_form(key: str, intake: Intake, view: View) -> list[Component]:
    """Everything that is asked of a layer in its role, what is missing first in sight."""
    form, language = Form(key, intake, view.language), view.language
    role = form.said.get("role", "")
    sight = form.sight
    return [
        html.H2(sight["layer"]),
        html.P(
            [sight["file"], " · ", say("intake.features", language, features=sight["features"])],
            className="muted small",
        ),
        *_personal(key, form),
        html.Div([*_asked_of_all(form), *_of_role(form, role, intake)], className="asked"),
        _rarely(form) if role not in ("", TABLE) else None,
        _fields_seen(form),
    ]


def _roles(form: Form) -> list[tuple[str, str]]:
    """The roles that a layer of this shape can have."""
    return [(role, say(f"intake.role.{role}", form.language)) for role in roles_for(form.sight["shape"])]


def _personal(key: str, form: Form) -> list[Component]:
    """The fields that look personal, to be dropped on the user's word, or dropped already."""
    language, told = form.language, []
    if fields := undecided(form.sight):
        columns = [n + 1 for n, field in enumerate(form.sight["fields"]) if field["name"] in fields]
        sentence = say(
            "import.personal-columns",
            language,
            columns=joined(map(str, columns), language),
            fields=joined(fields, language),
        )
        button = act(
            "drop",
            str(list(form.sights).index(key)),
            say("import.personal-columns.drop", language),
            className="do",
        )
        told.append(html.Div([html.P(sentence), button], className="say over"))
    dropped = [field["name"] for field in form.sight["fields"] if field["personal"] == "dropped"]
    if dropped:
        told.append(
            html.P(say("intake.dropped", language, fields=joined(dropped, language)), className="say ok")
        )
    return told


def _asked_of_all(form: Form) -> Iterator[Component]:
    """What the layer is; and how its text is to be read, each way with what it would say."""
    yield form.chosen("role", _roles(form), none=say("intake.role.none", form.language))
    if form.sight["how"] in UNSURE:
        readings = [(encoding, f"{encoding}：{sample}") for encoding, sample in form.sight["readings"]]
        yield form.chosen("encoding", readings)


def _of_role(form: Form, role: str, intake: Intake) -> Iterator[Component]:
    """The questions of a role: place, names, counts."""
    if not role:
        yield html.P(say("intake.unused", form.language), className="muted")
        return
    if role == TABLE:
        yield from _of_table(form, intake)
        return
    if not form.sight["shape"]:
        yield from (form.field(part) for part in ("x", "y", "wkt"))
    if not form.sight["declared"]:
        yield form.typed("crs", say("intake.crs.told", form.language), USUAL_CRS)
    if role in CODED:
        yield form.field("code")
        yield form.field("title")
    if role in KEYED:
        yield form.typed("key", say("intake.key.told", form.language))
    yield from _kinds(form, role)
    if role == "units-source":
        yield form.field("estate")
        yield from _counts(form)
    if role == "events":
        yield form.typed("basis")
        yield form.typed("date")


def _kinds(form: Form, role: str) -> Iterator[Component]:
    """Of which kind the areas are: by a field, or all the same."""
    if role == "facilities":
        yield form.typed("kind_value", say("intake.facility.told", form.language))
    if role in KINDED:
        yield form.field("kind")
        if not form.said.get("kind"):
            kinds = [(kind, say(f"grid-type.{kind}", form.language)) for kind in KINDS]
            yield form.chosen("kind_value", kinds)


def _counts(form: Form) -> Iterator[Component]:
    """Which field holds which count, on which basis, of which date."""
    for count in counts_known():
        yield form.field(f"count.{count}")
        if count == "residents" and form.said.get("count.residents"):
            yield form.typed("basis.residents")
    yield form.typed("basis", say("intake.basis.told", form.language), BASES)
    yield form.typed("date")


def _of_table(form: Form, intake: Intake) -> Iterator[Component]:
    """Whom a table belongs to, by which codes, and what it counts."""
    bases = [
        (key, sight["layer"])
        for key, sight in intake.sights.items()
        if intake.answers[key].get("role") == "units-source"
    ]
    yield form.chosen("to", bases)
    yield form.field("join-key")
    there = intake.sights.get(form.said.get("to", ""), {"fields": ()})
    yield form.chosen("join-on", [(f["name"], f["name"]) for f in there["fields"] if not f["personal"]])
    yield from _counts(form)


def _rarely(form: Form) -> Component:
    """What only some layers need: the shift of web maps, rows that are parts, where the layer is from."""
    language = form.language
    datums = [(datum, say(f"intake.datum.{datum}", language)) for datum in DATUMS]
    parts = [("1", say("intake.parts.yes", language))]
    axes = [("yx", say("intake.axes.yx", language))]
    said = any(form.said.get(part) for part in ("datum", "axes", "parts", "source", "building"))
    asked = [
        form.chosen("datum", datums, none=say("intake.datum.none", language)),
        form.chosen("axes", axes, none=say("intake.axes.xy", language)),
        form.chosen("parts", parts, none=say("intake.parts.no", language)),
        form.typed("source"),
    ]
    if form.sight["declared"]:
        asked.insert(0, form.typed("crs", say("intake.crs.relabel", language), USUAL_CRS))
    if form.said.get("role") == "units-source":
        asked.insert(0, form.field("building"))
    return html.Details([html.Summary(say("intake.rarely", language), className="muted"), *asked], open=said)


def _fields_seen(form: Form) -> Component:
    """Every field of the layer with its first values; personal ones by name only."""
    rows = [
        html.Tr(
            [
                html.Th(field["name"], scope="row"),
                html.Td(
                    say(f"intake.personal.{field['personal']}", form.language)
                    if field["personal"]
                    else joined(field["values"], form.language)
                ),
            ]
        )
        for field in form.sight["fields"]
    ]
    summary = say("intake.fields", form.language, fields=len(rows))
    return html.Details(
        [html.Summary(summary, className="muted"), html.Table(html.Tbody(rows), className="texts")],
        open=not form.said.get("role"),
    )
