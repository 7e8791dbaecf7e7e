"""What `manage.py add` writes of a backend: linted, typed, migrated and tested in a project."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from harness import slices
from harness.machine import program
from harness.running import environment, python_of, run, succeed
from harness.slices import EVERY_KIND


@pytest.fixture
def backend(spare: Path) -> Path:
    """The backend of a project with all these features."""
    return slices.write_backend(spare, EVERY_KIND)


def test_it_passes_its_tests_and_its_migrations_make_what_the_models_say(backend: Path) -> None:
    # The description of the API is written by `manage.py types`, which needs the frontend.
    words = ("-m", "pytest", "-q", "app", "tests", "--deselect=tests/test_openapi.py")
    output = succeed(run(python_of(backend.parent), *words, cwd=backend))
    passed = re.search(r"(\d+) passed", output)
    assert passed
    assert int(passed[1]) > 40 * len(EVERY_KIND)


def test_it_is_linted_and_typed(backend: Path) -> None:
    succeed(run(python_of(backend.parent), "-m", "ruff", "check", "--quiet", cwd=backend))
    finished = subprocess.run(
        [program("mypy"), "--strict", "--explicit-package-bases", "--no-incremental",
         f"--python-executable={python_of(backend.parent)}", "app", "migrations"],
        cwd=backend,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )  # fmt: skip
    assert re.search(r"checked \d+ source files", finished.stdout), finished.stderr
    # The core overwrites methods of Flask and WhiteNoise, which a type checker does not take.
    wrong = [
        line for line in finished.stdout.splitlines() if line.startswith(("app/features/", "migrations/"))
    ]
    assert [line for line in wrong if not line.startswith("app/features/environment/")] == []


def test_examples_fill_every_table_once(backend: Path) -> None:
    seed = ("-m", "flask", "--app", "app", "--debug", "db", "seed")
    output = succeed(run(python_of(backend.parent), *seed, cwd=backend))
    assert [f"{name}: 25 added" in output for name in EVERY_KIND] == [True] * len(EVERY_KIND)
    output = succeed(run(python_of(backend.parent), *seed, cwd=backend))
    assert [f"{name}: 0 added" in output for name in EVERY_KIND] == [True] * len(EVERY_KIND)
