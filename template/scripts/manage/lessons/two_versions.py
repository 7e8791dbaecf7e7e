"""Lesson 3: two projects on one machine, each with its own version of the same packages."""

from __future__ import annotations

from collections.abc import Iterator

from ..python import interpreter
from ..terminal.messages import text
from . import evidence
from .lesson import Lesson, Step, Task, step

# They import on every Python that this project runs on.
PROJECTS = {
    "old": {"Django": "4.2", "Flask": "2.3"},
    "new": {"Django": "5.2", "Flask": "3.1"},
}
SHOW = """\
from importlib.metadata import version

import django
import flask

print("Django", django.__version__)
print("Flask", version("flask"))
"""


def set_up(task: Task) -> None:
    for name, packages in PROJECTS.items():
        folder = task.folder / name
        folder.mkdir()
        lines = [f"{package}=={version}.*" for package, version in packages.items()]
        (folder / "requirements.txt").write_text("\n".join(lines) + "\n", encoding="ascii")
        (folder / "show.py").write_text(SHOW, encoding="ascii")


def check(task: Task) -> Iterator[Step]:
    for name, packages in PROJECTS.items():
        venv = task.folder / name / "venv"
        yield from evidence.venv_steps(task, venv)
        yield from evidence.package_steps(task, venv, packages)
    for name, packages in PROJECTS.items():
        folder = task.folder / name
        said = evidence.printed([interpreter.of_venv(folder / "venv"), "show.py"], folder / "venv", folder)
        versions = dict(line.split() for line in (said or "").splitlines() if len(line.split()) == 2)
        yield step(
            all(evidence.is_version(versions.get(each, "-"), wanted) for each, wanted in packages.items()),
            text("{file} runs with its own versions.", file=task.shown(folder / "show.py")),
            text("Run it, and read its last line. `lesson undo` and `lesson start` bring the file back."),
        )


LESSON = Lesson(3, "two-versions", "Two versions at once", set_up, check)
