"""The field table of the exchange profile: every exported field, its meaning, type, width and unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.units import Count

Kind = Literal["text", "whole", "real", "date"]
NAME_BYTES: Final = 10
TEXT_BYTES: Final = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One exported field.

    Attributes
    ----------
    name
        ASCII, at most ten bytes: the initials of the Chinese words, as other systems use them.
    zh, en
        What it means.
    kind
        `text`, `whole` and `real` numbers, or `date` without a time. Codes are text.
    width, decimals
        Width in the dBASE table: bytes of a text in the file's encoding, digits of a number.
    unit
        Unit of a number, in Chinese.
    """

    name: str
    zh: str
    en: str
    kind: Kind
    width: int
    decimals: int = 0
    unit: str = ""

    def __post_init__(self) -> None:
        """Check what a dBASE table can hold."""
        fits = self.name.isascii() and 0 < len(self.name) <= NAME_BYTES and 0 < self.width <= TEXT_BYTES
        if not fits:
            raise InvalidValueError("export-field", field=self.name)


def _text(name: str, zh: str, en: str, width: int) -> Field:
    return Field(name=name, zh=zh, en=en, kind="text", width=width)


def _whole(name: str, zh: str, en: str, unit: str) -> Field:
    return Field(name=name, zh=zh, en=en, kind="whole", width=10, unit=unit)


def _real(name: str, zh: str, en: str, unit: str, *, decimals: int = 2) -> Field:
    return Field(name=name, zh=zh, en=en, kind="real", width=18, decimals=decimals, unit=unit)


GRID: Final = _text("WGBM", "网格编码", "grid code", 20)
COMMUNITY: Final = _text("SSSQ", "所属社区（村）编码", "code of the community or village", 12)
STREET: Final = _text("SSJD", "所属街道（镇）编码", "code of the street or town", 9)
AREA: Final = _real("MJ", "面积", "area", "平方米")
PERIMETER: Final = _real("ZC", "周长", "perimeter", "米")
FORMER_CODES: Final = _text("YBM", "原编码", "codes it had before", 254)

GRID_HEAD: Final = (
    GRID,
    _text("WGMC", "网格名称", "grid name", 60),
    _text("WGLX", "网格类型", "grid type", 30),
    COMMUNITY,
    STREET,
)
GRID_TAIL: Final = (
    AREA,
    PERIMETER,
    _text("DJYJ", "等级预警（绿：合格，黄：可接受，红：超限）", "warning: green in norm, yellow, red", 6),
    _real("GZL", "年工作量", "hours of work a year", "小时", decimals=1),
    _whole("ZZRS", "专职人数", "full-time posts", "人"),
    _whole("JZRS", "兼职人数", "part-time posts", "人"),
    _real("FTE", "折合专职人数", "full-time equivalents", "人"),
    _text("JGBM", "警格编码", "code of the police grid", 20),
    _text("FGBM", "法律顾问组编码", "code of the adviser group", 20),
    FORMER_CODES,
    _text("BGLX", "变更类型", "kind of change", 20),
    Field(name="QSRQ", zh="起始日期", en="valid from", kind="date", width=8),
    Field(name="ZZRQ", zh="终止日期", en="valid to", kind="date", width=8),
)
UNIT_HEAD: Final = (
    _text("DYBM", "规划单元编码", "code of the planning unit", 40),
    GRID,
    COMMUNITY,
    STREET,
    _text("XQBM", "小区（村民小组）编码", "code of the estate or villager group", 60),
    _whole("ZDBH", "占地编号（同号者上下叠放）", "footprint; equal numbers are stacked by floors", ""),
    _whole("QSLC", "起始楼层（地下为负）", "lowest floor, below ground negative", "层"),
    _whole("ZZLC", "终止楼层（地下为负）", "highest floor, below ground negative", "层"),
)
UNIT_TAIL: Final = (AREA,)
COMMUNITY_FIELDS: Final = (
    COMMUNITY,
    _text("SQMC", "社区（村）名称", "name of the community or village", 60),
    _text("SQLX", "适用网格类型", "grid type that rules it", 30),
    STREET,
    AREA,
)
STREET_FIELDS: Final = (STREET, _text("JDMC", "街道（镇）名称", "name of the street or town", 60), AREA)
CODE_SYSTEMS: Final = {
    "statistics": _text("TJBM", "统计用区划代码", "code in the list of the statistics office", 12),
    "civil-affairs": _text("MZBM", "民政区划代码", "code in the list of civil affairs", 12),
    "police": _text("GABM", "公安机关代码", "code in the list of the police", 20),
}
OUTLINE_FIELDS: Final = (_text("MC", "地区名称", "name of the district", 60), AREA)

HOUSEHOLDS: Final = _whole("HS", "户数", "households", "户")
COUNTS: Final = {
    "households": _whole("HSQT", "户数（另一口径）", "households on another basis", "户"),
    "residents": _whole("RK", "人口", "residents", "人"),
    "floating": _whole("LDRK", "流动人口", "floating population", "人"),
    "dwellings": _whole("HSS", "户室数", "dwelling records", "套"),
    "buildings": _whole("LDS", "楼栋数", "buildings", "栋"),
    "stairwells": _whole("DYS", "楼栋单元数", "stairwells", "个"),
    "events": _whole("SJS", "年事件数", "events a year", "件"),
}
TYPE_NAMES: Final = {
    "town": "城市社区",
    "urban-village": "城中村",
    "village": "一般乡村",
    "mountain": "山区牧区",
    "exclusive": "专属",
    "micro": "微网格",
}
CHANGE_NAMES: Final = {
    "new": "新增",
    "split": "拆分",
    "merged": "合并",
    "border": "边界调整",
    "type": "类型变更",
    "renamed": "更名",
    "unchanged": "不变",
}


def count_fields(columns: Iterable[Count], households: str) -> tuple[Field, ...]:
    """Return the field of each column of counts; `households` names the one that the norm is measured on.

    A column the table does not know is given `TJ01`, `TJ02`, … and its own name as meaning.
    """
    fields: list[Field] = []
    for column in columns:
        unknown = _whole(f"TJ{len(fields) + 1:02}", column.name, column.name, "")
        fields.append(HOUSEHOLDS if column.name == households else COUNTS.get(column.name, unknown))
    return tuple(fields)


def type_name(key: str) -> str:
    """Return a grid type as the Chinese table calls it; a type of the user's own keeps its key."""
    return TYPE_NAMES.get(key, key)


def change_name(kind: str) -> str:
    """Return a kind of change as the Chinese table calls it."""
    return CHANGE_NAMES[kind]
