"""What the checks of the first lessons see, with virtual environments that are made in a moment."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from harness.learner import begun, leave_package, make_venv
from scripts.manage.lessons import evidence, two_versions, venv_by_hand, which_python
from scripts.manage.lessons.lesson import Lesson, Task
from scripts.manage.terminal import messages

TYPED = "python" if os.name == "nt" else "python3"


def outcome(task: Task, lesson: Lesson) -> tuple[int, str | None]:
    """How many steps have passed, and the hint of the one that did not."""
    steps = lesson.look(task.project)
    return sum(step.passed for step in steps), steps[-1].hint


@pytest.fixture
def first_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    python = folder / ("python.exe" if os.name == "nt" else TYPED)
    python.symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(which_python, "typed_python", lambda: TYPED)
    return python


@pytest.mark.skipif(os.name == "nt", reason="links to programs")
class TestWhichPython:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        return begun(tmp_path, which_python.LESSON)

    def write(self, task: Task, typed: str, runs: str = "", encoding: str = "utf-8") -> None:
        (task.folder / which_python.TYPED).write_text(typed, encoding=encoding)
        (task.folder / which_python.RUNS).write_text(runs, encoding=encoding)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_what_the_terminal_runs_passes_however_it_was_written(
        self, task: Task, first_on_path: Path, encoding: str
    ) -> None:
        self.write(task, f"{first_on_path}\r\n/another\r\n", f"{first_on_path}\n", encoding)
        assert outcome(task, which_python.LESSON) == (5, None)

    def test_a_python_that_path_does_not_find_first_fails(self, task: Task, first_on_path: Path) -> None:
        self.write(task, sys.executable, sys.executable)
        passed, hint = outcome(task, which_python.LESSON)
        assert passed == 2 and str(first_on_path) in (hint or "")

    @pytest.mark.parametrize(("typed", "passed"), [("", 0), (TYPED, 1), ("/nowhere/python3", 1)])
    def test_a_word_is_no_path(self, task: Task, first_on_path: Path, typed: str, passed: int) -> None:
        self.write(task, typed)
        assert outcome(task, which_python.LESSON)[0] == passed

    def test_another_python_than_the_one_that_runs_fails(self, task: Task, first_on_path: Path) -> None:
        self.write(task, str(first_on_path), "/usr/bin/env")
        passed, hint = outcome(task, which_python.LESSON)
        assert passed == 4 and str(first_on_path) in (hint or "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_a_korean_path_is_read_however_a_shell_wrote_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(evidence, "OF_CMD", "cp949")
    (tmp_path / "typed.txt").write_text("C:\\내 문서\\python.exe\n", encoding=encoding)
    assert evidence.first_line(tmp_path / "typed.txt") == "C:\\내 문서\\python.exe"


class TestVenvByHand:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        return begun(tmp_path / "내 앱", venv_by_hand.LESSON)

    def test_a_venv_with_the_package_passes(self, task: Task) -> None:
        assert outcome(task, venv_by_hand.LESSON)[0] == 0
        venv = make_venv(task.folder / "venv")
        assert outcome(task, venv_by_hand.LESSON)[0] == 2
        leave_package(venv, "humanize", "4.0")
        assert outcome(task, venv_by_hand.LESSON) == (3, None)

    def test_a_copy_of_another_one_fails(self, task: Task, tmp_path: Path) -> None:
        other = make_venv(tmp_path / "other")
        leave_package(other, "humanize", "4.0")
        shutil.copytree(other, task.folder / "venv", symlinks=True)
        passed, hint = outcome(task, venv_by_hand.LESSON)
        assert passed == 1 and str(other) in (hint or "")

    def test_one_that_is_moved_away_from_its_python_fails(self, task: Task) -> None:
        venv = make_venv(task.folder / "venv")
        shutil.rmtree(venv / ("Scripts" if os.name == "nt" else "bin"))
        passed, hint = outcome(task, venv_by_hand.LESSON)
        assert passed == 1 and "anew" in (hint or "")

    def test_a_link_to_another_one_fails(self, task: Task, tmp_path: Path) -> None:
        other = make_venv(tmp_path / "other")
        leave_package(other, "humanize", "4.0")
        (task.folder / "venv").symlink_to(other, target_is_directory=True)
        assert outcome(task, venv_by_hand.LESSON)[0] == 1

    def test_a_package_that_leaks_in_does_not_count(
        self, task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        venv = make_venv(task.folder / "venv")
        other = make_venv(tmp_path / "other")
        leave_package(other, "humanize", "4.0")
        (packages,) = (path.parent for path in other.rglob("humanize.py"))
        monkeypatch.setenv("PYTHONPATH", str(packages))
        (own,) = venv.rglob("site-packages")
        (own / "leak.pth").write_text(f"{packages}\n", encoding="utf-8")
        assert outcome(task, venv_by_hand.LESSON)[0] == 2

    def test_hints_are_in_the_language_in_use(self, task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(messages, "_language", "ko")
        assert "만드세요" in (outcome(task, venv_by_hand.LESSON)[1] or "")


class TestTwoVersions:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        return begun(tmp_path, two_versions.LESSON)

    def install(self, task: Task, name: str, django: str, flask: str) -> None:
        venv = make_venv(task.folder / name / "venv")
        leave_package(venv, "Django", django)
        leave_package(venv, "Flask", flask)

    def test_each_with_its_own_passes(self, task: Task) -> None:
        self.install(task, "old", "4.2.16", "2.3.3")
        assert outcome(task, two_versions.LESSON)[0] == 4
        self.install(task, "new", "5.2", "3.1.0")
        assert outcome(task, two_versions.LESSON) == (10, None)

    def test_the_same_version_in_both_fails(self, task: Task) -> None:
        self.install(task, "old", "4.2.16", "2.3.3")
        self.install(task, "new", "4.2.16", "3.1.0")
        passed, hint = outcome(task, two_versions.LESSON)
        assert passed == 6 and "4.2.16" in (hint or "")

    def test_a_version_that_only_begins_alike_fails(self, task: Task) -> None:
        self.install(task, "old", "4.20", "2.3.3")
        assert outcome(task, two_versions.LESSON)[0] == 2

    def test_packages_that_do_not_run_fail(self, task: Task) -> None:
        self.install(task, "old", "4.2.16", "2.3.3")
        self.install(task, "new", "5.2", "3.1.0")
        (module,) = (task.folder / "new").rglob("flask.py")
        module.write_text("raise ImportError\n", encoding="ascii")
        assert outcome(task, two_versions.LESSON)[0] == 9
