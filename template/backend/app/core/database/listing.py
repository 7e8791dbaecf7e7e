"""Lists: a page of rows, in an order, of those that hold some words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import CoreSchema, core_schema
from sqlalchemy import ColumnElement, Select, false, func, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.core.database import db
from app.core.database.fields import LARGEST, AnyLine
from app.core.database.models import Row

# So many rows are sorted as they are found; more are read in the order of an index.
FEW = 100
EVERY_ROW_HAS = ("id", "created_at", "updated_at")

Item = TypeVar("Item")
AnyRow = TypeVar("AnyRow", bound=Row)


class SortBy:
    """The columns that a list can be sorted by: "title" from A to Z, "-title" from Z to A.

    They are names of columns, so nothing that a request says comes into the SQL.
    """

    def __init__(self, *names: str) -> None:
        self.words = [sign + name for name in (*names, *EVERY_ROW_HAS) for sign in ("", "-")]

    def __get_pydantic_core_schema__(self, *_: object) -> CoreSchema:
        """Take these words, and describe them in the API."""
        return core_schema.literal_schema(self.words)


class ListQuery(BaseModel):
    """What may stand behind the address of a list."""

    page: int = Field(default=1, ge=1, le=LARGEST)
    size: int = Field(default=20, ge=1, le=100)
    sort: str = "-created_at"
    q: AnyLine = Field(default="", max_length=200)


class Page(BaseModel, Generic[Item]):
    """A page of a list; `total` counts the rows on all pages."""

    model_config = ConfigDict(from_attributes=True)

    items: list[Item]
    total: int
    page: int
    size: int


@dataclass
class FoundPage(Generic[AnyRow]):
    """The rows of a page, as the database holds them."""

    items: Sequence[AnyRow]
    total: int
    page: int
    size: int


def find_page(
    statement: Select[AnyRow], query: ListQuery, searched: Iterable[InstrumentedAttribute[Any]] = ()
) -> FoundPage[AnyRow]:
    """Return the page that `query` asks for, of the rows that `statement` selects.

    Each word of `q` has to be in one of the `searched` columns, in upper or lower case.
    """
    model: type[AnyRow] = statement.column_descriptions[0]["entity"]
    for word in query.q.split():
        statement = statement.where(or_(false(), *(holds(column, word) for column in searched)))
    total = None
    if query.q:
        # Both a search and an index to sort by would look up row after row until a page is full.
        found = db.session.scalars(statement.with_only_columns(model.id).limit(FEW + 1)).all()
        if len(found) <= FEW:
            total = len(found)
            statement = statement.where(model.id.in_(found))
    if total is None:
        count = statement.with_only_columns(func.count(), maintain_column_froms=True)
        total = db.session.scalar(count) or 0
    statement = statement.order_by(*order(model, query.sort))
    statement = statement.limit(query.size).offset((query.page - 1) * query.size)
    return FoundPage(db.session.scalars(statement).all(), total, query.page, query.size)


def order(model: type[Row], sort: str) -> list[ColumnElement[Any]]:
    """Return the columns to sort by. The id comes last, so that no two rows are equal."""
    columns = [getattr(model, sort.removeprefix("-")), model.id]
    return [column.desc() if sort.startswith("-") else column.asc() for column in columns]


def holds(column: InstrumentedAttribute[Any], word: str) -> ColumnElement[bool]:
    """Return the condition that a column holds `word`, in upper or lower case.

    LIKE passes over case in SQLite (from A to Z), ILIKE in PostgreSQL. % and _ mean themselves.
    """
    for sign in "/%_":
        word = word.replace(sign, f"/{sign}")
    like = column.like if db.engine.dialect.name == "sqlite" else column.ilike
    return like(f"%{word}%", escape="/")
