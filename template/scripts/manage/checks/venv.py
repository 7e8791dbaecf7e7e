"""backend/venv: whether it is there and can be used."""

from __future__ import annotations

from collections.abc import Iterator

from ..project import Project
from ..python import venv
from ..terminal.messages import text
from .finding import SETUP, Finding, done, failed


def check(project: Project) -> Iterator[Finding]:
    again = [project.manage("setup")]
    if not project.venv.exists():
        yield failed("FA020", text("There is no backend/venv yet."), remedy=again, fix=SETUP)
        return
    other = list(in_the_way(project))
    yield from other
    if other:
        return
    present = venv.state(project)
    if present.fault:
        yield failed(
            "FA021",
            text("backend/venv cannot be used: {fault}.", fault=present.fault),
            remedy=again,
            fix=SETUP,
        )
        return
    version = ".".join(map(str, present.python.version)) if present.python else "?"
    yield done(text("backend/venv has Python {version}", version=version), facts=[project.venv])


def in_the_way(project: Project) -> Iterator[Finding]:
    """Something else at the place of the virtual environment."""
    if project.venv.exists() and not venv.is_venv(project.venv):
        yield failed(
            "FA023",
            text("backend/venv is in the way: it is not a virtual environment."),
            remedy=[text("Rename the folder backend/venv"), project.manage("setup")],
        )
