"""What graders get from the same checks: tests.json and result.json, in the form of Classroom 50.

The forms are those of its schemas, `classroom50/tests/v1` and `classroom50/result/v1`
(github.com/foundation50/classroom50, schemas/).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from .. import git
from ..project import Project
from ..terminal.messages import text
from .lesson import Lesson, Step

SCHEMA = "classroom50/result/v1"
POINTS = 10
# The longest that Classroom 50 waits for one test (seconds): packages are installed anew in it.
LONGEST = 600
# What a result says where no runner has told it: somebody tries it by hand.
BY_HAND = "by-hand"


def can_be_handed_in(lesson: Lesson) -> bool:
    """Whether the work can be looked at on another machine: a venv cannot travel, a list can."""
    return bool(lesson.anew)


def look(project: Project, lesson: Lesson) -> list[Step]:
    """The steps of a lesson's check; one that did not pass where the task was not begun."""
    task = lesson.task(project)
    if task.folder.is_dir() or lesson.in_project:
        return lesson.look(project)
    says = text("Lesson {number} was begun: {title}.", number=lesson.number, title=text(lesson.title))
    return [Step(says, text("There is no folder {folder}.", folder=task.shown(task.folder)))]


def passed(steps: Sequence[Step]) -> bool:
    return all(step.passed for step in steps)


def tests(lessons: Sequence[Lesson]) -> list[dict[str, object]]:
    """The list that `gh teacher assignment add --tests` takes: one test a lesson that can be handed in."""
    return [
        {
            "name": f"{lesson.slug}: {lesson.title}",
            "type": "run",
            "setup": " && ".join(lesson.anew),
            "run": f"python3 manage.py lesson check {lesson.number} --lang en",
            "timeout": LONGEST,
            "exit-code": 0,
            "points": POINTS,
        }
        for lesson in lessons
        if can_be_handed_in(lesson)
    ]


def result(
    project: Project, seen: Mapping[Lesson, Sequence[Step]], environment: Mapping[str, str] = os.environ
) -> dict[str, object]:
    """What an autograder leaves as result.json; a runner says in `environment` whose work it is."""
    rows = [
        {
            "test-name": f"{lesson.slug}: {lesson.title}",
            "passed": passed(steps),
            "score": POINTS if passed(steps) else 0,
            "max-score": POINTS,
            "message": "" if passed(steps) else f"{steps[-1].says} {steps[-1].hint}",
        }
        for lesson, steps in seen.items()
    ]
    commit = environment.get("COMMIT_URL") or BY_HAND
    return {
        "schema": SCHEMA,
        "classroom": environment.get("CLASSROOM") or BY_HAND,
        "assignment": environment.get("ASSIGNMENT") or BY_HAND,
        "assignment_type": environment.get("ASSIGNMENT_TYPE") or "individual",
        "owner": environment.get("OWNER") or environment.get("USERNAME") or BY_HAND,
        "submission": environment.get("SUBMISSION_TAG") or f"submit/{BY_HAND}",
        "commit": commit,
        "release": environment.get("RELEASE_URL") or commit,
        "review": environment.get("REVIEW_URL") or commit,
        "datetime": _time_of_commit(project),
        "score": sum(POINTS for row in rows if row["passed"]),
        "max-score": POINTS * len(rows),
        "tests": rows,
    }


def _time_of_commit(project: Project) -> str:
    """When the work was committed: grading it again does not make it late. Now, where it is in no commit."""
    seconds = git.answer(project.root, "log", "-1", "--format=%ct")
    moment = datetime.fromtimestamp(int(seconds), UTC) if seconds else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
