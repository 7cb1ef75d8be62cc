"""Heads of today as the table of the desk has them: its columns, its rows, and the form to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.advisers import TRADES
from domain.posts import LOT, Pool
from layouts.text import LANGUAGES, say, teller
from scenarios.needs import streets_of
from scenarios.pool_table import form_csv
from scenarios.roster import kind_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from layouts.text import Language
    from layouts.view import View
    from scenarios.services import Services

LEGAL: Final = "legal"
"""What the address asks for where legal advisers and mediators are filled in, not grid workers."""


def kinds_of(view: View, services: Services) -> tuple[str, ...]:
    """The kinds of posts that the table has a column for."""
    return TRADES if view.ask == LEGAL else services.staffing.worker_kinds()


def kind_name(kind: str, language: Language) -> str:
    """A kind of post in words."""
    return say(f"advisers.trade.{kind}" if kind in TRADES else f"posts.{kind}", language)


def words_of(services: Services) -> dict[str, str]:
    """Key of each kind of post by every word for it, in both languages, keys included."""
    standards = services.viewer.own.shipped
    return {
        word: key for language in LANGUAGES for word, key in kind_words(standards, teller(language)).items()
    }


def rows_of(view: View, services: Services) -> list[dict[str, Any]]:
    """Heads by community in the order of their codes, department staff last; nothing where nobody is."""
    units = services.viewer.dataset(view.district).graph.units
    areas = units.communities
    heads = {(one.community, one.type): one.heads for one in services.staffing.pool(view.district)}
    places = [*zip(areas.codes, streets_of(units), areas.names, strict=True)]
    places.append((LOT, "", say("staff.lot", view.language)))
    return [
        {
            "id": code or "lot",
            "street": street,
            "name": name or code,
            **{f"k{n}": heads.get((code, kind)) for n, kind in enumerate(kinds_of(view, services))},
        }
        for code, street, name in places
    ]


def form(view: View, services: Services) -> bytes:
    """The table to be filled in elsewhere, with the heads that are known."""
    areas = services.viewer.dataset(view.district).graph.units.communities
    names = dict(zip(areas.codes, areas.names, strict=True)) | {LOT: say("staff.lot", view.language)}
    kinds = {kind: kind_name(kind, view.language) for kind in kinds_of(view, services)}
    pool = services.staffing.pool(view.district)
    return form_csv(pool, names, kinds, chinese=view.language == "zh_Hans")


def pool_of_rows(rows: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> list[Pool]:
    """Heads of the table as it was edited; empty cells are nobody."""
    return [
        Pool(community="" if row["id"] == "lot" else row["id"], type=kind, heads=int(row[f"k{n}"]))
        for row in rows
        for n, kind in enumerate(kinds)
        if row.get(f"k{n}")
    ]
