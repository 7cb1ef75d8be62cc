"""The shift of a layer against the areas that it should lie in, and what would explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from gis.placing.datum import BOX, to_bd, to_gcj, true_shapes
from gis.placing.evidence import KINDS, Holder, moved_flat
from gis.placing.whereabouts import DEGREES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from gis.placing.evidence import Kind, Misfit, Shapes

MOST, FEWER = 1500, 300  # features looked at, evenly spread; and at the places around
SPILLED = 0.002  # share of a layer outside its areas from which anything is suspected
EXPLAINED = 0.4  # of what is spilled, an explanation leaves at most so much
FEWEST = 3  # features that must lie better
SURER = 3  # times as many must lie better as worse
AROUND_M = (250.0, 600.0, 1200.0)  # from a place, to where nothing should fit as well
LESS = 0.7  # of what is spilled at the best place around, spilled at the right one
ALONG = 0.15  # share of a layer's lines that must run along its areas' for lines to count
# Points that must lie on lines of the areas: corners exactly, and points 60 m apart nearly.
LEAST: dict[Kind, int] = {"corners": 6, "lines": 12}
WORSE = 0.02  # share of a layer that may lie outside all areas beyond what does now
DEVIATIONS = 7  # from how many do so by chance
COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")

Answer = Literal["right", "shifted", "unsure"]
Guess = tuple[str, bool]  # datum, and whether the areas have it rather than the layer
AS_IS: Guess = ("", False)
GUESSES: tuple[Guess, ...] = (("gcj02", False), ("bd09", False), ("gcj02", True), ("bd09", True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A layer lies `metres` off in a direction, as data in `datum` do; `reversed`: rather its areas are.

    `spilled` is the share of it that lies where it should not by the evidence of a `kind`, `left`
    what remains once converted.
    """

    datum: str
    metres: float
    direction: str
    kind: Kind
    spilled: float
    left: float
    reversed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Whether a layer lies as it should: `right`, `shifted`, or `unsure` where evidence is too thin.

    `kind` is the evidence that decided.
    """

    answer: Answer
    shift: Shift | None = None
    kind: Kind | None = None


def weighed(
    shapes: gpd.GeoSeries,
    areas: gpd.GeoSeries,
    codes: tuple[str, ...] = (),
    area_codes: tuple[str, ...] = (),
) -> Weighed:
    """Say whether a layer lies as web maps do, by how it lies among the areas that should hold it.

    What each datum would make of the layer is tried. A datum is the answer only if it makes the
    layer lie much better, and better than any place around does: a layer that lies badly wherever
    it is put says nothing.

    Parameters
    ----------
    shapes, areas
        The layer and its areas, each with its CRS.
    codes, area_codes
        Codes of both; features whose code begins with that of an area should lie in it.
    """
    held = areas.to_crs(DEGREES).to_numpy()
    there = ~(shapes.isna() | shapes.is_empty).to_numpy()
    step = max(1, int(there.sum()) // MOST)
    mine = shapely.force_2d(shapes[there].iloc[::step].to_crs(DEGREES).to_numpy())
    if not len(mine) or not len(held) or not _in_box(mine):
        return Weighed(answer="unsure")
    holder = Holder(held, area_codes)
    own = tuple(np.array(codes, object)[there][::step]) if codes else ("",) * len(mine)
    parents = holder.parents(own)
    places = {AS_IS: mine, **{guess: _guessed(mine, guess) for guess in GUESSES}}
    flat = {guess: holder.flat(found) for guess, found in places.items()}
    spilled = holder.misfits(flat[AS_IS], parents, ("inside",))["inside"].share
    for kinds in KINDS:
        found = {guess: holder.misfits(each, parents, kinds) for guess, each in flat.items()}
        for kind, before in found[AS_IS].items():
            best = min(GUESSES, key=lambda guess: found[guess][kind].share)
            after = found[best][kind]
            if all(_better(found[guess][kind], before, kind) for guess in GUESSES):
                return Weighed(answer="right", kind=kind)
            others = [each[kind] for guess, each in found.items() if guess != best]
            if all(_better(other, after, kind) for other in others) and _stands_out(
                flat[best], holder, parents, kind, spilled
            ):
                shift = _shift(best, places, kind, (before.share, after.share))
                return Weighed(answer="shifted", shift=shift, kind=kind)
    return Weighed(answer="unsure")


def _shift(best: Guess, places: Mapping[Guess, Shapes], kind: Kind, spilled: tuple[float, float]) -> Shift:
    """Put a shift in words; `spilled` before and after."""
    metres, direction = _between(places[best], places[AS_IS])
    return Shift(
        datum=best[0], reversed=best[1], metres=metres, direction=direction, kind=kind,
        spilled=spilled[0], left=spilled[1],
    )  # fmt: skip


def _guessed(mine: Shapes, guess: Guess) -> Shapes:
    """Return a layer where it would lie among its areas if a guess held."""
    datum, reverse = guess
    if not reverse:
        return true_shapes(mine, datum)
    return np.asarray(shapely.transform(mine, to_gcj if datum == "gcj02" else to_bd), object)


def _in_box(shapes: Shapes) -> bool:
    """Whether shapes lie where web maps are shifted."""
    west, south, east, north = shapely.total_bounds(shapes)
    return bool(west > BOX[0] and south > BOX[1] and east < BOX[2] and north < BOX[3])


def _better(before: Misfit, after: Misfit, kind: Kind) -> bool:
    """Whether a layer lies much better afterwards, most of its features among them."""
    if kind == "corners":
        return after.fitting >= LEAST["corners"] * max(before.fitting, 1)
    if before.share < SPILLED or (kind == "lines" and after.share > 1 - ALONG):
        return False
    gain = _gain(before, after)
    better, worse = int((gain > 0).sum()), int((gain < 0).sum())
    if better < min(FEWEST, len(gain)) or better < SURER * worse:
        return False
    if kind == "lines":
        return after.fitting >= LEAST["lines"] and before.fitting < EXPLAINED * after.fitting
    return after.share <= EXPLAINED * before.share


def _gain(before: Misfit, after: Misfit) -> NDArray[np.float64]:
    """Return how much better each feature lies, as a share of it; little is nothing."""
    gain = (before.outside - after.outside) / np.maximum(before.size, 1e-9)
    return np.where(np.abs(gain) > SPILLED, gain, 0.0)


def _stands_out(flat: Shapes, holder: Holder, parents: NDArray[np.int64], kind: Kind, spilled: float) -> bool:
    """Whether a layer lies better at a place than anywhere around it, not outside more than it is now."""
    if kind in LEAST and holder.misfits(flat, parents, ("inside",))["inside"].share > spilled + WORSE:
        return False  # a row of corners along a line may be chance; that they leave their areas is not
    step = 1 if kind in LEAST else max(1, len(flat) // FEWER)
    few, own = flat[::step], parents[::step]
    here = holder.misfits(few, own, (kind,))[kind]
    elsewhere = [holder.misfits(moved_flat(few, *by), own, (kind,))[kind] for by in _around()]
    around = min(misfit.share for misfit in elsewhere)
    if kind in LEAST:
        chance = np.array([misfit.fitting for misfit in elsewhere])
        usual = chance.mean() + DEVIATIONS * max(chance.std(), np.sqrt(chance.mean()))
        return bool(here.fitting >= max(LEAST[kind], usual, 2 * chance.max()))
    return around > 0 and here.share <= LESS * around


def _around() -> Iterator[tuple[float, float]]:
    """Yield moves in metres, eight directions at each distance."""
    for far in AROUND_M:
        for turn in np.arange(8) * np.pi / 4:
            yield float(far * np.sin(turn)), float(far * np.cos(turn))


def _between(true: Shapes, found: Shapes) -> tuple[float, str]:
    """Return the mean shift in metres and its direction, as a point of the compass."""
    a, b = (shapely.get_coordinates(shapely.centroid(shapes)) for shapes in (true, found))
    north = (b - a)[:, 1] * 110_946 + 0.0
    east = (b - a)[:, 0] * 111_320 * np.cos(np.radians(a[:, 1]))
    turn = np.degrees(np.arctan2(east.mean(), north.mean())) % 360
    return float(np.hypot(east, north).mean()), COMPASS[round(turn / 45) % 8]
