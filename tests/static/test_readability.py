"""No page takes more than five minutes, no sentence is long: people read them in their second language."""

from __future__ import annotations

import pytest

from harness import reading
from harness.pages import Page, all_pages

MINUTES = 5
WORDS = 30
# Nobody reads these from top to bottom: they are looked up, so each section is measured.
LOOKED_UP = {
    "CONTRIBUTING.md",
    "template/docs/problems.md.jinja",
    "template/docs/problems.ko.md.jinja",
}
# Lists of all that was ever done or tried, made of one line each: nobody reads them whole, they have no end.
LISTS = {"CHANGELOG.md", "docs/answers.md", "docs/laptops.md", "docs/updates.md", "docs/venv-claims.md"}
# Read before anything else.
FIRST = ["template/README.md.jinja", "template/README.ko.md.jinja"]
PAGES = [page for page in all_pages() if page.path not in LISTS and not page.path.startswith(".github/")]


def parts(page: Page) -> dict[str, str]:
    return reading.sections(page.text) if page.path in LOOKED_UP else {"": page.text}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_it_is_read_in_five_minutes(page: Page) -> None:
    long = {name: round(reading.minutes(text), 1) for name, text in parts(page).items()}
    assert {name: taken for name, taken in long.items() if taken > MINUTES} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_no_sentence_is_longer_than_thirty_words(page: Page) -> None:
    lengths = {sentence: reading.length(sentence) for sentence in reading.sentences(page.text)}
    assert {sentence: number for sentence, number in lengths.items() if number > WORDS} == {}


@pytest.mark.parametrize("path", FIRST)
def test_the_projects_readme_is_under_two_screens(path: str) -> None:
    assert reading.screens(Page.read(path)) < 2


def test_what_is_measured_in_another_way_is_there() -> None:
    assert {page.path for page in all_pages()} >= LOOKED_UP | LISTS
