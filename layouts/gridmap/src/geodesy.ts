/** Lengths and areas on the ground, from longitude and latitude. */
import type { Position } from "./props";

/** The ellipsoid of WGS 84 and, to a tenth of a millimetre, of CGCS2000. */
const EQUATOR_M = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const ECCENTRICITY2 = FLATTENING * (2 - FLATTENING);

/** Metres of ground for one radian of longitude and of latitude about a latitude. */
function radii(latitude: number): [eastM: number, northM: number] {
  const phi = radian(latitude);
  const w = Math.sqrt(1 - ECCENTRICITY2 * Math.sin(phi) ** 2);
  return [(EQUATOR_M / w) * Math.cos(phi), (EQUATOR_M * (1 - ECCENTRICITY2)) / w ** 3];
}

/** Metres along a line of points; within a district right to a part in 100,000. */
export function lengthM(line: readonly Position[]): number {
  let total = 0;
  for (let i = 1; i < line.length; i++) {
    const [[x0, y0], [x1, y1]] = [line[i - 1]!, line[i]!];
    const [eastM, northM] = radii((y0 + y1) / 2);
    total += Math.hypot(eastM * radian(x1 - x0), northM * radian(y1 - y0));
  }
  return total;
}

/** Square metres inside a ring, closed or not; crossing rings count their parts against each other. */
export function areaM2(ring: readonly Position[]): number {
  if (ring.length < 3) return 0;
  const middle = ring.reduce((sum, [, y]) => sum + y, 0) / ring.length;
  const [x0, y0] = ring[0]!;
  // Each point on its own parallel: east by the radius there, north along the meridian of the middle.
  const local = ring.map(([x, y]): Position => [radii(y)[0] * radian(x - x0), radii(middle)[1] * radian(y - y0)]);
  let twice = 0;
  local.forEach(([ax, ay], i) => {
    const [bx, by] = local[(i + 1) % local.length]!;
    twice += ax * by - bx * ay;
  });
  return Math.abs(twice) / 2;
}

function radian(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
