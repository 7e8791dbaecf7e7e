"""The Python that runs this, and the environment that the terminal shows."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from .. import faults
from ..problem import Problem
from ..project import NEWEST, WINDOWS, Project
from ..python import interpreter
from .finding import Finding, fine


def check(project: Project) -> Iterator[Finding]:
    yield fine(f"Python {platform.python_version()}", interpreter.base_python(), f"sys.prefix {sys.prefix}")
    yield from version()
    yield from activated(project)


def version() -> Iterator[Finding]:
    """Whether the packages come ready-made for this Python. (Who is too old never gets here.)"""
    if sys.version_info[:2] > NEWEST:
        yield Problem(
            faults.NEW_PYTHON,
            version=f"{sys.version_info[0]}.{sys.version_info[1]}",
            newest=f"{NEWEST[0]}.{NEWEST[1]}",
        )
    if WINDOWS and is_32_bit(sys.maxsize):
        yield Problem(faults.PYTHON_OF_32_BITS, address="https://www.python.org/downloads/")


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
        yield Problem(faults.ACTIVATED_IS_GONE, why=sys.executable, folder=shown)
    elif shown and Path(shown).resolve() != project.venv.resolve():
        yield Problem(faults.ACTIVATED_IS_ANOTHER, folder=shown)
    elif shown and Path(sys.prefix).resolve() != project.venv.resolve():
        yield Problem(faults.PROMPT_IS_WRONG, python=sys.executable)
    elif not shown and os.environ.get("CONDA_PREFIX"):
        yield Problem(faults.CONDA_IS_ACTIVATED, folder=os.environ["CONDA_PREFIX"])
