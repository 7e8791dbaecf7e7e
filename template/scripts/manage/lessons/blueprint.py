"""Lesson 5: the list of packages is shared, and each environment is made from it anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..terminal.messages import text
from . import evidence
from .lesson import Lesson, Step, Task, step

CHOSEN = "Flask"
PINNED = re.compile(r"[A-Za-z0-9._-]+==[^=<>~!*]+")
# What a new venv brings itself; pip freeze leaves these out.
OF_VENV = {"pip", "setuptools", "wheel"}


def set_up(task: Task) -> None:
    (task.folder / "requirements.txt").write_text(f"{CHOSEN}\n", encoding="ascii")


def check(task: Task) -> Iterator[Step]:
    asked, pinned = task.folder / "requirements.txt", task.folder / "constraints.txt"
    venv = task.folder / "venv"
    lines = evidence.requirements(pinned)
    names = {line.partition("==")[0].lower() for line in lines}
    yield step(
        len(lines) > 1 and CHOSEN.lower() in names and all(PINNED.fullmatch(line) for line in lines),
        text("{file} names the exact version of all that is installed.", file=task.shown(pinned)),
        text("Let `pip freeze` of the venv write it, as the page shows."),
    )
    wanted = evidence.requirements(asked)
    yield step(
        [line.lower() for line in wanted if not line.startswith("-")] == [CHOSEN.lower()],
        text("{file} still names only what was chosen.", file=task.shown(asked)),
        text("Keep it at {package} alone: what came along belongs into the other file.", package=CHOSEN),
    )
    yield step(
        "-cconstraints.txt" in wanted,
        text("Its first line leads to the exact versions."),
        text("Write this line into it: {line}", line="-c constraints.txt"),
    )
    yield from evidence.venv_steps(task, venv)
    yield step(
        (venv / "pyvenv.cfg").stat().st_mtime >= pinned.stat().st_mtime,
        text("The venv is younger than the list."),
        text(
            "Delete {folder}, make it anew, and install from the file.",
            folder=task.shown(venv),
        ),
    )
    found = evidence.environment(venv)
    there = {
        f"{name}=={version}"
        for name, version in (found.packages if found else {}).items()
        if name not in OF_VENV
    }
    yield step(
        there == {line.lower() for line in lines},
        text("It holds exactly what the list says."),
        text(
            "Install from the file: {command}",
            command=evidence.installing(task, venv, "-r", task.shown(asked)),
        ),
    )


LESSON = Lesson(
    5,
    "blueprint",
    "Share the list, never the venv",
    set_up,
    check,
    hands_in=("requirements.txt", "constraints.txt"),
    anew=evidence.venv_anew("05-blueprint"),
)
