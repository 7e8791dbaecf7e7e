"""Lesson 1: what a terminal runs when a name is typed is the first of that name on PATH."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from ..terminal.messages import text, typed_python
from . import evidence
from .lesson import Lesson, Step, Task, step

TYPED = "typed.txt"
RUNS = "runs.txt"


def set_up(task: Task) -> None:
    """Nothing to begin with: the learner's terminal writes both files."""


def check(task: Task) -> Iterator[Step]:
    typed, runs = task.folder / TYPED, task.folder / RUNS
    yield step(
        bool(evidence.first_line(typed)),
        text("{file} is there.", file=task.shown(typed)),
        text("Let your terminal write it, as the page shows."),
    )
    python = Path(evidence.first_line(typed))
    yield step(
        python.is_absolute() and python.is_file(),
        text("{file} names a program.", file=TYPED),
        text("A whole path is wanted, from the top folder on: it ends with the name of a program."),
    )
    first = shutil.which(typed_python())
    yield step(
        first is not None and _same(python, Path(first)),
        text("It is the first {name} on PATH.", name=typed_python()),
        text("This terminal would run {path}. Write the file anew, in this terminal.", path=first),
    )
    said = evidence.first_line(runs)
    yield step(
        bool(said),
        text("{file} is there.", file=task.shown(runs)),
        text("Let Python write it, as the page shows."),
    )
    code = "import sys; print(sys.executable)"
    answer = evidence.printed_as_typed([python, "-c", code], task.folder)
    yield step(
        answer is not None and Path(said).is_file() and _same(Path(said), Path(answer)),
        text("{file} names the Python that really runs.", file=RUNS),
        text("{path} runs. Did you type the same name both times?", path=answer),
    )


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are the same word for word: a venv's Python is a link to another one."""
    return str(one.absolute()).casefold() == str(other.absolute()).casefold() or (
        one.parent.resolve() == other.parent.resolve() and one.name == other.name
    )


LESSON = Lesson(1, "which-python", "What your terminal runs when you type python", set_up, check)
