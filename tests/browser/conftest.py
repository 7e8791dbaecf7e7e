"""A real Chromium, and pages in it whose console must stay silent. Screenshots are kept in artifacts/."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from harness import repository
from harness.machine import missing
from harness.projects import FOLDER, NAME, SetUp
from harness.rendered import copy
from harness.running import Running, dev_is_up, started
from harness.template_repository import TemplateRepository

ARTIFACTS = repository.ROOT / "artifacts"
# Programs that are Chromium, by the names that systems give them.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
LAPTOP: ViewportSize = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None) or missing("Chromium is not installed")
    with sync_playwright() as playwright:
        # As root, Chromium runs only without its sandbox. The pages are this machine's own.
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """open_page(url, …) gives a page; an error in its console fails the test, unless `silent=False`."""
    complaints: list[str] = []
    contexts = []

    def open_page(
        url: str,
        *,
        silent: bool = True,
        language: str = "en-GB",
        scheme: Literal["light", "dark"] = "light",
        size: ViewportSize = LAPTOP,
    ) -> Page:
        context = browser.new_context(locale=language, color_scheme=scheme, viewport=size)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        if silent:
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for index, context in enumerate(contexts):
        for page in context.pages:
            ARTIFACTS.mkdir(exist_ok=True)
            name = request.node.name.replace("/", "-").replace("[", "-").strip("]")
            page.screenshot(path=ARTIFACTS / f"{name}{f'-{index}' if index else ''}.png", full_page=True)
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def app(template: TemplateRepository, set_up: SetUp, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is set up. How new.sh makes one is for the layer `build`."""
    project = copy(template, tmp_path_factory.mktemp("browser") / FOLDER / "내 앱", {"project_name": NAME})
    project.commit()
    set_up(project.root)
    return project.root


@pytest.fixture(scope="session")
def dev(app: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`manage.py dev` of the project, up."""
    with dev_is_up(app, tmp_path_factory.mktemp("dev") / "log") as running:
        yield running


@pytest.fixture(scope="session")
def serve(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`manage.py serve` of the built project, up."""
    log = tmp_path_factory.mktemp("serve") / "log"
    with started(built, log, "serve", "--no-open", "--port", "8311") as running:
        assert running.url
        yield running
