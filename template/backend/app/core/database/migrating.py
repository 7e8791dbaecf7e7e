"""Migrations: backend/migrations/ brings the database from one form to the next, or leaves it as it was.

All of them happen in one transaction, on SQLite too. One process at a time: a second one waits, and
then finds nothing left to do.
"""

import logging
import os
import re
import sqlite3
import subprocess
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext, MigrationInfo, MigrationStep
from alembic.script import Script
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from flask import Flask, current_app
from flask_alembic import Alembic
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import ServiceUnavailable

from app.core.database import sqlite
from app.core.database.models import Base, UtcDateTime
from app.core.settings import BACKEND, Mode
from app.core.typed import python

FOLDER = BACKEND / "migrations"
# The table alembic_version holds no more.
LONGEST_NAME = 32
# Any number, the same for all who migrate one database.
TURN = 7_041_776
# Said when the transaction begins, so that one process migrates at a time.
FIRST_STATEMENT = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": f"SELECT pg_advisory_xact_lock({TURN})",
}
# How long a second process waits for the first (milliseconds): a migration may take minutes.
SQLITE_PATIENCE = 3_600_000
AGAIN = python("manage.py db upgrade")

Heads = str | list[str] | tuple[str, ...]
Steps = Callable[[Heads, MigrationContext], list[MigrationStep]]


class MigrationError(Exception):
    """A migration that could not be made. Says where and why, what became of the database, what helps."""


def init_app(app: Flask, mode: Mode) -> None:
    """Let Flask-Alembic migrate the database. In development, a request looks for new migrations."""
    app.config["ALEMBIC"] = {
        # A sign that Python's configparser would read as one of its own.
        "script_location": str(FOLDER).replace("%", "%%"),
        "file_template": "%%(rev)s",
        # So that an empty migration is named like the others.
        "revision_environment": "true",
    }
    app.config["ALEMBIC_CONTEXT"] = {
        # SQLite changes most things about a table only by making it anew.
        "render_as_batch": True,
        "compare_type": True,
        "compare_server_default": True,
        "transactional_ddl": True,
        "render_item": render_item,
        "process_revision_directives": leave_out_what_changes_nothing,
        "on_version_apply": [check_references, note_applied],
    }
    alembic.init_app(app)
    # It writes a line about everything that it does; the commands say what matters.
    logger = logging.getLogger("alembic")
    logger.handlers.clear()
    logger.setLevel(logging.WARNING)
    if mode == "development":
        Watch(app)


class Migrations(Alembic):
    """Flask-Alembic, where a migration happens as a whole or not at all."""

    def __init__(self) -> None:
        super().__init__(run_mkdir=False, command_name="", metadatas=Base.metadata)
        self.message = "merge"
        self.is_empty_wanted = False
        self.applied: list[str] = []

    def bring_up_to_date(self) -> list[str]:
        """Apply the migrations that are missing, and return their names. Raises MigrationError."""
        self.applied = []
        with explained():
            if names() and self.needs_upgrade():
                self.upgrade()
        return self.applied

    def run_migrations(self, fn: Steps, **kwargs: Any) -> None:
        """Run what `fn` finds to do. Raises MigrationError."""
        connection = self.migration_context.connection
        if connection is None:  # it writes SQL, and runs nothing
            raise CommandError("There is no connection.")
        with explained(), whole(connection) as attempt:
            super().run_migrations(attempt.kept_before(fn), **kwargs)

    def write(self, message: str, *, empty: bool = False) -> list[Script]:
        """Write a new migration, NNNN_message.py: of what has changed in the models, or an empty one.

        It is none of a branch, as those of `manage.py add`. Raises MigrationError.
        """
        self.message, self.is_empty_wanted = message, empty
        with explained():
            self.config.cmd_opts = Namespace(quiet=True)
            written = list(filter(None, self.revision(message, empty, branch="")))
        for script in written:
            set_in_order(script.path)
        return written

    def rev_id(self) -> str:
        """Return the name of the next migration: its number, and what it is about."""
        numbers = [int(name[:4]) for name in names() if re.match(r"\d{4}", name)]
        words = re.sub(r"\W+", "_", self.message.lower()).strip("_")
        return f"{max(numbers, default=0) + 1:04}_{words}"[:LONGEST_NAME].rstrip("_")

    def look_again(self) -> None:
        """Forget the migrations that were read: there may be new ones."""
        # Flask-Alembic keeps them as long as the application lives.
        cache = self._get_cache()
        cache.script = cache.env = None
        cache.clear()


alembic = Migrations()


def set_in_order(path: str) -> None:
    """Format a file as the project's own code is, where Ruff is installed."""
    if find_spec("ruff"):
        for words in (["check", "--fix"], ["format"]):
            command = [sys.executable, "-m", "ruff", *words, "--quiet", path]
            subprocess.run(command, check=False)  # noqa: S603 (no shell reads these words)


def names() -> list[str]:
    """Return the names of the files with migrations, without the suffix."""
    return sorted(path.stem for path in FOLDER.glob("*.py"))


class Attempt:
    """One run of migrations, and what can undo it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.file = sqlite.file_of(connection.engine)
        self.copy = self.file.with_name(f"{self.file.name}.before-migration") if self.file else None
        self.has_copy = False
        self.has_committed = False

    def begin(self, connection: Connection) -> None:
        """Wait until nobody else migrates this database."""
        connection.exec_driver_sql(FIRST_STATEMENT[connection.dialect.name])

    def commit(self, _connection: Connection) -> None:
        """Note that something will stay, whatever comes."""
        self.has_committed = True

    def kept_before(self, fn: Steps) -> Steps:
        """Return `fn`, with a copy of the database made where there is something to do."""

        def steps(heads: Heads, context: MigrationContext) -> list[MigrationStep]:
            found = list(fn(heads, context))
            if found and self.file and self.copy:
                sqlite.copy(self.file, self.copy)
                self.has_copy = True
            return found

        return steps

    def undo(self) -> str:
        """Put the copy back where a migration has committed by itself; return how things are now."""
        if self.has_committed and not self.has_copy:
            return "A part of it was committed, and stays."
        if self.has_committed and self.file and self.copy:
            try:
                sqlite.copy(self.copy, self.file)
            except sqlite3.Error as error:
                return (
                    f"The database as it was is in {self.copy}: putting it back failed ({error})."
                )
        self.forget()
        return "The database is as it was."

    def forget(self) -> None:
        """Delete the copy."""
        if self.has_copy and self.copy:
            for path in (self.copy, *(Path(f"{self.copy}{end}") for end in ("-wal", "-shm"))):
                path.unlink(missing_ok=True)


@contextmanager
def whole(connection: Connection) -> Iterator[Attempt]:
    """While the body runs, one transaction of `connection` is one attempt at a migration."""
    connection.rollback()  # what was read before has begun one
    attempt = Attempt(connection)
    listeners: dict[str, Callable[[Connection], None]] = {
        "begin": attempt.begin,
        "commit": attempt.commit,
    }
    prepare(connection, ready=True)
    for name, listener in listeners.items():
        event.listen(connection, name, listener)
    try:
        yield attempt
    except Exception as error:
        connection.rollback()
        error.add_note(attempt.undo())
        raise
    finally:
        for name, listener in listeners.items():
            event.remove(connection, name, listener)
        prepare(connection, ready=False)
    attempt.forget()


def prepare(connection: Connection, *, ready: bool) -> None:
    """Let a connection to SQLite migrate, or take that back.

    A table that is made anew is dropped before, and with foreign keys that would delete the rows
    which refer to it (https://sqlite.org/lang_altertable.html).
    """
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql(f"PRAGMA foreign_keys = {'OFF' if ready else 'ON'}")
    patience = SQLITE_PATIENCE if ready else sqlite.PATIENCE
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")
    connection.rollback()


@contextmanager
def explained() -> Iterator[None]:
    """Raise MigrationError for whatever goes wrong in the body: where, what, what helps."""
    try:
        yield
    except MigrationError:
        raise
    except Exception as error:
        raise MigrationError(explanation(error)) from error


def explanation(error: Exception) -> str:
    """Return what a person reads about an error in a migration."""
    notes = getattr(error, "__notes__", [])
    place = place_of(error)
    unknown = unknown_name(error)
    if unknown:
        what = f"The database has been through {unknown}, which is not in backend/migrations."
        helps = f"Bring that file back; or begin anew: {python('manage.py db reset')}"
    elif place:
        what = f"{place}: {words_of(error)}"
        helps = f"Mend that file, then: {AGAIN}"
    elif isinstance(error, CommandError):
        what, helps = str(error), ""
    else:
        what = f"The database cannot be migrated: {words_of(error)}"
        helps = f"When that is mended: {AGAIN}"
    return "\n".join(filter(None, [what, *notes, helps]))


def place_of(error: Exception) -> str | None:
    """Return the migration that an error comes from, and the line."""
    file, line = None, None
    if isinstance(error, DanglingRowError):
        file = error.file
    elif isinstance(error, SyntaxError) and error.filename:
        file, line = error.filename, error.lineno
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if file is None and Path(frame.filename).is_relative_to(FOLDER):
            file, line = frame.filename, frame.lineno
    if file is None or not Path(file).is_relative_to(FOLDER):
        return None
    shown = Path(file).relative_to(BACKEND.parent).as_posix()
    return f"{shown}, line {line}" if line else shown


def unknown_name(error: Exception) -> str | None:
    """Return the migration that the database has been through, and that has no file."""
    cause = error.__cause__ if isinstance(error, CommandError) else error
    return cause.argument if isinstance(cause, ResolutionError) else None


def words_of(error: Exception) -> str:
    """Return the first line of an error; of a database's, its own words. No address is in them."""
    behind = error.orig if isinstance(error, DBAPIError) and error.orig else error
    line = str(behind).strip().partition("\n")[0]
    return f"{type(behind).__name__}: {line}" if line else type(behind).__name__


class DanglingRowError(Exception):
    """A migration has left rows that refer to others which are not there."""

    def __init__(self, table: str, target: str, file: str | None) -> None:
        super().__init__(f"rows of {table} refer to rows of {target} that are not there")
        self.file = file


def check_references(ctx: MigrationContext, step: MigrationInfo, **_: object) -> None:
    """Raise DanglingRowError where SQLite, which does not look while it migrates, would have."""
    if ctx.connection is None or ctx.dialect.name != "sqlite":
        return
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken:
        file = step.up_revision.path if isinstance(step.up_revision, Script) else None
        raise DanglingRowError(broken.table, broken.parent, file)


def note_applied(step: MigrationInfo, **_: object) -> None:
    """Note which migration has just been applied, or undone."""
    name = step.up_revision_id or ", ".join(step.down_revision_ids)
    alembic.applied.append(name)


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Return how a migration writes a type of the core's: without the core, which may change."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def leave_out_what_changes_nothing(
    _context: MigrationContext, _revision: object, directives: list[MigrationScript]
) -> None:
    """Write no migration where the models have not changed."""
    for script in list(directives):
        changes = script.upgrade_ops
        if changes is not None and changes.is_empty() and not alembic.is_empty_wanted:
            directives.remove(script)


class Watch:
    """In development: brings the database up to date when a migration has appeared."""

    def __init__(self, app: Flask) -> None:
        self.lock = Lock()
        self.seen: object = None
        self.told = ""
        app.before_request(self.look)

    def look(self) -> None:
        """Migrate where the files have changed. Raises ServiceUnavailable where that fails."""
        if self.seen == state():
            return
        with self.lock:
            present = state()
            if self.seen == present:
                return
            alembic.look_again()
            try:
                applied = alembic.bring_up_to_date()
            except MigrationError as error:
                self.refuse(str(error))
            self.seen = present
            for name in applied:
                current_app.logger.info("The database is up to date with %s.", name)

    def refuse(self, why: str) -> None:
        """Tell why in the terminal, once, and in the answer. Raises ServiceUnavailable."""
        if why != self.told:
            self.told = why
            current_app.logger.error(why)
        raise ServiceUnavailable(why)


def state() -> list[tuple[str, int]]:
    """Return what shows whether a migration was added or changed since."""
    try:
        with os.scandir(FOLDER) as entries:
            return sorted(
                (entry.name, entry.stat().st_mtime_ns)
                for entry in entries
                if entry.name.endswith(".py")
            )
    except FileNotFoundError:
        return []
