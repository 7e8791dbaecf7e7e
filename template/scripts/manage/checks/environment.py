"""backend/venv, and the packages in it."""

from __future__ import annotations

from collections.abc import Iterator

from .. import stamp
from ..project import Project
from ..python import installed, venv
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


def packages_in_it(project: Project) -> Iterator[Finding]:
    if not venv.is_alive(project):
        return
    yield from missing_packages(project)
    if stamp.read(project.venv) == venv.facts(project):
        yield done(text("The Python packages are the ones of requirements.txt"))
    else:
        yield failed(
            "FA031",
            text("The Python packages are not yet the ones of requirements.txt."),
            remedy=[project.manage("setup")],
            fix=SETUP,
        )


def missing_packages(project: Project) -> Iterator[Finding]:
    names = installed.missing(project)
    if names:
        yield failed(
            "FA032",
            text("Missing or half installed in backend/venv: {names}.", names=", ".join(names)),
            remedy=[project.manage("setup")],
            fix=SETUP,
        )
