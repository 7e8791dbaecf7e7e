"""The project that is set up on Windows, how its user calls it, and what becomes of its programs."""

from __future__ import annotations

import socket
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import psutil

from harness.debian import Finished
from harness.running import Running
from windows import pythons
from windows.wine import Windows

NAME = "출석부"
# Each code page lacks some of its letters: 1252 the Korean ones, 949 the German ones.
FOLDER = "내 문서/출석 부 größer"


def bootstrap(windows: Windows, app: Path, python: Path, *words: str, code_page: int = 1252) -> Finished:
    """Run bootstrap.cmd with nothing on PATH but a Python."""
    command = ("cmd", "/d", "/c", "scripts\\bootstrap.cmd", *words)
    return windows.run(*command, cwd=app, programs=python, code_page=code_page)


def manage(windows: Windows, app: Path, python: Path, *words: str, code_page: int = 1252) -> Finished:
    """Run a verb of manage.py as a user does: with the Python found on PATH."""
    return windows.run("python", "manage.py", *words, cwd=app, programs=python, code_page=code_page)


@dataclass(frozen=True)
class Laptop:
    """A Windows with one Python and one code page, and a project on it."""

    windows: Windows
    version: str
    code_page: int
    app: Path

    @property
    def python(self) -> Path:
        """The folder of its Python."""
        return pythons.python(self.version)

    def bootstrap(self) -> Finished:
        return bootstrap(self.windows, self.app, self.python, code_page=self.code_page)

    def manage(self, *words: str) -> Finished:
        return manage(self.windows, self.app, self.python, *words, code_page=self.code_page)

    def started(self, *words: str) -> AbstractContextManager[Running]:
        """A verb of manage.py in the background."""
        command = ("python", "manage.py", *words)
        return self.windows.started(*command, cwd=self.app, programs=self.python, code_page=self.code_page)


def free_ports() -> tuple[int, int]:
    """Two ports that nobody else on this machine uses: Wine shares its network."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return one.getsockname()[1], two.getsockname()[1]


def port_options(backend: int, frontend: int) -> list[str]:
    return ["--backend-port", str(backend), "--frontend-port", str(frontend)]


def programs_of(windows: Windows, part: str) -> list[psutil.Process]:
    """The programs with `part` in their command lines, the oldest first."""
    found = [psutil.Process(number) for number, words in windows.processes().items() if part in words]
    return sorted(found, key=lambda process: process.create_time())


def kill(program: psutil.Process) -> None:
    """Kill a program without a chance to do anything more, and nothing that it started."""
    program.kill()
