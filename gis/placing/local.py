"""Local city grids: coordinates put into a known CRS by parameters, a plane transform, or control points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import TransverseMercatorConversion
from pyproj.exceptions import CRSError

from domain.errors import ProfileError

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 3  # control points, so that one can be held against the others
ROW = 4  # numbers of a control point: x, y there, and x, y in the known CRS


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSpec:
    """A local grid, by one of three: a projection, a plane transform, or control points.

    Attributes
    ----------
    base
        Known CRS: that of the projection's datum, or the projected one that the plane is turned into.
    meridian, latitude, easting, northing, scale, height
        Transverse Mercator: middle in degrees, origin, false origin in metres, scale on the middle,
        and metres of the plane of projection above the ellipsoid.
    shift, rotation, scale
        Plane transform into `base`: metres to add, degrees to turn counter-clockwise, factor.
    control
        Points as x, y here, x, y in `base`; the transform is fitted to them.
    tolerance
        Metres that a control point may be off.
    """

    name: str
    base: str
    meridian: float | None = None
    latitude: float = 0.0
    easting: float = 0.0
    northing: float = 0.0
    scale: float = 1.0
    height: float = 0.0
    shift: tuple[float, ...] = ()
    rotation: float = 0.0
    control: tuple[tuple[float, ...], ...] = ()
    tolerance: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """A similarity of the plane: `x' = a x - b y + east`, `y' = b x + a y + north`, about a middle."""

    a: float
    b: float
    east: float
    north: float

    def of(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return places, shape (n, 2), where the transform takes them."""
        x, y = places.T
        return np.column_stack([self.a * x - self.b * y + self.east, self.b * x + self.a * y + self.north])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A similarity by least squares, and how far each control point is off, in metres."""

    plane: Plane
    residuals: tuple[float, ...]

    @property
    def rms(self) -> float:
        """Root mean square of the residuals."""
        return float(np.sqrt(np.mean(np.square(self.residuals))))


def checked_local(spec: LocalSpec) -> LocalSpec:
    """Return a local grid whose numbers can be used.

    Raises
    ------
    ProfileError
        Where none or several of the three ways are given, the known CRS is unknown or not of the
        kind that it must be, or control points are too few or no four numbers.
    """
    ways = [spec.meridian is not None, bool(spec.shift), bool(spec.control)]
    if sum(ways) != 1:
        raise ProfileError("local-ways", local=spec.name)
    try:
        base = CRS.from_user_input(spec.base)
    except CRSError as error:
        raise ProfileError("local-base", local=spec.name, base=spec.base) from error
    if spec.meridian is None and not base.is_projected:
        raise ProfileError("local-base", local=spec.name, base=spec.base)
    numbers = [spec.shift] if spec.shift else list(spec.control)
    lengths = {2} if spec.shift else {ROW}
    flat = [number for row in numbers for number in (row if isinstance(row, (list, tuple)) else [row])]
    right = all(isinstance(row, (list, tuple)) and len(row) in lengths for row in numbers)
    real = all(isinstance(number, (int, float)) and np.isfinite(number) for number in flat)
    if not right or not real or (spec.control and len(spec.control) < FEWEST) or spec.scale <= 0:
        raise ProfileError("local-numbers", local=spec.name, fewest=FEWEST)
    if spec.control and len({tuple(row[:2]) for row in spec.control}) < len(spec.control):
        raise ProfileError("local-numbers", local=spec.name, fewest=FEWEST)
    return spec


def local_crs(spec: LocalSpec) -> CRS:
    """Return the CRS that places are in once `moved_in`: the projection itself, or the known one.

    A plane of projection at a height H above an ellipsoid of axis a is the plane on the ellipsoid
    enlarged by (a + H) / a, flattening and latitudes kept (椭球膨胀法).
    """
    base = CRS.from_user_input(spec.base)
    if spec.meridian is None or base.ellipsoid is None or base.geodetic_crs is None:
        return base
    raised = (base.ellipsoid.semi_major_metre + spec.height) / base.ellipsoid.semi_major_metre
    return ProjectedCRS(
        name=f"local {spec.name}",
        geodetic_crs=base.geodetic_crs,
        conversion=TransverseMercatorConversion(
            latitude_natural_origin=spec.latitude,
            longitude_natural_origin=spec.meridian,
            false_easting=spec.easting,
            false_northing=spec.northing,
            scale_factor_natural_origin=spec.scale * raised,
        ),
    )


def fitted(spec: LocalSpec) -> Fitted | None:
    """Return the similarity fitted to control points, or None where the grid has none."""
    return _least_squares(np.array(spec.control, float)) if spec.control else None


def _least_squares(points: NDArray[np.float64]) -> Fitted:
    """Fit a similarity to points, shape (n, 4), about their middle."""
    here, there = points[:, :2], points[:, 2:]
    centre, target = here.mean(axis=0), there.mean(axis=0)
    (x, y), (u, v) = (here - centre).T, (there - target).T
    spread = float((x * x + y * y).sum())
    a, b = float((x * u + y * v).sum()) / spread, float((x * v - y * u).sum()) / spread
    east, north = target - [a * centre[0] - b * centre[1], b * centre[0] + a * centre[1]]
    plane = Plane(a=a, b=b, east=float(east), north=float(north))
    return Fitted(plane=plane, residuals=tuple(np.hypot(*(plane.of(here) - there).T).tolist()))


def moved_in(shapes: NDArray[np.object_], spec: LocalSpec) -> NDArray[np.object_]:
    """Return shapes of a local grid in `local_crs`."""
    fit = fitted(spec)
    if fit is not None:
        plane = fit.plane
    elif spec.shift:
        turn = np.radians(spec.rotation)
        plane = Plane(
            a=spec.scale * float(np.cos(turn)), b=spec.scale * float(np.sin(turn)),
            east=spec.shift[0], north=spec.shift[1],
        )  # fmt: skip
    else:
        return shapes
    return np.asarray(shapely.transform(shapes, plane.of), object)


def suspect(spec: LocalSpec) -> tuple[int, float] | None:
    """Return which control point, counted from 1, spoils the fit, and how far the others put it off.

    Of points beyond the tolerance it is the one without which the others fit best; with three
    points any two fit, and the one with the largest residual is returned with it.
    """
    fit = fitted(spec)
    if fit is None or max(fit.residuals) <= spec.tolerance:
        return None
    if len(spec.control) == FEWEST:
        worst = int(np.argmax(fit.residuals))
        return worst + 1, fit.residuals[worst]
    points = np.array(spec.control, float)
    without = [_least_squares(np.delete(points, n, axis=0)) for n in range(len(points))]
    best = min(range(len(points)), key=lambda n: without[n].rms)
    off = without[best].plane.of(points[best : best + 1, :2])[0] - points[best, 2:]
    return best + 1, float(np.hypot(*off))
