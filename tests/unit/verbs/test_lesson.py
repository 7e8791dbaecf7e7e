"""`manage.py lesson` lists the lessons, sets up a task, looks at it and takes it away."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from harness.git import git
from scripts.manage import faults
from scripts.manage.lessons import catalogue, scratch
from scripts.manage.lessons.catalogue import LESSONS
from scripts.manage.lessons.lesson import Lesson, Task
from scripts.manage.problem import Problem
from scripts.manage.project import Project
from scripts.manage.verbs import lesson


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / lesson.PAGES).mkdir(parents=True)
    (tmp_path / "backend/app/core/database").mkdir(parents=True)
    return Project(tmp_path)


def call(project: Project, *words: str) -> int:
    parser = lesson.parser()
    parser.add_argument("--lang")
    return lesson.run(project, parser.parse_args(words))


def refusal(project: Project, *words: str) -> Problem:
    with pytest.raises(Problem) as told:
        call(project, *words)
    return told.value


def test_numbers_and_names_are_each_used_once() -> None:
    assert [each.number for each in LESSONS] == list(range(1, len(LESSONS) + 1))
    assert len({each.name for each in LESSONS}) == len(LESSONS)


@pytest.mark.parametrize("word", ["2", "02", "venv-by-hand", "02-venv-by-hand"])
def test_a_lesson_has_a_number_and_a_name(word: str) -> None:
    assert catalogue.find(word) is LESSONS[1]


def test_the_list_shows_what_comes_next(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    call(project)
    said = capsys.readouterr().out
    assert all(each.title in said for each in LESSONS)
    assert "docs/lessons/01-which-python.md" in said and "lesson start 1" in said
    call(project, "start")
    call(project)
    assert "lesson check 1" in capsys.readouterr().out
    scratch.note_done(project, LESSONS[0].slug)
    call(project)
    assert "lesson start 2" in capsys.readouterr().out


def test_a_project_without_the_pages_says_how_they_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call(Project(tmp_path))
    assert "starting_point=classroom" in capsys.readouterr().out


def test_a_task_is_seen_by_nobody_but_its_learner(project: Project) -> None:
    git(project.root, "init", "--quiet")
    call(project, "start", "3")
    assert (project.root / "scratch" / "03-two-versions" / "old" / "show.py").is_file()
    assert git(project.root, "status", "--porcelain", "--untracked-files=all") == ""
    call(project, "undo", "3")
    assert not (project.root / "scratch" / "03-two-versions").exists()


def test_a_project_without_a_database_has_no_lesson_about_one(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.root / "backend/app/core/database").rmdir()
    call(project)
    numbers = re.findall(r"^ *(\d+)  ", capsys.readouterr().out, re.MULTILINE)
    assert [int(number) for number in numbers] == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11]
    assert refusal(project, "start", "8").fault is faults.NO_LESSON


def test_work_is_never_overwritten(project: Project) -> None:
    call(project, "start", "2")
    assert refusal(project, "start", "2").fault is faults.LESSON_BEGUN


def test_a_folder_of_the_owners_stays_as_it_is(project: Project) -> None:
    (project.root / "scratch").mkdir()
    assert refusal(project, "start", "1").fault is faults.SCRATCH_IN_THE_WAY
    assert not list((project.root / "scratch").iterdir())


def test_what_does_not_exist_is_told(project: Project) -> None:
    assert refusal(project, "start", "99").fault is faults.NO_LESSON
    assert "venv-by-hand" in refusal(project, "start", "venv-byhand").why
    assert refusal(project, "check").fault is faults.NO_LESSON_BEGUN
    assert refusal(project, "undo", "2").fault is faults.LESSON_NOT_BEGUN


def test_a_check_without_a_name_is_of_the_lesson_begun_last(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in ("3", "1", "2"):
        call(project, "start", number)
    call(project, "undo")
    capsys.readouterr()
    assert call(project, "check", "--json") == faults.FAILED
    report = json.loads(capsys.readouterr().out)
    assert (report["number"], report["passed"]) == (1, False)
    assert report["steps"][-1]["hint"]


def test_what_has_passed_is_remembered(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call(project, "start", "1")
    assert call(project, "check") == faults.FAILED
    easy = Lesson(1, LESSONS[0].name, LESSONS[0].title, lambda _: None, lambda _: iter(()))
    monkeypatch.setattr(catalogue, "LESSONS", (easy, *LESSONS[1:]))
    assert call(project, "check") == 0
    call(project, "undo")
    capsys.readouterr()
    call(project, "list", "--json")
    rows = json.loads(capsys.readouterr().out)["lessons"]
    assert [row["standing"] for row in rows[:2]] == ["done", "open"]


def test_a_task_that_cannot_be_set_up_leaves_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(task: Task) -> None:
        (task.folder / "half").write_text("", encoding="ascii")
        raise OSError("no room")

    broken = Lesson(1, "x", "x", fail, LESSONS[0].check)
    monkeypatch.setattr(catalogue, "LESSONS", (broken,))
    with pytest.raises(OSError, match="no room"):
        call(project, "start", "1")
    assert not scratch.begun(project, broken.slug)


@pytest.mark.parametrize("note", ["", "[]", '{"done": 3}', "not json"])
def test_a_note_that_is_damaged_loses_marks_and_nothing_else(project: Project, note: str) -> None:
    call(project, "start", "1")
    (project.root / "scratch" / scratch.NOTE).write_text(note, encoding="utf-8")
    assert scratch.done(project) == []
    assert call(project, "check", "1") == faults.FAILED
