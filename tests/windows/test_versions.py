"""Other Pythons and other code pages: each from bootstrap.cmd to the backend's tests and doctor."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from windows import cache
from windows.app import FOLDER, NAME, bootstrap, manage
from windows.wine import Finished, Windows

if TYPE_CHECKING:
    from rendered import Renderer

ENCODINGS = {1252: "cp1252", 949: "cp949"}


@dataclass(frozen=True)
class Machine:
    """A Windows with one Python and one code page, and a project."""

    windows: Windows
    version: str
    code_page: int
    app: Path

    @property
    def python(self) -> Path:
        return cache.python(self.version)

    def bootstrap(self) -> Finished:
        return bootstrap(self.windows, self.app, self.python, code_page=self.code_page)

    def manage(self, *words: str) -> Finished:
        return manage(self.windows, self.app, self.python, *words, code_page=self.code_page)


# The oldest Python under Windows' western code page; 3.12 under the one that Korean Windows has.
@pytest.fixture(scope="module", params=[("3.11", 1252), ("3.12", 949)], ids=["3.11", "3.12 cp949"])
def machine(request: pytest.FixtureRequest, windows: Windows, render: Renderer, app: Path) -> Machine:
    """Nothing is set up but the frontend's packages, which no Python changes."""
    version, code_page = request.param
    target = windows.home / version / FOLDER
    shutil.copytree(render(project_name=NAME).root, target)
    modules = Path("frontend/node_modules")
    shutil.copytree(app / modules, target / modules, copy_function=os.link)
    return Machine(windows, version, code_page, target)


@pytest.fixture(scope="module")
def set_up(machine: Machine) -> tuple[Machine, str]:
    """The project set up, and what bootstrap.cmd printed into a file, in UTF-8 on any code page."""
    return machine, machine.bootstrap().succeeded().text


def test_bootstrap_sets_the_backend_up(set_up: tuple[Machine, str]) -> None:
    machine, text = set_up
    assert "✓ Ready after" in text
    assert "npm ci" not in text
    tag = f"cp{machine.version.replace('.', '')}-win_amd64"
    assert list(machine.app.glob(f"backend/venv/Lib/site-packages/pydantic_core/*.{tag}.pyd"))


def test_the_backends_tests_pass(set_up: tuple[Machine, str]) -> None:
    machine, _ = set_up
    assert re.search(rb"\d+ passed", machine.manage("test", "backend").succeeded().printed)


def test_doctor_finds_nothing_to_mend(set_up: tuple[Machine, str]) -> None:
    machine, _ = set_up
    report = json.loads(machine.manage("doctor", "--json").succeeded().text)
    assert report["ok"] is True
    texts = [result["text"] for group in report["groups"] for result in group["results"]]
    assert any(text.startswith(f"backend/venv has Python {machine.version}") for text in texts)


def test_letters_and_marks_that_the_code_page_lacks_stop_nothing(set_up: tuple[Machine, str]) -> None:
    machine, _ = set_up
    printed = machine.manage("doctor", "-v").succeeded().printed
    text = printed.decode(ENCODINGS[machine.code_page])
    # No code page of the two has ✓.
    assert "  + backend/venv has Python" in text
    folder = machine.windows.path(machine.app / "backend" / "venv")
    shown = folder.encode(ENCODINGS[machine.code_page], "replace").decode(ENCODINGS[machine.code_page])
    assert shown in text
    assert ("내 문서" in shown) is (machine.code_page == 949)
    assert ("größer" in shown) is (machine.code_page == 1252)


def test_a_python_that_is_too_old_is_refused_and_nothing_is_made(windows: Windows, render: Renderer) -> None:
    app = windows.home / "3.10" / FOLDER
    shutil.copytree(render(project_name=NAME).root, app)
    before = sorted(app.rglob("*"))
    finished = bootstrap(windows, app, cache.python("3.10"))
    assert finished.code == 3
    assert finished.text.startswith("FA001 Python 3.11 or newer was not found.")
    by_hand = manage(windows, app, cache.python("3.10"), "doctor")
    assert by_hand.code == 3
    assert by_hand.text.startswith("FA001 This project needs Python 3.11 or newer; this is Python 3.10 ")
    assert "Run:  scripts\\bootstrap.cmd" in by_hand.text
    assert sorted(app.rglob("*")) == before


def test_an_old_python_hands_over_to_the_venvs(windows: Windows, app: Path) -> None:
    finished = manage(windows, app, cache.python("3.10"), "doctor", "--json").succeeded()
    texts = finished.text
    assert "backend/venv has Python 3.13" in texts
