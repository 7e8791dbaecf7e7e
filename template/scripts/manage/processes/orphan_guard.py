"""Ends process groups even where the program that started them is killed without a chance to do so itself.

The guard is one small helper process that reads group numbers from a pipe. The pipe closes when its owner
dies, however it dies, and the guard then ends the groups that are still named. POSIX only: on Windows, Job
Objects do the same. The helper runs this file by its path, so it imports nothing of the package.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

assert sys.platform != "win32"

# Between asking a group to end and killing it (seconds).
GRACE = 1.0


class Guard:
    """The owner's side. The helper process starts with the first group."""

    def __init__(self) -> None:
        self._helper: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def watch(self, group: int) -> None:
        """From now on, end `group` when this program dies."""
        self._tell(b"+%d\n" % group)

    def release(self, group: int) -> None:
        """The group has ended; its number may soon belong to somebody else."""
        self._tell(b"-%d\n" % group)

    def _tell(self, line: bytes) -> None:
        with self._lock:
            if self._helper is None:
                self._helper = subprocess.Popen(
                    [sys.executable, "-I", "-S", __file__],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            assert self._helper.stdin
            try:
                self._helper.stdin.write(line)
                self._helper.stdin.flush()
            except BrokenPipeError:
                # Somebody ended the helper. Without it, only a killed owner leaves orphans.
                pass


def main() -> None:
    """The helper's side."""
    groups: set[int] = set()
    for line in sys.stdin:
        if line.startswith("+"):
            groups.add(int(line))
        else:
            groups.discard(-int(line))
    for number in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            try:
                os.killpg(group, number)
            except OSError:
                continue
        if groups:
            time.sleep(GRACE)


if __name__ == "__main__":
    main()
