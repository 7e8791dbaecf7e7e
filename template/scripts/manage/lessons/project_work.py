"""Lessons in the project's own files: they begin at a commit, and the way back keeps what was written."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from .. import faults, git
from ..database import state
from ..database.migrating import COMMAND
from ..node.node_modules import shortened
from ..problem import Problem
from ..processes.child_environment import scrubbed_environment
from ..processes.children import ask, run_in_foreground
from ..project import Project
from ..python import interpreter, venv
from ..terminal import output
from ..terminal.messages import manage, text
from . import evidence
from .lesson import Task

NOTE = "began.json"
# Before the first migration (Alembic's word).
NO_MIGRATION = "base"
# Brings back what `undo` has put aside.
KEPT = "git stash pop"


def begin(task: Task) -> None:
    """Note where the work begins.

    Raises Problem FA020 where the project is not set up, and FA195 where changes are in no commit.
    """
    project = task.project
    if not interpreter.of_venv(project.venv).exists():
        raise Problem(faults.NOT_SET_UP)
    unsaved = git.work(project.root, "status", "--porcelain")[1].decode("utf-8", "replace").splitlines()
    if unsaved:
        raise Problem(faults.LESSON_NEEDS_A_COMMIT, names=shortened([line[3:] for line in unsaved]))
    note = {"head": git.answer(project.root, "rev-parse", "HEAD"), "migrations": _migrations(project)}
    (task.folder / NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")


def undo(task: Task) -> None:
    """Bring files and database back to where the lesson began; git keeps what was written.

    Raises Problem FA196 where the database cannot follow.
    """
    root = task.project.root
    note = _note(task)
    if note.get("head") != git.answer(root, "rev-parse", "HEAD"):
        output.warn(text("Your work is in commits, and stays. Take it back with git, if you want to."))
        return
    if not git.work(root, "status", "--porcelain")[1].strip():
        return
    migrations = note.get("migrations")
    if migrations and state.is_there(task.project) and migrations != _migrations(task.project):
        _take_back(task.project, migrations)
    message = f"lesson {task.folder.name}"
    output.command(f'git stash push --include-untracked --message "{message}"')
    git.work(root, "stash", "push", "--include-untracked", "--message", message)
    output.say(f"  {text('What you have written is kept:')}  {KEPT}")


def _take_back(project: Project, migrations: list[str]) -> None:
    words = ["downgrade", *migrations[:1]]
    output.command(manage(f"db {' '.join(words)}"))
    ended = run_in_foreground(
        [venv.of(project).python, "-m", *COMMAND, *words],
        cwd=project.backend,
        environment=scrubbed_environment(project.venv),
    )
    if ended.exit_code:
        raise Problem(faults.LESSON_NOT_UNDONE)


def _migrations(project: Project) -> list[str]:
    """The newest migrations; the word for none where there is none."""
    if not state.is_there(project):
        return []
    try:
        return sorted(state.heads(project)) or [NO_MIGRATION]
    except (OSError, SyntaxError, ValueError):
        return []


def _note(task: Task) -> dict[str, Any]:
    try:
        note = json.loads((task.folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def ask_backend(project: Project, code: str) -> Any:
    """What a program that runs in backend/ tells as JSON in its last line; None where it fails."""
    try:
        answer = ask(
            [interpreter.of_venv(project.venv), "-c", code],
            environment=scrubbed_environment(project.venv, APP_MODE="development"),
            cwd=project.backend,
            seconds=evidence.PATIENCE,
        )
        return json.loads(answer.stdout.splitlines()[-1])
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
        return None
