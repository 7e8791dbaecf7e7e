"""backend/venv: whether it can be used, and making it anew."""

from __future__ import annotations

import platform
import re
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .. import stamp
from ..problem import Problem
from ..processes import failures
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Crew
from ..project import OLDEST, WINDOWS, Project
from ..terminal import output
from ..terminal.messages import text
from . import interpreter
from .interpreter import Interpreter

# What `python -m venv` puts into its folder, on any system: how a half-made venv is told from other folders.
PARTS = {"bin", "Scripts", "include", "Include", "lib", "Lib", "lib64", "share", ".gitignore", stamp.NAME}


def facts(project: Project) -> dict[str, str]:
    """What a finished backend/venv was made from; differs when it has to be looked at again."""
    return {
        "folder": str(project.venv),
        "system": platform.system(),
        "machine": platform.machine(),
        "requirements": stamp.fingerprint([*project.requirements, project.constraints]),
    }


def is_alive(project: Project) -> bool:
    """Whether the venv's Python and the Python it was made from still exist. Reads only, runs nothing."""
    return project.venv_python.exists() and Path(_settings(project).get("home", "")).is_dir()


def _settings(project: Project) -> dict[str, str]:
    """What pyvenv.cfg says (PEP 405); empty where it cannot be read."""
    try:
        lines = (project.venv / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}


def _made_elsewhere(project: Project) -> str | None:
    """The folder that the venv was made in, where that is another one; None where it is this, or unknown.

    `python -m venv` notes its own command in pyvenv.cfg: "command = /usr/bin/python3 -m venv /the/folder".
    """
    _, called, words = _settings(project).get("command", "").rpartition(" -m venv ")
    while words.startswith("-"):
        words = words.partition(" ")[2]
    if not called or not words or Path(words).resolve() == project.venv.resolve():
        return None
    return words


@dataclass(frozen=True)
class State:
    """What backend/venv is: why it cannot be used (None where it can), and what its Python says of itself."""

    fault: str | None
    python: Interpreter | None


def state(project: Project) -> State:
    """The state of backend/venv; nothing is wrong with one that is not there.

    It is asked by running it, so a venv that its owner made by hand is as good as one that `setup` made.
    """
    if not project.venv.exists():
        return State(None, None)
    if _foreign(project):
        return State(text("it was made on another operating system"), None)
    python = interpreter.ask(project.venv_python, project)
    return State(_fault(project, python), python)


def fault(project: Project) -> str | None:
    """Why backend/venv cannot be used, in one sentence; None where it can, or where there is none."""
    return state(project).fault


def _fault(project: Project, answer: Interpreter | None) -> str | None:
    if answer is None:
        return text(
            "its Python does not run (was the project moved, or the Python it was made from removed?)"
        )
    if Path(answer.prefix).resolve() != project.venv.resolve():
        return text("its Python belongs to {folder} (was the project moved?)", folder=answer.prefix)
    # Its Python may still run, but its programs (pip, flask) and `activate` name the old folder.
    origin = _made_elsewhere(project)
    if origin:
        return text("it was made in {folder}, and a virtual environment cannot be moved", folder=origin)
    if answer.version < OLDEST:
        return text("its Python is {version}, older than 3.11", version=".".join(map(str, answer.version)))
    if answer.machine != platform.machine():
        return text(
            "it was made for {machine}, and this is {this}", machine=answer.machine, this=platform.machine()
        )
    if not answer.has_pip:
        return text("it has no pip (was its making interrupted?)")
    return None


def _foreign(project: Project) -> bool:
    other = project.venv / ("bin" if WINDOWS else "Scripts")
    return other.is_dir() and not project.venv_programs.is_dir()


def make(project: Project, crew: Crew) -> None:
    """Make backend/venv with `python -m venv`.

    Raises Problem FA022 where that fails; nothing half made is left then.
    """
    python = interpreter.base_python()
    shown = f"{python.stem if WINDOWS else python.name} -m venv {project.shown(project.venv)}"
    output.command(shown)
    environment = scrubbed_environment(project)
    # While it is made, it is not activated.
    environment.pop("VIRTUAL_ENV")
    finished = crew.run(
        [python, "-m", "venv", project.shown(project.venv)], cwd=project.root, environment=environment
    )
    if finished.exit_code == 0 and interpreter.ask(project.venv_python, project) is not None:
        return
    remove(project)
    raise failures.failure(
        "FA022",
        text("The virtual environment could not be made."),
        shown,
        finished,
        _remedies_for_making(finished.tail, project),
    )


def _remedies_for_making(tail: list[str], project: Project) -> list[str]:
    again = project.manage("setup")
    # In Debian's own words. Where ensurepip is there and fails, it is named as well.
    if any(re.search("ensurepip is not|No module named .?ensurepip", line) for line in tail):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        return [f"sudo apt install {package}    (Debian, Ubuntu)", again]
    return [again]


def is_venv(folder: Path) -> bool:
    """Whether a folder is a virtual environment, or what is left of a half-made one: nothing else may go."""
    if not folder.is_dir():
        return False
    return (folder / "pyvenv.cfg").is_file() or {path.name for path in folder.iterdir()} <= PARTS


def remove(project: Project) -> None:
    """Delete backend/venv.

    Raises Problem FA023 where the folder is no virtual environment, and FA024 where a file cannot be deleted.
    """
    if not project.venv.exists():
        return
    if not is_venv(project.venv):
        raise Problem(
            "FA023",
            text("backend/venv is in the way: it is not a virtual environment."),
            why=text("setup keeps its virtual environment there, and deletes nothing that it does not know."),
            remedy=[text("Rename the folder backend/venv"), project.manage("setup")],
        )
    again = "scripts\\bootstrap.cmd" if WINDOWS else project.manage("setup")
    for pause in (0.2, 1, 3, None):
        try:
            _require_unused(project)
            shutil.rmtree(project.venv)
            return
        except FileNotFoundError:
            return
        except OSError as error:
            if pause is None:
                raise Problem(
                    "FA024",
                    text("backend/venv could not be deleted."),
                    why=f"{error}. " + text("A program may hold the file: a server, an editor, a terminal."),
                    remedy=[
                        "deactivate    " + text("(in each terminal that shows (venv))"),
                        text("End that program"),
                        again,
                    ],
                ) from error
            # Virus scanners hold new files for a moment.
            time.sleep(pause)


def _require_unused(project: Project) -> None:
    """Raises OSError where the venv's Python runs: Windows would delete all but that, and leave a wreck."""
    if WINDOWS and project.venv_python.exists():
        # A program that runs cannot be opened for writing.
        project.venv_python.open("r+b").close()
