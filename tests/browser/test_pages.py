"""What a person sees: the pages of a fresh project in a real browser, in development and as built."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from harness.projects import NAME
from harness.running import Running

OpenPage = Callable[..., Page]

PHONE = {"width": 320, "height": 640}
LAPTOP = {"width": 1280, "height": 800}


def heading(page: Page, name: str | re.Pattern[str], level: int = 1) -> None:
    expect(page.get_by_role("heading", name=name, level=level)).to_be_visible()


def test_the_first_page_shows_the_project_and_that_the_backend_is_up(
    dev: Running, open_page: OpenPage
) -> None:
    page = open_page(dev.url)
    heading(page, NAME)
    expect(page.get_by_text("The backend is up")).to_be_visible()
    expect(page).to_have_title(re.compile(NAME))


def test_the_environment_page_says_yes_and_lists_what_is_installed(
    dev: Running, open_page: OpenPage, app: Path
) -> None:
    page = open_page(dev.url)
    page.get_by_role("navigation").get_by_role("link", name="Environment").click()
    heading(page, "Environment")
    expect(page.get_by_text("Yes", exact=True)).to_be_visible()
    heading(page, "The backend runs in its own virtual environment", level=2)
    expect(page.get_by_text(str(app / "backend" / "venv")).first).to_be_visible()
    table = page.get_by_role("table")
    expect(table.get_by_role("row").filter(has_text=re.compile("flask", re.I)).first).to_be_visible()
    expect(page).to_have_title(re.compile(f"Environment.*{NAME}"))


def test_the_search_narrows_the_packages(dev: Running, open_page: OpenPage) -> None:
    page = open_page(dev.url + "environment")
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows.nth(5)).to_be_visible()
    page.get_by_label("Search the packages").fill("pydantic-set")
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_contain_text("pydantic-settings")


def test_the_language_changes_everywhere_and_is_kept(dev: Running, open_page: OpenPage) -> None:
    page = open_page(dev.url + "environment")
    heading(page, "Environment")
    page.get_by_role("button", name="한국어").click()
    heading(page, "환경")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page).to_have_title(re.compile("환경"))
    page.reload()
    heading(page, "환경")


def test_a_korean_browser_is_met_in_korean(dev: Running, open_page: OpenPage) -> None:
    page = open_page(dev.url + "environment", language="ko-KR")
    heading(page, "환경")
    expect(page.get_by_text("예", exact=True)).to_be_visible()


def test_an_unknown_address_says_so_and_leads_back(dev: Running, open_page: OpenPage) -> None:
    page = open_page(dev.url + "no-such-page")
    heading(page, "There is no page here")
    page.get_by_role("link", name="Go to the first page").click()
    heading(page, NAME)


def test_the_pages_can_be_used_with_the_keyboard_alone(dev: Running, open_page: OpenPage) -> None:
    page = open_page(dev.url)
    heading(page, NAME)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    environment = page.get_by_role("navigation").get_by_role("link", name="Environment")
    page.keyboard.press("Shift+Tab")
    for _ in range(10):
        if environment.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(environment).to_be_focused()
    page.keyboard.press("Enter")
    heading(page, "Environment")
    expect(environment).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("path", ["", "environment", "no-such-page"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_page_has_no_accessibility_fault_and_fits(
    serve: Running, open_page: OpenPage, path: str, scheme: str, size: dict[str, int]
) -> None:
    page = open_page(serve.url + path, scheme=scheme, size=size)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"], f"the page is {width} px wide"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en-GB", "ko-KR"])
def test_the_environment_page_has_no_accessibility_fault_when_it_is_full(
    dev: Running, open_page: OpenPage, scheme: str, language: str
) -> None:
    page = open_page(dev.url + "environment", scheme=scheme, language=language)
    expect(page.get_by_role("table")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_what_is_printed_is_light_and_keeps_the_fill_behind_light_words(
    dev: Running, open_page: OpenPage
) -> None:
    page = open_page(dev.url, scheme="dark")
    mark = page.get_by_text("The backend is up")
    expect(mark).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(mark).to_have_css("print-color-adjust", "exact")


def test_what_moves_on_the_first_page_comes_to_rest(dev: Running, open_page: OpenPage) -> None:
    """What moves by itself for longer than five seconds must have a switch (WCAG 2.2.2)."""
    page = open_page(dev.url)
    expect(page.get_by_text("The backend is up")).to_be_visible()
    ends = "document.getAnimations().map(moving => moving.effect.getComputedTiming().endTime)"
    times = page.evaluate(ends)
    assert times, "nothing moves: look for it in another way"
    assert all(time <= 5000 for time in times), times


@pytest.mark.parametrize(
    ("language", "words"), [("en", "needs JavaScript"), ("ko", "자바스크립트가 필요합니다")]
)
def test_who_has_no_javascript_reads_what_is_missing(
    serve: Running, browser: Browser, language: str, words: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve.url)
    expect(page.locator(f"p:lang({language})").filter(has_text=words)).to_be_visible()
    context.close()


def test_the_built_app_obeys_its_own_content_security_policy(serve: Running, open_page: OpenPage) -> None:
    """A breach would be written to the console, which open_page fails on."""
    page = open_page(serve.url)
    heading(page, NAME)
    expect(page.get_by_text("The backend is up")).to_be_visible()
    background = page.evaluate("getComputedStyle(document.querySelector('main h1')).fontWeight")
    assert int(background) >= 600, "the styles did not apply"


def test_the_built_environment_page_says_that_it_is_for_development(
    serve: Running, open_page: OpenPage
) -> None:
    """It does not ask for what is not there, which browsers would write to the console."""
    page = open_page(serve.url + "environment")
    heading(page, "This page is for development", level=2)
    expect(page.get_by_role("table")).to_have_count(0)


def test_a_backend_that_is_away_is_told_and_trying_again_works(dev: Running, open_page: OpenPage) -> None:
    page = open_page(dev.url, silent=False)
    heading(page, NAME)
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("navigation").get_by_role("link", name="Environment").click()
    expect(page.get_by_text("The backend does not answer")).to_be_visible()
    page.unroute("**/api/**")
    page.get_by_role("button", name="Try again").click()
    heading(page, "The backend runs in its own virtual environment", level=2)


def test_the_accessibility_check_finds_a_planted_fault(serve: Running, open_page: OpenPage) -> None:
    """That the accessibility check can fail: an image without a text is planted."""
    page = open_page(serve.url)
    heading(page, NAME)
    page.evaluate("document.querySelector('main').append(new Image(20, 20))")
    assert "image-alt" in {violation["id"] for violation in Axe().run(page).response["violations"]}
