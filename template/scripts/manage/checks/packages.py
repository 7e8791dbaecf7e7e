"""The Python packages in backend/venv."""

from __future__ import annotations

from collections.abc import Iterator

from .. import stamp
from ..project import Project
from ..python import installed, venv
from ..terminal.messages import text
from .finding import SETUP, Finding, done, failed


def check(project: Project) -> Iterator[Finding]:
    if not venv.is_alive(project):
        return
    yield from missing(project)
    if stamp.read(project.venv) == venv.facts(project):
        yield done(text("The Python packages are the ones of requirements.txt"))
    else:
        yield failed(
            "FA031",
            text("The Python packages are not yet the ones of requirements.txt."),
            remedy=[project.manage("setup")],
            fix=SETUP,
        )


def missing(project: Project) -> Iterator[Finding]:
    names = installed.missing(project)
    if names:
        yield failed(
            "FA032",
            text("Missing or half installed in backend/venv: {names}.", names=", ".join(names)),
            remedy=[project.manage("setup")],
            fix=SETUP,
        )
