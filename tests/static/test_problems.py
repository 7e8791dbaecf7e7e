"""Every problem has a code, and every code has a section that the message leads to."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import repository
from harness.pages import Page

CODE = re.compile(r"\bFA\d{3}\b")
PAGES = ["template/docs/problems.md", "template/docs/problems.ko.md"]


def codes() -> dict[str, set[str]]:
    """Each code that a program may print, and the files it stands in."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in (*repository.files("template/scripts"), "template/manage.py", *repository.files("scripts")):
        for code in CODE.findall(repository.text(path)):
            found[code].add(path)
    return found


def test_problems_have_codes() -> None:
    assert len(codes()) > 20


@pytest.mark.parametrize("path", PAGES)
def test_every_code_leads_to_a_section(path: str) -> None:
    anchors = Page.read(path).anchors
    assert not [
        f"{code} of {sorted(files)}" for code, files in codes().items() if code.lower() not in anchors
    ]


@pytest.mark.parametrize("path", PAGES)
def test_every_section_is_about_a_code_that_exists(path: str) -> None:
    assert set(CODE.findall(repository.text(path))) <= codes().keys()


def test_messages_name_the_page_that_is_there(tmp_path: Path) -> None:
    # Each in a program of its own, as users run them; here they would share one setting.
    for folder, module, shown in (
        ("template", "scripts.manage.terminal.output", PAGES[0].removeprefix("template/")),
        ("scripts", "private_venv", PAGES[0]),
    ):
        code = f"import {module} as module; print(getattr(module, 'output', module).PROBLEMS)"
        finished = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONPATH": str(repository.ROOT / folder)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert finished.stdout.strip() == shown, finished.stderr


def test_every_problem_is_a_sentence() -> None:
    said = [
        (f"{path}:{words.lineno}", ast.unparse(words))
        for path in (*repository.files("template/scripts"), *repository.files("scripts"))
        if path.endswith(".py")
        for what in _what_happened(path)
        for words in _words(what)
    ]
    assert len(said) > 60
    # What stands behind a colon may be another's words.
    assert not [place for place, words in said if not re.search(r"([.…]|: \{\w+\})['\"]$", words)]


# They tell a problem: its code, and then the sentence that the user reads first.
TELLING = {"Problem", "failures.failure", "failed", "warning", "bad"}


def _what_happened(path: str) -> list[ast.expr]:
    """The second argument of each call of TELLING."""
    calls = [node for node in ast.walk(ast.parse(repository.text(path))) if isinstance(node, ast.Call)]
    return [call.args[1] for call in calls if ast.unparse(call.func) in TELLING and len(call.args) > 1]


def _words(said: ast.expr) -> Iterator[ast.expr]:
    """The literals that a sentence is chosen from, those in text() too."""
    if isinstance(said, ast.IfExp):
        yield from (*_words(said.body), *_words(said.orelse))
    elif isinstance(said, ast.Call) and ast.unparse(said.func) == "text":
        yield said.args[0]
    elif isinstance(said, ast.Constant | ast.JoinedStr):
        yield said
