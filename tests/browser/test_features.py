"""What `add` has written, in a real browser: used with the keyboard alone, and looked at in each state."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from harness.rendered import Renderer
from harness.running import Running, get, manage, started, succeed

OpenPage = Callable[..., Page]

WORDS = ["title:string:120", "body:text:optional", "status:enum:draft:done=draft", "due:date:optional"]
LOOKS = [
    {"size": {"width": 1280, "height": 800}, "scheme": "light", "language": "en-GB"},
    {"size": {"width": 320, "height": 640}, "scheme": "dark", "language": "ko-KR"},
]

# Letters that HTML, Angular or TypeScript could take for something else, and scripts that are written to the
# right and to the left.
ODD_NAME = "Ada's &lt;b&gt; &amp; 출석부 📚 שלום مرحبا // #1 %20 @if (x)"
# Where the name is seen on the first page, and where it stands in the frontend.
NAMED_BY = ("h1", "header .brand span", "footer p")
NAMED = ("src/index.html", "src/app/core/project.ts", "public/site.webmanifest")


@pytest.fixture(scope="module")
def project(shared_spare: Path, render: Renderer) -> Path:
    """A project with the feature notes and an odd name, built."""
    odd = render(project_name=ODD_NAME, project_slug="odd")
    for path in NAMED:
        shutil.copy(odd.path(f"frontend/{path}"), shared_spare / "frontend" / path)
    succeed(manage(shared_spare, "add", "notes", *WORDS))
    succeed(manage(shared_spare, "build"))
    return shared_spare


@pytest.fixture
def notes(project: Path, tmp_path: Path) -> Iterator[Running]:
    """It is up, and its database is empty: each test has one of its own."""
    own = {"APP_INSTANCE_PATH": str(tmp_path / "instance")}
    with started(project, tmp_path / "log", "serve", "--no-open", "--port", "8312", **own) as running:
        assert running.url
        yield running


def reach(target: Locator) -> None:
    """Go on with the Tab key until the target has the focus."""
    expect(target).to_be_visible()
    for _ in range(40):
        if target.evaluate("element => element === document.activeElement"):
            return
        target.page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached with the Tab key")


def press(target: Locator) -> None:
    """Reach it, and press the Enter key."""
    reach(target)
    target.page.keyboard.press("Enter")


def looks_well(page: Page) -> None:
    """Check for faults that screen readers stumble over, and that nothing sticks out."""
    # Colours are measured when nothing moves any more.
    page.emulate_media(reduced_motion="reduce")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def shows(page: Page, name: str) -> None:
    """Look for the project's name, letter by letter, wherever the first page has it."""
    expect(page.locator("h1")).to_be_visible()
    # "Home · " stands before it, in the language of the page.
    title = page.title().partition(" · ")[2]
    assert [title, *(page.locator(place).first.text_content() for place in NAMED_BY)] == [name] * 4
    # What browsers read before any script runs, and when the app is installed.
    built = re.search(r"<title>(.*)</title>", get(page.url).body.decode())
    assert built
    assert html.unescape(built[1]) == name
    assert json.loads(get(f"{page.url}site.webmanifest").body)["name"] == name


def test_a_row_is_made_found_changed_and_deleted_with_the_keyboard_alone(
    notes: Running, open_page: OpenPage
) -> None:
    page = open_page(notes.url + "notes")
    expect(page.get_by_text("No notes yet")).to_be_visible()

    for title in ("Chalk", "Books"):
        press(page.get_by_role("link", name="New note"))
        reach(page.get_by_label("Title"))
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        press(page.get_by_role("link", name="← Notes"))
    rows = page.get_by_role("rowheader")
    expect(rows).to_have_text(["Books", "Chalk"])

    press(page.get_by_role("button", name="Title"))
    press(page.get_by_role("button", name="Title"))
    expect(rows).to_have_text(["Chalk", "Books"])
    expect(page).to_have_url(re.compile("sort=-title"))

    reach(page.get_by_role("searchbox"))
    page.keyboard.type("boo")
    expect(rows).to_have_text(["Books"])
    press(page.get_by_role("link", name="Books"))
    press(page.get_by_role("link", name="Edit"))
    reach(page.get_by_label("Body"))
    page.keyboard.type("For the library")
    press(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("For the library")).to_be_visible()

    press(page.get_by_role("button", name="Delete"))
    expect(rows).to_have_text(["Chalk"])
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows).to_have_text(["Books", "Chalk"])


@pytest.mark.parametrize("look", LOOKS, ids=["laptop", "phone"])
def test_an_odd_name_is_shown_as_typed_and_every_state_can_be_read_by_everybody(
    notes: Running, open_page: OpenPage, look: dict[str, object]
) -> None:
    page = open_page(notes.url, silent=False, **look)
    shows(page, ODD_NAME)
    looks_well(page)
    page.goto(notes.url + "notes")
    expect(page.locator("app-empty-state")).to_be_visible()
    looks_well(page)

    page.goto(notes.url + "notes/new")
    page.locator("button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]")).to_be_focused()
    looks_well(page)
    page.locator("app-field input").first.fill("Chalk")
    page.locator("main a.quiet").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    looks_well(page)
    page.keyboard.press("Escape")
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name="Chalk")).to_be_visible()
    looks_well(page)

    page.goto(notes.url + "notes?q=zebra")
    expect(page.locator("app-empty-state")).to_be_visible()
    looks_well(page)
    page.goto(notes.url + "notes")
    expect(page.get_by_role("table")).to_be_visible()
    looks_well(page)
    page.locator("td button").click()
    expect(page.locator(".toast")).to_be_visible()
    looks_well(page)


def test_what_somebody_else_saved_meanwhile_is_offered_and_nothing_is_lost(
    notes: Running, open_page: OpenPage
) -> None:
    mine = open_page(notes.url + "notes/new", silent=False)
    mine.get_by_label("Title").fill("Chalk")
    mine.get_by_role("button", name="Save").click()
    mine.get_by_role("link", name="Edit").click()
    mine.get_by_label("Title").fill("White chalk")
    theirs = open_page(mine.url)
    theirs.get_by_label("Title").fill("Red chalk")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_role("heading", name="Red chalk")).to_be_visible()

    mine.get_by_role("button", name="Save").click()
    expect(mine.locator("app-stale-notice")).to_contain_text("Red chalk")
    expect(mine.get_by_label("Title")).to_have_value("White chalk")
    looks_well(mine)
    mine.get_by_role("button", name="Save mine over it").click()
    expect(mine.get_by_role("heading", name="White chalk")).to_be_visible()
