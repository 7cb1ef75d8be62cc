"""What no profile may bring in: layers of devices that watch people (docs/not-built.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gis.reading.profile import LayerSpec

DEVICES: Final = re.compile(
    r"摄像|视频监控|监控(点|视频|探头)|雪亮|人脸|门禁|车牌识别"
    r"|(?<![a-z])(cameras?|cctv|video.?surveillance|(face|plate).?(recognition|readers?))(?![a-z])",
    re.IGNORECASE,
)


def watching(spec: LayerSpec) -> str:
    """Return the word by which a layer is one of devices that watch people; empty where it is none."""
    names = (spec.name, spec.key, spec.kind_value, spec.layer, spec.file)
    return next((found[0] for found in map(DEVICES.search, names) if found), "")
