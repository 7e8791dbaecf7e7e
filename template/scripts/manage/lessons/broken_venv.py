"""Lesson 6: a venv that was moved is broken, whatever the prompt says; it is made anew."""

from __future__ import annotations

from collections.abc import Iterator

from ..terminal.messages import text
from . import evidence
from .lesson import Lesson, Step, Task, step

BEFORE, AFTER = "project-a", "project-b"
PACKAGE = "humanize"


def set_up(task: Task) -> None:
    folder = task.folder / BEFORE
    folder.mkdir()
    (folder / "requirements.txt").write_text(f"{PACKAGE}\n", encoding="ascii")


def check(task: Task) -> Iterator[Step]:
    before, after = task.folder / BEFORE, task.folder / AFTER
    venv = after / "venv"
    yield step(
        after.is_dir() and not before.exists(),
        text("The folder {old} is called {new} now.", old=BEFORE, new=AFTER),
        text("Rename it: that is what breaks its venv."),
    )
    yield step(
        (after / "requirements.txt").is_file(),
        text("{file} is there.", file=task.shown(after / "requirements.txt")),
        text("Write this line into it: {line}", line=PACKAGE),
    )
    yield from evidence.venv_steps(task, venv)
    yield from evidence.package_steps(task, venv, {PACKAGE: ""})
    said = evidence.printed([evidence.program(venv, "pip"), "--version"], venv, after)
    yield step(
        said is not None and str(venv.resolve()) in said,
        text("Its own pip runs, and belongs to it."),
        text("Delete {folder}, make it anew, and install from the file.", folder=task.shown(venv)),
    )


LESSON = Lesson(6, "broken-venv", "Break it and fix it", set_up, check)
