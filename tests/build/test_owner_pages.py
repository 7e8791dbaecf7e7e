"""docs/testing.md and docs/debugging.md: what they tell people to type and write works."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.machine import program
from harness.pages import FENCE
from harness.running import run, succeed

if os.name == "nt":
    pytest.skip("the sh blocks are for macOS and Linux", allow_module_level=True)

MINE = "backend/app/features/environment/tests/test_mine.py"


def blocks(app: Path, page: str, language: str) -> list[str]:
    text = (app / "docs" / page).read_text(encoding="utf-8")
    return [body for _, _, name, body in FENCE.findall(text) if name == language]


@pytest.fixture
def mine(app: Path) -> Iterator[Path]:
    """The place of the test that the page lets people write; it is gone in the end."""
    assert MINE in (app / "docs" / "testing.md").read_text(encoding="utf-8")
    yield app / MINE
    (app / MINE).unlink()


@pytest.mark.parametrize("page", ["testing.md", "debugging.md"])
def test_the_commands_of_a_page_work_in_bash(app: Path, page: str) -> None:
    lines = [line for body in blocks(app, page, "sh") for line in body.splitlines()]
    assert any(line.startswith("venv/bin/python ") for line in lines)
    # Its first command takes minutes, and test_generated runs it.
    lines = [line for line in lines if line != "python3 manage.py test"]
    script = "\n".join(["set -e", *lines]).replace("python3 manage.py", 'python3 "$APP/manage.py"')
    printed = succeed(run(program("bash"), "-c", script, cwd=app, APP=str(app)))
    if page == "testing.md":
        assert re.search(r"\d+ passed", printed)
    else:
        assert "/api/health" in printed
        assert str(app / "backend" / "venv" / "bin" / "python") in printed
        assert '"ok"' in printed


def test_the_test_that_the_page_writes_passes_and_can_fail(app: Path, mine: Path) -> None:
    (source,) = blocks(app, "testing.md", "python")
    python = app / "backend" / "venv" / "bin" / "python"
    words: list[str | Path] = [python, "-m", "pytest", "-q", mine.relative_to(app / "backend")]
    mine.write_text(source, encoding="utf-8")
    assert "1 passed" in succeed(run(*words, cwd=app / "backend"))
    succeed(run(python, "-m", "ruff", "check", mine, cwd=app / "backend"))
    mine.write_text(source.replace("== 404", "== 200"), encoding="utf-8")
    assert "1 failed" in run(*words, cwd=app / "backend").stdout


def test_the_fixtures_that_the_page_names_are_there(app: Path) -> None:
    text = (app / "docs" / "testing.md").read_text(encoding="utf-8")
    table = text.partition("| fixture |")[2].partition("\n\n")[0]
    named = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    python = app / "backend" / "venv" / "bin" / "python"
    listed = succeed(run(python, "-m", "pytest", "--fixtures", "-q", cwd=app / "backend"))
    assert len(named) == 4
    assert [name for name in named if not re.search(rf"^{name}\b", listed, re.MULTILINE)] == []


def test_breakpoint_stops_in_the_middle_as_the_page_says(app: Path, mine: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("pexpect needs a POSIX terminal")
    import pexpect

    (line,) = blocks(app, "debugging.md", "sh stop")
    mine.write_text(
        "def test_health_of_mine() -> None:\n    answer = 6 * 7\n    breakpoint()\n", encoding="utf-8"
    )
    python, *words = line.split()
    backend = app / "backend"
    child = pexpect.spawn(str(backend / python), words, cwd=str(backend), encoding="utf-8", timeout=60)
    try:
        child.expect(r"\(Pdb\)")
        child.sendline("p answer")
        child.expect("42")
        child.sendline("c")
        child.expect("passed")
    finally:
        child.close(force=True)
