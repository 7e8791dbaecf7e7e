"""A Windows machine for tests: Wine in a chroot with its own mounts and processes, which end with it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

import psutil

from running import Running
from windows import cache

if TYPE_CHECKING:
    import pexpect

USER = "홍길동"
# Code pages by the locale that makes Wine take them.
LOCALES = {1252: "C.UTF-8", 949: "ko_KR.UTF-8"}
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
# Run by the first process of the new namespaces; its end is the end of all of them, and comes when its input
# ends, so also when the tests are killed. $1 is the chroot, $2 the cache, $3 the session's folder.
MOUNT = f"""
set -e
mount --rbind /dev "$1/dev"
mount -t proc proc "$1/proc"
mount -t tmpfs tmpfs "$1/tmp"
mount --bind "$2" "$1/cache"
mount --bind "$3" "$1/session"
for file in /etc/resolv.conf /etc/hosts {CERTIFICATES}; do
    [ ! -e "$file" ] || mount --bind "$(readlink -f "$file")" "$1$file"
done
echo mounted
cat >/dev/null
"""
# What belongs to Wine itself or to the way in, and runs as long as it likes.
WINES_OWN = {
    "services.exe", "winedevice.exe", "plugplay.exe", "svchost.exe", "explorer.exe", "rpcss.exe",
    "conhost.exe", "start.exe", "rundll32.exe", "wineserver", "wineserver64", "wine", "wine64",
    "nsenter", "chroot", "env", "sh", "cat",
}  # fmt: skip
# Settings of this machine for reaching the package registries.
PASSED_ON = re.compile(
    r"(https?_proxy|no_proxy|pip_(index_url|default_timeout)|npm_config_registry)", re.IGNORECASE
)
LIMIT = 400


@dataclass(frozen=True)
class Finished:
    """A program that has ended: its exit code, and what it printed into a file."""

    code: int
    printed: bytes

    @property
    def text(self) -> str:
        """The output, which must be UTF-8."""
        return self.printed.decode("utf-8")

    def succeeded(self) -> Finished:
        assert self.code == 0, f"ended with {self.code}:\n{self.printed.decode('utf-8', 'replace')[-6000:]}"
        return self


@dataclass(frozen=True)
class Windows:
    """`keeper` is the process, seen from outside, that holds the namespaces; `folder` the session's."""

    root: Path
    folder: Path
    keeper: int

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
                timeout=LIMIT,
            )
        return Finished(finished.returncode, log.read_bytes())

    @contextmanager
    def started(self, *words: str, cwd: Path, programs: Path) -> Iterator[Running]:
        """A Windows program in the background, without a console. What is left of it is killed."""
        log = self._new_log()
        with log.open("wb") as file:
            process = subprocess.Popen(
                self._entering(cwd, words),
                env=self._environment(programs, 1252),
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
        namespace = (Path("/proc") / str(self.keeper) / "ns/pid").readlink()
        found = {}
        for process in psutil.process_iter(["cmdline", "status"]):
            words = process.info["cmdline"]
            if not words or process.info["status"] == psutil.STATUS_ZOMBIE:
                continue
            if PureWindowsPath(words[0].split("/")[-1]).name.lower() in WINES_OWN:
                continue
            try:
                if (Path("/proc") / str(process.pid) / "ns/pid").readlink() == namespace:
                    found[process.pid] = " ".join(words)
            except OSError:
                continue
        return found

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
        inside = Path("/session") / cwd.relative_to(self.folder)
        return [*enter(self.root, self.keeper), "env", f"--chdir={inside}", "wine", *words]

    def _environment(self, programs: Path, code_page: int) -> dict[str, str]:
        certificates = "Z:" + str(CERTIFICATES).replace("/", "\\")
        return environment(LOCALES[code_page]) | {
            "WINEPATH": self.path(programs),
            "PIP_CERT": certificates,
            "NODE_EXTRA_CA_CERTS": certificates,
            "PIP_CACHE_DIR": "Z:\\cache\\pip",
            "npm_config_cache": "Z:\\cache\\npm",
            # What is in the cache need not be asked for again.
            "npm_config_prefer_offline": "true",
            # What Wine 10 lacks: it does not tell Python how many processors there are, which granian asks
            # for (Python 3.13 takes it from here), and LMDB, the Angular CLI's first choice, hangs.
            "PYTHON_CPU_COUNT": "2",
            "NG_BUILD_CACHE_STORE": "sqlite",
            **{name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)},
        }


def enter(root: Path, keeper: int) -> list[str]:
    """The beginning of a command that shall run in the chroot, among its processes."""
    return ["nsenter", f"--target={keeper}", "--mount", "--pid", "chroot", str(root)]


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
    root = cache.root()
    (folder / "prefix").mkdir()
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", MOUNT, "sh"]
    outer = subprocess.Popen(
        [*command, str(root), str(cache.FOLDER), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert outer.stdin
    assert outer.stdout
    try:
        assert outer.stdout.readline() == b"mounted\n", "the chroot's mounts could not be made"
        (keeper,) = psutil.Process(outer.pid).children()
        # Started before all others, so that the server stays: starting it anew takes seconds. It and the
        # services inherit their output, and a pipe would never end.
        for words in (["wineserver", "-p"], ["wine", "wineboot"]):
            subprocess.run(
                [*enter(root, keeper.pid), *words],
                env=environment(LOCALES[1252]),
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=120,
            )
        yield Windows(root, folder, keeper.pid)
    finally:
        outer.kill()
        outer.wait()
        outer.stdin.close()
        outer.stdout.close()


def obstacle() -> str | None:
    """Why Windows programs can never be run here, in one sentence; None where they can."""
    if sys.platform != "linux":
        return "Wine is run in a chroot of Linux"
    if os.uname().machine != "x86_64":
        return "Windows' programs here are for x86-64"
    if os.geteuid() != 0:
        return "only root may make a chroot"
    return None


def lacking() -> str | None:
    """What is missing on a machine where they could be run, in one sentence; None where nothing is."""
    for program in ("mmdebstrap", "x86_64-w64-mingw32-gcc", "unshare", "nsenter", "chroot"):
        if not shutil.which(program):
            return f"{program} is not installed"
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True).returncode:
        return "this machine lets nobody make namespaces (unshare)"
    return None
