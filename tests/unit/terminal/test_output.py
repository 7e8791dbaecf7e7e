"""What is printed: durations, marks, problems, progress."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import repository
from scripts.manage.faults import Command, Fault
from scripts.manage.problem import Problem
from scripts.manage.terminal import messages, output


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0.0 s"),
        (0.44, "0.4 s"),
        (9.94, "9.9 s"),
        (10, "10 s"),
        (59.4, "59 s"),
        (60, "1 min 0 s"),
        (65.4, "1 min 5 s"),
        (3600, "60 min 0 s"),
    ],
)
def test_durations_are_given_as_people_read_them(seconds: float, text: str) -> None:
    assert output.elapsed(seconds) == text


@pytest.mark.parametrize("seconds", [9.96, 9.999, 59.6, 59.99])
def test_a_duration_never_reads_like_the_next_unit(seconds: float) -> None:
    assert output.elapsed(seconds) not in {"10.0 s", "60 s"}


def test_a_problem_says_what_why_what_to_do_and_where_to_read_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # This repository's own scripts name the page by its path here; another test may have imported them.
    monkeypatch.setattr(output, "PROBLEMS", "docs/problems.md")
    fault = Fault("FA030", "{name} could not install.", (Command("manage.py setup"), "Look at the network"))
    monkeypatch.setattr(messages, "typed_python", lambda: "python3")
    Problem(
        fault,
        why="It ended with code 1.\nIts last lines:",
        output=["no route to host"],
        first=["Try once more"],
        name="pip",
    ).show()
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "✗ FA030 pip could not install.",
        "  It ended with code 1.",
        "  Its last lines:",
        "  | no route to host",
        "  Try:  Try once more",
        "        python3 manage.py setup",
        "        Look at the network",
        "  More:  docs/problems.md#fa030",
    ]


class CodePage(io.TextIOWrapper):
    """A terminal that knows one code page only."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)

    @property
    def shown(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(self.encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp949", "cp437"])
def test_no_character_stops_the_program(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    terminal = CodePage(encoding)
    monkeypatch.setattr(sys, "stdout", terminal)
    output.prepare()
    for kind in output.MARKS:
        output.say(f"{output.mark(kind)} 출석부 – Größe ✓")
    assert terminal.shown.count("\n") == len(output.MARKS)


def test_marks_are_plain_where_the_terminal_has_no_better(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", CodePage("ascii"))
    assert {kind: output.mark(kind) for kind in output.MARKS} == output.PLAIN_MARKS


def test_both_sets_of_marks_know_the_same_kinds() -> None:
    assert output.MARKS.keys() == output.PLAIN_MARKS.keys() <= output.COLOURS.keys()
    assert all(mark.isascii() for mark in output.PLAIN_MARKS.values())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_are_used_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert output.paint("text", "done") == "text"
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    assert output.paint("text", "done") == "\033[32mtext\033[0m"


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_can_be_declined(monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout", Terminal())
    assert "\033" in output.paint("text", "done")
    monkeypatch.setenv(*variable)
    assert output.paint("text", "done") == "text"


def test_colours_of_other_programs_are_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "\033[33mPress CTRL+C to quit\033[0m"
    assert output.plain(line) == "Press CTRL+C to quit"
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    assert output.plain(line) == line


def patience() -> Iterator[None]:
    """Turns of waiting for another thread: as few as it takes, and ten seconds at most."""
    for _ in range(200):
        time.sleep(0.05)
        yield


def test_a_task_tells_its_end_and_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    with output.Progress() as progress, progress.task("Python packages"):
        pass
    assert re.fullmatch(r"✓ Python packages \(\d\.\d s\)\n", capsys.readouterr().out)


def test_a_failed_task_tells_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), output.Progress() as progress, progress.task("Python packages"):
        raise ZeroDivisionError
    assert capsys.readouterr().out == ""


def test_a_long_task_is_told_in_plain_lines_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "REMINDER", 0.1)
    printed = ""
    with output.Progress() as progress, progress.task("Python packages"):
        for _ in patience():
            printed += capsys.readouterr().out
            if printed:
                break
    assert re.fullmatch(r"  still running: Python packages \d\.\d s", printed.splitlines()[0])


def test_the_progress_line_is_gone_before_anything_else_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    with output.Progress() as progress, progress.task("Python packages"):
        for _ in patience():
            if "Python packages" in terminal.getvalue():
                break
        output.say("→ npm ci")
    moving, _, rest = terminal.getvalue().partition("→ npm ci")
    assert "… Python packages" in moving
    assert moving.endswith("\r\033[2K")
    assert "… " not in rest


# As a set-up does: a task with its progress, lines of other programs from a thread, a warning, a problem.
WORK = """
import sys, threading
from pathlib import Path
from scripts.manage.terminal import output
output.prepare()
with output.Progress() as progress, progress.task("packages"):
    teller = threading.Thread(target=lambda: [output.say("line " * 20) for _ in range(500)])
    teller.start()
    teller.join()
output.warn("careful")
output.complain(["wrong"])
Path(sys.argv[1]).touch()
"""


@pytest.mark.parametrize("streams", ["stdout", "both"])
def test_work_goes_on_where_nobody_reads_any_more(tmp_path: Path, streams: str) -> None:
    """`manage.py setup | head -1`, and the same with `|&`."""
    done = tmp_path / "done"
    with subprocess.Popen(
        [sys.executable, "-c", WORK, done],
        env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if streams == "both" else subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.close()
        said = process.stderr.read().decode() if process.stderr else "wrong\n"
    assert process.returncode == 0
    assert said == "wrong\n"
    assert done.exists()
