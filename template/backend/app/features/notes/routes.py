"""/api/notes: list, create, read, replace and delete."""

from flask import Blueprint, url_for
from spectree import Response
from sqlalchemy import select

from app.core.database import db
from app.core.database.concurrency import IfMatch, etag, require_seen
from app.core.database.listing import find_page
from app.core.database.references import find
from app.core.openapi import spec

from .models import Note
from .schemas import NoteData, NoteDetail, NotePage, NoteQuery

blueprint = Blueprint("notes", __name__, url_prefix="/notes")

Answer = tuple[NoteDetail, int, dict[str, str]]


@blueprint.get("")
@spec.validate(resp=Response(HTTP_200=NotePage), tags=["notes"])
def list_notes(query: NoteQuery) -> NotePage:
    """Return a page of notes."""
    statement = select(Note)
    searched = [Note.title, Note.body]
    return NotePage.model_validate(find_page(statement, query, searched))


@blueprint.post("")
@spec.validate(resp=Response(HTTP_201=NoteDetail), tags=["notes"])
def create_note(json: NoteData) -> Answer:
    """Create a note."""
    note = Note(**json.model_dump())
    db.session.add(note)
    db.session.commit()
    location = {"Location": url_for(".get_note", note_id=note.id)}
    return NoteDetail.model_validate(note), 201, location | etag(note)


@blueprint.get("/<int:note_id>")
@spec.validate(resp=Response(HTTP_200=NoteDetail), tags=["notes"])
def get_note(note_id: int) -> Answer:
    """Return a note."""
    note = find(Note, note_id)
    return NoteDetail.model_validate(note), 200, etag(note)


@blueprint.put("/<int:note_id>")
@spec.validate(headers=IfMatch, resp=Response(HTTP_200=NoteDetail), tags=["notes"])
def replace_note(note_id: int, json: NoteData) -> Answer:
    """Replace a note that nobody has changed meanwhile."""
    note = find(Note, note_id)
    require_seen(note)
    for name, value in json.model_dump().items():
        setattr(note, name, value)
    db.session.commit()
    return NoteDetail.model_validate(note), 200, etag(note)


@blueprint.delete("/<int:note_id>")
@spec.validate(headers=IfMatch, resp=Response("HTTP_204"), tags=["notes"])
def delete_note(note_id: int) -> tuple[str, int]:
    """Delete a note that nobody has changed meanwhile."""
    note = find(Note, note_id)
    require_seen(note)
    db.session.delete(note)
    db.session.commit()
    return "", 204
