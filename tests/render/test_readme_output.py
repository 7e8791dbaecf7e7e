"""What the project's README says that set-up and dev print is what they print, in both languages."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from harness.pages import Page
from harness.rendered import Renderer
from scripts.manage.servers.server import url_of
from scripts.manage.terminal import messages, output
from scripts.manage.terminal.messages import text


@pytest.fixture
def english_again() -> Iterator[None]:
    """The language is one for the whole process."""
    before = messages.language()
    yield
    messages.use(before)


@pytest.mark.usefixtures("english_again")
@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("README.ko.md", "ko")])
def test_the_quick_start_ends_as_shown(render: Renderer, page: str, language: str) -> None:
    if os.name == "nt":
        pytest.skip("the page shows what macOS and Linux print")
    project = render()
    shown = next(
        body for name, body in Page(page, project.text(page)).code_blocks if name == "text" and "58 s" in body
    )
    messages.use(language)
    ready = text("Ready after {time}.", time=output.elapsed(58))
    start = text("Start it:  {command}", command=messages.manage("dev"))
    name, port = project.recorded["project_name"], project.recorded["frontend_port"]
    assert shown.splitlines() == [
        f"✓ {ready} {start}",
        "",
        f"✓ {name}:  {url_of('127.0.0.1', port)}",
        f"  {text('Ctrl-C stops both servers.')}",
    ]
