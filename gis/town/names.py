"""Names for estates that nobody has to look for: two words, never the same twice."""

from __future__ import annotations

from itertools import chain, count, product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator

FIRST: Final = (
    "云锦", "长翔", "远航", "银翼", "蓝天", "启明", "晨光", "和顺", "安居", "兴业", "康宁", "清水", "槐荫",
    "杏林", "梧桐", "翠竹", "枫桥", "锦绣", "华庭", "盛世", "雅居", "福瑞", "金穗", "秦风", "渭北", "荆山",
    "龙泉", "星河",
)  # fmt: skip
LAST: Final = ("小区", "家园", "花园", "苑", "雅苑", "新村", "佳园", "嘉园", "家属院", "公寓")


def estate_names(rng: Generator) -> Iterator[str]:
    """Yield names in a fixed shuffled order; once all are used, with a number behind them."""
    pairs = ["".join(pair) for pair in product(FIRST, LAST)]
    shuffled = [pairs[n] for n in rng.permutation(len(pairs))]
    return chain(shuffled, (f"{name}{n}区" for n in count(2) for name in shuffled))
