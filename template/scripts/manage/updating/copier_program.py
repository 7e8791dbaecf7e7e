"""Copier: found here, fetched by uv or pipx, or installed into a folder of its own in the project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from .. import faults, stamp
from ..processes import children
from ..processes.children import Crew
from ..project import Project
from ..python import installers
from ..python.venv import Venv
from ..terminal import output
from ..terminal.messages import manage, text

# The one that the template is tested with, and the oldest that can read its copier.yml.
COPIER = "copier==9.19.1"
OLDEST = (9, 19, 1)
# Where it is installed on a machine without uv and pipx. git passes over a folder that says so itself.
FOLDER = ".copier"


def python_with_copier(project: Project, crew: Crew) -> list[str | Path]:
    """The command that starts a Python which can import Copier; it may have to be installed first.

    Raises Problem FA140, or one with the code of the cause, where it cannot be installed.
    """
    command = found(project)
    if not command:
        own = _own(project)
        _install(own, crew)
        command = [own.python]
    return command


def found(project: Project) -> list[str | Path]:
    """The same where nothing has to be installed into the project for it; else nothing."""
    if _is_here():
        return [sys.executable]
    uv = shutil.which("uv")
    if uv:
        words = ["run", "--no-project", "--isolated", "--quiet", "--python", sys.executable]
        return [uv, *words, "--with", COPIER, "python"]
    pipx = shutil.which("pipx")
    if pipx and _works(pipx):
        # Without --quiet: pipx of Debian 12 does not know it. What it tells goes to stderr.
        return [pipx, "run", "--python", sys.executable, "--spec", COPIER, "python"]
    own = _own(project)
    return [own.python] if own.is_finished() and own.is_alive() else []


def _works(pipx: str) -> bool:
    """Whether it runs at all: it is a Python program, and its Python goes with an upgrade of the system."""
    try:
        return children.ask([pipx, "--version"], seconds=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _own(project: Project) -> Venv:
    return Venv(
        folder=project.root / FOLDER,
        requirements=(COPIER,),
        inputs=(),
        root=project.root,
        again=manage("update"),
    )


def _is_here() -> bool:
    """Whether the Python that runs this has a Copier that is new enough."""
    # Here: each start of the servers would load it, for nothing.
    import importlib.metadata

    try:
        version = importlib.metadata.version("copier").split(".")
    except importlib.metadata.PackageNotFoundError:
        return False
    return tuple(int(part) for part in version[:3] if part.isdigit()) >= OLDEST


def _install(own: Venv, crew: Crew) -> None:
    installer = installers.choose_for_tools()
    with output.Progress() as progress, progress.task(text("Copier, in {folder}", folder=FOLDER)):
        own.remove()
        own.make(crew, faults.NO_COPIER, with_pip=installer.needs_pip)
        (own.folder / ".gitignore").write_text("*\n", encoding="ascii")
        installers.install(installer, own, own.requirements, crew, fault=faults.NO_COPIER)
    stamp.write(own.folder, own.facts())
