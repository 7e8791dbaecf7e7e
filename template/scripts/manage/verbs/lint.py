"""manage.py lint: style and formatting of both sides."""

from __future__ import annotations

import argparse

from ..project import Project
from ..terminal.messages import text
from ._tools import backend_tool, frontend_tool, run_tools

NEEDS_VENV = True


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py lint",
        description=text("Check the backend with ruff, the frontend with ESLint and Prettier."),
    )
    parser.add_argument("side", nargs="?", choices=["backend", "frontend"], help=text("only one side"))
    parser.add_argument("--fix", action="store_true", help=text("mend what can be mended"))
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    fix = options.fix
    backend = [
        backend_tool(project, "ruff check", ["ruff", "check", *(["--fix"] if fix else []), "."]),
        backend_tool(project, "ruff format", ["ruff", "format", *([] if fix else ["--check"]), "."]),
    ]
    frontend = [
        frontend_tool(
            project, "ESLint", "eslint/bin/eslint.js", ["eslint", *(["--fix"] if fix else []), "."]
        ),
        frontend_tool(
            project,
            "Prettier",
            "prettier/bin/prettier.cjs",
            ["prettier", "--write" if fix else "--check", "--log-level", "warn", "."],
        ),
    ]
    chosen = {"backend": backend, "frontend": frontend, None: backend + frontend}[options.side]
    return run_tools(project, chosen)
