/** Shapes of the ground as paths of a drawing: Mercator, in units of a thousandth of the district. */
import type { Geometry, Position as Coordinates } from "geojson";
import type { Box, Position } from "./props";

const SIDE = 1000;
const POINT_RADIUS = 2.5;

export interface Frame {
  x: number;
  y: number;
  wide: number;
  high: number;
}

export class Plane {
  private readonly west: number;
  private readonly north: number;
  private readonly scale: number;

  /** A plane on which the box, in degrees, is a thousand wide. */
  constructor(bounds: Box) {
    [this.west] = bounds;
    this.north = mercator(bounds[3]);
    this.scale = SIDE / Math.max(bounds[2] - bounds[0], 1e-9);
  }

  at([longitude, latitude]: Coordinates | Position): [number, number] {
    return [(longitude! - this.west) * this.scale, (this.north - mercator(latitude!)) * this.scale];
  }

  frame([west, south, east, north]: Box): Frame {
    const [[x, y], [right, low]] = [this.at([west, north]), this.at([east, south])];
    return { x, y, wide: right - x, high: low - y };
  }

  /** The path of a shape; a point is a small circle. */
  path(geometry: Geometry | null): string {
    switch (geometry?.type) {
      case "Polygon":
        return geometry.coordinates.map((ring) => `${this.line(ring)}Z`).join("");
      case "MultiPolygon":
        return geometry.coordinates.flat().map((ring) => `${this.line(ring)}Z`).join("");
      case "LineString":
        return this.line(geometry.coordinates);
      case "MultiLineString":
        return geometry.coordinates.map((line) => this.line(line)).join("");
      case "Point":
        return this.dot(geometry.coordinates);
      case "MultiPoint":
        return geometry.coordinates.map((point) => this.dot(point)).join("");
      case "GeometryCollection":
        return geometry.geometries.map((part) => this.path(part)).join("");
      default:
        return "";
    }
  }

  private line(points: Coordinates[]): string {
    return `M${points.map((point) => this.at(point).map((value) => value.toFixed(2)).join(" ")).join("L")}`;
  }

  private dot(point: Coordinates): string {
    const [x, y] = this.at(point);
    const [r, d] = [POINT_RADIUS, 2 * POINT_RADIUS];
    return `M${(x - r).toFixed(2)} ${y.toFixed(2)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 ${-d} 0Z`;
  }
}

/** The ordinate of a latitude, in degrees of longitude. */
function mercator(latitude: number): number {
  return (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360));
}
