"""manage.py db: `flask db` with the project's Python, in backend/."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .. import faults
from ..database import state
from ..database.migrating import COMMAND
from ..problem import Problem
from ..processes.child_environment import scrubbed_environment
from ..processes.children import as_typed, run_in_foreground
from ..project import Project
from ..python import venv
from ..terminal import output
from ..terminal.messages import text
from . import _pass_through

# These take a file: as people type it, from the folder that they are in.
WITH_FILE = ("backup", "restore")


def parser() -> argparse.ArgumentParser:
    return _pass_through.parser(
        "db",
        text(
            "Migrate the database (upgrade, downgrade, revision, history, check), fill it (seed), empty it "
            "(reset), copy it (backup FILE, restore FILE): manage.py db upgrade"
        ),
    )


def run(project: Project, options: argparse.Namespace) -> int:
    if not state.is_there(project):
        raise Problem(faults.NO_DATABASE)
    command = [*COMMAND, *_with_whole_paths(options.words)]
    output.command(f"cd backend && {as_typed(command)}")
    return run_in_foreground(
        [venv.of(project).python, "-m", *command],
        cwd=project.backend,
        environment=scrubbed_environment(project.venv),
    ).exit_code


def _with_whole_paths(words: Sequence[str]) -> list[str]:
    """The words, a file's path made whole: the command runs in another folder than the one it is typed in."""
    if not words or words[0] not in WITH_FILE:
        return list(words)
    rest = [word if word.startswith("-") else str(Path(word).absolute()) for word in words[1:]]
    return [words[0], *rest]
