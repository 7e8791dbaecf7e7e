"""The Python that runs this, and the environment that the terminal shows."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from ..project import NEWEST, WINDOWS, Project
from ..python import interpreter
from ..terminal.messages import text
from .finding import Finding, done, failed, warning


def check(project: Project) -> Iterator[Finding]:
    yield done(
        f"Python {platform.python_version()}", facts=[interpreter.base_python(), f"sys.prefix {sys.prefix}"]
    )
    yield from version()
    yield from activated(project)


def version() -> Iterator[Finding]:
    """Whether the packages come ready-made for this Python. (Who is too old never gets here.)"""
    if sys.version_info[:2] > NEWEST:
        yield warning(
            "FA003",
            text(
                "Python {version} is newer than this project knows. Packages may not be ready for it: "
                "3.11 to {newest} are.",
                version=f"{sys.version_info[0]}.{sys.version_info[1]}",
                newest=f"{NEWEST[0]}.{NEWEST[1]}",
            ),
            remedy=[
                text("If set-up fails, let APP_PYTHON name an older Python and run the bootstrap script")
            ],
        )
    if WINDOWS and is_32_bit(sys.maxsize):
        yield failed(
            "FA004",
            text("This Python is the 32-bit one, for which there are neither Node nor all packages."),
            remedy=[
                text("Install the 64-bit Python from {address}", address="https://www.python.org/downloads/")
            ],
        )


def is_32_bit(largest: int) -> bool:
    """Whether the Python whose sys.maxsize is `largest` has 32 bits."""
    return largest <= 2**32


def activated(project: Project) -> Iterator[Finding]:
    """Whether the prompt tells the truth: activation only sets variables, which may be stale."""
    shown = os.environ.get("VIRTUAL_ENV")
    if shown and interpreter.moved_on():
        # This Python was started by manage.py itself, in the place of the one that was typed.
        return
    if shown and not Path(shown).exists():
        yield warning(
            "FA025",
            text(
                "The prompt shows an environment that is gone: {folder}. `python` is another one.",
                folder=shown,
            ),
            remedy=["deactivate"],
            facts=[sys.executable],
        )
    elif shown and Path(shown).resolve() != project.venv.resolve():
        yield warning(
            "FA025",
            text("Another environment is activated in this terminal: {folder}.", folder=shown),
            remedy=["deactivate"],
        )
    elif shown and Path(sys.prefix).resolve() != project.venv.resolve():
        yield warning(
            "FA025",
            text(
                "The prompt shows (venv), but the `python` that was typed is {python}.", python=sys.executable
            ),
            remedy=["deactivate"],
        )
    elif not shown and os.environ.get("CONDA_PREFIX"):
        yield warning(
            "FA025",
            text("An environment of conda is activated: {folder}.", folder=os.environ["CONDA_PREFIX"]),
            remedy=["conda deactivate"],
        )
