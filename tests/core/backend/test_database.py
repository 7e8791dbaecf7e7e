"""How the database is reached, and what its tables have."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from pydantic import ValidationError
from sqlalchemy import ForeignKey, MetaData, String, inspect, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from app import create_app
from app.core import database
from app.core.database import Row, UtcDateTime, db, postgresql
from app.core.database.models import NAMING_CONVENTION
from app.core.settings import Settings

HIDDEN = "s3cr3t"


class OwnBase(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Owner(Row, OwnBase):
    __tablename__ = "owners"
    name: Mapped[str] = mapped_column(String(50), unique=True)
    visits: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Pet(Row, OwnBase):
    __tablename__ = "pets"
    owner_id: Mapped[int] = mapped_column(ForeignKey("owners.id"))


@pytest.fixture
def tables(app: Flask) -> Iterator[Flask]:
    """The application, and two tables of these tests."""
    with app.app_context():
        OwnBase.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        OwnBase.metadata.drop_all(db.engine)


@pytest.fixture
def on_sqlite(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("about SQLite only")


def add_owner(**values: object) -> int:
    owner = Owner(**values)
    db.session.add(owner)
    db.session.commit()
    return owner.id


@pytest.mark.usefixtures("on_sqlite")
def test_connections_keep_references_and_let_readers_go_on(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as one, db.engine.connect() as other:
        for connection in (one, other):
            asked = ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
            answers = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
            assert answers == [1, "wal", 1, 10_000]


def test_rows_cannot_refer_to_rows_that_are_not_there(tables: Flask) -> None:
    with tables.app_context():
        db.session.add(Pet(owner_id=7))
        with pytest.raises(IntegrityError):
            db.session.commit()


def test_a_write_after_a_read_waits_for_its_turn(tables: Flask) -> None:
    """Eight at once read, then write what nobody else touches: none is refused."""
    with tables.app_context():
        ids = [add_owner(name=f"owner {number}") for number in range(8)]
    start = threading.Barrier(len(ids))
    failures: list[Exception] = []

    def work(owner_id: int) -> None:
        try:
            for turn in range(20):
                with tables.app_context():
                    owner = db.session.get_one(Owner, owner_id)
                    if turn == 0:
                        start.wait(timeout=30)
                    owner.visits += 1
                    db.session.commit()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(owner_id,)) for owner_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with tables.app_context():
        assert [db.session.get_one(Owner, owner_id).visits for owner_id in ids] == [20] * 8


def test_an_old_version_of_a_row_is_not_written(tables: Flask) -> None:
    with tables.app_context():
        owner_id = add_owner(name="one")
        mine = db.session.get_one(Owner, owner_id)
        assert mine.version == 1
        with db.sessionmaker.begin() as others:
            others.get_one(Owner, owner_id).visits = 5
        mine.visits = 1
        with pytest.raises(StaleDataError):
            db.session.commit()


def test_moments_come_back_in_utc(tables: Flask) -> None:
    seoul = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=timezone(timedelta(hours=9)))
    with tables.app_context():
        owner_id = add_owner(name="one", seen_at=seoul)
        db.session.expire_all()
        owner = db.session.get_one(Owner, owner_id)
        assert owner.seen_at == seoul
        assert owner.seen_at.isoformat() == "2026-01-01T18:04:05.678901+00:00"
        assert owner.created_at.tzinfo is UTC
        created, updated = owner.created_at, owner.updated_at
        owner.visits = 1
        db.session.commit()
        assert owner.created_at == created
        assert owner.updated_at > updated


def test_a_moment_without_a_zone_is_refused(tables: Flask) -> None:
    without = datetime.fromisoformat("2026-01-02T03:04:05")
    with tables.app_context(), pytest.raises(StatementError, match="needs its time zone"):
        add_owner(name="one", seen_at=without)


def test_the_id_comes_first_and_what_is_everywhere_last(tables: Flask) -> None:
    with tables.app_context():
        columns = [column["name"] for column in inspect(db.engine).get_columns("owners")]
    assert columns == ["id", "name", "visits", "seen_at", "version", "created_at", "updated_at"]


def test_constraints_have_names(tables: Flask) -> None:
    with tables.app_context():
        inspector = inspect(db.engine)
        (unique,) = inspector.get_unique_constraints("owners")
        (reference,) = inspector.get_foreign_keys("pets")
    assert unique["name"] == "uq_owners_name"
    assert reference["name"] == "fk_pets_owner_id_owners"


def settings_with(tmp_path: Path, **values: object) -> Settings:
    folders = {"frontend_dist": tmp_path, "instance_path": tmp_path / "instance"}
    return Settings.model_validate({"mode": "testing", "database_url": None, **folders, **values})


def test_the_database_lies_in_the_instance_folder(tmp_path: Path) -> None:
    # Windows allows no "?" in a name; in an address, it would begin something else.
    folder = tmp_path / f"50% of #1{'' if os.name == 'nt' else '?'} 한글"
    app = create_app(settings_with(tmp_path, instance_path=folder))
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE t (id INTEGER)"))
        db.engine.dispose()
    assert [path.name for path in folder.iterdir()] == ["app.db"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match=r"The database: .* cannot be made"):
        create_app(settings_with(tmp_path, instance_path=tmp_path / "file" / "instance"))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_psycopg(scheme: str, tmp_path: Path) -> None:
    url = f"{scheme}://me:{HIDDEN}@host/name?sslmode=require"
    settings = settings_with(tmp_path, database_url=url)
    address = database.address(settings)
    assert address.drivername == "postgresql+psycopg"
    assert address.password == HIDDEN
    assert address.query == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url", ["app.db", f"mysql://me:{HIDDEN}@host/name", f"postgresql:{HIDDEN}"]
)
def test_what_is_no_address_is_refused_without_being_shown(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="write postgresql://user:password@host/name") as told:
        settings_with(tmp_path, database_url=url)
    assert HIDDEN not in str(told.value)


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, database_url=f"postgresql://me:{HIDDEN}@host/name")
    assert HIDDEN not in repr(settings)
    assert HIDDEN not in repr(database.address(settings))
    assert HIDDEN not in postgresql.without_password(database.address(settings))


def test_a_missing_driver_is_told_with_what_to_add(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match=r"write psycopg\[binary\]>=3.3,<4 into") as told:
        create_app(settings_with(tmp_path, database_url=f"postgresql://me:{HIDDEN}@host/name"))
    assert HIDDEN not in str(told.value)
