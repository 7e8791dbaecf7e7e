"""Every problem has a code, and every code has a section that the message leads to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from harness import repository
from harness.pages import Page

CODE = re.compile(r"\bFA\d{3}\b")
PAGES = ["template/docs/problems.md.jinja", "template/docs/problems.ko.md.jinja"]


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


# What is thrown away there is the reader's own work.
TAKES_BACK = re.compile(r"git (checkout|restore|reset --hard)\b")


@pytest.mark.parametrize(("path", "words"), list(zip(PAGES, ["gone", "사라"], strict=True)))
def test_what_takes_a_file_back_says_that_changes_to_it_are_gone(path: str, words: str) -> None:
    sections = re.split(r"^## ", repository.text(path), flags=re.MULTILINE)
    taking = [section for section in sections if TAKES_BACK.search(section)]
    assert len(taking) >= 5
    assert not [section.split()[0] for section in taking if words not in section]


def test_messages_name_the_page_that_is_there(tmp_path: Path) -> None:
    # Each in a program of its own, as users run them; here they would share one setting.
    for folder, module, shown in (
        (
            "template",
            "scripts.manage.terminal.output",
            PAGES[0].removeprefix("template/").removesuffix(".jinja"),
        ),
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
