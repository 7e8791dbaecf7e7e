"""manage.py test: the tests of both sides, and whether the types between them are current."""

from __future__ import annotations

import argparse

from ..project import Project
from ..tools import backend_tool, frontend_tool, run_tools
from .types import check_tool

NEEDS_VENV = True


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py test",
        description="Run pytest in backend/, `ng test` in frontend/, and check that the TypeScript types "
        "are the ones of the API.",
    )
    parser.add_argument("side", nargs="?", choices=["backend", "frontend"], help="only one side")
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    backend = [backend_tool(project, "backend tests", ["pytest"])]
    frontend = [
        frontend_tool(project, "frontend tests", "@angular/cli/bin/ng.js", ["ng", "test", "--watch=false"]),
        check_tool(project),
    ]
    chosen = {"backend": backend, "frontend": frontend, None: backend + frontend}[options.side]
    return run_tools(project, chosen)
