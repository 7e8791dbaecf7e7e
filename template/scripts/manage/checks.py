"""What doctor looks at: groups of checks, each a function from a project to results.

A check never changes anything, and never raises: a crash in one is a result too.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from . import interpreter, node, npm, ports, stamp, venv
from .environment import harmful_variables
from .problem import Problem
from .project import WINDOWS, Project


@dataclass(frozen=True)
class Result:
    """One line of doctor. `kind` is "done" (fine), "warning" or "failed"; `facts` are shown with -v."""

    kind: str
    text: str
    code: str = ""
    remedy: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


Check = Callable[[Project], Iterator[Result]]


def system(project: Project) -> Iterator[Result]:
    yield Result("done", f"{platform.system()} {platform.release()} on {platform.machine()}")
    needed, free = 2_000_000_000, shutil.disk_usage(project.root).free
    if free < needed:
        yield Result(
            "warning",
            f"Only {free / 1e9:.1f} GB are free on this disk; set-up needs about 2 GB.",
            code="FA060",
            remedy=("Free some space",),
        )
    if not os.access(project.root, os.W_OK):
        yield Result(
            "failed",
            "This folder cannot be written to.",
            code="FA061",
            remedy=("Move the project to a folder of yours",),
        )
    harmful = [name for name in harmful_variables(os.environ) if name.startswith(("PYTHON", "PIP_"))]
    if harmful:
        yield Result(
            "warning",
            f"{', '.join(harmful)}: set on this machine. manage.py keeps them from its programs; "
            "what you start by hand sees them.",
            code="FA062",
            remedy=tuple(f"set {name}=" if WINDOWS else f"unset {name}" for name in harmful),
        )


def python(project: Project) -> Iterator[Result]:
    base = interpreter.base_python()
    yield Result("done", f"Python {platform.python_version()}", facts=(str(base), f"sys.prefix {sys.prefix}"))


def environment(project: Project) -> Iterator[Result]:
    if not project.venv.exists():
        yield Result(
            "failed", "There is no backend/venv yet.", code="FA020", remedy=(project.manage("setup"),)
        )
        return
    fault = venv.fault(project)
    if fault:
        yield Result(
            "failed",
            f"backend/venv cannot be used: {fault}.",
            code="FA021",
            remedy=(project.manage("setup"),),
        )
        return
    answer = interpreter.ask(project.venv_python, project)
    version = ".".join(map(str, answer.version)) if answer else "?"
    yield Result("done", f"backend/venv has Python {version}", facts=(str(project.venv),))
    if stamp.read(project.venv) == venv.facts(project):
        yield Result("done", "The Python packages are the ones of requirements.txt")
    else:
        yield Result(
            "failed",
            "The Python packages are missing or out of date.",
            code="FA031",
            remedy=(project.manage("setup"),),
        )


def frontend(project: Project) -> Iterator[Result]:
    wanted = node.accepted_range(project)
    chosen = node.find(project)
    if chosen:
        where = "this machine's" if chosen.origin == "machine" else "in backend/venv"
        yield Result(
            "done",
            f"Node {'.'.join(map(str, chosen.version))}, {where}",
            facts=(str(chosen.program), f"accepted: {wanted}"),
        )
    else:
        has = node.machine_version(project)
        yield Result(
            "failed",
            f"{'This machine has Node ' + has if has else 'There is no Node'}; this Angular needs {wanted}.",
            code="FA041",
            remedy=(f"{project.manage('setup')}    (installs one into backend/venv)",),
        )
    if npm.is_current(project):
        yield Result("done", "The frontend's packages are the ones of package-lock.json")
    else:
        yield Result(
            "failed",
            "The frontend's packages are missing or out of date.",
            code="FA044",
            remedy=(project.manage("setup"),),
        )


def network_ports(project: Project) -> Iterator[Result]:
    for side in ("backend", "frontend"):
        port = project.port(side)
        if ports.is_free(port):
            yield Result("done", f"Port {port} is free for the {side}")
        else:
            yield Result(
                "warning",
                f"Port {port} of the {side} is busy. `dev` takes the next free one.",
                code="FA050",
                remedy=(project.manage(f"dev --{side}-port {port + 10}"),),
            )


def git(project: Project) -> Iterator[Result]:
    program = shutil.which("git")
    if not program:
        yield Result(
            "warning",
            "git was not found. The app runs without it; updates of the template need it.",
            code="FA070",
            remedy=("Install git from https://git-scm.com/downloads",),
        )
        return
    inside = subprocess.run(
        [program, "rev-parse", "--verify", "--quiet", "HEAD"], cwd=project.root, capture_output=True
    )
    if inside.returncode != 0:
        yield Result(
            "warning",
            "The project has no commit yet. Updates of the template need one.",
            code="FA071",
            remedy=("git init", "git add --all", 'git commit -m "Start from the template"'),
        )
        return
    yield Result("done", "git keeps this project")


GROUPS: dict[str, Check] = {
    "System": system,
    "Python": python,
    "Virtual environment": environment,
    "Frontend": frontend,
    "Ports": network_ports,
    "Git": git,
}


def run_all(project: Project) -> dict[str, list[Result]]:
    """Run all groups side by side; give their results in the order of GROUPS."""
    with ThreadPoolExecutor() as pool:
        running = {title: pool.submit(_results, check, project) for title, check in GROUPS.items()}
    return {title: future.result() for title, future in running.items()}


def _results(check: Check, project: Project) -> list[Result]:
    results: list[Result] = []
    try:
        results.extend(check(project))
    except Problem as problem:
        results.append(Result("failed", problem.what, problem.code, tuple(problem.remedy)))
    except Exception as error:
        results.append(
            Result("failed", f"This check itself failed: {type(error).__name__}: {error}", "FA099")
        )
    return results
