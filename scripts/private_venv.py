"""This repository's own .venv: the pinned Copier, and what the tests need. Nothing is installed globally."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
TEMPLATE = REPOSITORY / "template"
# The project's own modules serve here too: one look, one kind of error, one way to make a venv.
sys.path.insert(0, str(TEMPLATE))

import repository_faults  # noqa: E402
from scripts.manage import stamp  # noqa: E402
from scripts.manage.processes.children import Crew  # noqa: E402
from scripts.manage.python import installers  # noqa: E402
from scripts.manage.python.venv import Venv  # noqa: E402
from scripts.manage.terminal import output  # noqa: E402

output.PROBLEMS = "template/docs/problems.md.jinja"

CONSTRAINTS = "constraints.txt"
MANIFEST = "pyproject.toml"


def of(repository: Path, *, tests: bool) -> Venv:
    """The .venv of a clone of this repository: for new.sh, or with `tests` for test.sh too."""
    manifest = tomllib.loads((repository / MANIFEST).read_text(encoding="utf-8"))
    requirements: list[str] = manifest["project"]["dependencies"]
    if tests:
        requirements += manifest["dependency-groups"]["test"]
    return Venv(
        folder=repository / ".venv",
        requirements=("-c", CONSTRAINTS, *requirements),
        inputs=(repository / CONSTRAINTS,),
        root=repository,
        again="Run this again",
    )


def ensure(*, tests: bool = False) -> Path:
    """Make .venv and install what new.sh (or test.sh, with `tests`) needs; give its interpreter.

    Does nothing when nothing changed. Raises Problem FA080, or with the code of the cause where that is
    known, with the last lines of what failed.
    """
    wanted = of(REPOSITORY, tests=tests)
    # What the tests need is enough for new.sh.
    if any(venv.is_finished() and venv.is_alive() for venv in (wanted, of(REPOSITORY, tests=True))):
        return wanted.python
    installer = installers.choose() if tests else installers.choose_for_tools()
    with Crew() as crew, output.Progress() as progress, progress.task("tools in .venv"):
        wanted.remove()
        # Tests use its pip, whatever installs it.
        wanted.make(crew, repository_faults.TOOLS_FAILED, with_pip=tests or installer.needs_pip)
        installers.install(installer, wanted, wanted.requirements, crew, fault=repository_faults.TOOLS_FAILED)
    stamp.write(wanted.folder, wanted.facts())
    return wanted.python
