"""A Windows machine for tests: Wine in a Debian, which ends with it."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

import psutil

from harness import cache, debian
from harness.debian import CERTIFICATES, Debian, Finished
from harness.running import Running

if TYPE_CHECKING:
    import pexpect

USER = "홍길동"
# Code pages by the locale that makes Wine take them.
LOCALES = {1252: "C.UTF-8", 949: "ko_KR.UTF-8"}
# What belongs to Wine itself or to the way in, and runs as long as it likes.
WINES_OWN = {
    "services.exe", "winedevice.exe", "plugplay.exe", "svchost.exe", "explorer.exe", "rpcss.exe",
    "conhost.exe", "start.exe", "rundll32.exe", "wineserver", "wineserver64", "wine", "wine64",
    "nsenter", "chroot", "env", "sh", "cat",
}  # fmt: skip
LIMIT = 400


@dataclass(frozen=True)
class Windows:
    debian: Debian

    @property
    def folder(self) -> Path:
        """The session's."""
        return self.debian.folder

    @property
    def drive_c(self) -> Path:
        return self.folder / "prefix" / "drive_c"

    @property
    def home(self) -> Path:
        return self.drive_c / "users" / USER

    def path(self, path: Path) -> str:
        r"""How Windows names a file of this machine: C:\users\…, or Z:\cache\… for the cache's."""
        if path.is_relative_to(self.drive_c):
            return str(PureWindowsPath("C:/", *path.relative_to(self.drive_c).parts))
        return str(PureWindowsPath("Z:/cache", *path.relative_to(cache.FOLDER).parts))

    def run(
        self,
        *words: str,
        cwd: Path,
        programs: Path,
        code_page: int = 1252,
        variables: Mapping[str, str] | None = None,
        limit: float = LIMIT,
    ) -> Finished:
        """Run a Windows program to its end. Only `programs` is on PATH, besides Windows' own folders."""
        log = self._new_log()
        with log.open("wb") as file:
            finished = subprocess.run(
                self._entering(cwd, words),
                env=self._environment(programs, code_page) | dict(variables or {}),
                stdin=subprocess.DEVNULL,
                # Node fails on pipes of this kind; files are what `> file` gives.
                stdout=file,
                stderr=subprocess.STDOUT,
                timeout=limit,
            )
        return Finished(finished.returncode, log.read_bytes())

    @contextmanager
    def started(
        self,
        *words: str,
        cwd: Path,
        programs: Path,
        code_page: int = 1252,
        variables: Mapping[str, str] | None = None,
    ) -> Iterator[Running]:
        """A Windows program in the background, without a console. What is left of it is killed."""
        log = self._new_log()
        with log.open("wb") as file:
            process = subprocess.Popen(
                self._entering(cwd, words),
                env=self._environment(programs, code_page) | dict(variables or {}),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Running(process, log)
        finally:
            self.kill_all()
            process.wait(20)

    @contextmanager
    def console(self, *words: str, cwd: Path, programs: Path) -> Iterator[pexpect.spawn[str]]:
        """A Windows program in a console window of its own, which keys can be sent to."""
        import pexpect

        command, *arguments = self._entering(cwd, words)
        child = pexpect.spawn(
            command,
            arguments,
            env=self._environment(programs, 1252) | {"TERM": "xterm"},
            encoding="utf-8",
            codec_errors="replace",
            dimensions=(40, 160),
        )
        try:
            yield child
        finally:
            self.kill_all()
            child.close(force=True)

    def processes(self) -> dict[int, str]:
        """The Windows programs that run, but for Wine's own: their numbers, and their command lines."""
        return {
            number: " ".join(words)
            for number, words in self.debian.processes().items()
            if PureWindowsPath(words[0].split("/")[-1]).name.lower() not in WINES_OWN
        }

    def wait_until_none(self, seconds: float = 15) -> list[str]:
        """Give programs a moment to go; give those that are still there."""
        deadline = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return sorted(left.values())

    def kill_all(self) -> None:
        for number in self.processes():
            try:
                psutil.Process(number).kill()
            except psutil.NoSuchProcess:
                continue

    def _new_log(self) -> Path:
        logs = self.folder / "logs"
        logs.mkdir(exist_ok=True)
        return logs / str(len(list(logs.iterdir())))

    def _entering(self, cwd: Path, words: tuple[str, ...]) -> list[str]:
        return self.debian.entering("wine", *words, cwd=cwd)

    def _environment(self, programs: Path, code_page: int) -> dict[str, str]:
        certificates = "Z:" + str(CERTIFICATES).replace("/", "\\")
        return environment(LOCALES[code_page]) | {
            "WINEPATH": self.path(programs),
            "PIP_CERT": certificates,
            "SSL_CERT_FILE": certificates,
            "NODE_EXTRA_CA_CERTS": certificates,
            "PIP_CACHE_DIR": "Z:\\cache\\pip",
            "npm_config_cache": "Z:\\cache\\npm",
            # What is in the cache need not be asked for again.
            "npm_config_prefer_offline": "true",
            # What Wine 10 lacks: it does not tell Python how many processors there are, which granian asks
            # for (Python 3.13 takes it from here), and LMDB, the Angular CLI's first choice, hangs.
            "PYTHON_CPU_COUNT": "2",
            "NG_BUILD_CACHE_STORE": "sqlite",
            **debian.settings_of_this_machine(),
        }


def environment(locale: str) -> dict[str, str]:
    """The variables that Wine itself needs; nothing of this machine's."""
    return {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "USER": USER,
        "LC_ALL": locale,
        "WINEPREFIX": "/session/prefix",
        "WINEDEBUG": "-all",
        "NO_COLOR": "1",
        # Neither .NET nor a browser is needed.
        "WINEDLLOVERRIDES": "mscoree=;mshtml=",
        "XDG_RUNTIME_DIR": "/tmp",
    }


@contextmanager
def booted(folder: Path) -> Iterator[Windows]:
    """A fresh Windows that keeps its drive in `folder`."""
    # Installing it takes eight seconds, and gives the same files each time.
    shutil.copytree(_installed() / "prefix", folder / "prefix", symlinks=True)
    with debian.started(folder) as machine:
        _boot(machine)
        yield Windows(machine)


def _installed() -> Path:
    """The folder that holds a Windows in which nothing was done yet."""

    def make(folder: Path) -> None:
        (folder / "prefix").mkdir()
        with debian.started(folder) as machine:
            _boot(machine)
            # It writes the registry when it ends.
            subprocess.run(
                machine.entering("wineserver", "--kill", "--wait", cwd=folder),
                env=environment(LOCALES[1252]),
                check=True,
                timeout=60,
            )
        (folder / "system").rmdir()

    return cache.once(f"{debian.root().name}-windows", make)


def _boot(machine: Debian) -> None:
    # Started before all others, so that the server stays: starting it anew takes seconds. It and the services
    # inherit their output, and a pipe would never end.
    for words in (["wineserver", "--persistent"], ["wine", "wineboot"]):
        subprocess.run(
            machine.entering(*words, cwd=machine.folder),
            env=environment(LOCALES[1252]),
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )
