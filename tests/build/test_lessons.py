"""The lessons: each is done as its page says, and what only looks like it does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import learner
from harness.git import git
from harness.learner import Learner
from harness.machine import posix_only
from harness.rendered import Renderer
from scripts.manage.lessons.catalogue import LESSONS, find
from scripts.manage.lessons.lesson import Lesson

pytestmark = posix_only

# What somebody might do instead, typed after the task was set up; and the step that does not pass then.
WRONG = {
    "which-python": (
        "python3 -c 'import sys; print(sys.executable)' > scratch/01-which-python/runs.txt\n"
        "echo python3 > scratch/01-which-python/typed.txt",
        "typed.txt names a program.",
    ),
    "venv-by-hand": (
        "cd scratch/02-venv-by-hand\npython3 -m venv other\nmv other venv",
        "scratch/02-venv-by-hand/venv works where it lies.",
    ),
    "two-versions": (
        "cd scratch/03-two-versions\npython3 -m venv old/venv\n"
        "old/venv/bin/python -m pip install -r new/requirements.txt",
        "Django==4.2.* is installed in scratch/03-two-versions/old/venv.",
    ),
}


@pytest.fixture(scope="module")
def someone(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """A learner with a project that is not set up: the first lessons need nothing but Python."""
    folder = tmp_path_factory.mktemp("class")
    return Learner.at(render.fresh(folder / "내 앱 files").root, folder / "programs")


@pytest.mark.parametrize("name", [lesson.name for lesson in LESSONS])
def test_a_lesson_passes_after_it_was_done_as_its_page_says(
    someone: Learner, name: str, tmp_path: Path
) -> None:
    lesson = find(name)
    session = someone.follow(lesson, tmp_path / "before.json")
    assert not session.before["passed"]
    assert session.before["steps"][-1]["hint"]
    report = someone.check(lesson)
    assert report["passed"], f"{report['steps'][-1]}\n{session.output[-4000:]}"
    shows_what_the_page_shows(lesson, session.output)
    someone.undo(lesson)
    assert git(someone.project, "status", "--porcelain", "--ignored") == "!! scratch/"
    assert not lesson_folder(someone, lesson).exists()


def lesson_folder(someone: Learner, lesson: Lesson) -> Path:
    return someone.project / "scratch" / lesson.slug


def shows_what_the_page_shows(lesson: Lesson, output: str) -> None:
    shown = [body for language, body in learner.page(lesson).code_blocks if language == "text"]
    lacking = [line for body in shown for line in body.splitlines() if line.strip() not in output]
    assert lacking == [], output[-4000:]


@pytest.mark.parametrize("name", WRONG)
def test_what_only_looks_like_it_does_not_pass(someone: Learner, name: str) -> None:
    lesson = find(name)
    script, failing = WRONG[name]
    someone.start(lesson)
    someone.type(script)
    report = someone.check(lesson)
    assert not report["passed"]
    assert report["steps"][-1]["text"] == failing, report
    someone.undo(lesson)


def test_every_lesson_has_a_wrong_solution() -> None:
    assert WRONG.keys() == {lesson.name for lesson in LESSONS}
