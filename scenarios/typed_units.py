"""Units and grids as people write them: by code, by the number of a building in its estate, by place."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from domain.errors import InvalidValueError, UnknownError
from domain.plan import RETIRED
from scenarios.finding import folded
from scenarios.ground_names import NUMBERED
from scenarios.typed_text import spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from domain.plan import Plan
    from scenarios.ground_names import Names, Place

SHOWN: Final = 6
"""Names that an error lists."""


def units_called(names: Names, words: Sequence[str], home: NDArray[np.intp]) -> list[int]:
    """Return the units that words name, ascending.

    A place opens a scope, and the words after it are looked for in it; a place that nothing follows
    goes whole. Without a scope words are looked for in `home`, then everywhere.

    Raises
    ------
    UnknownError
        A word names nothing: what is called nearly so is told.
    InvalidValueError
        A word names several places: they are told.
    """
    scope, fresh, found = None, False, set[int]()
    for word in (part for given in _joined(names, words) for part in _parted(names, given)):
        place = names.areas.get(folded(word))
        if place is not None and folded(word) not in names.codes:
            inner = [one for one in place if scope is not None and one[1] <= scope]
            if scope is not None and fresh and not inner:
                found |= scope
            scope, fresh = _only(word, inner or list(place)), True
            continue
        found |= _called(names, word, scope, frozenset(home.tolist()))
        fresh = False
    return sorted(found | (scope if scope is not None and fresh else frozenset()))


def _joined(names: Names, words: Sequence[str]) -> Iterator[str]:
    """Yield the words, those that together are the name of a place as one."""
    at = 0
    while at < len(words):
        ends = [end for end in range(len(words), at + 1, -1) if folded("".join(words[at:end])) in names.areas]
        end = ends[0] if ends else at + 1
        yield "".join(words[at:end])
        at = end


def _parted(names: Names, word: str) -> list[str]:
    """A word that begins with the name of a place and goes on with a number is two."""
    whole = folded(word)
    if whole in names.codes or whole in names.areas:
        return [word]
    for cut in range(len(whole) - 1, 1, -1):
        if whole[:cut] in names.areas and whole[cut].isdigit() and not whole[cut - 1].isdigit():
            return [whole[:cut], whole[cut:]]
    return [word]


def _called(names: Names, word: str, scope: frozenset[int] | None, home: frozenset[int]) -> frozenset[int]:
    """The units of one word that is no place: a code, a building, a number, or a range of them."""
    alone = _one(names, word, scope, home)
    if alone:
        return alone
    for span in spans(word):
        rows = [(name, _one(names, name, scope, home)) for name in span.names()]
        missing = [name for name, units in rows if not units]
        if not missing:
            return frozenset().union(*(units for _, units in rows))
        if len(missing) < len(rows):
            near = _near(names, word, scope or home)
            raise UnknownError("typed-range", word=word, missing=_listed(missing), near=_listed(near))
    raise UnknownError("typed-nothing", word=word, near=_listed(_near(names, word, scope)))


def _near(names: Names, word: str, scope: frozenset[int] | None) -> list[str]:
    """What would match in the place of a word: the numbers of the scope, else names that look alike."""
    numbers = [
        int(name)
        for name, places in names.buildings.items()
        if scope is not None and name.isdecimal() and any(units & scope for _, units in places)
    ]
    if numbers and re.search(r"\d", word):
        return [f"{min(numbers)}–{max(numbers)}号楼"]
    return get_close_matches(folded(word), [*names.areas, *names.codes, *names.buildings], SHOWN, 0.5)


def _one(names: Names, name: str, scope: frozenset[int] | None, home: frozenset[int]) -> frozenset[int]:
    """The units that one name means in a scope; none where it means nothing."""
    key = folded(name)
    if key in names.codes:
        return frozenset({names.codes[key]})
    numbered = NUMBERED.fullmatch(key)
    places = names.buildings.get(key) or names.buildings.get(numbered[1] if numbered else "", ())
    for inside in (scope,) if scope is not None else (home, None):
        here = [(within, units if inside is None else units & inside) for within, units in places]
        kept = [place for place in here if place[1]]
        if kept:
            return _only(name, kept)
        tails = names.tails.get(numbered[1], frozenset()) if numbered and key.isdigit() else frozenset()
        if inside is not None and len(tails & inside) == 1:
            return tails & inside
    return frozenset()


def _only(word: str, places: Sequence[Place]) -> frozenset[int]:
    """The units of the one place there is; several are an error that tells them."""
    if len(places) > 1:
        told = _listed([within for within, _ in places])
        raise InvalidValueError("typed-several", word=word, places=len(places), within=told)
    return places[0][1]


def _listed(names: Sequence[str]) -> str:
    return " · ".join([*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])]) or "—"


def grids_called(plan: Plan, text: str) -> list[int]:
    """Return the grids that a text names: by code or name, else by the last digits of the code.

    Raises
    ------
    UnknownError
        No grid is called so; those called nearly so are told.
    """
    asked = folded(text)
    digits = re.sub(r"\D", "", asked)
    live = [n for n, grid in enumerate(plan.grids) if grid.type != RETIRED]
    whole = [n for n in live if asked in (folded(plan.grids[n].code), folded(plan.grids[n].name))]
    loose = re.fullmatch(r"[\d\-.]+", asked) is not None and digits != ""
    found = whole or [n for n in live if loose and plan.grids[n].code.endswith(digits)]
    if not found:
        ends = {plan.grids[n].code[-len(asked) :]: plan.grids[n].code for n in reversed(live)}
        near = [ends[end] for end in get_close_matches(asked, list(ends), SHOWN)]
        raise UnknownError("typed-grid", word=text, near=_listed(near))
    return found


def only_grid(plan: Plan, text: str, found: Sequence[int], community: Mapping[int, str]) -> int:
    """Return the one grid there is.

    Raises
    ------
    InvalidValueError
        There are several: they are told with the communities they lie in.
    """
    places = [(f"{plan.grids[n].code} {community.get(n, '')}".strip(), frozenset({n})) for n in found]
    return min(_only(text, places))
