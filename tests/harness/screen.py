"""A program at a terminal of a known size, as a person sees and uses it. POSIX only."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte

UP, DOWN, ENTER, CTRL_C, CTRL_D, CLEAR = "\x1b[A", "\x1b[B", "\r", "\x03", "\x04", "\x15"
# A program that says nothing for so long (seconds) has drawn what it draws.
STILL = 0.3


class Screen:
    """A running program, and what stands on its terminal."""

    def __init__(
        self,
        command: Sequence[str],
        cwd: Path,
        *,
        columns: int = 80,
        lines: int = 24,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)
        self.seen = ""
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            cwd=str(cwd),
            env={**os.environ, "TERM": "xterm-256color", **(variables or {})},
            encoding="utf-8",
            dimensions=(lines, columns),
        )

    @property
    def pid(self) -> int:
        return int(self._child.pid)

    @property
    def lines(self) -> list[str]:
        """The lines on the screen that hold something."""
        return [line.rstrip() for line in self._screen.display if line.strip()]

    @property
    def text(self) -> str:
        """All that stands on the screen, as words with one blank between them."""
        return " ".join(" ".join(self.lines).split())

    def until(self, words: str, seconds: float = 60) -> None:
        """Wait for words on the screen, wherever its lines break them, and until it stands still."""
        self.until_any([words], seconds)

    def until_any(self, texts: Iterable[str], seconds: float = 60) -> None:
        """Wait for one of some texts."""
        wanted = list(texts)
        self._read_until(
            lambda: any(words in self.text for words in wanted), f"none of {wanted} came", seconds
        )
        self._settle()

    def until_gone(self, words: str, seconds: float = 60) -> None:
        """Wait until words are no longer on the screen."""
        self._read_until(lambda: words not in self.text, f"{words!r} stayed", seconds)

    def send(self, key: str) -> None:
        """Type one key, and wait for nothing."""
        self._child.send(key)

    def press(self, *keys: str) -> None:
        """Type. Whoever waits for what it does lets the screen come to rest."""
        for key in keys:
            self._child.send(key)
            # One key is one read: an arrow's letters must not run into those of the next.
            time.sleep(0.03)

    def end(self, seconds: float = 60) -> int:
        """Wait for the program's end; give its exit code."""
        self._read_until(lambda: not self._child.isalive() and self._is_read, "it never ended", seconds)
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -1)

    def close(self) -> None:
        """End the program, whatever it does."""
        self._child.close(force=True)

    _is_read = False

    def _settle(self) -> None:
        while self._read(STILL):
            pass

    def _read_until(self, done: Callable[[], bool], fault: str, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while not done():
            self._read(0.1)
            assert time.monotonic() < ends, "\n".join([fault, *self.lines])

    def _read(self, seconds: float) -> bool:
        """Take what the program has written in the next moment; say whether there was anything."""
        try:
            got = self._child.read_nonblocking(4096, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            self._is_read = True
            return False
        self.seen += got
        self._stream.feed(got)
        return True
