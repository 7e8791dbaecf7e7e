"""The Python packages in backend/venv."""

from __future__ import annotations

from collections.abc import Iterator

from .. import faults
from ..problem import Problem
from ..project import Project
from ..python import installed, venv
from ..terminal.messages import text
from .finding import Finding, fine


def check(project: Project) -> Iterator[Finding]:
    ours = venv.of(project)
    if not ours.is_alive():
        return
    yield from missing(project)
    if ours.is_finished():
        yield fine(text("The Python packages are the ones of requirements.txt"))
    else:
        yield Problem(faults.PACKAGES_DIFFER)


def missing(project: Project) -> Iterator[Finding]:
    names = installed.missing(venv.of(project))
    if names:
        yield Problem(faults.PACKAGES_ARE_MISSING, names=", ".join(names))
