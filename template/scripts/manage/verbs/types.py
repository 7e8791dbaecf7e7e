"""manage.py types: the OpenAPI document from the backend, and the TypeScript types from the document."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .. import faults
from ..node import node_modules, runtime
from ..problem import Problem
from ..processes import failures, mistakes
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Crew, end_on_signals
from ..project import Project
from ..python import venv
from ..terminal import output
from ..terminal.messages import manage, text
from ._tools import Tool

GENERATOR = "node_modules/@hey-api/openapi-ts/bin/run.js"
TYPES = "types.gen.ts"
# The limits of fields, which forms take from there. Projects from before there were forms have no such file.
SCHEMAS = "schemas.gen.ts"


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py types",
        description=text(
            "Write the backend's OpenAPI document into the frontend, and the TypeScript types made "
            "from it. Run it after a change of the API."
        ),
    )
    parser.add_argument(
        "--check", action="store_true", help=text("write nothing; fail where they are out of date")
    )
    return parser


def check_tool(project: Project) -> Tool:
    """The check as a tool beside the tests."""
    return Tool(
        text("types are current"),
        manage("types --check"),
        [sys.executable, "manage.py", "types", "--check"],
        project.root,
    )


def run(project: Project, options: argparse.Namespace) -> int:
    end_on_signals()
    node_modules.require(project)
    with Crew() as crew:
        if options.check:
            _check(project, crew)
        else:
            _write_document(project, crew, project.openapi_document)
            _write_types(project, crew)
            folder = project.shown(project.openapi_document.parent)
            output.say(f"{output.mark('done')} {text('Written into {folder}', folder=folder)}")
    return 0


def _check(project: Project, crew: Crew) -> None:
    """Make both anew in a temporary folder and compare. Raises Problem FA046 where one is out of date."""
    document = project.openapi_document
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _write_document(project, crew, folder / document.name)
        _write_types(project, crew, folder / "types")
        pairs = [(document, folder / document.name)]
        made = [TYPES, *([SCHEMAS] if document.with_name(SCHEMAS).exists() else [])]
        pairs += [(document.with_name(name), folder / "types" / name) for name in made]
        stale = [project.shown(committed) for committed, made in pairs if not _same(committed, made)]
    if stale:
        raise Problem(faults.TYPES_DIFFER, why=text("Out of date: {names}.", names=", ".join(stale)))


def _write_document(project: Project, crew: Crew, target: Path) -> None:
    """Let the backend write its OpenAPI document, with what it offers in development."""
    words = [
        "flask",
        "--app",
        "app",
        "openapi",
        "--output",
        os.path.relpath(target, project.backend) if target.is_relative_to(project.root) else str(target),
    ]
    _run(project, crew, words, [venv.of(project).python, "-m", *words], project.backend)


def _write_types(project: Project, crew: Crew, folder: Path | None = None) -> None:
    """Make the types from the committed document: where openapi-ts.config.ts says, or in another folder."""
    chosen = runtime.needed(project)
    words = ["--output", str(folder)] if folder else []
    shown = ["npx", "openapi-ts", *words]
    _run(project, crew, shown, [chosen.program, GENERATOR, *words], project.frontend, programs=chosen.folders)


def _run(
    project: Project,
    crew: Crew,
    shown: list[str],
    command: Sequence[str | Path],
    cwd: Path,
    programs: Sequence[Path] = (),
) -> None:
    """Show and run a program. Raises Problem FA047 with its last lines where it fails."""
    output.command(f"cd {cwd.name} && {' '.join(shown)}")
    finished = crew.run(command, cwd=cwd, environment=scrubbed_environment(project.venv, programs=programs))
    if finished.exit_code != 0:
        mistake = mistakes.in_code(finished.tail, project)
        if mistake:
            raise mistake
        raise failures.problem(faults.TYPES_FAILED, " ".join(shown), finished)


def _same(one: Path, other: Path) -> bool:
    """Whether two text files are the same but for line ends."""
    if not one.exists() or not other.exists():
        return False
    return one.read_bytes().replace(b"\r\n", b"\n") == other.read_bytes().replace(b"\r\n", b"\n")
