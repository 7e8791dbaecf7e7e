"""manage.py lint: style and formatting of both sides."""

from __future__ import annotations

import argparse
from dataclasses import replace

from ..project import Project
from ..terminal.messages import text
from . import _findings
from ._tools import Listing, Tool, backend_tool, frontend_tool, run_tools


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py lint",
        description=text("Check the backend with ruff, the frontend with ESLint and Prettier."),
    )
    parser.add_argument("side", nargs="?", choices=["backend", "frontend"], help=text("only one side"))
    parser.add_argument("--fix", action="store_true", help=text("correct what can be corrected"))
    parser.add_argument(
        "--all", action="store_true", help=text("print every finding, where there are many too")
    )
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    backend, frontend = _backend(project, fix=options.fix), _frontend(project, fix=options.fix)
    chosen = {"backend": backend, "frontend": frontend, None: backend + frontend}[options.side]
    if options.all:
        chosen = [replace(tool, listing=None) for tool in chosen]
    return run_tools(project, chosen)


def _backend(project: Project, *, fix: bool) -> list[Tool]:
    def ruff(name: str, *words: str) -> Tool:
        return backend_tool(project, name, ["ruff", *words, "."])

    check = ruff("ruff check", "check", *(["--fix"] if fix else []))
    format_ = ruff("ruff format", "format", *([] if fix else ["--check"]))
    counting = ruff("", "check", "--statistics", "--output-format", "json")
    places = ruff("", "check", "--output-format", "concise")
    unformatted = ruff("", "format", "--check", "--quiet", "--output-format", "concise")
    return [
        replace(check, listing=Listing("backend", counting, _findings.of_ruff, places)),
        replace(format_, listing=Listing("backend", unformatted, _findings.of_formatter, unformatted)),
    ]


def _frontend(project: Project, *, fix: bool) -> list[Tool]:
    def eslint(*words: str) -> Tool:
        return frontend_tool(project, "ESLint", "eslint/bin/eslint.js", ["eslint", *words, "."])

    def prettier(*words: str) -> Tool:
        return frontend_tool(project, "Prettier", "prettier/bin/prettier.cjs", ["prettier", *words, "."])

    check = eslint(*(["--fix"] if fix else []))
    format_ = prettier("--write" if fix else "--check", "--log-level", "warn")
    counting = eslint("--format", "json-with-metadata")
    unformatted = prettier("--list-different")
    return [
        replace(check, listing=Listing("frontend", counting, _findings.of_eslint)),
        replace(format_, listing=Listing("frontend", unformatted, _findings.of_formatter)),
    ]
