"""manage.py types: the OpenAPI document from the backend, and the TypeScript types from the document."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from .. import console, node, npm
from ..environment import scrubbed_environment
from ..problem import Problem
from ..processes import Crew, end_on_signals
from ..project import Project
from ..tools import Tool

NEEDS_VENV = True
GENERATOR = "node_modules/@hey-api/openapi-ts/bin/run.js"
TYPES = "types.gen.ts"


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py types",
        description="Write the backend's OpenAPI document into the frontend, and the TypeScript types made "
        "from it. Run it after a change of the API.",
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail where they are out of date")
    return parser


def check_tool(project: Project) -> Tool:
    """The check as a tool beside the tests."""
    return Tool(
        "types are current",
        "python manage.py types --check",
        [sys.executable, "manage.py", "types", "--check"],
        project.root,
    )


def run(project: Project, options: argparse.Namespace) -> int:
    end_on_signals()
    npm.require(project)
    document = project.openapi_document
    committed = [document, document.with_name(TYPES)]
    with Crew() as crew, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = _make(project, crew, Path(folder), tell=not options.check)
        stale = [old for old, new in zip(committed, made, strict=True) if not _same(old, new)]
        if options.check:
            if stale:
                raise Problem(
                    "FA046",
                    "The frontend's types are not those of the API.",
                    why=f"Out of date: {', '.join(project.shown(path) for path in stale)}.",
                    remedy=[project.manage("types")],
                )
        else:
            for old, new in zip(committed, made, strict=True):
                old.write_bytes(new.read_bytes())
    state = ", ".join(project.shown(path) for path in stale) if stale else "nothing; all is current"
    console.say(f"{console.mark('done')} Written: {state}")
    return 0


def _make(project: Project, crew: Crew, folder: Path, *, tell: bool) -> list[Path]:
    """Make the document and the types in `folder`. Raises Problem FA047 where a program fails."""
    document = folder / project.openapi_document.name
    chosen = node.needed(project)
    target = project.openapi_document.relative_to(project.root).as_posix()
    steps: list[tuple[str, list[str | Path], Path]] = [
        (
            f"cd backend && flask --app app openapi --output ../{target}",
            [project.venv_python, "-m", "flask", "--app", "app", "openapi", "--output", document],
            project.backend,
        ),
        (
            "cd frontend && npx openapi-ts",
            [chosen.program, GENERATOR, "--input", document, "--output", folder],
            project.frontend,
        ),
    ]
    for shown, command, cwd in steps:
        if tell:
            console.command(shown)
        finished = crew.run(
            command, cwd=cwd, environment=scrubbed_environment(project, programs=[chosen.folder])
        )
        if finished.exit_code != 0:
            raise Problem(
                "FA047",
                "The types could not be made.",
                why=f"`{shown}` ended with code {finished.exit_code}. Its last lines:",
                output=finished.tail[-15:],
            )
    return [document, folder / TYPES]


def _same(one: Path, other: Path) -> bool:
    """Whether two text files are the same but for line ends."""
    if not one.exists() or not other.exists():
        return False
    return one.read_bytes().replace(b"\r\n", b"\n") == other.read_bytes().replace(b"\r\n", b"\n")
