"""A server of map tiles for tests: one picture by XYZ, and by a WMTS in degrees of CGCS2000."""

from __future__ import annotations

import warnings
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, ClassVar

from rasterio.io import MemoryFile
from rasterio.transform import from_origin
from rasterio.vrt import WarpedVRT

if TYPE_CHECKING:
    import rasterio

    from gis.underlay import Underlay


class Service(BaseHTTPRequestHandler):
    """Tiles of one picture by XYZ, and by a WMTS in degrees of CGCS2000."""

    underlay: ClassVar[Underlay]
    degrees: ClassVar[rasterio.DatasetReader]
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        parts = self.path.partition("?")[0].strip("/").split("/")
        if "capabilities" in self.path:
            self._send(capabilities(self.headers["Host"]).encode(), "text/xml")
        elif parts[0] == "xyz":
            self._send(self.underlay.tile(*(int(part) for part in parts[1:])))
        else:
            self._send(in_degrees(self.degrees, *(int(part) for part in parts[1:])))

    def _send(self, body: bytes | None, kind: str = "image/png") -> None:
        self.send_response(HTTPStatus.OK if body else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def in_degrees(picture: rasterio.DatasetReader, level: int, row: int, column: int) -> bytes:
    """Return a tile of 256 pixels of the matrix set below: level n has 2ⁿ columns of 360°/2ⁿ."""
    side = 360 / 2**level
    place = from_origin(-180 + column * side, 90 - row * side, side / 256, side / 256)
    with WarpedVRT(picture, crs=4490, transform=place, width=256, height=256, add_alpha=True) as warped:
        bands = warped.read()
    with warnings.catch_warnings(), MemoryFile() as memory:
        warnings.simplefilter("ignore")
        with memory.open(driver="PNG", width=256, height=256, count=4, dtype="uint8") as file:
            file.write(bands)
        return bytes(memory.read())


def capabilities(host: str) -> str:
    """Return what a WMTS says of itself: one layer in EPSG:4490, latitude first, as the standard has it."""
    matrices = "".join(
        f"<TileMatrix><ows:Identifier>{level}</ows:Identifier><ScaleDenominator>"
        f"{360 / 2**level / 256 * 111319.49079327358 / 0.00028}</ScaleDenominator>"
        "<TopLeftCorner>90 -180</TopLeftCorner>"
        f"<TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>{2**level}</MatrixWidth>"
        f"<MatrixHeight>{2 ** (level - 1)}</MatrixHeight></TileMatrix>"
        for level in range(1, 18)
    )
    return (
        '<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" '
        'version="1.0.0"><Contents><Layer><ows:Title>img</ows:Title><ows:Identifier>img</ows:Identifier>'
        "<ows:WGS84BoundingBox><ows:LowerCorner>-180 -90</ows:LowerCorner>"
        "<ows:UpperCorner>180 90</ows:UpperCorner>"
        '</ows:WGS84BoundingBox><Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style>'
        "<Format>image/png</Format><TileMatrixSetLink><TileMatrixSet>c</TileMatrixSet></TileMatrixSetLink>"
        f'<ResourceURL format="image/png" resourceType="tile" template="http://{host}/c/{{TileMatrix}}/{{TileRow}}/'
        '{TileCol}?tk=secret"/></Layer><TileMatrixSet><ows:Identifier>c</ows:Identifier><ows:SupportedCRS>'
        f"urn:ogc:def:crs:EPSG::4490</ows:SupportedCRS>{matrices}</TileMatrixSet></Contents></Capabilities>"
    )
