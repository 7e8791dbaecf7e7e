"""What follows when a feature comes or goes: the types, and the database."""

from __future__ import annotations

import argparse
import re

from .. import faults
from ..processes import failures, mistakes
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Crew, Finished, end_on_signals
from ..project import Project
from ..python import venv
from ..terminal import output
from . import types

FLASK = ("flask", "--app", "app", "db")


def make_types(project: Project) -> None:
    """As `manage.py types`. Raises Problem where that fails."""
    types.run(project, argparse.Namespace(check=False))
    # It ignores signals at its end.
    end_on_signals()


def upgrade(project: Project) -> None:
    """Bring the database up to date. Raises Problem FA189, with what Flask says, where that fails."""
    output.command(f"cd backend && {' '.join([*FLASK, 'upgrade'])}")
    for line in _flask(project, "upgrade").tail:
        output.say(f"  {line}")


def applied(project: Project) -> list[str]:
    """The newest migrations that the database has been through. Raises Problem FA189."""
    lines = _flask(project, "current").tail
    return [match[0] for match in (re.match(r"\w+", line) for line in lines) if match]


def _flask(project: Project, verb: str) -> Finished:
    words = [*FLASK, verb]
    shown = " ".join(words)
    with Crew() as crew:
        finished = crew.run(
            [venv.of(project).python, "-m", *words],
            cwd=project.backend,
            environment=scrubbed_environment(project.venv),
        )
    end_on_signals()
    if finished.exit_code:
        mistake = mistakes.in_code(finished.tail, project)
        raise mistake or failures.problem(faults.STEP_FAILED, shown, finished, command=shown)
    return finished


def show(lines: list[str]) -> None:
    """Print a difference, coloured as git does."""
    colours = {"+": "done", "-": "failed", "@": "command"}
    for line in lines:
        output.say(output.paint(line, colours.get(line[:1], "quiet")))
