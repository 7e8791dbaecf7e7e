"""Installing Python packages into a virtual environment: with pip, or with uv where it is on PATH."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from .. import faults
from ..faults import Fault
from ..package_source import NETWORK, PackageSource
from ..processes import failures
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Crew, as_typed
from ..terminal import output
from . import interpreter
from .venv import Venv

# From here on, pip installs into another environment too: pip.pypa.io, "--python".
OLDEST_OUTER_PIP = (22, 3)


class Installer(Protocol):
    """What pip and uv have in common."""

    name: str
    needs_pip: bool
    """Whether the venv must have a pip of its own."""

    def command(self, venv: Venv, what: Sequence[str]) -> list[str | Path]:
        """The command that installs `what` (arguments as `pip install` takes them) into the venv."""
        ...

    def shown(self, venv: Venv, what: Sequence[str]) -> str:
        """The same command as a person would type it in the venv's root."""
        ...


class Pip:
    """The venv's own."""

    name = "pip"
    needs_pip = True

    def command(self, venv: Venv, what: Sequence[str]) -> list[str | Path]:
        return [venv.python, "-m", "pip", "install", "--no-input", *what]

    def shown(self, venv: Venv, what: Sequence[str]) -> str:
        return f"{venv.python.relative_to(venv.root)} -m pip install {as_typed(what)}"


class OuterPip:
    """The pip of the Python that the venv is made from."""

    name = "pip"
    needs_pip = False

    def command(self, venv: Venv, what: Sequence[str]) -> list[str | Path]:
        python = interpreter.base_python()
        return [python, "-m", "pip", "--python", venv.shown, "install", "--no-input", *what]

    def shown(self, venv: Venv, what: Sequence[str]) -> str:
        return f"{interpreter.typed_base()} -m pip --python {venv.shown} install {as_typed(what)}"

    @staticmethod
    def is_there() -> bool:
        """Whether it can do that: asked of this Python's packages, which are another one's in a venv."""
        if sys.prefix != sys.base_prefix:
            return False
        try:
            version = importlib.metadata.version("pip").split(".")
        except importlib.metadata.PackageNotFoundError:
            return False
        return tuple(int(part) for part in version[:2] if part.isdigit()) >= OLDEST_OUTER_PIP


class Uv:
    name = "uv"
    needs_pip = False

    def __init__(self, program: str) -> None:
        self._program = program

    def command(self, venv: Venv, what: Sequence[str]) -> list[str | Path]:
        return [self._program, "pip", "install", "--python", venv.python, *what]

    def shown(self, venv: Venv, what: Sequence[str]) -> str:
        return f"uv pip install --python {venv.python.relative_to(venv.root)} {as_typed(what)}"


def choose() -> Installer:
    """uv where it is on PATH (about ten times faster), else the venv's own pip."""
    uv = shutil.which("uv")
    return Uv(uv) if uv else Pip()


def choose_for_tools() -> Installer:
    """The same for a venv that only programs use: it has no pip of its own where another one will do.

    To bring pip takes as long as to install what such a venv is for.
    """
    chosen = choose()
    return OuterPip() if chosen.needs_pip and OuterPip.is_there() else chosen


def install(
    installer: Installer,
    venv: Venv,
    what: Sequence[str],
    crew: Crew,
    source: PackageSource = NETWORK,
    fault: Fault = faults.PACKAGES_FAILED,
) -> None:
    """Install into a venv, from `source`. Paths in `what` are relative to the venv's root.

    Raises Problem `fault`, or one with the code of the cause, with the program's last lines where it fails.
    """
    what = [*source.options_of(installer.name), *what]
    output.command(installer.shown(venv, what))
    environment = source.environment(scrubbed_environment(venv.folder))
    # Python keeps what it compiles when something first runs; much never does. uv leaves it to Python, too.
    if not environment.get("PYTHONDONTWRITEBYTECODE"):
        environment.setdefault("PIP_COMPILE", "0")
    finished = crew.run(installer.command(venv, what), cwd=venv.root, environment=environment)
    if finished.exit_code != 0:
        raise failures.problem(fault, installer.shown(venv, what), finished, name=installer.name)
