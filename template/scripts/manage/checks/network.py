"""The network: whether pip and npm reach the packages, each asked in its own way.

They have their own settings for addresses, proxies and certificates; only they know what would happen.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .. import faults, stamp
from ..node import node_modules, runtime
from ..problem import Problem
from ..processes import failures, limits
from ..processes.child_environment import scrubbed_environment
from ..processes.children import ask
from ..project import Project
from ..python import interpreter, venv
from ..terminal.messages import text
from .finding import Finding, fine

# How long each may take (seconds): doctor as a whole shall be done in two.
PATIENCE = 1.6


def check(project: Project) -> Iterator[Finding]:
    if limits.too_few_threads():
        # The system's group tells of it.
        return
    with ThreadPoolExecutor() as pool:
        running = {name: pool.submit(_ask, command, project) for name, command in _probes(project).items()}
    for name, future in running.items():
        yield from _findings(project, name, future.result())


def _probes(project: Project) -> dict[str, list[str | Path]]:
    """The shortest question that each installer can ask its registry."""
    pip = ["-m", "pip", "index", "versions", "flask", "--retries", "0", "--timeout", "2", "--no-input", "-vv"]
    ours = venv.of(project)
    python = ours.python if ours.is_alive() else interpreter.base_python()
    probes: dict[str, list[str | Path]] = {"pip": [python, *pip]}
    chosen = runtime.find(project)
    if chosen:
        probes["npm"] = [*chosen.npm, "ping", "--fetch-retries=0", "--fetch-timeout=2000"]
    return probes


def _ask(command: Sequence[str | Path], project: Project) -> str | None:
    """What a failed probe printed, nothing where it got its answer, None where it did not end in time."""
    try:
        answer = ask(
            command, cwd=project.frontend, environment=scrubbed_environment(project.venv), seconds=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return None
    except OSError as error:
        return str(error)
    return "" if answer.returncode == 0 else answer.stdout + answer.stderr


def _findings(project: Project, name: str, said: str | None) -> Iterator[Finding]:
    # Who has everything needs no network.
    is_needed = not (stamp.read(project.venv) and node_modules.is_current(project))
    if said is None:
        yield Problem(faults.NO_ANSWER, name=name, seconds=f"{PATIENCE:.1f}")
        return
    cause = failures.cause(said.splitlines())
    if not said:
        yield fine(text("{name} reaches its packages", name=name))
    elif cause and cause.fault in failures.NETWORK:
        telling = [line for line in said.splitlines() if cause.shows_in(line)][:2]
        origin, advice = failures.origin_of_packages(name, project.root)
        problem = Problem(
            faults.UNREACHABLE,
            cause=cause.fault,
            why="\n".join([*origin, *(telling or said.splitlines()[-2:])]),
            first=advice,
            name=name,
            reason=text(cause.fault.says),
        )
        if not is_needed:
            problem.kind = "warning"
        yield problem
