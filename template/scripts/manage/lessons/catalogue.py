"""All lessons, in their order."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from .. import faults
from ..database import state
from ..problem import Problem
from ..project import Project
from ..terminal.messages import text
from . import (
    blueprint,
    broken_venv,
    content_policy,
    first_feature,
    node_too,
    template_fix,
    two_versions,
    venv_by_hand,
    werkzeug_trap,
    which_python,
    without_activation,
)
from .lesson import Lesson

LESSONS: tuple[Lesson, ...] = (
    which_python.LESSON,
    venv_by_hand.LESSON,
    two_versions.LESSON,
    werkzeug_trap.LESSON,
    blueprint.LESSON,
    broken_venv.LESSON,
    node_too.LESSON,
    first_feature.LESSON,
    without_activation.LESSON,
    content_policy.LESSON,
    template_fix.LESSON,
)


def of(project: Project) -> list[Lesson]:
    """The lessons that a project has a use for."""
    has_database = state.is_there(project)
    return [lesson for lesson in LESSONS if has_database or not lesson.needs_database]


def find(word: str, lessons: Sequence[Lesson] = LESSONS) -> Lesson:
    """The lesson of a number or a name. Raises Problem FA190."""
    for lesson in lessons:
        if word in (str(lesson.number), f"{lesson.number:02}", lesson.name, lesson.slug):
            return lesson
    close = difflib.get_close_matches(word, [lesson.name for lesson in lessons], n=1)
    raise Problem(
        faults.NO_LESSON, why=text("Did you mean {verb!r}?", verb=close[0]) if close else "", word=word
    )
