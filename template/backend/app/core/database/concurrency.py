"""Two people change one row: whoever comes second is told, and no change is lost (RFC 9110, 13.1).

An answer says in its ETag which version of the row it shows. Who replaces or deletes the row says
in If-Match which version that was.
"""

from flask import Flask, Response, request
from pydantic import BaseModel, Field
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, PreconditionFailed, PreconditionRequired

from app.core.database.models import Row
from app.core.errors import as_problem

CHANGED = "Somebody has changed this meanwhile. Get it again, and decide."
WHICH = "Say in If-Match which version you have seen: the ETag of the answer that you got."


class IfMatch(BaseModel):
    """The header of a request that changes a row."""

    if_match: str = Field(default="", alias="If-Match", examples=['"1"'])


def init_app(app: Flask) -> None:
    """Answer 412 where a row was changed between reading and writing it."""
    app.register_error_handler(StaleDataError, refuse_stale_change)


def refuse_stale_change(_: StaleDataError) -> HTTPException | Response:
    """Answer that somebody was faster."""
    return as_problem(PreconditionFailed(CHANGED))


def etag(row: Row) -> dict[str, str]:
    """Return the header that says which version of a row an answer shows."""
    return {"ETag": f'"{row.version}"'}


def require_seen(row: Row) -> None:
    """Raise PreconditionRequired without If-Match, PreconditionFailed for an old version."""
    if "If-Match" not in request.headers:
        raise PreconditionRequired(WHICH)
    if not request.if_match.contains(str(row.version)):
        raise PreconditionFailed(CHANGED)
