"""A PostgreSQL of the tests' own: Debian's package, a cluster in a folder that goes away, no TCP."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest

from harness.machine import is_root, missing

# Debian keeps the server's programs out of PATH, each version beside the others.
DEBIANS = Path("/usr/lib/postgresql")
# Who runs the server where the tests run as root, which it refuses: Debian's package makes this user.
SERVER_USER = "postgres"
# As fast as can be: these data are worth nothing, not even after a power cut.
OPTIONS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# A path in a socket's address may have no more characters on any system.
LONGEST_SOCKET = 100


def programs() -> Path:
    """The folder with initdb and pg_ctl; `missing` where there is no PostgreSQL."""
    if DEBIANS.is_dir():
        versions = sorted(DEBIANS.iterdir(), key=lambda path: int(path.name), reverse=True)
        found = next((path / "bin" for path in versions if (path / "bin" / "initdb").exists()), None)
        if found:
            return found
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else missing("PostgreSQL's server is not installed")


@contextmanager
def server() -> Iterator[str]:
    """Run a server while the body runs; gives the address of an empty database in it."""
    folder_of_programs = programs()
    # Not in pytest's own folder: the path of a socket has to be short, and another user's to enter.
    with TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        assert len(name) < LONGEST_SOCKET
        if is_root():
            shutil.chown(folder, SERVER_USER)
        data = folder / "data"
        _run(folder_of_programs / "initdb", "--auth=trust", "--username=app", "--encoding=UTF8",
             "--locale=C.UTF-8", "--no-sync", f"--pgdata={data}")  # fmt: skip
        start = ["start", "--wait", f"--pgdata={data}", f"--log={folder / 'log'}"]
        _run(folder_of_programs / "pg_ctl", *start, "-o", f"{OPTIONS} -c unix_socket_directories={folder}")
        try:
            yield f"postgresql://app@/postgres?host={quote(name, safe='')}"
        finally:
            _run(folder_of_programs / "pg_ctl", "stop", "--mode=immediate", f"--pgdata={data}")


def _run(program: Path, *words: str) -> None:
    """Run a program of PostgreSQL. Raises AssertionError with what it said where it fails."""
    user = SERVER_USER if is_root() else None
    with TemporaryDirectory(prefix="pg-said-") as folder:
        said = Path(folder) / "said"
        # Not a pipe: the server inherits it, and would hold it open.
        with said.open("wb") as file:
            code = subprocess.run(
                [program, *words],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd="/",
                user=user,
                group=user,
                extra_groups=[] if user else None,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            ).returncode
        assert code == 0, said.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of this session's own."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the server that the tests start is Debian's")
    with server() as address:
        yield address
