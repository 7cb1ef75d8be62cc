"""Names of areas, written alike: variants of characters, widths, spaces, numerals and endings."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

VARIANTS: Final = str.maketrans("臺裡裏區鄉鎮莊號灣縣東〇", "台里里区乡镇庄号湾县东零")
"""Traditional characters and variants that names of areas are written with, and their standard form."""
NUMERALS: Final = str.maketrans("零一二三四五六七八九", "0123456789")
ENDINGS: Final = (
    (re.compile(r"(街道)?(办事处|街道办)$"), "街道"),
    (re.compile(r"(社区)?(居民委员会|居委会)$"), "社区"),
    (re.compile(r"(村)?(村民委员会|村委会|民委员会)$"), "村"),
    (re.compile(r"(镇|乡)(人民)?政府$"), r"\1"),
)
KINDS: Final = re.compile(r"(街道|社区|地区|镇|乡|村|里|区|县|市)$")


def written_alike(name: str) -> str:
    """Return a name in the one form that all its spellings share, its kind (街道, 镇, 社区…) kept.

    >>> written_alike("台東 里") == written_alike("臺东里")
    True
    >>> [written_alike(n) for n in ("香港中路街道办事处", "第一社区居委会", "３号村村民委员会")]
    ['香港中路街道', '第1社区', '3号村']
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).translate(VARIANTS)
    for ending, standard in ENDINGS:
        text = ending.sub(standard, text)
    return text.translate(NUMERALS)


def stem(name: str) -> str:
    """Return a name without its kind: what stays when a town becomes a street.

    >>> stem("宝山镇") == stem("宝山街道"), stem("镇")
    (True, '镇')
    """
    alike = written_alike(name)
    return KINDS.sub("", alike) or alike
