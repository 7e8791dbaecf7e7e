"""Programs that stand for py.exe and python.exe, and remember how they were called."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("stub.c")


@dataclass(frozen=True)
class Call:
    """One call: Python's variables as the program saw them, and its arguments."""

    variables: dict[str, str]
    arguments: list[str]

    @property
    def is_question(self) -> bool:
        """Whether it was only asked if it is new enough."""
        return "-c" in self.arguments


@dataclass(frozen=True)
class Stub:
    program: Path

    @property
    def calls(self) -> list[Call]:
        log = self.program.with_suffix(".calls")
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [_call(line.split("\x1f")[:-1]) for line in lines]


def _call(parts: list[str]) -> Call:
    names = ("PYTHONHOME", "PYTHONPATH", "PYTHON_MANAGER_AUTOMATIC_INSTALL")
    return Call(dict(zip(names, parts[:3], strict=True)), parts[3:])


def compile_stub(folder: Path) -> Path:
    program = folder / "stub.exe"
    command = ["x86_64-w64-mingw32-gcc", "-municode", "-Wall", "-Werror", "-o", str(program), str(SOURCE)]
    subprocess.run(command, check=True)
    return program


def install(stub: Path, program: Path, *, answer: int = 0, code: int = 0) -> Stub:
    """Put a stub at `program`. It answers the question with `answer`, and other calls with `code`."""
    program.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(stub, program)
    program.with_suffix(".answers").write_text(f"{answer} {code}\n", encoding="ascii")
    return Stub(program)
