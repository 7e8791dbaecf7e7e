"""The Python of this repository: linted, typed for three systems, and readable where it must be."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import repository
from harness.machine import program

OURS = ["scripts", "tests", "template/scripts", "template/manage.py"]
# Run under .venv, so they may import what is installed there.
UNDER_VENV = {
    "scripts/bench.py",
    "scripts/dialogue.py",
    "scripts/interview.py",
    "scripts/preview.py",
    "scripts/questionnaire.py",
    "scripts/render.py",
    "scripts/summary.py",
    "template/scripts/manage/updating/with_copier.py",
}
# The room that backend/venv is there for: tests/static/test_rooms.py says who may load it.
GENERATOR = "template/scripts/manage/generator/"


def python_files(*below: str) -> list[str]:
    paths = [path for folder in below for path in repository.files(folder) if path.endswith(".py")]
    assert paths
    return paths


def run(*words: str, **environment: str) -> None:
    """Run a tool in the repository. Raises AssertionError with all it said where it fails."""
    finished = subprocess.run(
        words,
        cwd=repository.ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_ruff_finds_nothing() -> None:
    run(program("ruff"), "check", "--quiet", *OURS)


def test_ruff_leaves_the_formatting_as_it_is() -> None:
    run(program("ruff"), "format", "--diff", "--quiet", *OURS)


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_types_are_right(platform: str) -> None:
    run(
        *(program("mypy"), "--strict", "--explicit-package-bases", f"--platform={platform}"),
        # A cache for each, so that the second run takes a second.
        f"--cache-dir=.mypy_cache/{platform}",
        *OURS,
        MYPYPATH=os.pathsep.join(["template", "scripts", "tests"]),
    )


def test_an_old_python_can_read_manage_py() -> None:
    # It has to live long enough to say what is missing.
    ast.parse(repository.text("template/manage.py"), feature_version=(3, 6))
    assert set(_imported("template/manage.py", top_level=True)) == {"os", "sys"}


def test_what_runs_before_anything_is_installed_needs_the_standard_library_only() -> None:
    known = set(sys.stdlib_module_names) | {"scripts"}
    known |= {Path(path).stem for path in python_files("scripts")}
    paths = python_files("template/scripts", "template/manage.py", "scripts")
    foreign = [
        (path, name)
        for path in paths
        if path not in UNDER_VENV and not path.startswith(GENERATOR)
        for name in _imported(path)
        if name.partition(".")[0] not in known
    ]
    assert not foreign


def _imported(path: str, *, top_level: bool = False) -> Iterator[str]:
    tree = ast.parse(repository.text(path))
    for node in tree.body if top_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_every_text_file_and_pipe_is_opened_with_its_encoding() -> None:
    # Windows would take its code page: cp949 in Korea.
    unnamed = [
        f"{path}:{call.lineno}"
        for path in python_files("template/scripts", "scripts", "tests")
        for call in ast.walk(ast.parse(repository.text(path)))
        if isinstance(call, ast.Call) and _opens_text(call) and not _names_encoding(call)
    ]
    assert not unnamed


def _opens_text(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    method = name.rpartition(".")[2]
    if method in {"read_text", "write_text"}:
        return True
    if name.startswith("subprocess."):
        return any(keyword.arg in {"text", "universal_newlines"} for keyword in call.keywords)
    if name in {"open", "os.fdopen", "io.open"} or (method == "open" and name not in {"os.open"}):
        mode = _mode(call, 0 if name.rpartition(".")[0] not in {"", "os", "io"} else 1)
        return mode is not None and "b" not in mode
    return False


def _mode(call: ast.Call, position: int) -> str | None:
    """The mode that a file is opened in, or None where the call is no opening of a file."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] or call.args[position:]
    if not given:
        return "r"
    mode = given[0]
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str) and set(mode.value) <= set("rwaxbt+"):
        return mode.value
    return None


def _names_encoding(call: ast.Call) -> bool:
    return any(keyword.arg == "encoding" for keyword in call.keywords)


def test_nobody_silences_a_linter_or_a_type_checker_without_need() -> None:
    """E402 is unavoidable where a path must be set before an import."""
    silenced = [
        f"{path}: {line.strip()}"
        for path in python_files(*OURS)
        for line in repository.text(path).splitlines()
        if ("# no" + "qa" in line and not line.rstrip().endswith("# no" + "qa: E402"))
        or "type: " + "ignore" in line
    ]
    assert not silenced
