"""The picture of the first minutes in a browser: it plays, and stands still where people ask for that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

import cast_drawing
from harness import repository

PICTURE = repository.ROOT / "docs" / "first-minutes.svg"
FIRST, LAST = "$ sh scripts/new.sh", "Ctrl-C stops both servers."
# How light a colour is, from 0 to 1.
LIGHTNESS = "colour => { const [r, g, b] = colour.match(/\\d+/g).map(Number); return (r + g + b) / 765; }"
# What a reader sees of the terminal: rows that are shown, and lie in its window.
SEEN = """() => {
  const above = document.querySelector('.edge').getBoundingClientRect().bottom;
  const below = document.querySelector('.ground').getBoundingClientRect().bottom;
  return [...document.querySelectorAll('svg svg text')].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    const inside = row.textContent !== '' && top >= above && bottom <= below;
    return inside && getComputedStyle(row).visibility === 'visible';
  }).map((row) => row.textContent);
}"""


@contextmanager
def shown(
    browser: Browser, scheme: Literal["light", "dark"] = "light", motion: Literal["reduce"] | None = None
) -> Iterator[Page]:
    context = browser.new_context(color_scheme=scheme, reduced_motion=motion)
    page = context.new_page()
    page.goto(PICTURE.as_uri())
    yield page
    context.close()


def at(page: Page, part: float) -> list[str]:
    """What is seen at a part of the animation, from 0 to 1."""
    page.evaluate(
        """(part) => document.getAnimations().forEach((each) => {
          each.pause();
          each.currentTime = part * each.effect.getComputedTiming().duration;
        })""",
        part,
    )
    seen: list[str] = page.evaluate(SEEN)
    return seen


def test_it_plays_from_the_first_command_to_the_last_line(browser: Browser) -> None:
    with shown(browser) as page:
        assert at(page, 0) == []
        early, late = at(page, 0.1), at(page, 0.99)
    assert early[0].startswith(FIRST)
    assert not any(LAST in line for line in early)
    assert any(LAST in line for line in late)
    assert len(late) <= cast_drawing.ROWS


def test_it_scrolls_as_a_terminal_does(browser: Browser) -> None:
    """The newest line is always seen, and never more lines than there is room for."""
    newest = "[...document.querySelectorAll('svg svg text')].filter((row) => row.textContent"
    newest += " && getComputedStyle(row).visibility === 'visible').at(-1).textContent"
    with shown(browser) as page:
        for step in range(1, 20):
            seen = at(page, step / 20)
            assert page.evaluate(newest) == seen[-1]
            assert len(seen) <= cast_drawing.ROWS


def test_without_motion_it_shows_the_end(browser: Browser) -> None:
    with shown(browser, motion="reduce") as page:
        assert page.evaluate("document.getAnimations().length") == 0
        assert any(LAST in line for line in page.evaluate(SEEN))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_light_or_dark_as_the_page_around_it(
    browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    with shown(browser, scheme) as page:
        ground, ink = (
            page.eval_on_selector(element, f"(each) => ({LIGHTNESS})(getComputedStyle(each).fill)")
            for element in (".ground", "svg svg text")
        )
    assert (ground > 0.9 and ink < 0.2) if scheme == "light" else (ground < 0.1 and ink > 0.8)
