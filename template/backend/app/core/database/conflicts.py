"""What the constraints of the database refuse is an answer 409 that says what is in the way."""

import re
import sqlite3

from flask import Flask, Response, current_app
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import Conflict, HTTPException

from app.core.errors import Taken, as_problem

# The codes of PostgreSQL (Appendix A of its manual).
UNIQUE_VIOLATION = "23505"
FOREIGN_KEY_VIOLATION = "23503"

STILL_USED = "Other entries refer to this one."
GONE = "Something that this refers to is not there any more."


def init_app(app: Flask) -> None:
    """Answer 409 where the database refuses a change because of other rows."""
    app.register_error_handler(IntegrityError, refuse_conflict)


def refuse_conflict(error: IntegrityError) -> HTTPException | Response:
    """Answer what is in the way. Raises `error` again where it is no other row: that is a mistake."""
    if breaks_foreign_key(error):
        deletes = (error.statement or "").startswith("DELETE")
        return as_problem(Conflict(STILL_USED if deletes else GONE))
    columns = taken_columns(error)
    if not columns:
        raise error
    return as_problem(Taken(columns))


def breaks_foreign_key(error: IntegrityError) -> bool:
    """Tell whether a row refers to another one that is not there."""
    cause = error.orig
    if isinstance(cause, sqlite3.IntegrityError):
        return cause.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
    return getattr(cause, "sqlstate", None) == FOREIGN_KEY_VIOLATION


def taken_columns(error: IntegrityError) -> list[str]:
    """Return the columns whose values another row has; none where it is about something else."""
    cause = error.orig
    if isinstance(cause, sqlite3.IntegrityError):
        # UNIQUE constraint failed: notes.title, notes.due
        if cause.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_UNIQUE:
            return []
        return re.findall(r"\.(\w+)", str(cause))
    if getattr(cause, "sqlstate", None) != UNIQUE_VIOLATION:
        return []
    # psycopg tells the names of the table and of the constraint, which is an index too.
    reported = getattr(cause, "diag", None)
    return columns_of(getattr(reported, "table_name", ""), getattr(reported, "constraint_name", ""))


def columns_of(table: str, name: str) -> list[str]:
    """Return the columns of an index, as the database knows them."""
    engine: Engine = current_app.extensions["sqlalchemy"].engine
    for index in inspect(engine).get_indexes(table):
        if index["name"] == name:
            return [column for column in index["column_names"] if column]
    return []
