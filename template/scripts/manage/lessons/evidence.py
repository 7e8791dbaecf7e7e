"""What is really there: files as shells write them, virtual environments, and what is installed in them."""

from __future__ import annotations

import codecs
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..processes.child_environment import programs_of, scrubbed_environment
from ..processes.children import as_typed, ask
from ..project import WINDOWS
from ..python import interpreter, venv
from ..terminal.messages import text, typed_python
from . import scratch
from .lesson import Step, Task, step

# Asked of a venv's Python: its own packages, not those that it may see elsewhere.
QUESTION = """
import importlib.metadata, json, os, sys
own = os.path.realpath(sys.prefix)
print(json.dumps({
    "prefix": sys.prefix,
    "base_prefix": sys.base_prefix,
    "packages": {
        each.metadata["Name"].lower(): each.version
        for each in importlib.metadata.distributions()
        if os.path.realpath(each.locate_file("")).startswith(own)
    },
}))
"""
# What cmd writes behind `>`: the code page of its window.
OF_CMD = "oem" if WINDOWS else "utf-8"
# A program of the learner's that takes longer than this hangs (seconds).
PATIENCE = 30


def read(path: Path) -> str:
    """A text that a shell or an editor has written; "" where there is none."""
    try:
        content = path.read_bytes()
    except OSError:
        return ""
    # Windows PowerShell writes UTF-16 behind `>`, and editors a mark in front of UTF-8.
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(OF_CMD, "replace")


def first_line(path: Path) -> str:
    return next((line.strip() for line in read(path).splitlines() if line.strip()), "")


def requirements(path: Path) -> list[str]:
    """The lines of a requirements file, without comments and spaces."""
    lines = (re.sub(r"(^|\s)#.*", "", line).replace(" ", "") for line in read(path).splitlines())
    return [line for line in lines if line]


@dataclass(frozen=True)
class Environment:
    """What the Python of a virtual environment says of itself."""

    prefix: str
    base_prefix: str
    packages: Mapping[str, str]


def environment(folder: Path) -> Environment | None:
    """Ask the virtual environment in `folder`; None where its Python does not run."""
    try:
        answer = ask(
            [interpreter.of_venv(folder), "-c", QUESTION],
            environment=scrubbed_environment(folder),
            cwd=folder,
            seconds=PATIENCE,
        )
        return Environment(**json.loads(answer.stdout))
    except (OSError, ValueError, TypeError, subprocess.TimeoutExpired):
        return None


def program(folder: Path, name: str) -> Path:
    """A program of the virtual environment in `folder`."""
    return programs_of(folder) / (f"{name}.exe" if WINDOWS else name)


def printed(command: list[str | Path], folder: Path, cwd: Path) -> str | None:
    """What a program prints with this virtual environment's programs first; None where it fails."""
    try:
        answer = ask(command, environment=scrubbed_environment(folder), cwd=cwd, seconds=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def printed_as_typed(command: list[str | Path], cwd: Path) -> str | None:
    """What a program prints as this terminal would run it; None where it fails."""
    try:
        answer = ask(command, cwd=cwd, seconds=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def making(task: Task, folder: Path) -> str:
    """The command that makes a virtual environment."""
    return as_typed([typed_python(), "-m", "venv", task.shown(folder)])


def installing(task: Task, folder: Path, *words: str) -> str:
    """The command that installs into a virtual environment, without activating it."""
    return as_typed([task.shown(interpreter.of_venv(folder)), "-m", "pip", "install", *words])


def venv_anew(folder: str) -> tuple[str, ...]:
    """What a grader types to make the venv of a folder from its requirements.txt; from the root on."""
    shown = f"{scratch.FOLDER}/{folder}"
    return (
        f"python3 -m venv {shown}/venv",
        f"{shown}/venv/bin/python -m pip install --quiet --requirement {shown}/requirements.txt",
    )


def venv_steps(task: Task, folder: Path) -> Iterator[Step]:
    """Whether a folder is a virtual environment that works where it lies."""
    shown = task.shown(folder)
    yield step(
        (folder / "pyvenv.cfg").is_file(),
        text("{folder} is a virtual environment.", folder=shown),
        text("Make it: {command}", command=making(task, folder)),
    )
    anew = text("Delete {folder}, and make it anew: {command}", folder=shown, command=making(task, folder))
    fault = _fault(folder)
    yield step(
        fault is None,
        text("{folder} works where it lies.", folder=shown),
        f"{fault[:1].upper()}{fault[1:]}. {anew}" if fault else anew,
    )


def _fault(folder: Path) -> str | None:
    """Why a virtual environment cannot be used; None where it can."""
    if venv.is_link(folder):
        return text("it leads to {folder}", folder=folder.resolve())
    return venv.Venv(folder, requirements=(), inputs=(), root=folder.parent, again="").state().fault


def package_steps(task: Task, folder: Path, wanted: Mapping[str, str]) -> Iterator[Step]:
    """Whether these versions ("" for any) are installed in a virtual environment."""
    found = environment(folder)
    there = found.packages if found else {}
    for name, version in wanted.items():
        present = there.get(name.lower(), "")
        word = f"{name}=={version}.*" if version else name
        command = installing(task, folder, word)
        yield step(
            bool(present) and is_version(present, version),
            text("{package} is installed in {folder}.", package=word, folder=task.shown(folder)),
            text(
                "{version} is in it. Install the one that is asked for: {command}",
                version=present,
                command=command,
            )
            if present
            else text("Install it with the Python of this venv: {command}", command=command),
        )


def is_version(present: str, wanted: str) -> bool:
    """Whether a version is the wanted one, or one of its line: 5.2.3 is of 5.2. Any is of ""."""
    return not wanted or present == wanted or present.startswith(f"{wanted}.")
