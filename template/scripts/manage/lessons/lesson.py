"""What a lesson is: a task that is set up, looked at step by step, and taken away again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..project import Project
from . import scratch


@dataclass(frozen=True)
class Step:
    """One thing that a check looks at: what should be so, and what helps where it is not."""

    says: str
    hint: str | None = None

    @property
    def passed(self) -> bool:
        return self.hint is None


def step(is_so: bool, says: str, hint: str) -> Step:
    """A step that passes where `is_so`; else it carries the hint."""
    return Step(says, None if is_so else hint)


@dataclass(frozen=True)
class Task:
    """A lesson's task in a project: `folder` is where its files lie."""

    project: Project
    folder: Path

    def shown(self, path: Path) -> str:
        """A path as a person in the project's root would type it."""
        return self.project.shown(path)


def _nothing(_: Task) -> None:
    """Nothing lies outside the scratch folder."""


@dataclass(frozen=True)
class Lesson:
    """One lesson. `title` is English, and goes through text().

    `set_up` writes what the task begins with; `check` looks at the learner's work, step by step, and what
    stands behind a step that failed is not reached; `undo` takes away what lies outside the scratch folder.
    They raise Problem where they cannot do that.

    `needs_database`: a project without one has no use for it.
    `in_project`: the work lies in the project's own files, so that it is in commits. `hands_in` are files of
    the task that git is to take as well, where others look at the work. `anew` is what these do first, in a
    shell, to make what is never handed in: a venv, node_modules. Without it, the work stays on its machine.
    """

    number: int
    name: str
    title: str
    set_up: Callable[[Task], None]
    check: Callable[[Task], Iterator[Step]]
    undo: Callable[[Task], None] = _nothing
    in_project: bool = False
    needs_database: bool = False
    hands_in: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """Its name with its number in front: that of its page and of its scratch folder."""
        return f"{self.number:02}-{self.name}"

    def task(self, project: Project) -> Task:
        return Task(project, scratch.folder(project) / self.slug)

    def look(self, project: Project) -> list[Step]:
        """The steps of its check, up to the first that is not so. Raises what the check raises."""
        steps = []
        for each in self.check(self.task(project)):
            steps.append(each)
            if not each.passed:
                break
        return steps
