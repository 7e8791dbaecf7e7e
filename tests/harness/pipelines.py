"""What a project's pipelines run, read from their files and run here, in order.

What a service does around the steps (checking out, bringing a Python) is done by the test. Anything else that
a file asks for is not known here, and raises ValueError: a pipeline is never taken for green unread.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from harness.running import run, succeed

# Actions whose work is done by `ready_python` and by a clean clone.
SET_UP = {"actions/checkout", "actions/setup-python"}
KNOWN_OF_A_STEP = {"name", "if", "run", "uses", "with", "env", "working-directory"}
KNOWN_OF_A_JOB = {
    *("name", "runs-on", "timeout-minutes", "permissions", "strategy", "steps", "env", "needs"),
}
SYSTEM = re.compile(r"runner\.os (==|!=) '(\w+)'")
# Words of GitLab's that are no jobs, and those of a job that change nothing of what runs.
NO_JOBS = {"workflow", "include", "default", "stages", "variables", "image", "cache"}
SCRIPTS = ("before_script", "script", "after_script")
KNOWN_OF_GITLABS_JOB = {"image", "stage", "timeout", "interruptible", "rules", "variables", *SCRIPTS}
HOOKS = ("onCreate", "updateContent", "postCreate", "postStart", "postAttach")


@dataclass(frozen=True)
class Step:
    """One thing that a shell is given."""

    words: str
    folder: str = "."
    variables: Mapping[str, str] = field(default_factory=dict)


def of_github(text: str, system: str = "Linux") -> Iterator[tuple[str, list[Step]]]:
    """Each job of a workflow, and what it runs on a system. Raises ValueError for what is not known here."""
    for name, job in yaml.safe_load(text)["jobs"].items():
        _refuse_unknown(job, KNOWN_OF_A_JOB, name)
        yield name, [step for given in job["steps"] for step in _of_step(given, job.get("env", {}), system)]


def _of_step(given: dict[str, Any], variables: Mapping[str, str], system: str) -> Iterator[Step]:
    _refuse_unknown(given, KNOWN_OF_A_STEP, str(given))
    if "uses" in given:
        if given["uses"].partition("@")[0] not in SET_UP:
            raise ValueError(f"{given['uses']}: what does it provide?")
        return
    if "if" in given:
        condition = SYSTEM.fullmatch(given["if"])
        if not condition:
            raise ValueError(f"if: {given['if']}")
        if (condition[2] == system) != (condition[1] == "=="):
            return
    own = {**variables, **given.get("env", {})}
    if "${{" in json.dumps([given["run"], own]):
        raise ValueError(f"an expression in {given['run']!r}")
    yield Step(given["run"], given.get("working-directory", "."), own)


def of_gitlab(text: str) -> Iterator[tuple[str, list[Step]]]:
    """Each job of a .gitlab-ci.yml, and what it runs. Raises ValueError for what is not known here."""
    for name, job in yaml.safe_load(text).items():
        if name in NO_JOBS or name.startswith("."):
            continue
        _refuse_unknown(job, KNOWN_OF_GITLABS_JOB, name)
        lines = [line for part in SCRIPTS for line in job.get(part, [])]
        yield name, [Step(line, variables=job.get("variables", {})) for line in lines]


def of_dev_container(text: str) -> list[Step]:
    """What a dev container runs when it is made and started, in the order of its life."""
    settings = json.loads(text)
    return [Step(settings[f"{hook}Command"]) for hook in HOOKS if f"{hook}Command" in settings]


def _refuse_unknown(given: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := given.keys() - known:
        raise ValueError(f"{where}: {', '.join(sorted(unknown))}")


def ready_python(folder: Path) -> str:
    """A PATH on which `python` and `python3` are one Python without packages, as setup-python leaves it."""
    folder.mkdir()
    base = getattr(sys, "_base_executable", sys.executable)
    for name in ("python", "python3"):
        (folder / name).symlink_to(base)
    return os.pathsep.join([str(folder), os.environ["PATH"]])


def run_here(steps: list[Step], project: Path, **variables: str) -> None:
    """Run steps in a project as GitHub's Linux does, each in a bash of its own, until one fails."""
    for step in steps:
        words = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.words)
        succeed(run(*words, cwd=project / step.folder, **{"CI": "true", **variables, **step.variables}))
