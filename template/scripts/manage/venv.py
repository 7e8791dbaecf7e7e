"""backend/venv: whether it can be used, and making it anew."""

from __future__ import annotations

import platform
import shutil
import sys
import time
from pathlib import Path

from . import advice, console, interpreter, stamp
from .environment import scrubbed_environment
from .problem import Problem
from .processes import Crew
from .project import WINDOWS, Project

OLDEST = (3, 11)
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


def fault(project: Project) -> str | None:
    """Why backend/venv cannot be used as it is, in one sentence; None where it can, or where there is none.

    It is asked by running it, so a venv that its owner made by hand is as good as one that `setup` made.
    """
    if not project.venv.exists():
        return None
    if _foreign(project):
        return "it was made on another operating system"
    answer = interpreter.ask(project.venv_python, project)
    if answer is None:
        return "its Python does not run (was the project moved, or the Python it was made from removed?)"
    if Path(answer.prefix).resolve() != project.venv.resolve():
        return f"its Python belongs to {answer.prefix} (was the project moved?)"
    # Its Python may still run, but its programs (pip, flask) and `activate` name the old folder.
    origin = _made_elsewhere(project)
    if origin:
        return f"it was made in {origin}, and a virtual environment cannot be moved"
    if answer.version < OLDEST:
        return f"its Python is {answer.version[0]}.{answer.version[1]}, older than 3.11"
    if answer.machine != platform.machine():
        return f"it was made for {answer.machine}, and this is {platform.machine()}"
    if not answer.has_pip:
        return "it has no pip (was its making interrupted?)"
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
    console.command(shown)
    environment = scrubbed_environment(project)
    # While it is made, it is not activated.
    environment.pop("VIRTUAL_ENV")
    finished = crew.run(
        [python, "-m", "venv", project.shown(project.venv)], cwd=project.root, environment=environment
    )
    if finished.exit_code == 0 and interpreter.ask(project.venv_python, project) is not None:
        return
    remove(project)
    raise advice.failure(
        "FA022",
        "The virtual environment could not be made.",
        shown,
        finished,
        _remedies_for_making(finished.tail, project),
    )


def _remedies_for_making(tail: list[str], project: Project) -> list[str]:
    again = project.manage("setup")
    if any("ensurepip" in line for line in tail):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        return [f"sudo apt install {package}    (Debian, Ubuntu)", again]
    return [again]


def forget_half_installed(project: Project) -> None:
    """Delete the metadata of packages whose installation was interrupted, so that they are installed again.

    Installers write a package's RECORD last (packaging.python.org, "Recording installed projects"); without
    it, they would take the package for complete, and later fail to replace it.
    """
    if project.site_packages:
        for metadata in project.site_packages.glob("*.dist-info"):
            if not (metadata / "RECORD").exists():
                shutil.rmtree(metadata, ignore_errors=True)


def _is_venv(folder: Path) -> bool:
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
    if not _is_venv(project.venv):
        raise Problem(
            "FA023",
            "backend/venv is in the way: it is not a virtual environment.",
            why="setup keeps its virtual environment there, and deletes nothing that it does not know.",
            remedy=["Rename the folder backend/venv", project.manage("setup")],
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
                    "backend/venv could not be deleted.",
                    why=f"{error}. A program may hold the file: a server, an editor, a terminal.",
                    remedy=["deactivate    (in each terminal that shows (venv))", "End that program", again],
                ) from error
            # Virus scanners hold new files for a moment.
            time.sleep(pause)


def _require_unused(project: Project) -> None:
    """Raises OSError where the venv's Python runs: Windows would delete all but that, and leave a wreck."""
    if WINDOWS and project.venv_python.exists():
        # A program that runs cannot be opened for writing.
        project.venv_python.open("r+b").close()
