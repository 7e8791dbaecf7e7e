"""The frontend's packages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .. import faults
from ..node import node_modules
from ..problem import Problem
from ..processes.child_environment import scrubbed_environment
from ..processes.children import ask
from ..project import WINDOWS, Project
from ..terminal.messages import text
from .finding import Finding, fine

# How npm's packages for one system are called, by sys.platform.
ESBUILD_SYSTEMS = {"linux": "linux", "darwin": "darwin", "win32": "win32"}


def check(project: Project) -> Iterator[Finding]:
    yield from manifest(project)
    if not node_modules.is_current(project):
        yield Problem(faults.NODE_MODULES_DIFFER)
        return
    others = node_modules.foreign(project)
    if others:
        yield Problem(faults.FOREIGN_NODE_MODULES, names=node_modules.shortened(others))
        return
    yield fine(text("The frontend's packages are the ones of package-lock.json"))
    yield from esbuild(project)


def manifest(project: Project) -> Iterator[Finding]:
    """Whether package.json asks for what package-lock.json answers: `npm ci` refuses anything else."""
    try:
        asked = json.loads((project.frontend / "package.json").read_text(encoding="utf-8-sig"))
        locked = json.loads((project.frontend / "package-lock.json").read_text(encoding="utf-8-sig"))
        answered = locked["packages"][""]
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Problem(faults.MANIFESTS_UNREADABLE, why=f"{type(error).__name__}: {error}")
        return
    differing = sorted(
        name
        for kind in ("dependencies", "devDependencies", "optionalDependencies")
        for name in _differing(asked.get(kind, {}), answered.get(kind, {}))
    )
    if differing:
        yield Problem(faults.MANIFESTS_DIFFER, names=", ".join(differing))


def _differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]


def esbuild(project: Project) -> Iterator[Finding]:
    """Angular's build is a native program, which a virus scanner may hold back."""
    folder = project.node_modules / "@esbuild"
    if not folder.is_dir():
        return
    system = ESBUILD_SYSTEMS.get(sys.platform, sys.platform)
    ours = [path for path in folder.iterdir() if path.name.startswith(f"{system}-")]
    answers = [_version(path / ("esbuild.exe" if WINDOWS else "bin/esbuild"), project) for path in ours]
    if answers and not any(version for version, _ in answers):
        yield Problem(faults.ESBUILD_DOES_NOT_RUN, why="\n".join(error for _, error in answers))


def _version(program: Path, project: Project) -> tuple[str, str]:
    """What `program --version` says, and why it says nothing."""
    try:
        answer = ask([program, "--version"], environment=scrubbed_environment(project.venv), seconds=5)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    if answer.returncode != 0:
        return "", f"{program}: {answer.returncode} {answer.stderr.strip()[-200:]}"
    return answer.stdout.strip(), ""
