"""The project's formatters, ruff and prettier with their settings, over texts that are not written yet."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .. import faults
from ..node import runtime
from ..problem import Problem
from ..processes.child_environment import scrubbed_environment
from ..processes.failures import SHOWN_LINES
from ..project import Project
from ..python import venv

FORMAT = Path(__file__).with_name("format.mjs")
# A feature whose folder is not there yet looks to ruff like somebody else's package.
OWN_PACKAGE = 'lint.isort.known-first-party=["app"]'
# What is corrected without asking: the order of imports, unused ones.
RUFF = (["check", "--fix-only", "--quiet", "--config", OWN_PACKAGE], ["format", "--quiet"])
FOR_PRETTIER = (".ts", ".html", ".css")


def formatted(project: Project, files: Mapping[str, str]) -> dict[str, str]:
    """These files as the formatters write them. Raises Problem FA189 where one cannot read a file."""
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    web = {path: text for path, text in files.items() if path.endswith(FOR_PRETTIER)}
    with ThreadPoolExecutor() as pool:
        on_web = pool.submit(_prettier, project, web)
        on_python = pool.map(lambda path: (path, _ruff(project, path, python[path])), python)
        return dict(files) | dict(on_python) | on_web.result()


def _ruff(project: Project, path: str, content: str) -> str:
    name = Path(path).relative_to("backend")
    for words in RUFF:
        command: list[str | Path] = [
            venv.of(project).python,
            "-m",
            "ruff",
            *words,
            "--stdin-filename",
            name,
            "-",
        ]
        content = _through(project, command, content, project.backend, f"ruff {words[0]}")
    return content


def _prettier(project: Project, files: Mapping[str, str]) -> dict[str, str]:
    if not files:
        return {}
    given = {Path(path).relative_to("frontend").as_posix(): text for path, text in files.items()}
    node = runtime.needed(project)
    printed = _through(
        project, [node.program, FORMAT], json.dumps(given), project.frontend, "prettier", node.folders
    )
    return {f"frontend/{path}": text for path, text in json.loads(printed).items()}


def _through(
    project: Project,
    command: Sequence[str | Path],
    content: str,
    folder: Path,
    name: str,
    programs: Sequence[Path] = (),
) -> str:
    """What a program makes of a text. Raises Problem FA189 where it fails."""
    finished = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=scrubbed_environment(project.venv, programs=programs),
        input=content.encode(),
        capture_output=True,
    )
    if finished.returncode:
        lines = finished.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Problem(faults.STEP_FAILED, output=lines[-SHOWN_LINES:], command=name)
    return finished.stdout.decode()
