"""A table at the end of each run: how many tests each layer has, how they went, and how long they took.

With GITHUB_STEP_SUMMARY, the file that GitHub shows beside a run, the table goes there too.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import pytest

COLUMNS = ("layer", "tests", "passed", "failed", "skipped", "seconds")
# What pytest calls the ways in which a test ends, and the column that counts them.
COUNTED = {
    "passed": "passed",
    "xfailed": "passed",
    "failed": "failed",
    "error": "failed",
    "xpassed": "failed",
    "skipped": "skipped",
}


# Options with which pytest does not even collect all that there is.
LEAVING_OUT = ("lf", "ignore", "ignore_glob", "stepwise")
COLLECTED = pytest.StashKey[dict[str, int]]()


@dataclass
class Row:
    """The numbers of a layer. `seconds` is the time of its tests, one after the other."""

    layer: str
    tests: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0


def table(stats: Mapping[str, Iterable[Any]]) -> list[Row]:
    """The rows, and their sum where there are several, from what pytest's terminal reporter has kept."""
    rows: dict[str, Row] = {}
    # One that passes, and fails while it is put away, is one test, and failed.
    worst: dict[str, str] = {}
    for outcome, reports in stats.items():
        for report in reports:
            if not isinstance(report, pytest.TestReport):
                continue
            row = rows.setdefault(layer(report.nodeid), Row(layer(report.nodeid)))
            row.seconds += report.duration
            if outcome in COUNTED and worst.get(report.nodeid) != "failed":
                worst[report.nodeid] = COUNTED[outcome]
    for test, how in worst.items():
        row = rows[layer(test)]
        row.tests += 1
        setattr(row, how, getattr(row, how) + 1)
    ordered = [rows[name] for name in sorted(rows)]
    if len(ordered) > 1:
        columns = zip(*(astuple(row)[1:] for row in ordered), strict=True)
        ordered.append(Row("all", *(sum(column) for column in columns)))
    return ordered


def layer(test: str) -> str:
    """The layer of a test's id: tests/unit/… is of unit."""
    parts = test.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "tests" else parts[0]


def cells(row: Row) -> list[str]:
    return [row.layer, *(f"{count:,}" for count in astuple(row)[1:-1]), f"{row.seconds:,.0f}"]


def as_text(rows: Iterable[Row]) -> list[str]:
    """The table as a terminal shows it."""
    lines = [list(COLUMNS), *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) for line in lines]


def as_markdown(rows: Iterable[Row]) -> str:
    """The table as GitHub shows it."""
    lines = [COLUMNS, ("---", *["--:"] * (len(COLUMNS) - 1)), *map(cells, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Count the tests of each layer that was asked for as a whole, before -k and the like take some away."""
    counts = Counter(layer(item.nodeid) for item in items)
    whole = {Path(word).parts[-1] for word in config.args if Path(word).parts[:-1] == ("tests",)}
    if any(config.getoption(name, None) for name in LEAVING_OUT):
        whole = set()
    config.stash[COLLECTED] = {name: count for name, count in counts.items() if name in whole}


def collected(config: pytest.Config) -> Mapping[str, int]:
    """The layers that a run has collected as a whole, and how many tests each of them has."""
    return config.stash.get(COLLECTED, {})


def pytest_terminal_summary(terminalreporter: Any) -> None:
    rows = table(terminalreporter.stats)
    if not rows:
        return
    terminalreporter.section("numbers")
    for line in as_text(rows):
        terminalreporter.line(line)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8", newline="\n") as file:
            file.write(as_markdown(rows))
