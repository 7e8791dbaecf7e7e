"""CONTRIBUTING's recipes lead where they say: their code is taken from the page and run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from harness import repository
from harness.running import OFFLINE

SETTINGS = '[project]\nname = "출석부"\n[ports]\nbackend = 8001\nfrontend = 4200\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """manage.py and what is behind it."""
    root = tmp_path / "app"
    shutil.copytree(repository.TEMPLATE / "scripts", root / "scripts")
    shutil.copy2(repository.TEMPLATE / "manage.py", root)
    (root / "project.toml").write_text(SETTINGS, encoding="utf-8")
    for side in ("backend", "frontend"):
        (root / side).mkdir()
    return root


def code(recipe: str) -> str:
    """The program text of a recipe, as it stands on the page."""
    section = repository.text("CONTRIBUTING.md").partition(f"### {recipe}\n")[2].partition("\n### ")[0]
    _, opened, rest = section.partition("   ```python\n")
    assert opened, f"{recipe} shows no Python"
    return textwrap.dedent(rest.partition("   ```\n")[0])


def line_of(recipe: str, start: str) -> str:
    """What a recipe says in a line, between backquotes, from `start` on."""
    text = repository.text("CONTRIBUTING.md").partition(f"### {recipe}\n")[2].partition("\n### ")[0]
    assert text.count(f"`{start}") == 1
    return start + text.partition(f"`{start}")[2].partition("`")[0]


def insert(path: Path, before: str, text: str) -> None:
    old = path.read_text(encoding="utf-8")
    assert old.count(before) == 1, f"{path.name}: {before}"
    path.write_text(old.replace(before, text + before), encoding="utf-8")


def run(project: Path, *words: str) -> str:
    finished = subprocess.run(
        [sys.executable, str(project / "manage.py"), *words],
        cwd=project,
        env=os.environ | OFFLINE,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "Traceback" not in finished.stderr, finished.stderr
    return finished.stdout


def test_a_verb_added_as_shown_speaks(project: Path) -> None:
    manage = project / "scripts" / "manage"
    (manage / "verbs" / "hello.py").write_text(code("Add a verb"), encoding="utf-8")
    line = line_of("Add a verb", '"hello":')
    insert(manage / "verbs/__init__.py", '    "setup":', f"    {line}\n")
    insert(manage / "verbs/__init__.py", '"setup", "doctor"', '"hello", ')
    assert "greet whoever works on this project" in run(project)
    assert run(project, "hello") == "Hello, 출석부!\n"


def test_a_check_and_a_fault_added_as_shown_are_found_by_doctor(project: Path) -> None:
    manage = project / "scripts" / "manage"
    insert(manage / "faults.py", "def every()", f"{code('Add a fault')}\n\n")
    system = manage / "checks" / "system.py"
    insert(system, "def disk(", f"{code('Add a check')}\n\n")
    insert(system, "    yield from disk(", f"    {line_of('Add a check', 'yield from clock(')}\n")
    insert(system, "import tempfile\n", "import time\n")
    report = json.loads(run(project, "doctor", "--json"))
    assert "FA078" not in {row["code"] for group in report["groups"] for row in group["findings"]}
    later = time.time() + 10 * 86_400
    os.utime(project, (later, later))
    report = json.loads(run(project, "doctor", "--json"))
    (found,) = [row for group in report["groups"] for row in group["findings"] if row["code"] == "FA078"]
    assert (found["kind"], found["text"]) == ("warning", "The clock of this machine is slow.")
    assert found["remedy"] == ["Set the clock, or let the system set it"]
