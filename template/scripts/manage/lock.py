"""Who works in this project: set-ups wait for each other, and none takes away what a server uses.

A lock is the system's, on one byte of a file, and goes with its holder, however that ends: a kill, a power
cut. The last one to let go deletes the file. Where there are no locks (a read-only folder, an odd file
system), all goes on without.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from . import faults
from .problem import Problem
from .project import Project
from .terminal import output
from .terminal.messages import text

NAME = ".manage.lock"
# For who changes features: servers may run meanwhile.
OF_FEATURES = ".manage.features.lock"
# The first byte is locked by who installs; the others, one each, by those who use what is installed.
INSTALLS = 0
USERS = range(1, 64)
# Who holds a byte stands in a line of this length, at its number; the bytes themselves lie far behind,
# because Windows lets nobody read what is locked.
LINE = 128
FIRST_BYTE = 1 << 20
# These end only when somebody ends them: no use in waiting.
SERVERS = ("dev", "serve")
# How often a holder is looked for again (seconds).
POLL = 0.2
# How often the file may be another one than that which was opened, before this is no file system for locks.
TRIES = 100
# What systems say of a byte that is locked; everything else means that there are no locks.
HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@dataclass(frozen=True)
class Holder:
    """A manage.py at work: its verb, its process number, and the machine that it runs on."""

    verb: str
    pid: int
    machine: str

    @property
    def shown(self) -> str:
        if not self.pid:
            return text("another `manage.py`")
        if self.machine == platform.node():
            return text("`{verb}` (process {pid})", verb=self.verb, pid=self.pid)
        return text(
            "`{verb}` on {machine} (process {pid})", verb=self.verb, machine=self.machine, pid=self.pid
        )


@contextmanager
def installing(project: Project, verb: str) -> Iterator[Lock]:
    """While the body runs, nobody else installs into the project. Waits for who does, and says for whom."""
    with _opened(project, verb) as lock:
        lock.wait(INSTALLS)
        yield lock


@contextmanager
def using(project: Project, verb: str) -> Iterator[None]:
    """While the body runs, nothing that is installed is taken away. Waits for who installs."""
    with _opened(project, verb) as lock:
        lock.wait(INSTALLS)
        next((number for number in USERS if lock.take(number)), None)
        lock.give_back(INSTALLS)
        yield


@contextmanager
def changing_features(project: Project, verb: str) -> Iterator[None]:
    """While the body runs, nobody else adds or removes a feature. Waits for who does."""
    with _opened(project, verb, OF_FEATURES) as lock:
        lock.wait(INSTALLS)
        yield


@contextmanager
def _opened(project: Project, verb: str, name: str = NAME) -> Iterator[Lock]:
    lock = Lock(project.root / name, verb)
    try:
        yield lock
    finally:
        lock.close()


class Lock:
    """A file of a project, in the hands of one verb. No file may be open twice in a process."""

    def __init__(self, path: Path, verb: str) -> None:
        self._path = path
        self._verb = verb
        # None where there are no locks.
        self._file: int | None = None
        self._open()

    def _open(self) -> None:
        with suppress(OSError):
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)

    def take(self, number: int) -> bool:
        """Lock a byte, if nobody else has; whether it is ours then."""
        for _ in range(TRIES):
            if self._file is None:
                return True
            try:
                _lock(self._file, number)
            except OSError as error:
                if error.errno in HELD:
                    return False
                self._go_without()
                return True
            if self._is_in_its_place():
                self._write(number)
                return True
            # Its last holder has deleted it meanwhile.
            os.close(self._file)
            self._file = None
            self._open()
        self._go_without()
        return True

    def wait(self, number: int) -> None:
        """Lock a byte, after whoever holds it; tells who that is."""
        told = None
        tries = 0
        while not self.take(number):
            tries += 1
            time.sleep(POLL if tries > 1 else POLL / 10)
            # Many are held for a moment only.
            told = self._tell(self._holder(number), told) if tries > 1 else None

    def wait_until_unused(self) -> None:
        """Wait until nobody uses what is installed. Raises Problem FA054 where a server does."""
        told = None
        while users := self._users():
            for user in users:
                if user.verb in SERVERS:
                    raise Problem(faults.SERVER_RUNS, verb=user.verb, holder=user.shown)
            told = self._tell(users[0], told)
            # Who is waited for may need it: `test` runs `types`.
            self.give_back(INSTALLS)
            time.sleep(POLL)
            self.wait(INSTALLS)

    def give_back(self, number: int) -> None:
        if self._file is not None:
            _unlock(self._file, number)

    def close(self) -> None:
        """Let go of everything."""
        if self._file is None:
            return
        with suppress(OSError):
            if sys.platform != "win32" and self._is_in_its_place() and _is_nobody_elses(self._file):
                self._path.unlink()
        os.close(self._file)
        if sys.platform == "win32":
            # Windows deletes nothing that somebody else has opened.
            with suppress(OSError):
                self._path.unlink()
        self._file = None

    def _go_without(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
        with suppress(OSError):
            self._path.unlink()

    def _is_in_its_place(self) -> bool:
        """Whether the open file is still the one that others find."""
        assert self._file is not None
        try:
            return os.path.samestat(os.fstat(self._file), self._path.stat())
        except OSError:
            return False

    def _users(self) -> list[Holder]:
        """Who else uses what is installed."""
        found = []
        for number in USERS if self._file is not None else ():
            if not self._is_free(number):
                holder = self._holder(number)
                found += [holder] if holder else []
        return found

    def _is_free(self, number: int) -> bool:
        assert self._file is not None
        try:
            _lock(self._file, number)
        except OSError as error:
            return error.errno not in HELD
        _unlock(self._file, number)
        return True

    def _write(self, number: int) -> None:
        """Note who holds a byte. On a full disk, others wait all the same."""
        assert self._file is not None
        line = json.dumps([self._verb, os.getpid(), platform.node()[:64]])
        with suppress(OSError):
            os.lseek(self._file, number * LINE, os.SEEK_SET)
            os.write(self._file, f"{line:<{LINE - 1}}\n".encode("ascii"))

    def _holder(self, number: int) -> Holder | None:
        """Who holds a byte, as far as it is noted."""
        if self._file is None:
            return None
        try:
            os.lseek(self._file, number * LINE, os.SEEK_SET)
            verb, pid, machine = json.loads(os.read(self._file, LINE))
        except (OSError, ValueError, TypeError):
            return Holder("", 0, "")
        return Holder(verb, pid, machine)

    def _tell(self, holder: Holder | None, told: Holder | None) -> Holder | None:
        """Say once for whom this waits; give whom it has told of."""
        if holder and holder != told:
            output.warn(
                text(
                    "{holder} is at work in this project: waiting until it is done. Ctrl-C ends the waiting.",
                    holder=holder.shown,
                )
            )
        return holder


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, number: int) -> None:
        os.lseek(file, FIRST_BYTE + number, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _unlock(file: int, number: int) -> None:
        os.lseek(file, FIRST_BYTE + number, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    # Not flock(): it knows whole files only, and goes on in every child that a process leaves behind.
    def _lock(file: int, number: int, count: int = 1) -> None:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, count, FIRST_BYTE + number)

    def _unlock(file: int, number: int) -> None:
        with suppress(OSError):
            fcntl.lockf(file, fcntl.LOCK_UN, 1, FIRST_BYTE + number)

    def _is_nobody_elses(file: int) -> bool:
        """Whether no other process holds a byte; from here on, none can."""
        _lock(file, INSTALLS, USERS.stop)
        return True
