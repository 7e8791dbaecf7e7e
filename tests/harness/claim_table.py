"""The table of claims: what is often said of virtual environments, and the sentence that a test proves.

A test says so with `@pytest.mark.claim("what is said", "the sentence")` right above it. docs/venv-claims.md
is written from these marks, read from the source: so it is the same on every machine.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from harness import repository

PAGE = repository.ROOT / "docs" / "venv-claims.md"
SAID_IN = "template/backend/README.md.jinja"
WRITE = "sh scripts/test.sh static -k claim_table --write-claim-table"
MARK = "pytest.mark.claim"
HEAD = f"""\
# What is often said of virtual environments

And what `{SAID_IN}` says, with the test that shows it on real interpreters. A test \
fails when a sentence is not in that page. This page is made from the tests' own marks. Write it anew with

```sh
{WRITE}
```

Not shown: that `venv` came with Python 3.3 \
([PEP 405](https://peps.python.org/pep-0405/) says so; no older Python 3 is at hand).

| often said | what the page says | shown by |
|---|---|---|
"""


@dataclass(frozen=True)
class Claim:
    """What is said, the sentence that puts it right, and the test that proves the sentence."""

    said: str
    sentence: str
    path: str
    test: str


def claims() -> list[Claim]:
    """What all tests claim, in their order."""
    paths = [path for path in repository.files("tests") if path.endswith(".py")]
    return [claim for path in paths for claim in _of_module(path)]


def _of_module(path: str) -> Iterator[Claim]:
    text = repository.text(path)
    for function in ast.walk(ast.parse(text)) if MARK in text else ():
        if isinstance(function, ast.FunctionDef):
            for mark in function.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == MARK:
                    said, sentence = map(ast.literal_eval, mark.args)
                    yield Claim(said, sentence, path, function.name)


def page(claimed: list[Claim]) -> str:
    """docs/venv-claims.md."""
    rows: dict[tuple[str, str], list[str]] = {}
    for claim in claimed:
        test = f"[{claim.test.removeprefix('test_').replace('_', ' ')}](../{claim.path})"
        rows.setdefault((claim.said, claim.sentence), []).append(test)
    lines = [f"| {said} | {sentence} | {'; '.join(tests)} |\n" for (said, sentence), tests in rows.items()]
    return HEAD + "".join(lines)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-claim-table", action="store_true", help="write docs/venv-claims.md anew")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "claim(said, sentence): a row of docs/venv-claims.md; see above")
