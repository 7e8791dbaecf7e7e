"""The table of numbers at the end of a run counts each test once, by layer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import pytest

from harness import numbers, repository
from harness.numbers import Row


def report(
    test: str,
    when: Literal["setup", "call", "teardown"],
    outcome: Literal["passed", "failed"],
    seconds: float,
) -> pytest.TestReport:
    return pytest.TestReport(
        nodeid=test,
        location=(test, 0, test),
        keywords={},
        outcome=outcome,
        longrepr=None,
        when=when,
        duration=seconds,
    )


ONE, TWO = "tests/unit/python/test_a.py::test_b", "tests/static/test_c.py::test_d[x/y]"
PASSED = [report(ONE, "call", "passed", 4), report(TWO, "call", "passed", 8)]
STATS: dict[str, list[Any]] = {
    "": [report(ONE, "setup", "passed", 1), report(TWO, "teardown", "passed", 2)],
    "passed": PASSED,
    "error": [report(ONE, "teardown", "failed", 16)],
    "warnings": ["something else"],
}


def test_each_test_is_counted_once_by_its_layer_and_its_worst_outcome() -> None:
    assert numbers.table(STATS) == [
        Row("static", tests=1, passed=1, seconds=10),
        Row("unit", tests=1, failed=1, seconds=21),
        Row("all", tests=2, passed=1, failed=1, seconds=31),
    ]


def test_one_layer_needs_no_sum() -> None:
    assert [row.layer for row in numbers.table({"passed": PASSED[:1]})] == ["unit"]


def test_the_terminal_shows_columns() -> None:
    rows = [Row("static", 1200, 1199, 0, 1, 9.6), Row("unit", 3, 3)]
    assert numbers.as_text(rows) == [
        "layer   tests  passed  failed  skipped  seconds",
        "static  1,200   1,199       0        1       10",
        "unit        3       3       0        0        0",
    ]


def test_github_shows_a_table() -> None:
    assert numbers.as_markdown([Row("unit", 3, 1, 1, 1, 2)]) == (
        "| layer | tests | passed | failed | skipped | seconds |\n"
        "| --- | --: | --: | --: | --: | --: |\n"
        "| unit | 3 | 1 | 1 | 1 | 2 |\n\n"
    )


def collected(words: list[str], **options: bool) -> Mapping[str, int]:
    """What a run with these words counts, where it finds two tests of one layer and one of another."""
    config: Any = SimpleNamespace(
        args=words, stash=pytest.Stash(), getoption=lambda name, default: options.get(name, default)
    )
    ids = ("tests/unit/test_a.py::test_b", "tests/unit/c/test_d.py::test_e[f/g]", "tests/static/test_h.py::i")
    items: list[Any] = [SimpleNamespace(nodeid=nodeid) for nodeid in ids]
    numbers.pytest_collection_modifyitems(config, items)
    return numbers.collected(config)


def test_the_tests_of_a_layer_are_known_where_all_of_it_was_collected() -> None:
    assert collected(["tests/unit", "tests/static"]) == {"unit": 2, "static": 1}
    assert collected(["tests/unit/", "tests/static/test_h.py"]) == {"unit": 2}
    assert collected(["tests"]) == collected(["tests/unit"], lf=True) == {}


def test_a_real_run_ends_with_the_table_there_and_on_github(tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n\n", encoding="utf-8")
    chosen = "tests/unit/harness/test_numbers.py::test_one_layer_needs_no_sum"
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n1", "-p", "no:cacheprovider", chosen],
        cwd=repository.ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        | {"GITHUB_STEP_SUMMARY": str(summary)}
        # Hypothesis' alone takes a third of the time, in both processes.
        | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin,pytest_timeout"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert finished.returncode == 0, finished.stdout
    assert (
        "\nlayer  tests  passed  failed  skipped  seconds\nunit       1       1       0        0  "
        in finished.stdout
    )
    written = summary.read_text(encoding="utf-8")
    assert written.startswith("Before.\n\n| layer | tests |")
    assert "| unit | 1 | 1 | 0 | 0 | " in written
