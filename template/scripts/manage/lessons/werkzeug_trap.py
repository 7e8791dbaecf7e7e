"""Lesson 4: a package that is pinned, and what it brings along and nobody has pinned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..python import interpreter
from ..terminal.messages import text
from . import evidence
from .lesson import Lesson, Step, Task, step

# Flask 2.0 asks for Werkzeug 2.0 or newer, and imports what Werkzeug 3 does not have.
FLASK = "2.0"
SHOW = """\
import flask

print("Flask", flask.__version__, "runs")
"""
# What keeps Werkzeug 3 away, in a line of requirements.txt.
LIMIT = re.compile(
    r"werkzeug(<3(\.0)*|<2\.\d+|<=2\.[\d.]+|==2\.[\d.*]+|~=2\.\d+(\.\d+)*)(,|$)", re.IGNORECASE
)


def set_up(task: Task) -> None:
    folder = task.folder / "shop"
    folder.mkdir()
    (folder / "requirements.txt").write_text(f"Flask=={FLASK}.*\n", encoding="ascii")
    (folder / "show.py").write_text(SHOW, encoding="ascii")


def check(task: Task) -> Iterator[Step]:
    folder = task.folder / "shop"
    file = folder / "requirements.txt"
    venv = folder / "venv"
    yield from evidence.venv_steps(task, venv)
    yield from evidence.package_steps(task, venv, {"Flask": FLASK})
    lines = evidence.requirements(file)
    yield step(
        any(LIMIT.match(line) for line in lines),
        text("{file} keeps Werkzeug 3 away.", file=task.shown(file)),
        text("Write one more line into it: {line}", line="Werkzeug<3"),
    )
    yield step(
        any(line.lower().startswith(f"flask=={FLASK}") for line in lines),
        text("{file} still asks for Flask {version}.", file=task.shown(file), version=FLASK),
        text("Write this line into it: {line}", line=f"Flask=={FLASK}.*"),
    )
    found = evidence.environment(venv)
    version = found.packages.get("werkzeug", "") if found else ""
    yield step(
        version.startswith("2."),
        text("What it says is what is installed: Werkzeug {version}.", version=version),
        text(
            "Install from the file: {command}",
            command=evidence.installing(task, venv, "-r", task.shown(file)),
        ),
    )
    yield step(
        evidence.printed([interpreter.of_venv(venv), "show.py"], venv, folder) is not None,
        text("{file} runs.", file=task.shown(folder / "show.py")),
        text("Run it, and read the last line of what it says."),
    )


LESSON = Lesson(
    4,
    "werkzeug-trap",
    "The trap behind an exact version",
    set_up,
    check,
    hands_in=("shop/requirements.txt", "shop/show.py"),
    anew=evidence.venv_anew("04-werkzeug-trap/shop"),
)
