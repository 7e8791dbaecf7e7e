"""Examples for `manage.py db seed`."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from .models import Note

COUNT = 25


def add_examples(session: Session) -> int:
    """Add rows to an empty table, and return how many."""
    if session.scalar(select(Note.id).limit(1)):
        return 0
    for number in range(1, COUNT + 1):
        note = Note(
            title=f"Title {number}",
            body=f"Body {number}",
            status=("draft", "done")[number % 2],
            due=date(2026, 1, 1) + timedelta(days=number),
        )
        session.add(note)
    return COUNT
