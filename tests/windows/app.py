"""The project that is set up on Windows, and how its user calls it."""

from __future__ import annotations

from pathlib import Path

from windows.wine import Finished, Windows

NAME = "출석부"
# Each code page lacks some of its letters: 1252 the Korean ones, 949 the German ones.
FOLDER = "내 문서/출석 부 größer"


def bootstrap(windows: Windows, app: Path, python: Path, *, code_page: int = 1252) -> Finished:
    """Run bootstrap.cmd with nothing on PATH but a Python."""
    words = ("cmd", "/d", "/c", "scripts\\bootstrap.cmd")
    return windows.run(*words, cwd=app, programs=python, code_page=code_page)


def manage(windows: Windows, app: Path, python: Path, *words: str, code_page: int = 1252) -> Finished:
    """Run a verb of manage.py as a user does: with the Python found on PATH."""
    return windows.run("python", "manage.py", *words, cwd=app, programs=python, code_page=code_page)
