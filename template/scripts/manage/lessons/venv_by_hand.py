"""Lesson 2: a virtual environment, made by hand, and a package that only it has."""

from __future__ import annotations

from collections.abc import Iterator

from . import evidence
from .lesson import Lesson, Step, Task

VENV = "venv"
PACKAGE = "humanize"


def set_up(task: Task) -> None:
    """Nothing to begin with: all of it is made by hand."""


def check(task: Task) -> Iterator[Step]:
    venv = task.folder / VENV
    yield from evidence.venv_steps(task, venv)
    yield from evidence.package_steps(task, venv, {PACKAGE: ""})


LESSON = Lesson(2, "venv-by-hand", "A virtual environment by hand", set_up, check)
