"""The questions at a real terminal: which are asked, what they propose, and what giving up leaves behind."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pexpect needs a POSIX terminal", allow_module_level=True)

import pexpect

from harness.git import git
from harness.new_script import launcher
from harness.rendered import Rendered
from harness.template_repository import TemplateRepository

Terminal = Callable[..., "pexpect.spawn[str]"]

NAME, SLUG, DESCRIPTION = "What is the project called", "short name in plain letters", "What is it for"
REST = [
    DESCRIPTION,
    "Who is the author",
    "Under which licence",
    "Flask listen",
    "development server",
    "features does it begin with",
    "keep its data",
]


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
    child.expect(NAME)
    return child


@pytest.fixture
def making(terminal: Terminal, ready: TemplateRepository) -> pexpect.spawn[str]:
    """`sh scripts/new.sh`, at its first question."""
    child = terminal(*launcher(ready), "../app", "--no-setup", cwd=ready.folder)
    child.expect(NAME)
    return child


def test_a_plain_name_is_not_asked_for_its_short_name(copying: pexpect.spawn[str]) -> None:
    copying.send("Attendance Book\r")
    assert copying.expect([SLUG, DESCRIPTION]) == 1


def test_a_korean_name_is_asked_for_its_short_name_with_a_proposal(
    copying: pexpect.spawn[str], tmp_path: Path
) -> None:
    copying.send("출석부\r")
    assert copying.expect([SLUG, DESCRIPTION]) == 0
    copying.expect("chulseokbu")
    # Clear the proposal, and write another one.
    copying.send("\x15roll-call\r")
    for question in REST:
        copying.expect(question)
        copying.send("\r")
    copying.expect("is ready in")
    copying.expect(pexpect.EOF)
    assert 'slug = "roll-call"' in Rendered(tmp_path / "project").text("project.toml")


def test_a_wrong_answer_is_told_at_once_and_asked_again(copying: pexpect.spawn[str]) -> None:
    copying.send("a<b\r")
    copying.expect("must not contain any of")
    copying.send("\x15Attendance Book\r")
    copying.expect(DESCRIPTION)


def test_giving_up_leaves_nothing(copying: pexpect.spawn[str], tmp_path: Path) -> None:
    copying.send("출석부\r")
    copying.expect(SLUG)
    copying.sendcontrol("c")
    copying.expect(pexpect.EOF)
    copying.close()
    assert copying.exitstatus not in (0, None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answers", [[], ["출석부\r"]])
def test_ctrl_c_during_the_questions_of_new_leaves_nothing(
    making: pexpect.spawn[str], ready: TemplateRepository, answers: list[str]
) -> None:
    for answer in answers:
        making.send(answer)
        making.expect(SLUG)
    making.sendcontrol("c")
    making.expect("Stopped. Nothing was made.")
    making.expect(pexpect.EOF)
    making.close()
    assert making.exitstatus == 130
    assert not (ready.folder.parent / "app").exists()
    assert git(ready.folder, "status", "--porcelain") == ""


def test_answers_typed_at_the_terminal_make_the_project(
    making: pexpect.spawn[str], ready: TemplateRepository
) -> None:
    making.send("Attendance Book\r")
    for question in REST:
        making.expect(question)
        making.send("\r")
    making.expect("Done in")
    making.expect(pexpect.EOF)
    assert Rendered(ready.folder.parent / "app").recorded["project_name"] == "Attendance Book"
