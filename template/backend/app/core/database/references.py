"""Rows by their id, and rows that refer to each other."""

from typing import TypeVar

from werkzeug.exceptions import NotFound

from app.core.database import db
from app.core.database.fields import LARGEST
from app.core.database.models import Row
from app.core.errors import NotThere

AnyRow = TypeVar("AnyRow", bound=Row)


def find(model: type[AnyRow], row_id: int) -> AnyRow:
    """Return the row with this id. Raises NotFound."""
    # No database takes a number of any length.
    row = db.session.get(model, row_id) if row_id <= LARGEST else None
    if row is None:
        raise NotFound(f"There is nothing with the id {row_id}.")
    return row


def require(model: type[Row], row_id: int | None, field: str) -> None:
    """Raise NotThere where `field` of a request names a row that is not there."""
    if row_id is not None and db.session.get(model, row_id) is None:
        raise NotThere(field)
