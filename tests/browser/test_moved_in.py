"""An app of another shape, moved into a project, is right in the browser: in dev, and as it is served."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from harness.moved_in import move_in, second_origin
from harness.projects import SetUp
from harness.running import manage, started, succeed

OpenPage = Callable[..., Page]


def test_an_app_of_another_shape_is_right_in_dev_and_as_it_is_served(
    spare: Path, set_up: SetUp, tmp_path: Path, open_page: OpenPage
) -> None:
    with second_origin() as (address, asked):
        move_in(spare, address)
        set_up(spare)
        for words in (["types"], ["lint"], ["test"]):
            succeed(manage(spare, *words))
        with started(spare, tmp_path / "dev.log", "dev", "--no-open") as dev:
            assert dev.url
            is_right(open_page(dev.url))
        assert "Blocked" not in (tmp_path / "dev.log").read_text(encoding="utf-8")
        assert "/shelf.woff2" in asked
        asked.clear()
        succeed(manage(spare, "build"))
        with started(spare, tmp_path / "serve.log", "serve", "--no-open", "--port", "8341") as serve:
            assert serve.url
            is_right(open_page(serve.url))
            swagger = open_page(serve.url + "library/docs")
            expect(swagger.get_by_role("heading", name="Shelf")).to_be_visible()
            swagger.get_by_role("button", name="Expand operation").click()
            expect(swagger.get_by_text("/books").first).to_be_visible()
        assert "/shelf.woff2" in asked


def is_right(page: Page) -> None:
    """Look at all that the app brings; an error in the console fails the test besides."""
    heading = page.get_by_role("heading", name="Books")
    expect(heading).to_be_visible()
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    expect(page.locator("aside")).to_have_css("background-color", "rgb(20, 40, 60)")
    expect(page.locator("aside")).to_have_css("letter-spacing", "3px")
    expect(page.locator("body")).to_have_css("background-color", "rgb(250, 240, 230)")
    expect(page.get_by_text("토지, for Ada")).to_be_visible()
    expect(page.locator(".weather")).to_have_text("sunny")
    expect(page.locator(".news")).to_have_text("one two ")
    assert page.locator("header, footer").count() == 0
    # A page that is still open complains when its server ends.
    page.close()


def test_what_the_policy_blocks_is_told_with_the_line_that_helps(
    spare: Path, tmp_path: Path, open_page: OpenPage
) -> None:
    """dev says it in the terminal; the line that it shows is written where it says, and that is all."""
    layout = spare / "frontend" / "src" / "app" / "app.html"
    application = spare / "backend" / "app" / "__init__.py"
    with second_origin() as (address, asked), started(spare, tmp_path / "log", "dev", "--no-open") as dev:
        layout.write_text(
            layout.read_text(encoding="utf-8") + f'<img src="{address}/tile.png" alt="" />\n',
            encoding="utf-8",
        )
        assert dev.url
        page = open_page(dev.url, silent=False)
        told = dev.wait_for(r"write in backend/app/__init__\.py: (core\.allow\(.*\))")
        assert asked == []
        text = application.read_text(encoding="utf-8")
        application.write_text(
            text.replace("    return app\n", f"    {told[1]}\n    return app\n"), encoding="utf-8"
        )
        deadline = time.monotonic() + 30
        while asked == [] and time.monotonic() < deadline:
            page.reload()
            page.wait_for_timeout(500)
        assert "/tile.png" in asked
