"""Child programs: started so that they, and all they start, can be ended together."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

if sys.platform == "win32":
    from .windows_job import SUSPENDED, JobObject

    GROUP_OF_ITS_OWN = subprocess.CREATE_NEW_PROCESS_GROUP | SUSPENDED
else:
    from .orphan_guard import Guard

    GUARD = Guard()
    GROUP_OF_ITS_OWN = SUSPENDED = 0

# How long a program may take to end by itself before it is killed (seconds).
GRACE = 5.0
# How many of a program's last lines are kept, to be shown when it fails.
KEPT_LINES = 40


class Stopped(BaseException):
    """A signal asked this program to end. `exit_code` is the shell's: 128 + the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def end_on_signals() -> None:
    """From here on, every signal that asks for an end raises Stopped in the main thread."""

    def stop(number: int, _: FrameType | None) -> None:
        raise Stopped(number)

    for number in _asking_to_end():
        signal.signal(number, stop)


def ignore_signals() -> None:
    """From here on, nothing interrupts: used while children are being ended."""
    for number in _asking_to_end():
        signal.signal(number, signal.SIG_IGN)


class Child:
    """A running program, its output read line by line.

    On POSIX it leads a process group of its own; on Windows it is put into a Job Object. Both reach its
    children too: npm, ng and Flask's reloader all start some.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        on_line: Callable[[str], None],
    ) -> None:
        """Start `command` in `cwd`; `on_line` gets each line it prints, from another thread.

        Raises OSError where the program cannot be started.
        """
        self.tail: deque[str] = deque(maxlen=KEPT_LINES)
        self._on_line = on_line
        if sys.platform == "win32":
            self._job = JobObject()
        self._process = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=sys.platform != "win32",
            creationflags=GROUP_OF_ITS_OWN,
        )
        if sys.platform == "win32":
            self._job.add(self._process)
        else:
            GUARD.watch(self._process.pid)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The program's exit code, or None while it runs."""
        return self._process.poll()

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as output:
            for raw in output:
                line = raw.decode("utf-8", "replace").rstrip()
                self.tail.append(line)
                self._on_line(line)

    def wait(self) -> int:
        """Wait until the program has ended and all its output was read; give its exit code."""
        code = self._process.wait()
        # A grandchild may hold the pipe open for ever; what it prints then is not waited for.
        self._reader.join(timeout=1)
        return code

    def ask_to_end(self) -> None:
        """Ask the program and all it started to end. Safe to call at any time."""
        if sys.platform == "win32":
            try:
                self._process.send_signal(signal.CTRL_BREAK_EVENT)
            except OSError:
                # Without a console (a service, a scheduled task) there is no way to ask: it is killed.
                pass
        else:
            self._signal_group(signal.SIGTERM)

    def kill(self) -> None:
        """End the program and all it started, at once."""
        if sys.platform == "win32":
            self._job.terminate()
        else:
            self._signal_group(signal.SIGKILL)
        self._process.wait()
        if sys.platform != "win32":
            GUARD.release(self._process.pid)

    if sys.platform != "win32":

        def _signal_group(self, number: int) -> None:
            try:
                os.killpg(self._process.pid, number)
            except (ProcessLookupError, PermissionError):
                # Nothing of the group is left; macOS says "not permitted" where only a zombie is.
                pass


def end_all(children: Sequence[Child], grace: float = GRACE) -> None:
    """End several programs together: ask, wait at most `grace` seconds for all, kill what is left."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + grace
    while any(child.exit_code is None for child in children) and time.monotonic() < deadline:
        time.sleep(0.02)
    for child in children:
        # Also where the program itself has ended: what it started may have outlived it.
        child.kill()


@dataclass(frozen=True)
class Finished:
    """A program that has ended: its exit code and its last lines."""

    exit_code: int
    tail: list[str]


class Crew:
    """The programs of one verb. Whatever ends the `with` block, none of them is left running."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        ignore_signals()
        self.end()

    def start(
        self,
        command: Sequence[str | Path],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        on_line: Callable[[str], None],
    ) -> Child:
        """Start a program; see Child. Raises RuntimeError once the crew was ended."""
        with self._lock:
            if self._closed:
                raise RuntimeError("no program may be started any more")
            child = Child(command, cwd=cwd, environment=environment, on_line=on_line)
            self._children.append(child)
        return child

    def run(self, command: Sequence[str | Path], *, cwd: Path, environment: Mapping[str, str]) -> Finished:
        """Run a program to its end, quietly. Raises OSError where it cannot be started."""
        child = self.start(command, cwd=cwd, environment=environment, on_line=lambda line: None)
        code = child.wait()
        return Finished(code, list(child.tail))

    def end(self) -> None:
        """End all programs, and let no new one start."""
        with self._lock:
            self._closed = True
            children = list(self._children)
        end_all(children)


def as_typed(command: Sequence[str | Path]) -> str:
    """A command as it is typed into a terminal: words with spaces are in quotes."""
    words = [str(word) for word in command]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def ask(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    seconds: float,
) -> subprocess.CompletedProcess[str]:
    """Run a program that only tells something, and give what it printed.

    Raises OSError where it cannot be started, and TimeoutExpired where it takes longer than `seconds`.
    """
    if sys.platform == "win32":
        job = JobObject()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=sys.platform != "win32",
        creationflags=SUSPENDED,
    )
    if sys.platform == "win32":
        job.add(process)
    try:
        printed, complaints = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        # With all that it has started: that could hold the pipes open for ever, as a venv's python.exe does
        # with the Python behind it.
        if sys.platform == "win32":
            job.terminate()
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=1)
        raise
    return subprocess.CompletedProcess(command, process.returncode, printed, complaints)


@dataclass(frozen=True)
class Ended:
    """A program that shared this terminal: its exit code as shells tell it, and whether a signal came."""

    exit_code: int
    stopped: bool


def run_in_foreground(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    printed: IO[bytes] | None = None,
) -> Ended:
    """Run a program that shares this terminal, so that it prints and asks as it likes.

    What it prints goes into the file `printed`, where one is given. It also ends as it likes: Ctrl-C reaches
    it from the terminal, other signals are handed on, and this program waits for it. Raises OSError where it
    cannot be started.
    """
    sys.stdout.flush()
    received: list[int] = []
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env=dict(environment),
        stdout=printed,
        stderr=subprocess.STDOUT if printed else None,
    )

    def hand_on(number: int, _: FrameType | None) -> None:
        received.append(number)
        # The terminal has sent Ctrl-C to both already; a second one would make many programs drop everything.
        # Windows sends all of these to each program of the console.
        if sys.platform != "win32" and not (number == signal.SIGINT and _owns_terminal()):
            process.send_signal(number)

    before = {number: signal.signal(number, hand_on) for number in _asking_to_end()}
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    # POSIX has a negative number where a signal ended it; shells add it to 128.
    return Ended(128 - code if code < 0 else code, stopped=bool(received))


def _asking_to_end() -> list[int]:
    """The signals of this system that ask a program to end.

    Not a hangup that nohup ignores: who typed that wants the program to outlive the terminal.
    """
    names = ["SIGINT", "SIGTERM", "SIGBREAK"]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        names.append("SIGHUP")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


if sys.platform != "win32":

    def _owns_terminal() -> bool:
        """Whether this program is in the foreground of a terminal, which sends Ctrl-C to all of it."""
        try:
            with Path("/dev/tty").open("rb") as terminal:
                return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
        except OSError:
            return False
