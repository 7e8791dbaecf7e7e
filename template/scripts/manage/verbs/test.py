"""manage.py test: the tests of both sides, and whether the types between them are current."""

from __future__ import annotations

import argparse

from ..project import Project
from ..terminal.messages import text
from ._tools import backend_tool, frontend_tool, run_tools
from .types import check_tool

NEEDS_VENV = True


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
    backend = [backend_tool(project, text("backend tests"), ["pytest"])]
    frontend = [
        frontend_tool(
            project, text("frontend tests"), "@angular/cli/bin/ng.js", ["ng", "test", "--watch=false"]
        ),
        check_tool(project),
    ]
    chosen = {"backend": backend, "frontend": frontend, None: backend + frontend}[options.side]
    return run_tools(project, chosen)
