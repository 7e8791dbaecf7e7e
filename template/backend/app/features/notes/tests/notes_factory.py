"""Rows for tests: no two are the same, and what they refer to is there."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from app.core.database import db
from app.features.notes.models import Note

numbers = count(1)


def note_values(**changes: Any) -> dict[str, Any]:
    """Return the columns of a row that could be saved."""
    number = next(numbers)
    values = {
        "title": f"Title {number}",
        "body": f"Body {number}",
        "status": ("draft", "done")[number % 2],
        "due": date(2026, 1, 1) + timedelta(days=number),
    }
    return values | changes


def make_note(**changes: Any) -> Note:
    """Save a row, and return it."""
    note = Note(**note_values(**changes))
    db.session.add(note)
    db.session.commit()
    return note
