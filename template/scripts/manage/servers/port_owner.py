"""Who holds a port: asked of the system in its own way, without anything to install."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..processes.children import ask
from ..project import Project
from ..terminal.messages import text

# The state of a socket that waits for connections (Linux, include/net/tcp_states.h).
LISTENS = "0A"


@dataclass(frozen=True)
class Owner:
    """A program that listens: its process number, its name, and its command line where that is known."""

    pid: int
    name: str
    words: str = ""


def of(port: int) -> Owner | None:
    """The program that listens on a port of this machine; None where the system does not tell."""
    try:
        if sys.platform == "win32":
            return _on_windows(port)
        return _on_linux(port) if sys.platform == "linux" else _on_macos(port)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def described(owner: Owner | None, project: Project) -> str:
    """An owner as a person can use it: "python3 (process 1234)"."""
    if owner is None:
        return text("another program")
    if f"{project.root}{os.sep}" in owner.words:
        return text("a server of this project that still runs (process {pid})", pid=owner.pid)
    return text("{name} (process {pid})", name=owner.name, pid=owner.pid)


def _on_linux(port: int) -> Owner | None:
    sockets = {
        inode
        for table in ("tcp", "tcp6")
        for inode in listening_sockets(Path(f"/proc/net/{table}").read_text(encoding="ascii"), port)
    }
    for process, link in _links_of_processes():
        if link in {f"socket:[{inode}]" for inode in sockets}:
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
            return Owner(int(process.name), (process / "comm").read_text(encoding="utf-8").strip(), words)
    return None


def listening_sockets(table: str, port: int) -> set[str]:
    """The inodes of the sockets that listen on a port, from a table such as /proc/net/tcp."""
    rows = [line.split() for line in table.splitlines()[1:]]
    return {row[9] for row in rows if row[3] == LISTENS and int(row[1].rpartition(":")[2], 16) == port}


def _links_of_processes() -> Iterator[tuple[Path, str]]:
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            # Processes of other users are closed; processes and files may end at any moment.
            with suppress(OSError):
                for file in (process / "fd").iterdir():
                    with suppress(FileNotFoundError):
                        yield process, str(file.readlink())


def _on_macos(port: int) -> Owner | None:
    return from_lsof(_printed("lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"))


def from_lsof(printed: str) -> Owner | None:
    """The owner in what `lsof -Fpc` prints: a line p1234, then a line cpython3.13."""
    match = re.search(r"^p(\d+)\nc(.+)$", printed, re.MULTILINE)
    return Owner(int(match[1]), match[2]) if match else None


def _on_windows(port: int) -> Owner | None:
    pid = from_netstat(_printed("netstat", "-ano", "-p", "TCP"), port) or from_netstat(
        _printed("netstat", "-ano", "-p", "TCPv6"), port
    )
    if pid is None:
        return None
    rows = list(csv.reader(_printed("tasklist", "/FI", f"PID eq {pid}", "/FO", "CSV", "/NH").splitlines()))
    name = next((row[0] for row in rows if len(row) > 1 and row[1] == str(pid)), "")
    return Owner(pid, name or text("a program"))


def from_netstat(printed: str, port: int) -> int | None:
    """The process that listens on a port, from what `netstat -ano` prints.

    The word for LISTENING differs from language to language; a peer with port 0 does not.
    """
    for line in printed.splitlines():
        match = re.fullmatch(r"\s*TCP\s+\S+:(\d+)\s+\S+:0\s+.*?(\d+)\s*", line)
        if match and int(match[1]) == port:
            return int(match[2])
    return None


def _printed(*command: str) -> str:
    return ask(command, seconds=3).stdout
