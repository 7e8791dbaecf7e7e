"""SQLite: how each connection is opened, and copies that are whole while others write."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

# A connection is an open file: as many as `manage.py serve` has threads, made when they are needed.
ENGINE_OPTIONS: dict[str, Any] = {"pool_size": 64}

# How long a write waits for another one (milliseconds).
PATIENCE = 10_000
# What SQLite forgets with each connection, but for the journal. With a write-ahead log, reading and
# writing do not wait for each other, and NORMAL loses nothing when a program ends
# (https://sqlite.org/wal.html).
ON_CONNECT = (
    f"PRAGMA busy_timeout = {PATIENCE}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
)


class NotADatabaseError(Exception):
    """A file that is no database of SQLite, or a damaged one."""


def prepare(engine: Engine) -> None:
    """Let each connection of `engine` be opened as this project needs it, and make its folder.

    Ends the program with a message where the folder cannot be made. Python's own handling of
    transactions stays: they begin with the first write, which so waits for its turn. One that had
    read before would be refused at once where another has written since (SQLITE_BUSY_SNAPSHOT).
    """
    path = file_of(engine)
    if path:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SystemExit(
                f"The database: {path.parent} cannot be made: {error.strerror}"
            ) from error
    event.listen(engine, "connect", set_up)


def set_up(connection: sqlite3.Connection, _: object) -> None:
    """Set up a new connection."""
    for statement in ON_CONNECT:
        connection.execute(statement)


def file_of(engine: Engine) -> Path | None:
    """Return the file of a database; None where there is none: in memory, on a server."""
    name = engine.url.database
    if (
        engine.dialect.name != "sqlite"
        or not name
        or name == ":memory:"
        or name.startswith("file:")
    ):
        return None
    return Path(name)


def copy(source: Path, target: Path) -> None:
    """Put the content of one database into another, while others read and write it.

    What was in `target` is gone then (SQLite's online backup).
    """
    with closing(connect(source)) as origin, closing(connect(target)) as copied:
        origin.backup(copied)


def back_up(source: Path, target: Path) -> None:
    """Copy a database into a new file that can be carried around alone, and check the copy.

    Raises NotADatabaseError.
    """
    copy(source, target)
    with closing(connect(target)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    check(target)


def check(file: Path) -> None:
    """Raise NotADatabaseError where a file is none, or a damaged one."""
    try:
        with closing(connect(file, mode="ro")) as connection:
            (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotADatabaseError(str(error)) from error
    if answer != "ok":
        raise NotADatabaseError(answer)


def connect(file: Path, mode: str = "rwc") -> sqlite3.Connection:
    """Open a database; "ro" only reads it."""
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE / 1000
    )
