"""backend/venv: whether it is there and can be used."""

from __future__ import annotations

from collections.abc import Iterator

from .. import faults
from ..problem import Problem
from ..project import WINDOWS, Project
from ..python import venv
from ..terminal.messages import text
from .finding import Finding, fine


def check(project: Project) -> Iterator[Finding]:
    ours = venv.of(project)
    if not ours.folder.exists() and not ours.leads_to():
        yield Problem(faults.NOT_SET_UP)
        return
    other = list(in_the_way(project))
    yield from other
    if other:
        return
    state = ours.state()
    if state.fault:
        yield Problem(faults.VENV_BROKEN, folder=ours.shown, fault=state.fault)
        return
    yield from shared(project)
    version = ".".join(map(str, state.python.version)) if state.python else "?"
    yield fine(text("backend/venv has Python {version}", version=version), ours.folder)


def shared(project: Project) -> Iterator[Finding]:
    """A link in its place: what is installed here is installed there, too."""
    ours = venv.of(project)
    target = ours.leads_to()
    if target and target.exists():
        yield Problem(
            faults.VENV_IS_A_LINK,
            first=[f"rmdir {ours.shown}" if WINDOWS else f"rm {ours.shown}"],
            folder=ours.shown,
            target=target,
        )


def in_the_way(project: Project) -> Iterator[Finding]:
    """Something else at the place of the virtual environment."""
    ours = venv.of(project)
    if ours.folder.exists() and not venv.is_venv(ours.folder):
        yield Problem(faults.VENV_IN_THE_WAY, folder=ours.shown)
