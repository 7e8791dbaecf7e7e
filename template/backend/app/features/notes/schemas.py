"""What the API takes and gives."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.core.database.fields import Line, OptionalText
from app.core.database.listing import ListQuery, Page, SortBy
from app.core.database.schemas import RowData, RowDetail

from .models import NoteStatus


class NoteData(RowData):
    """What comes in, to create or to replace one."""

    title: Line = Field(min_length=1, max_length=120)
    body: OptionalText = Field(default=None, max_length=10_000)
    status: NoteStatus = "draft"
    due: date | None = None


class NoteDetail(RowDetail):
    """What goes out: a row."""

    title: str
    body: str | None
    status: NoteStatus
    due: date | None


class NotePage(Page[NoteDetail]):
    """What goes out: a page of rows."""


class NoteQuery(ListQuery):
    """What a list is asked for: a page, its size, words to find, and what to sort by."""

    sort: Annotated[str, SortBy("title", "status", "due")] = "-created_at"
