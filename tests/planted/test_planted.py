"""Each planted fault is found by the test that is there for it: `sh scripts/test.sh planted`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.template_repository import TemplateRepository
from planted.planted import Planted, every

# What pytest's exit codes mean (docs.pytest.org, "Exit codes").
PASSED, FAILED = 0, 1


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository, without any fault."""
    folder = tmp_path_factory.mktemp("copy") / "template"
    TemplateRepository.of_work_tree(folder)
    return folder


def run(test: str, copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        # Some faults make a program wait for ever.
        [sys.executable, "-m", "pytest", test, "-x", "-q", "-n0", "-p", "no:cacheprovider", "--timeout=90"],
        cwd=copy,
        # Nothing that this run of pytest has set for its own tests.
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


@pytest.mark.parametrize("fault", every(), ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(fault: Planted, copy: Path) -> None:
    path = copy / fault.file
    healthy = path.read_bytes() if fault.old else None
    fault.plant(copy)
    try:
        assert path.read_bytes() != healthy
        finished = run(fault.test, copy)
    finally:
        if healthy is None:
            path.unlink()
        else:
            path.write_bytes(healthy)
    assert finished.returncode == FAILED, finished.stdout[-3000:]
    # It is the fault that is found: an error on the way to the test would be no proof.
    assert " failed" in finished.stdout.splitlines()[-1], finished.stdout[-3000:]


def test_without_a_fault_the_same_tests_pass(copy: Path) -> None:
    tests = sorted({fault.test for fault in every()})
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", *tests, "-q", "-p", "no:cacheprovider"],
        cwd=copy,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert finished.returncode == PASSED, finished.stdout[-3000:]
