"""Node: the one that this project uses."""

from __future__ import annotations

from collections.abc import Iterator

from ..node import runtime
from ..project import Project
from ..terminal.messages import text
from .finding import SETUP, Finding, done, failed


def check(project: Project) -> Iterator[Finding]:
    wanted = runtime.accepted_range(project)
    chosen = runtime.find(project)
    if chosen:
        version = ".".join(map(str, chosen.version))
        yield done(
            text("Node {version}, this machine's", version=version)
            if chosen.origin == "machine"
            else text("Node {version}, in backend/venv", version=version),
            facts=[chosen.program, text("accepted: {range}", range=wanted)],
        )
        return
    if runtime.is_installed_in_venv(project):
        yield failed(
            "FA043",
            text("The Node in backend/venv does not run on this machine."),
            remedy=[
                text("Install Node {range} from {address}", range=wanted, address="https://nodejs.org"),
                project.manage("setup"),
            ],
        )
        return
    has = runtime.machine_version(project)
    yield failed(
        "FA041",
        text("This machine has Node {version}; this Angular needs {range}.", version=has, range=wanted)
        if has
        else text("There is no Node; this Angular needs {range}.", range=wanted),
        remedy=[project.manage("setup") + "    " + text("(installs one into backend/venv)")],
        fix=SETUP,
    )
