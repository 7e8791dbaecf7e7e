"""The table notes."""

from datetime import UTC

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.core.database import db
from app.features.notes.tests.notes_factory import make_note, note_values


def test_row_counts_its_changes(app: Flask) -> None:
    with app.app_context():
        note = make_note()
        assert note.version == 1
        assert note.created_at.tzinfo is UTC
        for name, value in note_values().items():
            setattr(note, name, value)
        db.session.commit()
        assert note.version == 2


def test_row_has_a_label(app: Flask) -> None:
    with app.app_context():
        note = make_note()
        assert note.label == note.title


@pytest.mark.parametrize(
    "name",
    [
        "title",
        "status",
    ],
)
def test_column_cannot_be_empty(app: Flask, name: str) -> None:
    with app.app_context(), pytest.raises(IntegrityError):
        make_note(**{name: None})
