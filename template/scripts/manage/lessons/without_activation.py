"""Lesson 9: cron, systemd and Windows' Task Scheduler start a venv's program by its whole path."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..processes.children import ask
from ..project import WINDOWS
from ..python import interpreter
from ..terminal.messages import text
from . import evidence
from .lesson import Lesson, Step, Task, step

PACKAGE = "humanize"
REPORT = """\
import humanize

print("free:", humanize.naturalsize(123_456_789))
"""
PRINTED = "free: 123.5 MB"
UNIT, TABLE, TASK = "report.service", "crontab.txt", "report.cmd"
# Five times, or one word such as @daily; then the command (crontab(5)).
CRON_LINE = re.compile(r"(?:@\w+|(?:[\w*/,-]+[ \t]+){4}[\w*/,-]+)[ \t]+(\S.*)")


def set_up(task: Task) -> None:
    (task.folder / "report.py").write_text(REPORT, encoding="ascii")
    (task.folder / "requirements.txt").write_text(f"{PACKAGE}\n", encoding="ascii")


def check(task: Task) -> Iterator[Step]:
    venv = task.folder / "venv"
    yield from evidence.venv_steps(task, venv)
    yield from evidence.package_steps(task, venv, {PACKAGE: ""})
    if WINDOWS:
        yield from _windows(task)
        return
    unit = task.folder / UNIT
    started = re.search(r"^ExecStart=[-@:+!]*(.+)$", evidence.read(unit), re.MULTILINE)
    yield step(
        started is not None,
        text("{file} says what to start.", file=task.shown(unit)),
        text("It needs a section [Service] with a line ExecStart=…, as the page shows."),
    )
    assert started
    yield from _runs(task, unit, _words(started[1]))
    table = task.folder / TABLE
    lines = [line.strip() for line in evidence.read(table).splitlines()]
    entries = [match[1] for line in lines if (match := CRON_LINE.fullmatch(line))]
    yield step(
        len(entries) == 1,
        text("{file} has one line for cron.", file=task.shown(table)),
        text("Five times or * come first, then the command, as the page shows."),
    )
    # cron hands the line to a shell, and takes an % for the end of it.
    yield from _runs(task, table, ["/bin/sh", "-c", re.sub(r"(?<!\\)%.*", "", entries[0])], named=entries[0])


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return [command]


def _runs(task: Task, file: Path, words: list[str], named: str = "") -> Iterator[Step]:
    """Whether a command works where nothing is activated, and by the Python of the venv."""
    python = interpreter.of_venv(task.folder / "venv")
    yield step(
        str(python) in (named or words[0]),
        text("It names the Python of the venv by its whole path."),
        text(
            "Nothing is activated there, and PATH is short. Write {path} into {file}.",
            path=python,
            file=file.name,
        ),
    )
    yield step(
        PRINTED in _printed(words),
        text("What {file} starts runs without activation.", file=file.name),
        text(
            "It does not start in your folder: {path} must be named whole, too.",
            path=task.folder / "report.py",
        ),
    )


def _windows(task: Task) -> Iterator[Step]:
    file = task.folder / TASK
    yield step(
        bool(evidence.first_line(file)),
        text("{file} is there.", file=task.shown(file)),
        text("Write the line into it that the page shows."),
    )
    lines = [line for line in evidence.read(file).splitlines() if "python" in line.lower()]
    yield from _runs(task, file, ["cmd", "/d", "/c", str(file)], named=lines[-1] if lines else "-")


def _printed(words: list[str]) -> str:
    """What a program prints that is started as cron and systemd do: elsewhere, and with hardly a variable."""
    kept = ("SYSTEMROOT", "COMSPEC", "PATHEXT") if WINDOWS else ("HOME",)
    bare = {name: os.environ[name] for name in kept if name in os.environ}
    bare["PATH"] = f"{os.environ.get('SYSTEMROOT', '')}\\System32" if WINDOWS else "/usr/bin:/bin"
    with tempfile.TemporaryDirectory() as folder:
        try:
            return ask(words, environment=bare, cwd=Path(folder), seconds=evidence.PATIENCE).stdout
        except (OSError, subprocess.TimeoutExpired):
            return ""


LESSON = Lesson(9, "without-activation", "Run it without activation: cron and systemd", set_up, check)
