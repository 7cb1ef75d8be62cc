"""What a planning number can be at all, by its unit: the least, the most, and whether it counts something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLimits:
    """The values that make sense in a unit; `whole` where only whole numbers do."""

    least: float
    most: float
    whole: bool = False


_SHARE: Final = UnitLimits(least=0, most=1)
_SOME: Final = UnitLimits(least=0.01, most=1)
_SWITCH: Final = UnitLimits(least=0, most=1, whole=True)
_FEW: Final = UnitLimits(least=0, most=20, whole=True)
_MINUTES: Final = UnitLimits(least=1, most=600)
_YUAN: Final = UnitLimits(least=0, most=10_000_000)

LIMITS: Final[Mapping[str, UnitLimits]] = {
    "1": _SHARE,
    "1 可以招录，0 不可以": _SWITCH,
    "1 可以跨社区调整，0 不可以": _SWITCH,
    "km/h": UnitLimits(least=1, most=120),
    "m": UnitLimits(least=0, most=100_000),
    "专职调解员/中心": _FEW,
    "专职调解员/村（社区）": _FEW,
    "专职调解员/组织": _FEW,
    "专职调解员/街道（镇）": _FEW,
    "一致性比例": _SHARE,
    "个": UnitLimits(least=2, most=20, whole=True),
    "人": UnitLimits(least=0, most=10_000, whole=True),
    "人/户": UnitLimits(least=1, most=10),
    "人/格": UnitLimits(least=0, most=100_000),
    "人/民警": UnitLimits(least=0, most=100_000, whole=True),
    "件/户·年": UnitLimits(least=0, most=100),
    "元/人": _YUAN,
    "元/人·公里": _YUAN,
    "元/全职人力·年": _YUAN,
    "元/岗": _YUAN,
    "元/岗·年": _YUAN,
    "全职人力/人": _SOME,
    "全职人力/岗": _SOME,
    "分钟": _MINUTES,
    "分钟/件": _MINUTES,
    "分钟/次": UnitLimits(least=0, most=600),
    "分钟/起": _MINUTES,
    "单元/秒": UnitLimits(least=1, most=1_000_000),
    "占剩余工时比例": UnitLimits(least=0, most=0.9),
    "名辅警/村": _FEW,
    "名辅警/警格": _FEW,
    "场/年": UnitLimits(least=0, most=366),
    "天/年": UnitLimits(least=1, most=366),
    "家": UnitLimits(least=0, most=100_000, whole=True),
    "小时/人·年": UnitLimits(least=0, most=8784),
    "小时/件": UnitLimits(least=0, most=100),
    "小时/周": UnitLimits(least=1, most=168),
    "小时/场": UnitLimits(least=0, most=24),
    "小时/天": UnitLimits(least=1, most=24),
    "小时/月": UnitLimits(least=0, most=744),
    "小时/趟": UnitLimits(least=0, most=24),
    "小时路程/小时线上服务": UnitLimits(least=0, most=10),
    "工作日": UnitLimits(least=1, most=366),
    "年": UnitLimits(least=1, most=10, whole=True),
    "应答率": UnitLimits(least=0.05, most=1),
    "户": UnitLimits(least=0, most=100_000, whole=True),
    "户/格": UnitLimits(least=0, most=100_000),
    "折算户": UnitLimits(least=0, most=100_000, whole=True),
    "月": UnitLimits(least=0, most=12, whole=True),
    "村（社区）/人": UnitLimits(least=1, most=100, whole=True),
    "栋/秒": UnitLimits(least=1, most=1_000_000),
    "格": UnitLimits(least=0, most=1_000_000),
    "格/秒": UnitLimits(least=1, most=1_000_000),
    "格/警格": UnitLimits(least=0, most=1000),
    "次/处·年": UnitLimits(least=0, most=366),
    "次/户·年": UnitLimits(least=0, most=366),
    "次/月": UnitLimits(least=0, most=31),
    "每格平均户数的倍数": UnitLimits(least=0, most=1000),
    "相对于缺口价格": _SHARE,
    "相对变化": UnitLimits(least=0.01, most=0.9),
    "米": UnitLimits(least=0, most=100_000),
    "米/分钟": UnitLimits(least=1, most=2000),
    "行": UnitLimits(least=0, most=1000, whole=True),
    "走访户/户室": UnitLimits(least=0.05, most=2),
    "起/千人·年": UnitLimits(least=0, most=10_000),
    "路网距离/直线距离": UnitLimits(least=1, most=10),
    "随机一致性指标": UnitLimits(least=0.1, most=2),
    "遍/天": UnitLimits(least=0, most=24),
}
"""By the unit as the standards write it; a share of anything (占…) that is not named is 0–1."""


def limits_of(unit: str) -> UnitLimits:
    """Return what a number of a unit can be."""
    return LIMITS.get(unit, _SHARE) if unit.startswith("占") else LIMITS[unit]
