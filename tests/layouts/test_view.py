"""An address and a view say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from layouts.view import PAGES, ROOMS, View, view_of

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
views = st.builds(
    View,
    district=words.filter(lambda text: text.strip() != "" and text not in ("start", "intake")),
    room=st.sampled_from((*ROOMS, *PAGES)),
    scenario=words,
    beside=words,
    run=words,
    grid=words,
    editing=st.sampled_from(["", "1"]),
    language=st.sampled_from(["zh_Hans", "en"]),
    theme=st.sampled_from(["light", "dark"]),
)


@given(views)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    assert view_of(view.path, view.query) == view


def test_an_unknown_address_opens_the_usual_room() -> None:
    assert view_of("/yanliang/attic", "?lang=fr&theme=pink") == View(district="yanliang")


def test_no_address_is_the_home_page() -> None:
    assert view_of(None, None) == view_of("/", "") == view_of("/start", "") == View()


def test_pages_of_the_menu_are_there_without_a_district() -> None:
    for page in PAGES:
        assert view_of(f"/start/{page}", "?lang=en") == View(room=page, language="en")
        assert View(room=page).path == f"/start/{page}"
