"""What is printed: marks, colours, problems, and progress while programs run."""

from __future__ import annotations

import os
import re
import sys
import threading
import time
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

from . import messages
from .messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARKS = {"done": "✓", "failed": "✗", "warning": "!", "command": "→"}
PLAIN_MARKS = {"done": "+", "failed": "x", "warning": "!", "command": ">"}
COLOURS = {"done": "32", "failed": "31", "warning": "33", "command": "36", "quiet": "2", "strong": "1"}
COLOUR_CODE = re.compile(r"\x1b\[[0-9;]*m")
# Where problems are explained, code by code, from the project's root; in other languages page.LANGUAGE.md.
PROBLEMS = "docs/problems.md"
# How often a line says that something still runs, where no progress line can be drawn (seconds).
REMINDER = 15

_lock = threading.RLock()


def prepare() -> None:
    """Make printing safe: no character may stop the program, whatever code page the terminal has."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if os.name == "nt":
        # An empty command makes Windows' console understand colour codes from here on.
        os.system("")


def _open_what_is_closed() -> None:
    """Where a stream was closed (`>&-`), let it lead nowhere, or the next file takes its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    # Python itself has None for them, also in programs without a console (pythonw.exe).
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def is_terminal() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def has_colours() -> bool:
    """Whether colours can be shown and are wanted (https://no-color.org)."""
    return is_terminal() and not os.environ.get("NO_COLOR")


def paint(words: str, colour: str) -> str:
    """The text in a colour of COLOURS, or as it is where there are no colours."""
    return f"\033[{COLOURS[colour]}m{words}\033[0m" if has_colours() else words


def plain(line: str) -> str:
    """A line of another program's, without its colours where there are none: some write them in any case."""
    return line if has_colours() else COLOUR_CODE.sub("", line)


def mark(kind: str) -> str:
    """The mark of a kind, in ASCII where the terminal has no better."""
    try:
        MARKS[kind].encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return paint(PLAIN_MARKS[kind], kind)
    return paint(MARKS[kind], kind)


def say(line: str = "") -> None:
    """Print one line, above the progress line if there is one."""
    with _lock:
        Progress.clear_current()
        _print(line)


def _print(words: str, *, to_error: bool = False) -> None:
    """Print, as long as somebody reads: `head` and `less` may have seen enough, and the work goes on."""
    stream = sys.stderr if to_error else sys.stdout
    try:
        print(words, file=stream, flush=True)
    except OSError:
        # Nothing more can be written, not even what is left at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def command(words: str) -> None:
    """Show a plain command that is about to run."""
    say(f"{mark('command')} {paint(words, 'strong')}")


def warn(line: str) -> None:
    say(f"{mark('warning')} {line}")


def tell(words: str) -> None:
    """Print what somebody asked for: help, a report. May be many lines."""
    with _lock:
        _print(words)


def complain(lines: Iterable[str]) -> None:
    """Print lines on standard error, after all that was printed before."""
    with _lock:
        Progress.clear_current()
        _print("\n".join(lines), to_error=True)


def problems_page() -> str:
    """The page that explains the codes, in the language in use."""
    return PROBLEMS if messages.language() == "en" else PROBLEMS.replace(".md", f".{messages.language()}.md")


def width(words: str) -> int:
    """How many columns words take on a terminal: some letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def elapsed(seconds: float) -> str:
    """A duration as people read it: 0.4 s, 12 s, 1 min 5 s."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    return f"{round(seconds) // 60} min {round(seconds) % 60} s"


def size(count: int) -> str:
    """Bytes as people read them: 12 MB, 1.3 GB."""
    return f"{count / 1e9:.1f} GB" if count >= 950_000_000 else f"{count / 1e6:.0f} MB"


class Progress:
    """Tells which tasks run and for how long: one moving line on a terminal, plain lines elsewhere."""

    _current: Progress | None = None

    def __init__(self) -> None:
        self._running: dict[str, float] = {}
        self._drawn = False
        self._moving = is_terminal()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_telling, daemon=True)

    def __enter__(self) -> Progress:
        Progress._current = self
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        with _lock:
            self._clear()
            Progress._current = None

    @contextmanager
    def task(self, name: str) -> Iterator[None]:
        """Tell that a task runs while the body does, and how long it took when it succeeded."""
        started = time.monotonic()
        with _lock:
            self._running[name] = started
        try:
            yield
            say(f"{mark('done')} {name} {paint(f'({elapsed(time.monotonic() - started)})', 'quiet')}")
        finally:
            with _lock:
                self._running.pop(name, None)

    @classmethod
    def clear_current(cls) -> None:
        if cls._current:
            cls._current._clear()

    def _clear(self) -> None:
        if self._drawn:
            sys.stdout.write("\r\033[2K")
            self._drawn = False

    def _keep_telling(self) -> None:
        while not self._ended.wait(0.2 if self._moving else REMINDER):
            with _lock:
                now = time.monotonic()
                tasks = [f"{name} {elapsed(now - since)}" for name, since in self._running.items()]
                if not tasks:
                    continue
                if self._moving:
                    self._clear()
                    width = _columns() - 1
                    sys.stdout.write(paint(f"  … {' · '.join(tasks)}"[:width], "quiet"))
                    sys.stdout.flush()
                    self._drawn = True
                else:
                    _print("  " + text("still running: {tasks}", tasks=", ".join(tasks)))


def _columns() -> int:
    try:
        return os.get_terminal_size().columns
    except OSError:
        return 80
