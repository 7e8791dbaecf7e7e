"""What follows when a feature comes or goes: the types, and the database."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .. import faults
from ..database.migrating import COMMAND
from ..generator import migrations
from ..processes import failures, mistakes
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Crew, Finished, end_on_signals
from ..project import Project
from ..python import venv
from ..terminal import output
from . import types

# Run in backend/, with a table's name.
COUNT = """
import sys
from app import create_app
from app.core.database import db
from sqlalchemy import func, select, table
with create_app().app_context():
    print(db.session.scalar(select(func.count()).select_from(table(sys.argv[1]))))
"""


def make_types(project: Project) -> None:
    """As `manage.py types`. Raises Problem where that fails."""
    types.run(project, argparse.Namespace(check=False))
    # It ignores signals at its end.
    end_on_signals()


def applied(project: Project) -> list[str]:
    """The newest migrations that the database has been through. Raises Problem FA189."""
    words = [*COMMAND, "current"]
    finished = _run(project, [venv.of(project).python, "-m", *words], " ".join(words))
    return migrations.shown(finished.tail)


def rows(project: Project, table: str) -> int:
    """How many rows a table has. Raises Problem FA189 where nobody can tell."""
    # Only the database is asked: what production needs besides may be missing.
    finished = _run(
        project, [venv.of(project).python, "-c", COUNT, table], "SELECT count(*)", APP_MODE="development"
    )
    return int(finished.tail[-1])


def _run(project: Project, command: Sequence[str | Path], shown: str, **more: str) -> Finished:
    environment = scrubbed_environment(project.venv) | more
    with Crew() as crew:
        finished = crew.run(command, cwd=project.backend, environment=environment)
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
