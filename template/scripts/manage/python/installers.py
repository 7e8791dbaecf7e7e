"""Installing Python packages into backend/venv: with pip, or with uv where it is on PATH."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ..package_source import NETWORK, PackageSource
from ..processes import failures
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Crew, as_typed
from ..project import Project
from ..terminal import output
from ..terminal.messages import text


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
        return f"{project.shown(project.venv_python)} -m pip install {as_typed(what)}"


class Uv:
    name = "uv"

    def __init__(self, program: str) -> None:
        self._program = program

    def command(self, project: Project, what: Sequence[str]) -> list[str | Path]:
        return [self._program, "pip", "install", "--python", project.venv_python, *what]

    def shown(self, project: Project, what: Sequence[str]) -> str:
        return f"uv pip install --python {project.shown(project.venv_python)} {as_typed(what)}"


def choose() -> Installer:
    """uv where it is on PATH (about ten times faster), else the venv's own pip."""
    uv = shutil.which("uv")
    return Uv(uv) if uv else Pip()


def install(
    installer: Installer, project: Project, what: Sequence[str], crew: Crew, source: PackageSource = NETWORK
) -> None:
    """Install into backend/venv, from `source`. Paths in `what` are relative to the project's root.

    Raises Problem FA030 with the last lines of the program where it fails.
    """
    what = [*source.options_of(installer.name), *what]
    output.command(installer.shown(project, what))
    finished = crew.run(
        installer.command(project, what),
        cwd=project.root,
        environment=source.environment(scrubbed_environment(project)),
    )
    if finished.exit_code != 0:
        raise failures.failure(
            "FA030",
            text("{name} could not install the Python packages.", name=installer.name),
            installer.shown(project, what),
            finished,
            [project.manage("setup")],
        )
