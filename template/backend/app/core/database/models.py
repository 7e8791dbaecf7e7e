"""What every table has: an id, a version, and when it was made and changed."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

# Every constraint has a name, so that a migration can drop it (Alembic, "The Importance of Naming
# Constraints").
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: kept in UTC, and it comes back with its zone on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turn into UTC what is written. Raises ValueError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its time zone: datetime.now(UTC).")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give what is read its zone. SQLite keeps none."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all models."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


class Row:
    """The columns that every table has. `version` counts the changes of a row: who writes an old
    one gets a StaleDataError (SQLAlchemy, "Configuring a Version Counter").
    """

    # In the table, the id comes first; what is the same everywhere comes last.
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    version: Mapped[int] = mapped_column(sort_order=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True, sort_order=2)
    updated_at: Mapped[datetime] = mapped_column(
        UtcDateTime, default=now, onupdate=now, index=True, sort_order=3
    )

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, object]:
        """Count the changes of each row in its `version`."""
        return {"version_id_col": cls.version}
