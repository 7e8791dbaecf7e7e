"""docs/updates.md: what each way of updating makes of what owners do. Written by the tests that try it.

A test gives its cell by `record_property(OUTCOME, [case, way, outcome])`. With --write-update-table the page
is written from what came out, whatever workers the tests ran on; rows of tests that did not run stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from harness import repository

PAGE = repository.ROOT / "docs" / "updates.md"
WRITE = "sh scripts/test.sh update -k owners_day --write-update-table"
OUTCOME = "update_outcome"

# For each case what came of it in each way.
Outcomes = dict[str, dict[str, str]]

HEAD = """\
# Updates and the owner's work

What owners do to a project, and what an update to a newer version of the template makes of it: by \
Copier's own `copier update`, and by the project's `manage.py update`. Every cell was written by a test that \
does it: it changes a project, releases a new version, updates, and looks at every file, at git's index and \
at the exit code. A test fails where this page and what comes out differ. Write it anew with

```sh
{write}
```

{outcomes}

The projects are small, with this template's layout and its tables of ownership; that of the last part is \
made from the template itself. Measured on Linux, with git {git} or newer and the Copier that \
[pyproject.toml](../pyproject.toml) names.
"""
# The first with `merge-tree --write-tree`, which manage.py update merges with.
GIT = "2.38"


def page(
    groups: Mapping[str, Sequence[str]], ways: Sequence[str], words: Mapping[str, str], known: Outcomes
) -> str:
    """The page: a table for each group of cases; `words` are the outcomes there are, and what they mean.

    Raises KeyError for a case or a way that nothing is known of.
    """
    told = "\n".join(f"- **{word}**: {meaning}" for word, meaning in words.items())
    parts = [HEAD.format(write=WRITE, outcomes=told, git=GIT), *_sum(groups, ways, words, known)]
    for title, cases in groups.items():
        rows = [
            f"| {_shown(case)} | {' | '.join(known[_shown(case)][way] for way in ways)} |" for case in cases
        ]
        head = [
            f"| the owner's work | {' | '.join(f'`{way}`' for way in ways)} |",
            "|---|" + "---|" * len(ways),
        ]
        parts.append("\n".join([f"## {title}\n", *head, *rows]) + "\n")
    return "\n".join(parts)


def _sum(
    groups: Mapping[str, Sequence[str]], ways: Sequence[str], words: Mapping[str, str], known: Outcomes
) -> list[str]:
    cases = [known[_shown(case)] for names in groups.values() for case in names]
    counts = {way: Counter(case[way] for case in cases) for way in ways}
    rows = [f"| {word} | {' | '.join(str(counts[way][word]) for way in ways)} |" for word in words]
    head = [
        f"| of {len(cases)} cases | {' | '.join(f'`{way}`' for way in ways)} |",
        "|---|" + "---|" * len(ways),
    ]
    return ["\n".join([*head, *rows]) + "\n"]


def read(text: str) -> Outcomes:
    """What a page says of each case, by the names that it shows."""
    found: Outcomes = {}
    ways: list[str] = []
    for line in text.splitlines():
        first, *cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if first == "the owner's work":
            ways = [cell.strip("`") for cell in cells]
        elif line.startswith("| ") and ways:
            found[first] = dict(zip(ways, cells, strict=True))
    return found


def said(text: str, case: str, way: str) -> str:
    """What a page says of one case; "" where it says nothing."""
    return read(text).get(_shown(case), {}).get(way, "")


def _shown(case: str) -> str:
    return case[:1].upper() + case[1:]


class _Writer:
    """Collects what comes out, also from other workers, and writes the page at the end."""

    def __init__(self) -> None:
        self.outcomes: Outcomes = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == OUTCOME and report.when == "call":
                assert isinstance(value, list)
                self.outcomes.setdefault(_shown(value[0]), {})[value[1]] = value[2]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        # The page's order and words are the tests' own; imported late, for they are much.
        from update.judge import OUTCOMES
        from update.owners_day import GROUPS
        from update.ways import WAYS

        known = read(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
        for case, outcomes in self.outcomes.items():
            known[case] = known.get(case, {}) | outcomes
        groups = {group.title: [case.name for case in group.cases] for group in GROUPS}
        text = page(groups, [way.name for way in WAYS], OUTCOMES, known)
        PAGE.write_text(text, encoding="utf-8", newline="\n")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-update-table", action="store_true", help="write docs/updates.md anew")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--write-update-table") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Writer(), "update-table-writer")
