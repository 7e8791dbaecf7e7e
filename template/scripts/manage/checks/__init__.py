"""What doctor looks at, in groups; and the part of it that verbs look at before they start.

A check never changes anything, and never raises: a crash in one is a finding too.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .. import faults
from ..problem import Problem
from ..processes import limits
from ..project import Project
from ..terminal import output
from . import editor, frontend, git, network, node, packages, ports, python, system, venv
from .finding import Check, Finding


@dataclass(frozen=True)
class Group:
    """Checks about one thing: `id` is stable and for programs, `title` for people."""

    id: str
    title: str
    check: Check


GROUPS = (
    Group("system", "System", system.check),
    Group("python", "Python", python.check),
    Group("venv", "Virtual environment", venv.check),
    Group("packages", "Python packages", packages.check),
    Group("node", "Node", node.check),
    Group("frontend", "Frontend", frontend.check),
    Group("ports", "Ports", ports.check),
    Group("git", "Git", git.check),
    Group("network", "Network", network.check),
    Group("editor", "Editor", editor.check),
)

# What would make set-up fail half-way, and what would make the servers fail: known before anything starts.
BEFORE_SETUP: Sequence[Check] = (
    git.conflicts,
    packages.requirements,
    system.check,
    python.check,
    venv.in_the_way,
    venv.shared,
)
BEFORE_SERVE: Sequence[Check] = (git.conflicts, packages.missing, ports.loopback)
BEFORE_DEV: Sequence[Check] = (*BEFORE_SERVE, system.file_watching)


def run_all(project: Project) -> dict[Group, list[Finding]]:
    """Run all groups side by side; give their findings in the order of GROUPS."""
    if limits.too_few_threads():
        return {group: _findings(group.check, project) for group in GROUPS}
    with ThreadPoolExecutor(len(GROUPS)) as pool:
        running = {group: pool.submit(_findings, group.check, project) for group in GROUPS}
    return {group: future.result() for group, future in running.items()}


def require(project: Project, before: Sequence[Check]) -> None:
    """Look before something starts: tell the warnings, and raise the first that fails."""
    findings = [finding for check in before for finding in _findings(check, project)]
    problems = [finding for finding in findings if isinstance(finding, Problem)]
    for problem in problems:
        if problem.kind == "failed":
            raise problem
    for problem in problems:
        output.warn(f"{problem.code} {problem.what}")


def _findings(check: Check, project: Project) -> list[Finding]:
    findings: list[Finding] = []
    try:
        findings.extend(check(project))
    except Problem as problem:
        findings.append(problem)
    except Exception as error:
        findings.append(Problem(faults.CHECK_CRASHED, error=f"{type(error).__name__}: {error}"))
    return findings
