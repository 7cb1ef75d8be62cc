"""One word for each thing, in both languages."""

from __future__ import annotations

import re

import pytest

from domain.glossary import TERMS, Term


@pytest.mark.parametrize("term", TERMS.values(), ids=TERMS.keys())
def test_a_term_is_told_in_both_languages(term: Term) -> None:
    assert all((term.key, term.zh, term.en, term.meaning_zh, term.meaning_en))
    assert re.fullmatch(r"[a-z_]+", term.key)
    assert not re.search(r"[A-Za-z]", term.zh + term.meaning_zh)
    assert not re.search(r"[\u4e00-\u9fff]", term.en + term.meaning_en)


def test_terms_stand_in_order_and_no_two_share_a_word() -> None:
    assert list(TERMS) == sorted(TERMS)
    for words in ([term.zh for term in TERMS.values()], [term.en for term in TERMS.values()]):
        assert len(set(words)) == len(words)
