"""A corner of this machine by itself: mounts and a network that no other program sees, gone with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harness.machine import is_root, missing

# What another file or folder is laid over, in the corner alone.
OVERLAY = "mount -t overlay overlay -o lowerdir={0},upperdir={1}/upper,workdir={1}/work{2} {0}"


@dataclass(frozen=True)
class Namespace:
    """Programs run in it with `command`; its files are seen from outside with `path`."""

    holder: int

    def command(self, *words: str | Path, cwd: Path | str = "/") -> list[str]:
        """The command that runs `words` inside, in the folder `cwd` as it is inside."""
        enter = ["nsenter", f"--target={self.holder}", "--mount", "--net"]
        if not is_root():
            enter += ["--user", "--preserve-credentials"]
        # Entering leads to the root folder.
        return [*enter, "--", "env", f"--chdir={cwd}", *map(str, words)]

    def sh(self, script: str, *words: str | Path) -> str:
        """Run a shell script inside; give what it prints. Raises AssertionError where it fails."""
        finished = subprocess.run(
            self.command("sh", "-euc", script, "sh", *words), capture_output=True, text=True, encoding="utf-8"
        )
        assert finished.returncode == 0, f"{script}\n{finished.stderr}"
        return finished.stdout

    def path(self, inside: Path | str) -> Path:
        """Where a path of the inside is found from outside."""
        return Path(f"/proc/{self.holder}/root{inside}")

    def mount_small_disk(self, folder: Path, size: str) -> None:
        self.sh('mount -t tmpfs -o size="$1" tmpfs "$2"', size, folder)

    def lay_over(self, there: Path | str, by: Path) -> None:
        """From here on, the file or folder `by` is seen at `there`."""
        self.sh('mount --bind "$1" "$2"', by, there)

    def make_read_only(self, folder: Path) -> None:
        self.sh('mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"', folder)

    def take_away(self, paths: list[Path], scratch: Path) -> None:
        """Delete paths of one folder of the system; nothing is deleted outside."""
        (folder,) = {path.parent for path in paths}
        # Not every file system can hold an overlay's upper layer; this one can.
        self.mount_small_disk(scratch, "4m")
        # Only root may note what was deleted in the attributes that an overlay uses by itself.
        options = "" if is_root() else ",userxattr"
        self.sh(f"mkdir {scratch}/upper {scratch}/work; {OVERLAY.format(folder, scratch, options)}")
        self.sh('rm -r "$@"', *paths)


@contextmanager
def namespace(*, network: bool = True) -> Iterator[Namespace]:
    """A corner with mounts of its own, and without `network` with nothing but a dead loopback."""
    _require()
    words = [*_unshare(), "--mount", "--propagation=private", *([] if network else ["--net"]), "cat"]
    # cat ends with its input: when the tests end, however they do, and with it go the mounts.
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin and holder.stdout
        holder.stdin.write(b"ready\n")
        holder.stdin.flush()
        assert holder.stdout.readline() == b"ready\n"
        yield Namespace(holder.pid)


def _unshare() -> list[str]:
    # An ordinary user is root in a user namespace of their own, where the system lets them have one.
    return ["unshare"] if is_root() else ["unshare", "--user", "--map-root-user"]


def _require() -> None:
    reason = _why_there_are_none()
    if reason:
        missing(reason)


@cache
def _why_there_are_none() -> str:
    if sys.platform != "linux" or not shutil.which("unshare") or not shutil.which("nsenter"):
        return "namespaces need Linux, with unshare and nsenter"
    tried = subprocess.run(
        [*_unshare(), "--mount", "--net", "sh", "-c", "mount -t tmpfs tmpfs /mnt"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return f"this system gives no namespaces: {tried.stderr.strip()}" if tried.returncode else ""
