"""The privacy guard: columns about persons and tables of persons stay out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNTED = re.compile(r"人数|户数|数量|人口|总数|合计|占比|比例|count|total|share|率$|数$", re.IGNORECASE)
ABOUT_PERSONS = re.compile(
    r"姓名|身份证|公民身份|证件号|电话|手机|联系方式|联系人|负责人|户主|楼栋长|楼长"
    r"|房东|业主|租客|出生|生日|微信|邮箱|(^|_)(id_?card|id_?no|idnumber|(tele|mobile)?_?phone(_?(no|number))?|mobile(_?(no|number))?|tel|e_?mail|birth_?(date|day)?|dob|wechat"
    r"|owner_?name|first_?name|last_?name|surname|full_?name|sfzh?m?|xingming|lxdh|lxfs|sjhm?|csrq|hzxm)($|_)",
    re.IGNORECASE,
)
OF_ONE_PERSON = {
    "identity": re.compile(r"^(身份证|公民身份|证件号|id_?card|sfzh?m?$)", re.IGNORECASE),
    "name": re.compile(r"^(姓名|居民姓名|人员姓名|xingming|full_?name)$", re.IGNORECASE),
    "sex": re.compile(r"^(性别|sex|gender)$", re.IGNORECASE),
    "born": re.compile(r"^(出生.*|生日|年龄|age|birth\w*|dob|csrq)$", re.IGNORECASE),
    "kin": re.compile(r"^与?户主(的)?关系$"),
    "people": re.compile(r"^(民族|ethnicity)$", re.IGNORECASE),
    "schooling": re.compile(r"^(文化程度|学历)$"),
    "marriage": re.compile(r"^(婚姻.*|marital\w*)$", re.IGNORECASE),
    "party": re.compile(r"^政治面貌$"),
}
IDENTITY = re.compile(
    r"[1-8]\d{5}(18|19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]", re.IGNORECASE
)
MOBILE = re.compile(r"(\+?86[- ]?)?1[3-9]\d{9}")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
SHARE = 0.05  # of a column's values: from here on they are what they look like
FEW = 5
MOST = 20_000  # values looked at, evenly spread
PREFIX = 6  # digits that all codes of one place share, and telephone numbers do not


def about_persons(field: str) -> bool:
    """Whether a field is about single persons, by its name.

    >>> [about_persons(f) for f in ("姓名", "楼栋长", "LXDH", "id_card", "户主电话", "户数", "MOBILEHOME")]
    [True, True, True, True, True, False, False]
    """
    return bool(ABOUT_PERSONS.search(field.strip())) and not COUNTED.search(field)


def one_row_per_person(fields: Iterable[str]) -> bool:
    """Whether a table has a row for each person: what only one person has, at least two such things.

    >>> one_row_per_person(["姓名", "性别", "地址"]), one_row_per_person(["楼栋", "楼栋长姓名", "电话"])
    (True, False)
    """
    names = [field.strip() for field in fields]
    return sum(any(pattern.search(name) for name in names) for pattern in OF_ONE_PERSON.values()) > 1


def what_values_are(column: pd.Series) -> str:
    """Say whether a column holds `identity` or `mobile` numbers, by what stands in it; else nothing."""
    column = column.dropna()
    column = column.iloc[:: max(1, len(column) // MOST)]
    if pd.api.types.is_float_dtype(column):
        column = column[column % 1 == 0].astype("int64") if len(column) else column
    values = column.astype("string").str.strip()
    values = values[values != ""]
    if values.empty:
        return ""
    identity = [bool(IDENTITY.fullmatch(value)) and _checked(value) for value in values]
    if sum(identity) >= SHARE * len(values) and any(identity):
        return "identity"
    mobile = values[[bool(MOBILE.fullmatch(value)) for value in values]]
    coded = len(mobile) >= FEW and len(set(mobile.str[:PREFIX])) == 1
    return "mobile" if len(mobile) and len(mobile) >= SHARE * len(values) and not coded else ""


def _checked(number: str) -> bool:
    """Whether the last digit of an identity number is the one that the others call for (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return CHECKS[total % 11] == number[-1].upper()
