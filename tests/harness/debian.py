"""A Debian for tests, with its own Python, and with Wine: a chroot with its own mounts and processes.

What its programs write to the system goes into memory and ends with it, so each is as fresh as the first. Its
users: root, and a student.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import psutil
import pytest

from harness import cache
from harness.machine import is_root, missing

# Wine 10: Debian 12's own Wine 8 gets `||`, `call x.cmd` and `exit /b` wrong, and Node crashes in it.
SUITE = "trixie"
# As a person has it who installs Debian: Python without the package that venvs need, and no git.
PACKAGES = "ca-certificates,locales,python3,wine,wine64"
# What that person is told to install: downloaded now, so that apt needs no network then.
LATER = "python3-venv"
# Run when the root folder, which is $1, is nearly done.
FINISH = (
    'chroot "$1" localedef -i ko_KR -f UTF-8 ko_KR.UTF-8',
    'chroot "$1" useradd --uid 1000 --create-home student',
    f'export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG"; apt-get clean; apt-get -qq --download-only install {LATER}',
    # Where things are mounted. What is mounted over must exist.
    'mkdir "$1/cache" "$1/session"',
    'touch "$1/etc/resolv.conf" "$1/etc/hosts"',
)
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
# Run by the first process of the new namespaces; its end is the end of all of them, and comes when its input
# ends, so also when the tests are killed. $1 is the folder of the cache that holds the system, $2 an empty
# folder, $3 the cache, $4 the session's folder.
MOUNT = f"""
set -e
mount -t tmpfs tmpfs "$2"
mkdir "$2/written" "$2/work" "$2/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/written,workdir=$2/work" "$2/root"
cd "$2/root"
mount --rbind /dev dev
mount -t proc proc proc
mount --bind "$3" cache
mount --bind "$4" session
for file in /etc/resolv.conf /etc/hosts {CERTIFICATES}; do
    [ ! -e "$file" ] || mount --bind "$(readlink -f "$file")" ".$file"
done
echo mounted
cat >/dev/null
"""
# Who can be asked to run a program: numbers, which mean the same inside and outside.
USERS = {"root": "0:0", "student": "1000:1000"}
# Settings of this machine for reaching the package registries.
PASSED_ON = re.compile(
    r"(https?_proxy|no_proxy|pip_(index_url|default_timeout)|npm_config_registry)", re.IGNORECASE
)


@dataclass(frozen=True)
class Finished:
    """A program that has ended: its exit code, and what it printed."""

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
class Debian:
    """`root` is its root folder, as its own mounts have it; `folder` the session's, which is its /session;
    `keeper` the process, seen from outside, that holds its namespaces."""

    root: Path
    folder: Path
    keeper: int

    def entering(self, *words: str, cwd: Path, user: str = "root") -> list[str]:
        """The command that runs `words` in it, in a folder below the session's."""
        inside = PurePosixPath("/session") / cwd.relative_to(self.folder).as_posix()
        # Looked up here: the PATH given to the program may be a student's, without /usr/sbin.
        enter = [_path("nsenter"), f"--target={self.keeper}", "--mount", "--pid"]
        enter += [_path("chroot"), f"--userspec={USERS[user]}", "--groups=", str(self.root)]
        return [*enter, "env", f"--chdir={inside}", *words]

    def run(
        self, *words: str, cwd: Path, variables: Mapping[str, str], user: str = "student", limit: float = 300
    ) -> Finished:
        """Run a program to its end, with no other variables than these."""
        finished = subprocess.run(
            self.entering(*words, cwd=cwd, user=user),
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=limit,
        )
        return Finished(finished.returncode, finished.stdout)

    def processes(self) -> dict[int, list[str]]:
        """All that runs in it: numbers as seen from outside, and command lines."""
        namespace = (Path("/proc") / str(self.keeper) / "ns/pid").readlink()
        found = {}
        for process in psutil.process_iter(["cmdline", "status"]):
            if not process.info["cmdline"] or process.info["status"] == psutil.STATUS_ZOMBIE:
                continue
            try:
                if (Path("/proc") / str(process.pid) / "ns/pid").readlink() == namespace:
                    found[process.pid] = process.info["cmdline"]
            except OSError:
                continue
        return found


def _path(program: str) -> str:
    return shutil.which(program) or program


@contextmanager
def started(folder: Path) -> Iterator[Debian]:
    """A fresh Debian. It sees `folder` as /session, and the tests' cache as /cache."""
    system = folder / "system"
    system.mkdir()
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", MOUNT, "sh"]
    outer = subprocess.Popen(
        [*command, str(root()), str(system), str(cache.FOLDER), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert outer.stdin
    assert outer.stdout
    try:
        assert outer.stdout.readline() == b"mounted\n", "Debian's mounts could not be made"
        (keeper,) = psutil.Process(outer.pid).children()
        yield Debian(system / "root", folder, keeper.pid)
    finally:
        outer.kill()
        outer.wait()
        outer.stdin.close()
        outer.stdout.close()


def root() -> Path:
    """The folder that holds the installed system. Raises CalledProcessError where it cannot be made."""
    command = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES}", "--skip=cleanup/apt"]
    command += [f"--customize-hook={line}" for line in FINISH]

    def make(folder: Path) -> None:
        subprocess.run([*command, SUITE, folder], check=True, stdin=subprocess.DEVNULL)

    return cache.once(f"debian-{SUITE}-{cache.short_hash(SUITE, *command)}", make)


def settings_of_this_machine() -> dict[str, str]:
    """Variables that lead to the package registries, on any system."""
    return {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}


def require(*programs: str) -> None:
    """Skip the running test where a Debian can never be started; `missing` where only a tool for it is.

    `programs` are what the test needs besides.
    """
    if sys.platform != "linux":
        pytest.skip("a Debian is started in a chroot of Linux")
    if os.uname().machine != "x86_64":
        pytest.skip("the Debian of the tests is for x86-64")
    if not is_root():
        pytest.skip("only root may make a chroot")
    for program in ("mmdebstrap", "unshare", "nsenter", "chroot", *programs):
        if not shutil.which(program):
            missing(f"{program} is not installed")
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True).returncode:
        missing("this machine lets nobody make namespaces (unshare)")
