"""The older Pythons, and the code page that Korean Windows has: what test_whole_way.py shows, there too."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.debian import Finished
from harness.running import get
from windows import pythons
from windows.app import FOLDER, NAME, Laptop, bootstrap, free_ports, kill, manage, port_options, programs_of
from windows.wine import Windows

if TYPE_CHECKING:
    from harness.rendered import Renderer

ENCODINGS = {1252: "cp1252", 949: "cp949"}
SENTENCE = "[가-힣]+니다"
MODULES = Path("frontend/node_modules")


@pytest.fixture(scope="module")
def korean(windows: Windows, render: Renderer, app: Path) -> Laptop:
    """Its frontend's packages are those of the project of test_whole_way.py: no Python and no code page
    changes them, and npm takes longer here than all the rest.
    """
    made = laptop(windows, render, "3.12", 949)
    shutil.copytree(app / MODULES, made.app / MODULES, copy_function=os.link)
    return made


@pytest.fixture(scope="module")
def korean_output(korean: Laptop) -> Finished:
    """What bootstrap.cmd printed when it set the Korean laptop up."""
    return korean.bootstrap().succeeded()


@pytest.fixture(scope="module")
def oldest(windows: Windows, render: Renderer, app: Path) -> Laptop:
    made = laptop(windows, render, "3.11", 1252)
    shutil.copytree(app / MODULES, made.app / MODULES, copy_function=os.link)
    return made


@pytest.fixture(scope="module")
def oldest_output(oldest: Laptop) -> Finished:
    return oldest.bootstrap().succeeded()


@pytest.fixture(scope="module", params=["korean", "oldest"])
def ready(request: pytest.FixtureRequest) -> Laptop:
    """One of the two, set up."""
    request.getfixturevalue(f"{request.param}_output")
    made = request.getfixturevalue(request.param)
    assert isinstance(made, Laptop)
    return made


def laptop(windows: Windows, render: Renderer, version: str, code_page: int) -> Laptop:
    target = windows.home / version / FOLDER
    shutil.copytree(render(project_name=NAME).root, target)
    return Laptop(windows, version, code_page, target)


def test_bootstrap_sets_the_korean_laptop_up_and_says_so_in_korean(
    korean: Laptop, korean_output: Finished
) -> None:
    assert re.search(f"✓ .*{SENTENCE}", korean_output.text)
    assert has_packages_for("312", korean)
    assert (korean.app / MODULES / "@esbuild" / "win32-x64" / "esbuild.exe").exists()


def test_bootstrap_sets_the_oldest_python_up_and_leaves_the_frontends_packages(
    oldest: Laptop, oldest_output: Finished
) -> None:
    assert "✓ Ready after" in oldest_output.text
    assert "npm ci" not in oldest_output.text
    assert has_packages_for("311", oldest)


def has_packages_for(version: str, made: Laptop) -> bool:
    tag = f"cp{version}-win_amd64"
    return bool(list(made.app.glob(f"backend/venv/Lib/site-packages/pydantic_core/*.{tag}.pyd")))


def test_the_tests_of_both_sides_pass_on_the_korean_laptop(korean: Laptop, korean_output: Finished) -> None:
    printed = korean.manage("test").succeeded().printed
    assert re.search(rb"\d+ passed", printed)
    assert re.search(rb"Test Files .*\d+ passed", printed)


def test_the_backends_tests_pass_on_the_oldest_python(oldest: Laptop, oldest_output: Finished) -> None:
    assert re.search(rb"\d+ passed", oldest.manage("test", "backend").succeeded().printed)


def test_doctor_finds_nothing_to_mend(ready: Laptop) -> None:
    report = json.loads(ready.manage("doctor", "--json").succeeded().text)
    assert report["ok"] is True
    texts = [finding["text"] for group in report["groups"] for finding in group["findings"]]
    assert any(text.startswith(f"backend/venv has Python {ready.version}") for text in texts)


@pytest.mark.fault(
    "Korean code page (cp949)", system="Windows", outcome="survived", how="code page 949, with Python 3.12"
)
def test_letters_and_marks_that_the_code_page_lacks_stop_nothing(ready: Laptop) -> None:
    encoding = ENCODINGS[ready.code_page]
    text = ready.manage("doctor", "-v").succeeded().printed.decode(encoding)
    # No code page of the two has ✓.
    assert re.search(r"^  \+ .*backend/venv.* 3\.1[12]", text, re.MULTILINE)
    folder = ready.windows.path(ready.app / "backend" / "venv")
    shown = folder.encode(encoding, "replace").decode(encoding)
    assert shown in text
    assert ("내 문서" in shown) is (ready.code_page == 949)
    assert ("größer" in shown) is (ready.code_page == 1252)


def test_a_windows_that_speaks_korean_is_answered_in_korean_in_its_own_code_page(
    korean: Laptop, korean_output: Finished
) -> None:
    # Windows itself has no such variable; Wine needs it to be Korean.
    (korean.app / "ask.cmd").write_bytes(b"@set LC_ALL=\r\n@python manage.py doctor\r\n")
    words = ("cmd", "/d", "/c", "ask.cmd")
    finished = korean.windows.run(*words, cwd=korean.app, programs=korean.python, code_page=949)
    (korean.app / "ask.cmd").unlink()
    assert re.search(SENTENCE, finished.succeeded().printed.decode("cp949"))


def test_the_korean_laptop_builds_the_frontend(korean: Laptop, korean_output: Finished) -> None:
    # It is not served here: granian asks this Python how many processors there are, and Wine does not tell.
    korean.manage("build").succeeded()
    assert NAME in (korean.app / "frontend" / "dist" / "index.html").read_text(encoding="utf-8")


def test_dev_leaves_nothing_on_the_korean_laptop_when_its_parent_is_killed(
    korean: Laptop, korean_output: Finished
) -> None:
    backend, frontend = free_ports()
    with korean.started("dev", "--no-open", *port_options(backend, frontend)) as running:
        running.wait_for("Ctrl-C", 180)
        facts = json.loads(get(f"http://127.0.0.1:{frontend}/api/environment").body)
        assert facts["prefix"] == korean.windows.path(korean.app / "backend" / "venv")
        kill(programs_of(korean.windows, "manage.py")[0])
        assert korean.windows.wait_until_none() == []


@pytest.mark.fault(
    "No Python, or one that is too old", system="Windows", outcome="detected", how="genuine Python 3.10"
)
def test_a_python_that_is_too_old_is_refused_and_nothing_is_made(windows: Windows, render: Renderer) -> None:
    app = windows.home / "3.10" / FOLDER
    shutil.copytree(render(project_name=NAME).root, app)
    before = sorted(app.rglob("*"))
    finished = bootstrap(windows, app, pythons.python("3.10"))
    assert finished.code == 3
    assert finished.text.startswith("FA001 Python 3.11 or newer was not found.")
    by_hand = manage(windows, app, pythons.python("3.10"), "doctor")
    assert by_hand.code == 3
    assert by_hand.text.startswith("FA001 This project needs Python 3.11 or newer; this is Python 3.10 ")
    assert "Run:  scripts\\bootstrap.cmd" in by_hand.text
    assert sorted(app.rglob("*")) == before


def test_an_old_python_hands_over_to_the_venvs(
    windows: Windows, oldest: Laptop, oldest_output: Finished
) -> None:
    finished = manage(windows, oldest.app, pythons.python("3.10"), "doctor", "--json").succeeded()
    assert "backend/venv has Python 3.11" in finished.text
