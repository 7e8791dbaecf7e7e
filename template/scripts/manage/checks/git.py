"""git: what updates of the template need, and what shall not be committed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .. import faults, git
from ..node import node_modules
from ..problem import Problem
from ..processes.children import as_typed
from ..project import Project
from ..terminal.messages import text
from .finding import Finding, fine

# How git begins the two sides of a conflict (git-merge(1), "How conflicts are presented").
CONFLICT = re.compile(rb"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)
READ_BY_SETUP = (
    "backend/requirements.txt",
    "backend/requirements-dev.txt",
    "backend/constraints.txt",
    "frontend/package.json",
    "frontend/package-lock.json",
    "frontend/angular.json",
    "project.toml",
    ".copier-answers.yml",
)

OF_THE_APP = (
    ".py", ".ts", ".mjs", ".html", ".css", ".toml", ".txt", ".json", ".md", ".sh", ".cmd", ".ps1",
    ".example",
)  # fmt: skip
LINE_ENDS_OF = {".sh": b"\n", ".cmd": b"\r\n", ".ps1": b"\r\n"}


def check(project: Project) -> Iterator[Finding]:
    # Here: the servers need no more than `conflicts`, and would start later.
    from . import plain_update

    yield from conflicts(project)
    yield from line_ends(project)
    if not shutil.which("git"):
        yield Problem(faults.NO_GIT, address=git.HOME_PAGE)
        return
    yield from identity(project)
    try:
        git.must_keep(project.root, seconds=git.PATIENCE)
    except Problem as problem:
        yield problem
        return
    except (OSError, subprocess.TimeoutExpired):
        yield Problem(faults.NO_COMMIT)
        return
    yield from committed(project)
    yield from hidden(project)
    yield from plain_update.check(project)
    yield fine(text("git keeps this project"), _answer(project, "--version") or "")


def conflicts(project: Project) -> Iterator[Finding]:
    """Files that set-up and the servers read, and in which an update has left lines of both sides."""
    names = [path for path in READ_BY_SETUP if _has_conflict(project.root / path)]
    if names:
        yield Problem(faults.OPEN_CONFLICT, names=", ".join(names))


def _has_conflict(path: Path) -> bool:
    try:
        return bool(CONFLICT.search(path.read_bytes()))
    except OSError:
        return False


def identity(project: Project) -> Iterator[Finding]:
    given = {
        "user.name": ("GIT_AUTHOR_NAME", '"Your Name"'),
        "user.email": ("GIT_AUTHOR_EMAIL", '"you@example.com"'),
    }
    lacking = [
        f"git config --global {key} {example}"
        for key, (variable, example) in given.items()
        if not os.environ.get(variable) and not _answer(project, "config", "--get", key)
    ]
    if lacking:
        yield Problem(faults.GIT_KNOWS_NOBODY, first=lacking)


def hidden(project: Project) -> Iterator[Finding]:
    """Files of the app that only a list of the user's own leaves out (core.excludesFile, .git/info/exclude).

    What a system or an editor leaves everywhere is in such lists by right: only code and its settings count.
    """
    words = ("ls-files", "-z", "--others")
    ignored = _answer(project, *words, "--exclude-per-directory=.gitignore")
    if not ignored:
        return
    shown = (_answer(project, *words, "--exclude-standard") or "").split("\0")
    found = [path for path in ignored.split("\0") if Path(path).suffix in OF_THE_APP and path not in shown]
    if found:
        paths = git.gathered(found, (_answer(project, "ls-files", "-z") or "").split("\0"))
        yield Problem(faults.NOT_KEPT, names=node_modules.shortened(found), paths=as_typed(paths))


def committed(project: Project) -> Iterator[Finding]:
    """Folders that every machine makes for itself, and that git keeps all the same."""
    folders = [project.shown(folder).replace("\\", "/") for folder in (project.venv, project.node_modules)]
    kept = [folder for folder in folders if _answer(project, "ls-files", "--", folder)]
    if kept:
        yield Problem(faults.INSTALLED_IS_COMMITTED, folders=", ".join(kept), paths=" ".join(kept))


def line_ends(project: Project) -> Iterator[Finding]:
    wrong = wrong_line_ends(project)
    if wrong:
        yield Problem(faults.WRONG_LINE_ENDS, names=", ".join(project.shown(path) for path in wrong))


def wrong_line_ends(project: Project) -> list[Path]:
    """The launchers whose line ends git has changed: sh needs LF, cmd and PowerShell CRLF."""
    launchers = sorted(path for path in (project.root / "scripts").iterdir() if path.suffix in LINE_ENDS_OF)
    return [path for path in launchers if with_right_line_ends(path) != path.read_bytes()]


def with_right_line_ends(path: Path) -> bytes:
    """The content of a launcher as it should be."""
    content = path.read_bytes()
    return re.sub(rb"\r?\n", LINE_ENDS_OF[path.suffix], content)


def _answer(project: Project, *words: str) -> str | None:
    return git.answer(project.root, *words, seconds=git.PATIENCE)
