"""The lessons: each is done as its page says, and what only looks like it does not pass."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from harness import learner
from harness.git import git
from harness.learner import Learner
from harness.machine import posix_only
from harness.rendered import Renderer
from harness.running import manage, succeed
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
    "werkzeug-trap": (
        "cd scratch/04-werkzeug-trap/shop\npython3 -m venv venv\n"
        "venv/bin/python -m pip install -r requirements.txt 'Werkzeug<3'",
        "scratch/04-werkzeug-trap/shop/requirements.txt keeps Werkzeug 3 away.",
    ),
    "blueprint": (
        "cd scratch/05-blueprint\npython3 -m venv venv\n"
        "venv/bin/python -m pip install -r requirements.txt\n"
        "venv/bin/python -m pip freeze > constraints.txt\ncp constraints.txt requirements.txt",
        "scratch/05-blueprint/requirements.txt still names only what was chosen.",
    ),
    "broken-venv": (
        "cd scratch/06-broken-venv\npython3 -m venv project-a/venv\nmv project-a project-b\n"
        "project-b/venv/bin/python -m pip install humanize",
        "scratch/06-broken-venv/project-b/venv works where it lies.",
    ),
    "without-activation": (
        "cd scratch/09-without-activation\npython3 -m venv venv\n"
        "venv/bin/python -m pip install -r requirements.txt\n"
        "printf '[Service]\\nExecStart=%s\\n' 'venv/bin/python report.py' > report.service",
        "It names the Python of the venv by its whole path.",
    ),
    "template-fix": (
        "cd scratch/11-template-fix/app\ncp ../template/template/tickets.py .\n"
        "sed -i.bak 's/A shop/Mine/' tickets.py && rm tickets.py.bak\ngit commit -qam Fixed",
        "The project knows that it has v1.1.0 of its template.",
    ),
}
# What takes a project that is set up: a Node, a backend that runs.
IN_THE_PROJECT = {
    "node-too": (
        "python3 manage.py npm --prefix ../scratch/07-node-too install dayjs@1.10",
        "dayjs 1.10 is installed in scratch/07-node-too/old.",
    ),
    "first-feature": (
        "python3 manage.py add plants name:string:80 place:string:80 height:integer:optional",
        "height does not come from a command.",
    ),
    "content-policy": (
        'echo \'<img src="https://upload.wikimedia.org/a.svg" alt="" />\' >> frontend/src/app/app.html\n'
        'sed -i.bak \'s/^    return app/    core.allow(app, "img-src", "*")\\n    return app/\' '
        "backend/app/__init__.py && rm backend/app/__init__.py.bak",
        "Nothing is open to every site.",
    ),
}


@pytest.fixture(scope="module")
def someone(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """A learner with a project that is not set up: the first lessons need nothing but Python."""
    folder = tmp_path_factory.mktemp("class")
    project = render.fresh(folder / "내 앱 files", starting_point="classroom")
    return Learner.at(project.root, folder / "programs")


@pytest.mark.parametrize("name", WRONG)
def test_a_lesson_passes_after_it_was_done_as_its_page_says(
    someone: Learner, name: str, tmp_path: Path
) -> None:
    is_done_as_its_page_says(someone, find(name), tmp_path)


def is_done_as_its_page_says(someone: Learner, lesson: Lesson, tmp_path: Path) -> None:
    session = someone.follow(lesson, tmp_path / "before.json")
    assert not session.before["passed"]
    assert session.before["steps"][-1]["hint"]
    report = someone.check(lesson)
    assert report["passed"], f"{report['steps'][-1]}\n{session.output[-4000:]}"
    shows_what_the_page_shows(lesson, session.output)
    someone.undo(lesson)
    assert git(someone.project, "status", "--porcelain") == ""
    assert not lesson_folder(someone, lesson).exists()


def lesson_folder(someone: Learner, lesson: Lesson) -> Path:
    return someone.project / "scratch" / lesson.slug


def shows_what_the_page_shows(lesson: Lesson, output: str) -> None:
    shown = [body for language, body in learner.page(lesson).code_blocks if language == "text"]
    lacking = [line for body in shown for line in body.splitlines() if line.strip() not in output]
    assert lacking == [], output[-4000:]


@pytest.mark.parametrize("name", WRONG)
def test_what_only_looks_like_it_does_not_pass(someone: Learner, name: str) -> None:
    does_not_pass(someone, find(name), *WRONG[name])


def does_not_pass(someone: Learner, lesson: Lesson, script: str, failing: str) -> None:
    someone.start(lesson)
    someone.type(script)
    report = someone.check(lesson)
    assert not report["passed"]
    assert report["steps"][-1]["text"] == failing, report
    someone.undo(lesson)


def test_every_lesson_has_a_wrong_solution() -> None:
    assert {*WRONG, *IN_THE_PROJECT} == {lesson.name for lesson in LESSONS}


def test_the_pages_are_brought_to_a_project_that_was_made_without_them(
    render: Renderer, tmp_path: Path
) -> None:
    project = render.fresh(tmp_path / "later", starting_point="laptop").root
    assert not (project / "docs" / "lessons").exists()
    told = [line.strip() for line in succeed(manage(project, "lesson")).splitlines()]
    (command,) = [line for line in told if "starting_point" in line]
    succeed(manage(project, *command.partition("manage.py ")[2].split(), "--no-setup"))
    assert (project / "docs" / "lessons" / "01-which-python.md").is_file()
    assert "starting_point" not in succeed(manage(project, "lesson"))
    # Nothing but the pages, the links to them, their mark for reviews, and the answer.
    changed = git(project, "diff", "--staged", "--name-only").splitlines()
    others = {path for path in changed if not path.startswith("docs/lessons/")}
    assert others == {".copier-answers.yml", ".gitattributes", "docs/README.md", "docs/README.ko.md"}


def test_what_is_handed_in_is_graded_on_another_machine(someone: Learner, tmp_path: Path) -> None:
    """Lesson 5: the two lists travel, and the venv is made anew from them."""
    lesson = find("blueprint")
    someone.follow(lesson, tmp_path / "before.json")
    said = succeed(manage(someone.project, "lesson", "check", "5", "--lang", "en"))
    (command,) = [line for line in said.splitlines() if "git add" in line]
    someone.type(f"{command.partition(':  ')[2]}\ngit commit --quiet --message 'Hand it in'")
    tests = json.loads(succeed(manage(someone.project, "lesson", "grade", "--tests")))
    (test,) = [row for row in tests if row["name"].startswith(lesson.slug)]
    there = tmp_path / "grader"
    git(tmp_path, "clone", "--quiet", str(someone.project), str(there))
    handed_in = {path.name for path in (there / "scratch" / lesson.slug).iterdir()}
    assert handed_in == {"requirements.txt", "constraints.txt"}
    grader = replace(someone, project=there)
    assert "exit 1" in grader.type(f"{test['run']}; echo exit $?")
    assert "exit 0" in grader.type(f"{test['setup']} && {test['run']}; echo exit $?")
    result = json.loads(succeed(manage(there, "lesson", "grade", "--result")))
    assert result["score"] == test["points"] == 10
    someone.undo(lesson)
    someone.type("git reset --quiet --hard HEAD~1")


@pytest.fixture
def owner(spare: Path, tmp_path: Path) -> Learner:
    """A learner whose project is set up."""
    return Learner.at(spare, tmp_path / "programs")


def test_lessons_in_a_project_that_is_set_up(owner: Learner, tmp_path: Path) -> None:
    for name, wrong in IN_THE_PROJECT.items():
        does_not_pass(owner, find(name), *wrong)
        is_done_as_its_page_says(owner, find(name), tmp_path)
