"""Child programs, and all they start, end together: with the verb, with a failure, with a killed owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness import repository
from harness.machine import posix_only
from harness.witness import PLEDGE, Witness
from scripts.manage.processes import children
from scripts.manage.processes.children import Child, Crew, Stopped, end_all, end_on_signals
from scripts.manage.processes.parallel import run_side_by_side

STUBBORN = PLEDGE + "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
# A program that starts another one; neither ends when it is asked to.
STUBBORN_FAMILY = (
    STUBBORN
    + f"""
import subprocess, sys
line = pledge("parent")
child = subprocess.Popen([sys.executable, "-c", {STUBBORN + "line = pledge('child'); time.sleep(600)"!r}])
time.sleep(600)
"""
)
# One whose child outlives it.
LEAVING = (
    STUBBORN
    + f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {STUBBORN + "line = pledge('child'); time.sleep(600)"!r}])
"""
)


@pytest.fixture
def witness() -> Iterator[Witness]:
    with Witness() as witness:
        yield witness


def start(code: str, witness: Witness, folder: Path) -> Child:
    return Child(
        [sys.executable, "-c", code],
        cwd=folder,
        environment=os.environ | witness.variables,
        on_line=lambda line: None,
    )


def test_ending_a_program_ends_what_it_started(witness: Witness, tmp_path: Path) -> None:
    child = start(STUBBORN_FAMILY, witness, tmp_path)
    witness.meet("parent", "child")
    end_all([child], grace=0.2)
    assert witness.running() == []


@pytest.mark.parametrize(
    ("family", "members"), [(STUBBORN_FAMILY, ("parent", "child")), (LEAVING, ("child",))]
)
def test_a_question_that_takes_too_long_leaves_nobody_and_is_not_waited_for(
    witness: Witness, tmp_path: Path, family: str, members: tuple[str, ...]
) -> None:
    """What a program has started may hold its output open: reading on would be waiting for ever."""
    asked = [sys.executable, "-c", family]
    with pytest.raises(subprocess.TimeoutExpired):
        children.ask(asked, environment=os.environ | witness.variables, cwd=tmp_path, seconds=2)
    witness.meet(*members)
    assert witness.running() == []


def test_what_outlives_its_parent_ends_too(witness: Witness, tmp_path: Path) -> None:
    child = start(LEAVING, witness, tmp_path)
    witness.meet("child")
    child.wait()
    assert witness.running(within=0.3) == ["child"]
    end_all([child], grace=0.2)
    assert witness.running() == []


def test_a_program_that_ends_when_asked_is_not_waited_for(witness: Witness, tmp_path: Path) -> None:
    child = start(PLEDGE + "import time; line = pledge('polite'); time.sleep(600)", witness, tmp_path)
    witness.meet("polite")
    started = time.monotonic()
    end_all([child], grace=30)
    assert time.monotonic() - started < 10
    assert witness.running() == []


def test_a_program_may_tidy_up_before_it_ends(tmp_path: Path) -> None:
    number = "SIGBREAK" if sys.platform == "win32" else "SIGTERM"
    code = (
        "import signal, sys, time, pathlib\n"
        "def tidy(*_): pathlib.Path('tidied').touch(); sys.exit()\n"
        f"signal.signal(signal.{number}, tidy); print('ready', flush=True); time.sleep(600)"
    )
    ready = threading.Event()
    child = Child(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        environment=os.environ,
        on_line=lambda line: ready.set(),
    )
    assert ready.wait(20)
    end_all([child], grace=20)
    assert (tmp_path / "tidied").exists()


def test_lines_arrive_as_text_whatever_their_bytes_are(tmp_path: Path) -> None:
    lines: list[str] = []
    code = r"import sys; sys.stdout.buffer.write('출석부\r\n'.encode() + b'\xff\n'); sys.stderr.write('end')"
    child = Child([sys.executable, "-c", code], cwd=tmp_path, environment=os.environ, on_line=lines.append)
    assert child.wait() == 0
    assert sorted(lines) == sorted(["출석부", "\ufffd", "end"])
    assert list(child.tail) == lines


def test_only_the_last_lines_are_kept(tmp_path: Path) -> None:
    with Crew() as crew:
        finished = crew.run(
            [sys.executable, "-c", "for n in range(100): print(n)\nraise SystemExit(7)"],
            cwd=tmp_path,
            environment=os.environ,
        )
    assert finished.exit_code == 7
    assert finished.tail == [str(n) for n in range(100 - children.KEPT_LINES, 100)]


def test_a_crew_leaves_nobody_behind(
    witness: Witness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "GRACE", 0.2)
    with pytest.raises(ZeroDivisionError), Crew() as crew:
        for name in ("one", "two"):
            crew.start(
                [sys.executable, "-c", PLEDGE + f"import time; line = pledge('{name}'); time.sleep(600)"],
                cwd=tmp_path,
                environment=os.environ | witness.variables,
                on_line=lambda line: None,
            )
        witness.meet("one", "two")
        raise ZeroDivisionError
    assert witness.running() == []


def test_nothing_starts_once_the_crew_was_ended(tmp_path: Path) -> None:
    crew = Crew()
    crew.end()
    with pytest.raises(RuntimeError):
        crew.run([sys.executable, "-c", ""], cwd=tmp_path, environment=os.environ)


def test_a_failing_job_ends_the_programs_of_the_others(witness: Witness, tmp_path: Path) -> None:
    def long_job() -> None:
        crew.run(
            [sys.executable, "-c", PLEDGE + "import time; line = pledge('long'); time.sleep(600)"],
            cwd=tmp_path,
            environment=os.environ | witness.variables,
        )

    def failing_job() -> None:
        witness.meet("long")
        raise ZeroDivisionError

    started = time.monotonic()
    with pytest.raises(ZeroDivisionError), Crew() as crew:
        run_side_by_side(crew, long_job, failing_job)
    assert time.monotonic() - started < 20
    assert witness.running() == []


def test_jobs_run_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=10)
    with Crew() as crew:
        run_side_by_side(crew, lambda: _meet(meeting), lambda: _meet(meeting))
    assert not meeting.broken


def _meet(meeting: threading.Barrier) -> None:
    meeting.wait()


@posix_only
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_every_signal_that_asks_for_an_end_is_heard(name: str) -> None:
    number = getattr(signal, name)
    end_on_signals()
    with pytest.raises(Stopped) as raised:
        signal.raise_signal(number)
        time.sleep(5)
    assert raised.value.exit_code == 128 + number


@posix_only
@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_a_killed_owner_leaves_nobody_behind(witness: Witness, tmp_path: Path, name: str) -> None:
    """SIGKILL gives it no chance to end its programs: the guard does. SIGTERM is not handled here either."""
    owner_code = f"""
import os, time
from pathlib import Path
from scripts.manage.processes.children import Child
Child([{sys.executable!r}, "-c", {STUBBORN_FAMILY!r}], cwd=Path.cwd(), environment=os.environ,
      on_line=lambda line: None)
time.sleep(600)
"""
    owner = subprocess.Popen(
        [sys.executable, "-c", owner_code],
        cwd=tmp_path,
        env=os.environ | witness.variables | {"PYTHONPATH": str(repository.TEMPLATE)},
    )
    try:
        witness.meet("parent", "child")
        owner.send_signal(getattr(signal, name))
        owner.wait(10)
        assert witness.running(within=20) == []
    finally:
        owner.kill()
        owner.wait()


@posix_only
@pytest.mark.parametrize(("ignored", "left"), [(True, "survived"), (False, "stopped")])
def test_nohup_outlives_its_terminal(ignored: bool, left: str) -> None:
    code = """
import os, signal, sys
from scripts.manage.processes.children import Stopped, end_on_signals
signal.signal(signal.SIGHUP, signal.SIG_IGN if sys.argv[1] == "True" else signal.SIG_DFL)
end_on_signals()
try:
    os.kill(os.getpid(), signal.SIGHUP)
    print("survived")
except Stopped:
    print("stopped")
"""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(ignored)],
        env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ended.stdout.split() == [left], ended.stderr


@posix_only
def test_the_guard_spares_groups_that_were_released(witness: Witness, tmp_path: Path) -> None:
    """Their numbers may belong to somebody else by then."""
    code = PLEDGE + "import time; line = pledge('stranger'); time.sleep(600)"
    stranger = subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | witness.variables, start_new_session=True
    )
    try:
        witness.meet("stranger")
        owner_code = f"""
from scripts.manage.processes.orphan_guard import Guard
guard = Guard()
guard.watch({stranger.pid})
guard.release({stranger.pid})
"""
        subprocess.run(
            [sys.executable, "-c", owner_code],
            env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE)},
            check=True,
        )
        assert witness.running(within=1.5) == ["stranger"]
    finally:
        stranger.kill()
        stranger.wait()


# A program that takes its time to end when it is asked, and says so, as npm, ng, pytest and ruff do.
TIDY = """
import signal, sys, time
def tidy(number, _):
    global asked
    asked += 1
    # Long enough for a second one to come, on a busy machine too.
    time.sleep(1.5)
    print("tidied up after", asked, flush=True)
    sys.exit(7)
asked = 0
for name in ("SIGINT", "SIGTERM"):
    signal.signal(getattr(signal, name), tidy)
print("ready", flush=True)
time.sleep(60)
"""
FOREGROUND = """
import os, pathlib, subprocess, sys, time
from scripts.manage.processes.children import run_in_foreground
send = subprocess.Popen.send_signal
def send_later(process, number):
    # A signal that comes while the same one still waits is lost: the terminal's must have come through.
    time.sleep(0.7)
    send(process, number)
subprocess.Popen.send_signal = send_later
ended = run_in_foreground([sys.executable, "-c", sys.argv[1]], cwd=pathlib.Path.cwd(), environment=os.environ)
print("ended with", ended.exit_code, ended.stopped, flush=True)
"""


@posix_only
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_program_in_the_foreground_ends_in_its_own_way(name: str) -> None:
    """A signal to this program alone, as from an editor's stop button."""
    process = subprocess.Popen(
        [sys.executable, "-c", FOREGROUND, TIDY],
        env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE)},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stdout
    with process.stdout as output:
        assert output.readline() == "ready\n"
        process.send_signal(getattr(signal, name))
        assert output.read() == "tidied up after 1\nended with 7 True\n"
    assert process.wait() == 0


@posix_only
def test_ctrl_c_in_a_terminal_reaches_a_program_in_the_foreground_once() -> None:
    import pexpect

    child = pexpect.spawn(
        sys.executable,
        ["-c", FOREGROUND, TIDY],
        env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE)},
        encoding="utf-8",
        timeout=20,
    )
    child.expect_exact("ready")
    child.sendintr()
    child.expect_exact("tidied up after 1")
    child.expect_exact("ended with 7 True")
    child.expect(pexpect.EOF)


@posix_only
def test_a_program_in_the_foreground_that_dies_of_a_signal_has_the_code_of_a_shell(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
    ended = children.run_in_foreground(command, cwd=tmp_path, environment=os.environ)
    assert (ended.exit_code, ended.stopped) == (128 + 9, False)
