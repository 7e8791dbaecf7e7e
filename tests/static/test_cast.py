"""The animated picture of the first minutes: plays anywhere, reads as text, tells of nobody's machine."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

import cast_drawing
from harness import repository

PICTURE = repository.text("docs/first-minutes.svg")
PAGES = ["README.md", "README.ko.md"]
SVG = "{http://www.w3.org/2000/svg}"


def test_it_is_small_and_runs_no_script() -> None:
    assert len(PICTURE.encode()) < 60_000
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(PICTURE).iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "path", "circle", "text", "tspan", "g"}
    assert not re.search(r"\son\w+=|href|url\(|@import|javascript", PICTURE)


def test_it_shows_light_dark_and_no_motion_where_that_is_asked_for() -> None:
    assert "@media(prefers-color-scheme:dark)" in PICTURE
    before, _, moving = PICTURE.partition("@media(prefers-reduced-motion:no-preference)")
    assert "animation" in moving
    assert "animation" not in before


def test_no_letter_is_wider_than_its_place() -> None:
    """Fonts differ; each row says how wide it is."""
    for element in ElementTree.fromstring(PICTURE).iter(f"{SVG}text"):
        words = "".join(element.itertext())
        assert len(words) <= cast_drawing.COLUMNS
        if words and element.get("text-anchor") is None:
            assert float(element.get("textLength", "0")) == pytest.approx(len(words) * cast_drawing.LETTER)


def test_it_tells_of_nobodys_machine() -> None:
    words = "\n".join(cast_drawing.lines_of(PICTURE))
    assert "/home/you/my-app" in words
    paths = re.findall(r"(?<![\w.:/])/(?!/)[\w.-]+(?:/[\w.-]+)*", words)
    assert {path for path in paths if not path.startswith("/home/you")} == set()


@pytest.mark.parametrize("page", PAGES)
def test_the_readme_has_the_same_as_text(page: str) -> None:
    text = repository.text(page)
    assert cast_drawing.shown_in(text) == [line.rstrip() for line in cast_drawing.lines_of(PICTURE)]
    assert "](docs/first-minutes.svg)" in text


def test_the_way_is_shown_whole() -> None:
    commands = [line for line in cast_drawing.lines_of(PICTURE) if line.startswith("$ ")]
    assert [" ".join(command.split()[:4]) for command in commands] == [
        "$ sh scripts/new.sh ../my-app",
        "$ cd ../my-app",
        "$ python3 manage.py add",
        "$ python3 manage.py dev",
    ]


@pytest.mark.parametrize("page", PAGES)
def test_the_readme_is_read_in_two_screens(page: str) -> None:
    words = re.sub(r"[|]", " ", re.sub(r"^ *```.*?^ *```", "", repository.text(page), flags=re.M | re.S))
    assert len(words.split()) <= 1000
