"""Everything the program may say is said in both languages, and nothing else."""

from __future__ import annotations

import doctest
import re
import string

import pytest
from babel.messages.pofile import read_po

import layouts.text
from layouts.text import LANGUAGES, LOCALE, Language, _Wording, say, texts
from tests.layouts.codes import told_by_the_program

TOLD = told_by_the_program()
LATIN_ALLOWED = {
    "Tab", "Shift", "Alt", "Ctrl", "Esc", "GBK", "UTF", "EPSG", "CGCS", "WGS", "km", "m", "FTE",
    "SHP", "GPKG", "GeoJSON", "CSV", "Windows", "wangge", "profile", "toml", "profiles", "data",
}  # fmt: skip
# The planners' own words for rooms that are still to be built; what a room comes to say may stay here.
AWAITED = (
    "apportion.", "assumption.", "basis.", "button.", "certificate.", "coach.", "compare.", "connection.",
    "edit.", "export.", "fairness.", "grid.", "home.", "import.", "infeasible.", "moved.", "opinion.", "run.",
    "sample.", "saved.", "staff.", "state.", "submit.", "survey.", "tab.", "tool.", "unit.", "walk.", "why.",
    "band.",
)  # fmt: skip


def facts_of(text: str) -> set[str]:
    """Names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_in_the_program_has_its_text(language: Language) -> None:
    assert sorted(set(TOLD.codes) - set(texts(language))) == []


def test_no_text_is_there_for_nobody() -> None:
    unused = [code for code in texts("en") if not TOLD.leads_to(code) and not code.startswith(AWAITED)]
    assert unused == []


def test_both_languages_say_the_same_things_with_the_same_facts() -> None:
    chinese, english = texts("zh_Hans"), texts("en")
    assert set(chinese) == set(english)
    assert [c for c in chinese if facts_of(chinese[c]) != facts_of(english[c])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_names_no_fact_that_the_program_does_not_give(language: Language) -> None:
    missing = {
        code: facts_of(texts(language)[code]) - given
        for code, calls in TOLD.codes.items()
        for given in calls
        if given is not None and code in texts(language)
    }
    assert {code: facts for code, facts in missing.items() if facts} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_sorted_and_says_each_code_once(language: Language) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "gridwright.po"
    codes = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert codes == sorted(set(codes))
    with path.open("rb") as file:
        assert all(message.string for message in read_po(file) if message.id)


def test_chinese_texts_hold_no_english_words() -> None:
    for code, text in texts("zh_Hans").items():
        words = re.findall(r"[A-Za-z]{2,}", re.sub(r"{[^}]*}", "", text))
        assert set(words) <= LATIN_ALLOWED, (code, text)


def test_texts_neither_beg_nor_shout() -> None:
    for language in LANGUAGES:
        for code, text in texts(language).items():
            assert not re.search(r"[您请！!](?! )", text.removeprefix("! ")), (code, text)


def test_numbers_are_written_as_planners_write_them() -> None:
    assert doctest.testmod(layouts.text).failed == 0
    assert say("apportion.fits", households=1120, grids=3, mean=373) == (
        "该社区 1120 户，可设 3 格（平均 373 户）。"
    )
    told = say("import.done", "en", communities=1, buildings=60721, problems=37, errors=4)
    assert told == "Read 1 community, 60,721 buildings; 37 problems, 4 need action."


@pytest.mark.parametrize(
    ("sentence", "chinese", "english"),
    [
        ("{fact:share}", "1250000%", "1250000%"),
        ("{fact:money}", "1.2 万元", "0.01 M yuan"),
        ("{fact:km2}", "0.01", "0.01"),
        ("{fact:km}", "12.5", "12.5"),
        ("{fact:.2f}", "12500.00", "12500.00"),
        ("{fact:one|many}", "many", "many"),
        ("{code:text}", "合格", "in norm"),
    ],
)
def test_every_way_of_writing_a_fact(sentence: str, chinese: str, english: str) -> None:
    facts = {"fact": 12_500, "code": "band.ok"}
    assert _Wording("zh_Hans").vformat(sentence, (), facts) == chinese
    assert _Wording("en").vformat(sentence, (), facts) == english


def test_an_unknown_code_and_a_missing_fact_are_shown_rather_than_fatal() -> None:
    assert say("no.such.code", "en") == "no.such.code"
    assert say("survey.make", "en") == "Make survey workbooks ({communities})"
