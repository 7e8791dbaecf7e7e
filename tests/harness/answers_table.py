"""docs/answers.md: which answers are tried together, counted. Written from copier.yml and harness.answers."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from harness import distinct, questions, repository
from harness.answers import BY_CHANCE, FACTORS, FOLLOWS, SEED, covering, pairs, starting_points

PAGE = repository.ROOT / "docs" / "answers.md"
OPTION = "--write-answers-table"
WRITE = f"sh scripts/test.sh static -k answers_table {OPTION}"

PAGE_TEXT = """\
# Answers that are tried together

Every two answers that can be given together are given together in a project of the tests. This page is \
written from [copier.yml](../copier.yml) and from the list of answers, and a test fails where they differ. \
Write it anew with

```sh
{write}
```

| what | number |
|---|---|
{numbers}

Each project is looked at file by file (`tests/render/test_answers.py`, \
`tests/render/test_files.py`): bytes, paths, languages, links, the commands that are shown; and by \
ruff, shellcheck, actionlint, zizmor and the schemas that check-jsonschema carries (workflows, \
Dependabot, Renovate, GitLab). No schema is at hand without a network for `package.json`, \
`devcontainer.json` and the settings of editors: they are read as JSON. The distinct backends and \
frontends are installed, tested, checked and built: `sh scripts/test.sh trees`. Answers by chance \
follow a seed, which the tests print; `ANSWERS_SEED=2026 sh scripts/test.sh render` tries others.

| question | answers that are tried |
|---|---|
{answers}

## Left out

{left_out}
"""


def page() -> str:
    """The page as it must be."""
    possible = pairs()
    numbers = {
        "questions": len(questions.asked()),
        "answers tried": sum(map(len, FACTORS.values())),
        "pairs of answers": len(possible),
        "projects that hold every pair": len(covering()),
        "projects of starting points": len(starting_points()),
        "projects by chance, others for each seed": BY_CHANCE,
        "distinct backends": distinct.number("backend"),
        "distinct frontends": distinct.number("frontend"),
        "projects that are installed and built for them": len(distinct.projects()),
    }
    every = [
        ((one, first), (other, second))
        for one, other in itertools.combinations(FACTORS, 2)
        for first, second in itertools.product(FACTORS[one], FACTORS[other])
    ]
    refused = [pair for pair in every if pair not in possible]
    left_out = [f"- {_pair(*one)} with {_pair(*other)}: refused" for one, other in refused]
    left_out += [f"- `{name}`: it follows from another answer" for name in sorted(FOLLOWS)]
    return PAGE_TEXT.format(
        write=WRITE,
        numbers="\n".join(f"| {what} | {number} |" for what, number in numbers.items()),
        answers="\n".join(f"| `{name}` | {', '.join(map(_shown, FACTORS[name]))} |" for name in FACTORS),
        left_out="\n".join(left_out),
    )


def _pair(name: str, value: Any) -> str:
    return f"`{name}`: {_shown(value)}"


def _shown(value: Any) -> str:
    if value is None:
        return "the default"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " + ".join(f"`{one}`" for one in value) or "none of them"
    return f"`{value}`"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, action="store_true", help="write docs/answers.md anew")


def pytest_report_header(config: pytest.Config) -> str:
    return f"answers by chance: ANSWERS_SEED={SEED}"
