"""doctor where things are installed: what --fix mends, and the commands of its page."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from faults.computer import Computer
from harness.machine import posix_only
from harness.pages import Page
from harness.rendered import Rendered
from harness.running import OFFLINE, run

# Nobody's virtual environment: what a person has before set-up.
PYTHON = Path(getattr(sys, "_base_executable", sys.executable))
PAGE = "template/docs/doctor.md.jinja"


@pytest.fixture
def computer(project: Rendered, tmp_path: Path) -> Computer:
    """A computer on which everything is installed, as far as doctor looks."""
    home = tmp_path / "home"
    home.mkdir()
    made = Computer(project.root, home, {"TMPDIR": str(tmp_path)} | OFFLINE)
    made.has_node()
    made.stub("python3", f'exec "{PYTHON}" "$@"')
    made.is_set_up()
    return made


@posix_only
def test_line_ends_are_mended_byte_for_byte(computer: Computer) -> None:
    scripts = computer.project / "scripts"
    right = {path.name: path.read_bytes() for path in scripts.iterdir() if path.is_file()}
    for name in ("bootstrap.sh", "find-python.sh"):
        (scripts / name).write_bytes(right[name].replace(b"\n", b"\r\n"))
    (scripts / "bootstrap.cmd").write_bytes(right["bootstrap.cmd"].replace(b"\r\n", b"\n"))

    first = computer.manage("doctor", "--fix")
    assert "FA074" in first.stdout.partition("--fix will now:")[0]
    assert "1. Write the launchers in scripts/" in first.stdout
    assert "FA074" not in first.stdout.partition("--fix will now:")[2]
    assert {path.name: path.read_bytes() for path in scripts.iterdir() if path.is_file()} == right

    second = computer.manage("doctor", "--fix")
    assert "There is nothing that --fix could repair." in second.stdout
    assert "--fix will now" not in second.stdout


def test_set_up_is_run_where_something_is_missing_and_its_refusal_is_shown(project: Rendered) -> None:
    """One that stops at once, for a folder that it does not know."""
    project.write("backend/venv/homework.txt", "mine")
    result = run(PYTHON, project.root / "manage.py", "doctor", "--fix", cwd=project.root, **OFFLINE)
    announced, _, done = result.stdout.partition("--fix will now:")
    assert "FA023" in announced and "FA023" in done
    assert "1. Run set-up, which installs what is missing" in done
    assert re.search(r"→ .*manage\.py setup$", done, re.MULTILINE)
    assert "✗ FA023" in result.stderr
    assert result.returncode == 1
    assert project.text("backend/venv/homework.txt") == "mine"


@posix_only
def test_every_command_of_the_page_works(computer: Computer) -> None:
    blocks = Page.read(PAGE).code_blocks
    lines = [line for language, body in blocks if language == "sh" for line in body.splitlines()]
    assert len(lines) == 7
    result = computer.run("sh", "-c", "set -e\n" + "\n".join(lines))
    assert result.returncode == 0, result.stdout + result.stderr
    assert json.loads((computer.project / "report.json").read_bytes())["ok"]
