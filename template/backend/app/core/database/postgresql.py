"""PostgreSQL: its driver, and the programs that copy one of its databases."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from app.core.typed import python

DRIVER = "psycopg"
NO_DRIVER = (
    "APP_DATABASE_URL names a PostgreSQL database, and its driver is not installed: write "
    f"psycopg[binary]>=3.3,<4 into backend/requirements.txt, then {python('manage.py setup')}"
)
ENGINE_OPTIONS: dict[str, Any] = {
    "pool_size": 10,
    "max_overflow": 20,
    # A connection that the server has ended meanwhile is replaced, not used.
    "pool_pre_ping": True,
    "connect_args": {"connect_timeout": 10},
}


# How a file of pg_dump's begins.
SIGNATURE = b"PGDMP"


class ProgramError(Exception):
    """A program of PostgreSQL is missing, or has failed; says which, and why."""


def back_up(url: URL, file: Path) -> None:
    """Write a database into a new file. Raises ProgramError."""
    run(
        "pg_dump", "--format=custom", f"--file={file}", f"--dbname={without_password(url)}", url=url
    )


def restore(url: URL, file: Path) -> None:
    """Fill an empty database with what is in a file, or leave it empty. Raises ProgramError."""
    words = ("--no-owner", "--single-transaction", "--exit-on-error")
    run("pg_restore", *words, f"--dbname={without_password(url)}", str(file), url=url)


def run(program: str, *words: str, url: URL) -> None:
    """Run a program of PostgreSQL. Raises ProgramError."""
    path = shutil.which(program)
    if path is None:
        raise ProgramError(
            f"{program} was not found. It comes with PostgreSQL: install it, or its client "
            "(Debian, Ubuntu: sudo apt install postgresql-client), and put it on PATH."
        )
    # Other users of this machine can read the words of a command, but not its environment.
    password = {"PGPASSWORD": str(url.password)} if url.password is not None else {}
    finished = subprocess.run(  # noqa: S603 (no shell reads these words)
        [path, *words],
        env=os.environ | password,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if finished.returncode:
        raise ProgramError(f"{program} failed: {finished.stderr.strip()}")


def without_password(url: URL) -> str:
    """Return an address as PostgreSQL's programs read it."""
    return URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string()
