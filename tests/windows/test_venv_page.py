"""backend/README.md in Command Prompt: every block of it prints what the page shows."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from harness.pages import Page
from harness.rendered import Renderer
from harness.shell_blocks import Block, differs, results, script, typed_in
from windows.wine import Windows

PAGE = "backend/README.md"
SECTION_WITH_DJANGO = "mkdir ..\\..\\two-versions"
# Two venvs and what goes into them, on a busy machine (seconds).
LIMIT = 800
# What the tests of the whole way do too: a server runs until Ctrl-C, and the app's tests take their time.
LEFT_OUT = ("flask --app app run", "pytest")
# Batch files: in a file of commands, another one returns only where it is called.
BATCH = re.compile(r"^(py |deactivate$|venv\\Scripts\\activate\.bat$)")
# They end with what chcp, which Wine lacks, ended with. What they do is shown by the lines after them.
ANY_CODE = ("deactivate", "venv\\Scripts\\activate.bat")


@pytest.fixture(scope="module")
def programs(windows: Windows, python: Path) -> Path:
    """A folder for PATH with `py`, which python.org's installer brings."""
    folder = windows.drive_c / "launcher"
    folder.mkdir()
    line = f'@"{windows.path(python)}\\python.exe" %*\r\n'
    (folder / "py.bat").write_bytes(line.encode("ascii"))
    return folder


@pytest.fixture(scope="module")
def project(windows: Windows, render: Renderer) -> Path:
    """Its path has a space and English letters only: Wine's cmd reads no others in activate.bat."""
    target = windows.drive_c / "my documents" / "my app"
    shutil.copytree(render().root, target)
    return target


def type_in_cmd(windows: Windows, steps: list[Block], project: Path, programs: Path) -> None:
    """Type blocks one after the other in one window; each line must succeed, and print what is shown."""
    typed = [(block, line) for block in steps for line in block.lines]
    lines = [f"call {line}" if BATCH.match(line) else line for _, line in typed]
    written = project.parent / "typed.bat"
    body = "@echo off\n" + script(lines, "cmd")
    written.write_bytes(body.replace("\n", "\r\n").encode("ascii"))
    command = ("cmd", "/d", "/c", "..\\typed.bat")
    # Compiling what is installed takes half of the time, and says nothing about the page.
    variables = {"PIP_NO_COMPILE": "1"}
    finished = windows.run(*command, cwd=project, programs=programs, variables=variables, limit=LIMIT)
    printed = finished.printed.decode("utf-8", "replace")
    ends = list(results(printed))
    assert len(ends) == len(typed), printed[-6000:]
    shown: dict[int, str] = {}
    for (block, line), (code, output) in zip(typed, ends, strict=True):
        assert code == 0 or line in ANY_CODE, f"{line} ended with {code}:\n{printed[-6000:]}"
        shown[id(block)] = shown.get(id(block), "") + output
    wrong = [
        (block.lines, shown[id(block)])
        for block, _ in typed
        if block.shown and differs(block.shown, shown[id(block)])
    ]
    assert not wrong


def steps_of(project: Path) -> list[Block]:
    page = Page(PAGE, (project / PAGE).read_text(encoding="utf-8"))
    blocks = [block for block in typed_in(page, "cmd") if not block.file]
    for block in blocks:
        block.lines = [line for line in block.lines if not line.startswith(LEFT_OUT)]
    return [block for block in blocks if block.lines]


@pytest.fixture(scope="module")
def typed(windows: Windows, project: Path, programs: Path) -> Path:
    """The project, with all but the last part of the page typed in its folder."""
    # All of them are installed by the tests of the whole way: here, two and their companions are enough.
    (project / "backend" / "requirements.txt").write_bytes(b"-c constraints.txt\nflask\ntabulate\n")
    (project / "backend" / "requirements-dev.txt").write_bytes(b"-c constraints.txt\n")
    steps = [block for block in steps_of(project) if SECTION_WITH_DJANGO not in block.lines]
    assert ["venv\\Scripts\\activate.bat"] in [block.lines for block in steps]
    type_in_cmd(windows, steps, project, programs)
    return project


@pytest.mark.claim(
    "site-packages lies beside lib",
    "lib/python3.X/site-packages/    the installed packages; on Windows: Lib\\site-packages\\",
)
def test_the_page_in_command_prompt(typed: Path) -> None:
    venv = typed / "backend" / "venv"
    assert (venv / "Lib" / "site-packages" / "pip").is_dir()
    # Made anew by the last block: nothing of the first one is left.
    assert not (venv / "Lib" / "site-packages" / "flask").exists()


def test_two_versions_side_by_side_in_command_prompt(windows: Windows, project: Path, programs: Path) -> None:
    steps = [block for block in steps_of(project) if SECTION_WITH_DJANGO in block.lines]
    assert len(steps) == 1
    type_in_cmd(windows, [Block(["cd backend"]), *steps], project, programs)


def test_powershell_and_git_bash_find_the_scripts_that_the_page_names(typed: Path) -> None:
    """Neither can run here. What they are told to run is there after a venv is made on Windows."""
    page = Page(PAGE, (typed / PAGE).read_text(encoding="utf-8"))
    told = [
        line.removeprefix("source ").replace("\\", "/")
        for shell in ("powershell", "git-bash")
        for block in typed_in(page, shell)
        for line in block.lines
        if "activate" in line.lower() and "deactivate" not in line
    ]
    assert sorted(told) == ["venv/Scripts/Activate.ps1", "venv/Scripts/activate"]
    assert [path for path in told if not (typed / "backend" / path).is_file()] == []
