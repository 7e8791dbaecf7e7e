"""Node: the one that this project uses."""

from __future__ import annotations

from collections.abc import Iterator

from .. import faults
from ..node import runtime
from ..problem import Problem
from ..project import Project
from ..terminal.messages import text
from .finding import Finding, fine


def check(project: Project) -> Iterator[Finding]:
    wanted = runtime.accepted_range(project)
    chosen = runtime.find(project)
    if chosen:
        version = ".".join(map(str, chosen.version))
        yield fine(
            text("Node {version}, this machine's", version=version)
            if chosen.origin == "machine"
            else text("Node {version}, in backend/venv", version=version),
            chosen.program,
            text("accepted: {range}", range=wanted),
        )
        if chosen.programs and not chosen.programs.are_current():
            yield Problem(faults.NPM_PROGRAMS_ARE_MISSING)
    elif runtime.is_installed_in_venv(project):
        yield runtime.does_not_run(project)
    else:
        yield runtime.missing(project)
