"""The commands of the teachers' page, typed in their order: from a clone of the template to the table."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harness import repository
from harness.git import git
from harness.machine import posix_only
from harness.new_script import lend_venv
from harness.pages import Page
from harness.template_repository import TemplateRepository

pytestmark = posix_only

PAGE = "docs/teachers.md"
HOST = "https://github.com/OWNER/"
# Typed by other tests, which take minutes or a network.
ELSEWHERE = {
    "sh scripts/bootstrap.sh": "tests/build/test_setup.py",
    "python3 manage.py kit make": "tests/build/test_kit.py",
    "python3 manage.py update": "tests/update/test_manage_update.py",
}
# What ends with another code than 0, because nothing is installed here, and no lesson done.
ENDS_WITH = {
    "python3 manage.py doctor --json > report.json": 1,
    "python3 manage.py lesson grade --json": 1,
}


@dataclass
class Terminal:
    """Types the lines, each where the one before has led. OWNER's repositories lie in a folder."""

    host: Path
    folder: Path
    printed: dict[str, str] = field(default_factory=dict)

    def type(self, line: str) -> None:
        if line.startswith("cd "):
            self.folder = (self.folder / line.removeprefix("cd ")).resolve(strict=True)
            return
        if any(line.startswith(each) for each in ELSEWHERE):
            return
        # Set-up takes minutes; the layer's own project is made with it.
        words = f"{line} --no-setup" if line.startswith("sh scripts/new.sh") else line
        finished = subprocess.run(
            ["sh", "-c", words],
            cwd=self.folder,
            env=os.environ
            | {
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": f"url.{self.host}/.insteadOf",
                "GIT_CONFIG_VALUE_0": HOST,
                "LC_ALL": "C.UTF-8",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        told = f"{line}\n{finished.stdout}\n{finished.stderr}"
        assert finished.returncode == ENDS_WITH.get(line, 0), told
        self.printed[line] = finished.stdout
        if line.startswith("git clone"):
            self._prepare(self.folder / line.rpartition("/")[2])

    def _prepare(self, clone: Path) -> None:
        if (clone / "copier.yml").exists():
            lend_venv(clone)


def blocks() -> list[list[str]]:
    return [body.splitlines() for language, body in Page.read(PAGE).code_blocks if language == "sh"]


@pytest.fixture
def terminal(template: TemplateRepository, tmp_path: Path) -> Iterator[Terminal]:
    host = tmp_path / "host"
    host.mkdir()
    template.clone(host / "copier-flask-angular")
    git(host, "init", "--quiet", "--bare", "starter")
    (tmp_path / "teacher").mkdir()
    (tmp_path / "student").mkdir()
    yield Terminal(host, tmp_path / "teacher")


def test_from_the_template_to_the_starter_to_a_laptops_report_to_the_table(
    terminal: Terminal, tmp_path: Path
) -> None:
    starter, student, table, *rest = blocks()
    for line in starter:
        terminal.type(line)
    assert terminal.folder == tmp_path / "teacher" / "starter"
    terminal.folder = tmp_path / "student"
    for line in student:
        terminal.type(line)
    report = terminal.folder / "report.json"
    # What the template's address was when the starter was made is what the student's updates come from.
    answers = (terminal.folder / ".copier-answers.yml").read_text(encoding="utf-8")
    assert f"_src_path: {HOST}copier-flask-angular" in answers
    template = tmp_path / "teacher" / "copier-flask-angular"
    (template / "reports").mkdir()
    report.rename(template / "reports" / "kim.json")
    terminal.folder = template
    (line,) = table
    terminal.type(line)
    assert "Ready: 0 of 1" in terminal.printed[line]
    terminal.folder = tmp_path / "student" / "starter"
    for line in (line for block in rest for line in block):
        terminal.type(line)
    for line in ("python3 manage.py lesson grade --json", "python3 manage.py lesson grade --tests"):
        assert json.loads(terminal.printed[line])


def test_what_is_typed_elsewhere_is_on_the_page_and_there_are_such_tests() -> None:
    typed = [line for block in blocks() for line in block]
    for command, path in ELSEWHERE.items():
        assert any(line.startswith(command) for line in typed), command
        assert "\ndef test_" in repository.text(path)
