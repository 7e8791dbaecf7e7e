"""The questions that `copier copy` asks at a real terminal: which, and what giving up leaves."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

if sys.platform == "win32":
    pytest.skip("pexpect needs a POSIX terminal", allow_module_level=True)

import pexpect

from harness import repository
from harness.rendered import Rendered
from harness.template_repository import TemplateRepository

Terminal = Callable[..., "pexpect.spawn[str]"]

QUESTIONS = {
    name: asked
    for name, asked in yaml.safe_load(repository.text("copier.yml")).items()
    if not name.startswith("_")
}
# How each question begins: what fits into one line.
ASKED = {name: str(asked["help"])[:40] for name, asked in QUESTIONS.items()}
ALWAYS = [name for name, asked in QUESTIONS.items() if "ask" not in asked]


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """terminal(command…, cwd=…) starts a program at a terminal of 160 columns."""
    children: list[pexpect.spawn[str]] = []

    def start(*command: str, cwd: Path) -> pexpect.spawn[str]:
        program, *words = command
        child = pexpect.spawn(
            program, words, cwd=str(cwd), encoding="utf-8", timeout=60, dimensions=(40, 160)
        )
        children.append(child)
        return child

    yield start
    for child in children:
        child.close(force=True)


@pytest.fixture
def copying(terminal: Terminal, small: TemplateRepository, tmp_path: Path) -> pexpect.spawn[str]:
    """`copier copy`, at its first question."""
    words = ["-m", "copier", "copy", str(small.folder), "project"]
    child = terminal(sys.executable, *words, cwd=tmp_path)
    child.expect_exact(ASKED["project_name"])
    return child


def test_the_rest_is_asked_only_where_it_is_wanted(copying: pexpect.spawn[str], tmp_path: Path) -> None:
    copying.send("출석부\r")
    for name in ALWAYS[1:]:
        copying.expect_exact(ASKED[name])
        copying.send("n" if QUESTIONS[name]["type"] == "bool" else "\r")
    copying.expect_exact("is ready in")
    copying.expect(pexpect.EOF)
    assert 'slug = "chulseokbu"' in Rendered(tmp_path / "project").text("project.toml")


def test_a_korean_name_has_a_proposal_for_its_short_name(copying: pexpect.spawn[str], tmp_path: Path) -> None:
    copying.send("출석부\r")
    for name in list(QUESTIONS)[1:]:
        copying.expect_exact(ASKED[name])
        if name == "project_slug":
            copying.expect_exact("chulseokbu")
            # Clear the proposal, and write another one.
            copying.send("\x15roll-call\r")
        else:
            copying.send("y" if name == "more" else "\r")
    copying.expect_exact("is ready in")
    copying.expect(pexpect.EOF)
    assert 'slug = "roll-call"' in Rendered(tmp_path / "project").text("project.toml")


def test_a_wrong_answer_is_told_at_once_and_asked_again(copying: pexpect.spawn[str]) -> None:
    copying.send("a<b\r")
    copying.expect_exact("must not contain any of")
    copying.send("\x15Attendance Book\r")
    copying.expect_exact(ASKED[ALWAYS[1]])


def test_giving_up_leaves_nothing(copying: pexpect.spawn[str], tmp_path: Path) -> None:
    copying.send("출석부\r")
    copying.expect_exact(ASKED[ALWAYS[1]])
    copying.sendcontrol("c")
    copying.expect(pexpect.EOF)
    copying.close()
    assert copying.exitstatus not in (0, None)
    assert list(tmp_path.iterdir()) == []
