"""Ruff's rules: the template's for everybody, and an owner's in a file of their own."""

from __future__ import annotations

import json

import pytest

from harness.machine import program
from harness.pages import Page
from harness.rendered import Rendered
from harness.running import run

UNTYPED = "def add(a, b):\n    assert a\n    return a\n"


def broken_rules(project: Rendered, path: str, text: str) -> set[str]:
    """The rules that ruff says a file of the backend breaks."""
    project.write(f"backend/{path}", text)
    words = ("check", "--no-cache", "--output-format", "json", path)
    finished = run(program("ruff"), *words, cwd=project.path("backend"))
    return {finding["code"] for finding in json.loads(finished.stdout)}


@pytest.mark.parametrize(
    "path",
    [
        "app/features/moved/test_sum.py",
        "app/features/moved/sum_test.py",
        "tests/sums.py",
        "tests/conftest.py",
    ],
)
def test_tests_need_no_types(project: Rendered, path: str) -> None:
    assert not {rule for rule in broken_rules(project, path, UNTYPED) if rule.startswith(("ANN", "S"))}


def test_the_app_needs_types(project: Rendered) -> None:
    assert broken_rules(project, "app/features/moved/sum.py", UNTYPED) >= {"ANN001", "S101"}


def own_rules(project: Rendered, page: str = "docs/files.md") -> str:
    (block,) = (body for language, body in page_of(project, page).code_blocks if language == "toml")
    return block


def page_of(project: Rendered, path: str) -> Page:
    return Page(path, project.text(path))


def test_an_owners_file_as_the_page_shows_it_adds_to_the_templates_rules(project: Rendered) -> None:
    project.write("backend/ruff.toml", own_rules(project))
    moved = broken_rules(project, "app/features/moved/sum.py", f"import os\n{UNTYPED}class old: pass\n")
    assert moved >= {"F401", "D100"}, "the template's rules, and one that was added"
    assert not {rule for rule in moved if rule.startswith(("ANN", "N", "S1"))}, "what was left out"
    elsewhere = broken_rules(project, "app/features/new/sum.py", f"{UNTYPED}class old: pass\n")
    assert elsewhere >= {"N801", "S101"}
    # What the template leaves out stays left out.
    tests = broken_rules(project, "app/features/new/test_sum.py", UNTYPED)
    assert "S101" not in tests
    assert "E501" not in broken_rules(project, "app/features/new/long.py", f'"""{"x" * 120}."""\n')
