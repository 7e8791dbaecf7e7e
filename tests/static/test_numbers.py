"""The number of tests that the README speaks of is true, and not old."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from harness import numbers, repository

PAGES = {"README.md": r"more than ([\d,]+) tests", "README.ko.md": r"테스트 ([\d,]+)개 이상"}
# Run by other layers, in a project; and on demand.
NO_LAYERS = {"core", "moved_in", "trees", "planted"}


@pytest.fixture(scope="module")
def collected(pytestconfig: pytest.Config) -> int:
    """How many tests there are. Of layers that this run has collected as a whole, it knows the number."""
    folders = {path.split("/")[1] for path in repository.files("tests") if "/test_" in path} - NO_LAYERS
    assert len(folders) >= 8
    known = numbers.collected(pytestconfig)
    others = sorted(folders - known.keys())
    return sum(known[folder] for folder in folders & known.keys()) + (_counted(others) if others else 0)


def _counted(layers: list[str]) -> int:
    """How many tests some layers have, told by a pytest that runs none."""
    folders = [f"tests/{layer}" for layer in layers]
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", "-p", "no:cacheprovider", *folders],
        cwd=repository.ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    found = re.search(r"^(\d+) tests collected", finished.stdout, re.MULTILINE)
    assert found, finished.stdout[-3000:] + finished.stderr[-3000:]
    return int(found[1])


@pytest.mark.parametrize("page", PAGES)
def test_the_readme_says_how_many_tests_there_are_at_least(page: str, collected: int) -> None:
    (said,) = re.findall(PAGES[page], repository.text(page))
    number = int(said.replace(",", ""))
    assert number <= collected
    # Behind by a third, it is time for a new one.
    assert collected < 1.5 * number, f"{page}: there are {collected} tests by now"
