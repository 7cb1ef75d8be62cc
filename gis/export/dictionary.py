"""The field dictionary (字段说明.csv) that explains every layer to whoever opens it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from gis.export.fields import COUNTS, HOUSEHOLDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.units import Count
    from gis.export.fields import Field
    from gis.export.layers import Layer

HEAD: Final = ("图层", "字段", "含义", "英文含义", "类型", "宽度", "小数位", "单位", "口径", "时点", "标注")
KINDS: Final = {"text": "文本", "whole": "整数", "real": "小数", "date": "日期"}
LAYERS: Final = {
    "grid": "网格",
    "unit": "规划单元",
    "community": "社区（村）",
    "street": "街道（镇）",
    "outline": "地区范围",
}


def dictionary_csv(layers: Iterable[Layer], counts: Mapping[str, Count], *, mark: str) -> bytes:
    """Return one row a field and layer, in UTF-8 with a mark that spreadsheets know it by.

    `counts` gives the meaning of each count field by name; `mark` is the audience's (内部资料).
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for layer in layers:
        for f in layer.fields:
            writer.writerow((f"{layer.name} {LAYERS[layer.name]}", *_row(f, counts.get(f.name)), mark))
    return text.getvalue().encode("utf-8-sig")


def profile_markdown(layers: Iterable[tuple[str, Iterable[Field]]]) -> str:
    """Return the tables of `docs/exchange-profile.md`: one a layer, one row a field."""
    told: list[str] = []
    for name, fields in layers:
        told += [f"### {name} {LAYERS[name]}", "", "| field | 含义 | meaning | type | width | unit |"]
        told += ["|---|---|---|---|--:|---|"]
        told += [f"| `{f.name}` | {f.zh} | {f.en} | {f.kind} | {_width(f)} | {f.unit} |" for f in fields]
        told += [""]
    return "\n".join(told)


def profile_counts() -> tuple[Field, ...]:
    """Return every count field of the profile, that of the norm first."""
    return (HOUSEHOLDS, *COUNTS.values())


def _row(f: Field, count: Count | None) -> tuple[str, ...]:
    basis = (count.basis, count.date) if count else ("", "")
    return (f.name, f.zh, f.en, KINDS[f.kind], str(f.width), str(f.decimals or ""), f.unit, *basis)


def _width(f: Field) -> str:
    return f"{f.width}.{f.decimals}" if f.decimals else str(f.width)
