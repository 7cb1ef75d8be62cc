"""What no profile may bring in: layers of devices that watch people (docs/not-built.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gis.reading.layer_spec import LayerSpec

DEVICES: Final = re.compile(
    r"摄像|监控|天网|雪亮|视频点|视频探头|探头|门禁|人脸|车牌识别|卡口|读卡|刷脸|嗅探"
    r"|(?<![a-z])(cameras?|cctv|(video.?)?surveillance|anpr|alpr|face[-_ ]?id"
    r"|(face|plate).?(recognition|readers?)|(card|door)[-_ ]?readers?"
    r"|access[-_ ]?control|door[-_ ]?(locks?|entry|access|control))"
    r"(?![a-z])",
    re.IGNORECASE,
)


def watching(spec: LayerSpec) -> str:
    """Return the word by which a layer is one of devices that watch people; empty where it is none."""
    names = (spec.name, spec.key, spec.kind_value, spec.layer, spec.file)
    return next((found[0] for found in map(DEVICES.search, names) if found), "")


def watching_devices(*names: str) -> bool:
    """Whether a layer or a kind of facility is cameras, doors or readers, by its name.

    >>> [watching_devices(n) for n in ("小区监控点.shp", "cctv_2024", "消防站", "indoor pools")]
    [True, True, False, False]
    """
    return any(DEVICES.search(name) for name in names)
