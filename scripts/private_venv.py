"""This repository's own .venv: the pinned Copier, and what the tests need. Nothing is installed globally."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
TEMPLATE = REPOSITORY / "template"
# The project's own modules serve here too: one look, one kind of error, one way to stamp.
sys.path.insert(0, str(TEMPLATE))

from scripts.manage import stamp  # noqa: E402
from scripts.manage.processes import failures  # noqa: E402
from scripts.manage.processes.children import Finished  # noqa: E402
from scripts.manage.terminal import output  # noqa: E402

output.PROBLEMS = "template/docs/problems.md"

VENV = REPOSITORY / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CONSTRAINTS = REPOSITORY / "constraints.txt"
MANIFEST = REPOSITORY / "pyproject.toml"


def ensure(*, tests: bool = False) -> Path:
    """Make .venv and install what new.sh (or test.sh, with `tests`) needs; give its interpreter.

    Does nothing when nothing changed. Raises Problem FA080, or with the code of the cause where that is
    known, with pip's last lines where it fails.
    """
    wanted = facts(VENV, tests=tests)
    if PYTHON.exists() and stamp.read(VENV) in (wanted, facts(VENV, tests=True)):
        return PYTHON
    with output.Progress() as progress, progress.task("tools in .venv"):
        _run([sys.executable, "-m", "venv", "--clear", ".venv"])
        _run([str(PYTHON), "-m", "pip", "install", "-q", "-c", CONSTRAINTS.name, *_requirements(tests)])
    stamp.write(VENV, wanted)
    return PYTHON


def facts(venv: Path, *, tests: bool) -> dict[str, str]:
    """What a finished .venv was made from."""
    return {
        "folder": str(venv),
        "requirements": " ".join(_requirements(tests)),
        "constraints": stamp.fingerprint([CONSTRAINTS]),
    }


def _requirements(tests: bool) -> list[str]:
    manifest = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    requirements: list[str] = manifest["project"]["dependencies"]
    return requirements + (manifest["dependency-groups"]["test"] if tests else [])


def _run(command: list[str]) -> None:
    program = str(PYTHON.relative_to(REPOSITORY)) if command[0] == str(PYTHON) else "python"
    shown = " ".join([program, *command[1:]])
    output.command(shown)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    finished = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if finished.returncode != 0:
        raise failures.failure(
            "FA080",
            "The tools could not be installed into .venv.",
            shown,
            Finished(finished.returncode, finished.stdout.splitlines()),
            ["Run this again"],
        )
