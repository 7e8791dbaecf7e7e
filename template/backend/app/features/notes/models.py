"""The table notes. When you change it, `manage.py db revision` writes the migration."""

from datetime import date
from typing import Literal

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Row

NoteStatus = Literal["draft", "done"]


class Note(Row, Base):
    """One of the notes. `Row` brings its id, its version and its times."""

    __tablename__ = "notes"

    title: Mapped[str] = mapped_column(String(120), index=True)
    body: Mapped[str | None] = mapped_column(Text)
    status: Mapped[NoteStatus] = mapped_column(String(40), index=True)
    due: Mapped[date | None] = mapped_column(index=True)

    @property
    def label(self) -> str:
        """What stands for it where others refer to it."""
        return self.title
