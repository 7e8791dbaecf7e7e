"""Installing Python packages into backend/venv: with pip, or with uv where it is on PATH."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from . import advice, console
from .environment import scrubbed_environment
from .processes import Crew
from .project import Project


class Installer(Protocol):
    """What pip and uv have in common."""

    name: str

    def command(self, project: Project, what: Sequence[str]) -> list[str | Path]:
        """The command that installs `what` (arguments as `pip install` takes them) into backend/venv."""
        ...

    def shown(self, project: Project, what: Sequence[str]) -> str:
        """The same command as a person would type it in the project's root."""
        ...


class Pip:
    name = "pip"

    def command(self, project: Project, what: Sequence[str]) -> list[str | Path]:
        return [project.venv_python, "-m", "pip", "install", "--no-input", *what]

    def shown(self, project: Project, what: Sequence[str]) -> str:
        return f"{project.shown(project.venv_python)} -m pip install {' '.join(what)}"


class Uv:
    name = "uv"

    def __init__(self, program: str) -> None:
        self._program = program

    def command(self, project: Project, what: Sequence[str]) -> list[str | Path]:
        return [self._program, "pip", "install", "--python", project.venv_python, *what]

    def shown(self, project: Project, what: Sequence[str]) -> str:
        return f"uv pip install --python {project.shown(project.venv_python)} {' '.join(what)}"


def choose() -> Installer:
    """uv where it is on PATH (about ten times faster), else the venv's own pip."""
    uv = shutil.which("uv")
    return Uv(uv) if uv else Pip()


def install(installer: Installer, project: Project, what: Sequence[str], crew: Crew) -> None:
    """Install into backend/venv. Paths in `what` are relative to the project's root.

    Raises Problem FA030 with the last lines of the program where it fails.
    """
    console.command(installer.shown(project, what))
    finished = crew.run(
        installer.command(project, what), cwd=project.root, environment=scrubbed_environment(project)
    )
    if finished.exit_code != 0:
        raise advice.failure(
            "FA030",
            f"{installer.name} could not install the Python packages.",
            installer.shown(project, what),
            finished,
            [project.manage("setup")],
        )
