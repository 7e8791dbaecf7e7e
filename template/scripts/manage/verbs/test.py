"""manage.py test: the tests of both sides, and whether the types between them are current."""

from __future__ import annotations

import argparse

from ..processes import mistakes
from ..processes.child_environment import scrubbed_environment
from ..processes.children import ask
from ..project import Project
from ..python import venv
from ..terminal.messages import text
from ._tools import backend_tool, frontend_tool, run_tools
from .types import check_tool

# How long the backend may take to be loaded (seconds).
PATIENCE = 60


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py test",
        description=text(
            "Run pytest in backend/, `ng test` in frontend/, and check that the TypeScript types "
            "are the ones of the API."
        ),
    )
    parser.add_argument("side", nargs="?", choices=["backend", "frontend"], help=text("only one side"))
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    if options.side != "frontend":
        _require_sound_code(project)
    backend = [backend_tool(project, text("backend tests"), ["pytest"])]
    frontend = [
        frontend_tool(
            project, text("frontend tests"), "@angular/cli/bin/ng.js", ["ng", "test", "--watch=false"]
        ),
        check_tool(project),
    ]
    chosen = {"backend": backend, "frontend": frontend, None: backend + frontend}[options.side]
    return run_tools(project, chosen)


def _require_sound_code(project: Project) -> None:
    """Raises Problem where the backend cannot be loaded: every test of it would fail for the same reason."""
    ours = venv.of(project)
    finished = ask(
        [ours.python, "-m", "flask", "--app", "app", "routes"],
        cwd=project.backend,
        environment=scrubbed_environment(ours.folder, APP_MODE="testing"),
        seconds=PATIENCE,
    )
    mistake = mistakes.in_code(finished.stderr.splitlines(), project) if finished.returncode else None
    if mistake:
        raise mistake
