"""What the address says: district, room, scenarios, run, language and theme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args
from urllib.parse import parse_qs, quote, unquote, urlencode

if TYPE_CHECKING:
    from layouts.text import Language

Room = Literal["survey", "draw", "walk", "staff", "compare", "approve", "runs", "standards", "help"]
Theme = Literal["light", "dark"]

PAGES: Final[tuple[Room, ...]] = ("runs", "standards", "help")
"""Pages of the menu; the last two are there without a district too."""
ROOMS: Final[tuple[Room, ...]] = tuple(room for room in get_args(Room) if room not in PAGES)
FIRST_ROOM: Final[Room] = "draw"
START: Final = "/start"
"""The page of all districts; the bare address leads on to the only one."""
INTAKE: Final = "intake"
"""First word of the addresses of files on their way to becoming a district."""
NEW: Final = "new"
"""The intake that begins with the first file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One page of the desk, as its address names it; without district and intake it is the home page.

    `intake` is what is being imported, `step` the step of it, `layer` the number of a layer in it.
    `scenario` is the plan shown (empty for today's), `beside` the one it is compared with (empty
    for today's), `more` further ones shown with them by their ids with commas, `run` a run being
    watched, `grid` the code of the grid in the inspector, `editing` is "1" while the scenario is
    edited by hand, `colour` what grids are coloured by, `trade` the runs of a trade-off by their ids
    with commas, `ask` what a page of 人员 is asked for: a sum of money, a role, a profile of service.
    """

    district: str = ""
    room: Room = FIRST_ROOM
    scenario: str = ""
    beside: str = ""
    more: str = ""
    run: str = ""
    grid: str = ""
    editing: str = ""
    colour: str = ""
    trade: str = ""
    intake: str = ""
    step: str = ""
    layer: str = ""
    ask: str = ""
    language: Language = "zh_Hans"
    theme: Theme = "light"

    @property
    def path(self) -> str:
        """The path of the address."""
        if self.intake:
            return f"/{INTAKE}/{quote(self.intake, safe='')}"
        if self.district:
            return f"/{quote(self.district, safe='')}/{self.room}"
        return f"{START}/{self.room}" if self.room in PAGES else START

    @property
    def query(self) -> str:
        """The query of the address with its question mark, only what differs from the usual."""
        told = {
            "scenario": self.scenario,
            "beside": self.beside,
            "more": self.more,
            "run": self.run,
            "grid": self.grid,
            "edit": self.editing,
            "colour": self.colour,
            "trade": self.trade,
            "step": self.step,
            "layer": self.layer,
            "ask": self.ask,
            "lang": "" if self.language == "zh_Hans" else self.language,
            "theme": "" if self.theme == "light" else self.theme,
        }
        given = {key: value for key, value in told.items() if value}
        return f"?{urlencode(given)}" if given else ""

    @property
    def href(self) -> str:
        """The whole address on this server."""
        return self.path + self.query

    def at(self, **changes: str) -> View:
        """The same view with some parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def view_of(path: str | None, query: str | None) -> View:
    """The view that an address names; what it does not know is left at its usual value."""
    words = [unquote(word) for word in (path or "/").split("/") if word]
    told = {key: values[-1] for key, values in parse_qs((query or "").removeprefix("?")).items()}
    room: Room = next((r for r in (*ROOMS, *PAGES) if len(words) > 1 and r == words[1]), FIRST_ROOM)
    intake = (words[1] if len(words) > 1 else NEW) if words[:1] == [INTAKE] else ""
    return View(
        district=words[0] if words and not intake and f"/{words[0]}" != START else "",
        room=room,
        scenario=told.get("scenario", ""),
        beside=told.get("beside", ""),
        more=told.get("more", ""),
        run=told.get("run", ""),
        grid=told.get("grid", ""),
        editing="1" if told.get("edit") == "1" else "",
        colour=told.get("colour", ""),
        trade=told.get("trade", ""),
        intake=intake,
        step=told.get("step", ""),
        layer=told.get("layer", ""),
        ask=told.get("ask", ""),
        language="en" if told.get("lang") == "en" else "zh_Hans",
        theme="dark" if told.get("theme") == "dark" else "light",
    )
