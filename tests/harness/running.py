"""Programs of a project under test: run to the end, or started and ended; and what they leave behind."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psutil

from scripts.manage.servers.ports import is_free

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Nothing that is waited for takes longer than this, on any machine (seconds).
LIMIT = 300
# Where nobody answers (RFC 863's port): installers that are sent there fail at once, without a network.
NOWHERE = "http://127.0.0.1:9/"
OFFLINE = {
    "PIP_INDEX_URL": f"{NOWHERE}simple/",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_CONFIG_FILE": os.devnull,
    "npm_config_registry": NOWHERE,
}


def environment(**extra: str) -> dict[str, str]:
    """The environment of a person at a terminal: without the variables of pytest's own venv."""
    hidden = ("VIRTUAL_ENV", "PYTHONPATH", "PYTEST_CURRENT_TEST", "CI")
    return {name: value for name, value in os.environ.items() if name not in hidden} | extra


def run(*command: str | Path, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; its output is kept apart by stream."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment(**extra),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=LIMIT,
    )


def manage(
    project: Path, *words: str, cwd: Path | None = None, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Run a verb of manage.py as a user does: with the Python found on PATH."""
    return run(sys.executable, project / "manage.py", *words, cwd=cwd or project, **extra)


def python_of(project: Path) -> Path:
    """The Python of a project's backend/venv."""
    return project / "backend" / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def succeed(result: subprocess.CompletedProcess[str]) -> str:
    """The output of a program that must have succeeded."""
    assert result.returncode == 0, f"{result.args}\n{result.stdout[-6000:]}\n{result.stderr[-6000:]}"
    return result.stdout


def number_of(name: str) -> int:
    """The number of a signal that not every system has."""
    return int(getattr(signal, name))


@dataclass
class Running:
    """A program in the background, its output in a file."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def output(self) -> str:
        return re.sub(r"\x1b\[[0-9;]*m", "", self.log.read_text(encoding="utf-8", errors="replace"))

    def wait_for(self, pattern: str, seconds: float = 120) -> re.Match[str]:
        """Wait until the output matches. Fails with the output when the program ends first."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            match = re.search(pattern, self.output)
            if match:
                return match
            assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.output}"
            time.sleep(0.05)
        raise AssertionError(f"no {pattern!r} after {seconds} s in:\n{self.output}")

    @property
    def url(self) -> str:
        """The address that the verb prints once everything answers."""
        return self.wait_for(r"✓ .+:  (http://\S+/)")[1]

    def end(self, name: str = "SIGINT", seconds: float = 30) -> int:
        """Send a signal, by its name, and wait for the end; give the exit code."""
        self.process.send_signal(number_of(name))
        return self.process.wait(seconds)


@contextmanager
def started(project: Path, log: Path, *words: str, **extra: str) -> Iterator[Running]:
    """A verb of manage.py in the background. It is ended at the end, whatever happened."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, str(project / "manage.py"), *words],
            cwd=project.parent,
            env=environment(**extra),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Running(process, log)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def dev_is_up(project: Path, log: Path) -> Iterator[Running]:
    """`manage.py dev` of a project in which nothing else runs, once both servers answer."""
    assert wait_until_gone(project) == [], "an earlier test left something behind"
    with started(project, log, "dev", "--no-open") as running:
        assert running.url
        yield running


def processes_of(folder: Path) -> list[str]:
    """The command lines of all processes that run in a folder or were started from it."""
    found = []
    for process in psutil.process_iter(["cmdline", "cwd", "status"]):
        if process.info["status"] == psutil.STATUS_ZOMBIE:
            continue
        words = [*(process.info["cmdline"] or []), process.info["cwd"] or ""]
        if any(str(folder) in word for word in words):
            found.append(" ".join(words))
    return found


def wait_until_gone(folder: Path, seconds: float = 10) -> list[str]:
    """Give the system a moment to let processes of a folder go; give those that are still there."""
    deadline = time.monotonic() + seconds
    while (left := processes_of(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def get(url: str, method: str = "GET", **headers: str) -> Answer:
    """One HTTP request; no redirects, no retries. Header names take _ for -."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(
            method,
            parts.path + (f"?{parts.query}" if parts.query else ""),
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


@contextmanager
def occupied(port: int, address: str = "127.0.0.1") -> Iterator[None]:
    """Somebody else's server on a port."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((address, port))
        server.listen()
        yield


def free_pair(start: int = 8151) -> int:
    """A port from `start` on that is free, and so is the one after it."""
    return next(port for port in range(start, 65000, 2) if is_free(port) and is_free(port + 1))
