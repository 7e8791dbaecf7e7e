"""git: what updates of the template need, and what shall not be committed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ..processes.children import as_typed, ask
from ..project import Project
from ..terminal.messages import text
from .finding import LINE_ENDS, Finding, done, warning

LINE_ENDS_OF = {".sh": b"\n", ".cmd": b"\r\n", ".ps1": b"\r\n"}


def check(project: Project) -> Iterator[Finding]:
    yield from line_ends(project)
    program = shutil.which("git")
    if not program:
        yield warning(
            "FA070",
            text("git was not found. The app runs without it; updates of the template need it."),
            remedy=[text("Install git from {address}", address="https://git-scm.com/downloads")],
        )
        return
    yield from identity(project, program)
    head = _run(project, program, "rev-parse", "--verify", "--quiet", "HEAD")
    # git names its own remedy, whatever language it speaks.
    if head and "safe.directory" in head.stderr:
        yield warning(
            "FA075",
            text("git does not trust this folder, because it belongs to another user."),
            remedy=[f"git config --global --add safe.directory {as_typed([project.root])}"],
        )
        return
    if head is None or head.returncode != 0:
        yield warning(
            "FA071",
            text("The project has no commit yet. Updates of the template need one."),
            remedy=["git init", "git add --all", 'git commit -m "Start from the template"'],
        )
        return
    yield from committed(project, program)
    yield done(text("git keeps this project"), facts=[_answer(project, program, "--version") or program])


def identity(project: Project, program: str) -> Iterator[Finding]:
    given = {
        "user.name": ("GIT_AUTHOR_NAME", '"Your Name"'),
        "user.email": ("GIT_AUTHOR_EMAIL", '"you@example.com"'),
    }
    lacking = [
        f"git config --global {key} {example}"
        for key, (variable, example) in given.items()
        if not os.environ.get(variable) and not _answer(project, program, "config", "--get", key)
    ]
    if lacking:
        yield warning(
            "FA073", text("git does not know who you are; it will refuse to commit."), remedy=lacking
        )


def committed(project: Project, program: str) -> Iterator[Finding]:
    """Folders that every machine makes for itself, and that git keeps all the same."""
    folders = [project.shown(folder).replace("\\", "/") for folder in (project.venv, project.node_modules)]
    kept = [folder for folder in folders if _answer(project, program, "ls-files", "--", folder)]
    if kept:
        yield warning(
            "FA072",
            text("git keeps {folders}: on other machines, they do not work.", folders=", ".join(kept)),
            remedy=[
                f"git rm -r -q --cached {' '.join(kept)}",
                'git commit -m "Keep what is installed out of git"',
            ],
        )


def line_ends(project: Project) -> Iterator[Finding]:
    wrong = wrong_line_ends(project)
    if wrong:
        yield warning(
            "FA074",
            text(
                "The line ends of these files are another system's, so they may not run: {names}.",
                names=", ".join(project.shown(path) for path in wrong),
            ),
            remedy=[project.manage("doctor --fix")],
            fix=LINE_ENDS,
        )


def wrong_line_ends(project: Project) -> list[Path]:
    """The launchers whose line ends git has changed: sh needs LF, cmd and PowerShell CRLF."""
    launchers = sorted(path for path in (project.root / "scripts").iterdir() if path.suffix in LINE_ENDS_OF)
    return [path for path in launchers if with_right_line_ends(path) != path.read_bytes()]


def with_right_line_ends(path: Path) -> bytes:
    """The content of a launcher as it should be."""
    content = path.read_bytes()
    return re.sub(rb"\r?\n", LINE_ENDS_OF[path.suffix], content)


def _answer(project: Project, program: str, *words: str) -> str | None:
    """What git says, or None where it fails."""
    answer = _run(project, program, *words)
    return answer.stdout.strip() if answer and answer.returncode == 0 else None


def _run(project: Project, program: str, *words: str) -> subprocess.CompletedProcess[str] | None:
    """How a git command ends; None where it does not run, or not to its end."""
    try:
        return ask([program, *words], cwd=project.root, seconds=5)
    except (OSError, subprocess.TimeoutExpired):
        return None
