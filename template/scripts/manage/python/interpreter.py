"""Python interpreters: the one that makes the venv, and moving on to the venv's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .. import faults
from ..problem import Problem
from ..processes import children, moving_on
from ..processes.child_environment import programs_of, scrubbed_environment
from ..processes.moving_on import RUNS_UNDER
from ..project import WINDOWS, Project, running_in
from ..terminal.messages import text

# Asked of an interpreter by running it: everything else about it may be stale or wrong.
QUESTION = """
import json, platform, sys
try:
    import pip
    has_pip = True
except Exception:
    has_pip = False
print(json.dumps({"version": list(sys.version_info[:3]), "prefix": sys.prefix,
                  "machine": platform.machine(), "has_pip": has_pip}))
"""


@dataclass(frozen=True)
class Interpreter:
    """What an interpreter says of itself."""

    version: tuple[int, int, int]
    prefix: str
    machine: str
    has_pip: bool


def ask(python: Path, venv: Path) -> Interpreter | None:
    """Run `python`, with the virtual environment in `venv` as if activated; None where it does not run."""
    try:
        answer = children.ask([python, "-c", QUESTION], environment=scrubbed_environment(venv), seconds=30)
        facts = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    major, minor, micro = facts.pop("version")
    return Interpreter(version=(major, minor, micro), **facts)


def of_venv(folder: Path) -> Path:
    """The interpreter of the virtual environment in `folder`, whether it is there or not."""
    return programs_of(folder) / ("python.exe" if WINDOWS else "python")


def base_python() -> Path:
    """The interpreter outside any venv that runs this, or that the running venv was made from."""
    return Path(getattr(sys, "_base_executable", None) or sys.executable)


def typed_base() -> str:
    """The name that its user types for it."""
    python = base_python()
    return python.stem if WINDOWS else python.name


def leave_venv(project: Project) -> None:
    """Go on under the base interpreter where this runs in backend/venv, which may have to be made anew."""
    base = base_python()
    if running_in(project.venv) and base.resolve().exists() and base != Path(sys.executable):
        _go_on_under(base, project)


def enter_venv(project: Project) -> None:
    """Go on under backend/venv's interpreter, unless this is it.

    Raises Problem FA020 where there is none yet, and FA021 where it does not run.
    """
    if running_in(project.venv):
        return
    python = of_venv(project.venv)
    if not python.exists():
        raise Problem(faults.NOT_SET_UP)
    try:
        _go_on_under(python, project)
    except OSError as error:
        # Of another system or processor, as in a folder that was copied; or it may not be run.
        raise _broken(project, does_not_run()) from error


def moved_on() -> bool:
    """Whether manage.py itself has chosen the interpreter that runs this, in the place of the one typed."""
    return RUNS_UNDER in os.environ


def _go_on_under(python: Path, project: Project) -> None:
    if os.environ.get(RUNS_UNDER) == str(python):
        # It was tried, and the interpreter still calls itself another one: a moved or damaged venv.
        raise _broken(
            project, text("its Python is not its own, because a venv cannot be moved, renamed or copied")
        )
    moving_on.go_on_under(str(python), str(project.root / "manage.py"))


def does_not_run() -> str:
    """What is said of a venv whose interpreter does not run at all."""
    return text("its Python does not run (was the project moved, or the Python it was made from removed?)")


def _broken(project: Project, fault: str) -> Problem:
    return Problem(
        faults.VENV_BROKEN,
        # Not by way of the Python that was typed: set-up may just have failed under it.
        first=["scripts\\bootstrap.cmd" if WINDOWS else "sh scripts/bootstrap.sh"],
        folder=project.shown(project.venv),
        fault=fault,
    )
