"""Bringing the database up to date, with the command that people type too."""

from __future__ import annotations

import re
import signal
import tempfile

from .. import faults
from ..problem import Problem
from ..processes import mistakes
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Stopped, run_in_foreground
from ..project import Project
from ..python import venv
from ..terminal import output
from . import state

COMMAND = ("flask", "--app", "app", "db")
# What click puts before a message.
LABEL = "Error: "
# In the words of PostgreSQL's client library.
UNREACHABLE = re.compile(
    r"connection (to server|failed|timeout)|could not translate host name|timeout expired"
)
# The last line of a message of `db upgrade`: a Problem says it in the language in use.
AGAIN = "manage.py db upgrade"


def bring_up_to_date(project: Project, **environment: str) -> None:
    """Apply the migrations that are missing; `environment` is added to that of the app.

    Where nothing is missing, nothing is started. Raises Problem FA160 or FA161 where it fails, the one of a
    mistake in the project's code, and Stopped.
    """
    if not state.is_there(project) or state.is_current(project):
        return
    output.command(f"cd backend && {' '.join(COMMAND)} upgrade")
    with tempfile.TemporaryFile() as file:
        ended = run_in_foreground(
            [venv.of(project).python, "-m", *COMMAND, "upgrade"],
            cwd=project.backend,
            environment=scrubbed_environment(project.venv, programs=(), **environment),
            printed=file,
        )
        file.seek(0)
        printed = file.read().decode("utf-8", "replace").splitlines()
    if ended.stopped:
        raise Stopped(signal.SIGINT)
    if ended.exit_code:
        raise _problem(printed, project)
    for line in printed:
        output.say(f"  {line}")


def _problem(printed: list[str], project: Project) -> Problem:
    """Why the command failed: a mistake in the code, a server that does not answer, a migration."""
    mistake = mistakes.in_code(printed, project)
    if mistake:
        return mistake
    said = [line.removeprefix(LABEL) for line in printed if AGAIN not in line]
    if UNREACHABLE.search("\n".join(said)):
        return Problem(faults.DATABASE_UNREACHABLE, why="\n".join(said))
    return Problem(faults.NOT_MIGRATED, why="\n".join(said))
