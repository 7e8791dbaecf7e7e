"""Migrations: as a whole or not at all, and one process at a time."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, Table, func, inspect, select, table, text

from app import create_app
from app.core.database import Base, db, migrating, sqlite
from app.core.database.commands import drop_all
from app.core.database.migrating import MigrationError, alembic
from app.core.settings import BACKEND, Settings

HEAD = '''"""A migration of these tests."""

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = {before!r}


def upgrade():
    {upgrade}


def downgrade():
    {downgrade}
'''
OWNERS = """op.create_table("owners", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "pets",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("owner_id", sa.Integer()),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], "fk_pets", ondelete="CASCADE"),
    )
    op.execute("INSERT INTO owners (id) VALUES (1)")
    op.execute("INSERT INTO pets (id, owner_id) VALUES (1, 1)")"""
NO_OWNERS = """op.drop_table("pets")
    op.drop_table("owners")"""

SLOW = """import sys
    events = sys.modules["{module}"].events
    op.execute("DELETE FROM pets")
    events["began"].set()
    events["go_on"].wait(30)"""

Write = Callable[..., Path]

# What a migration and its test tell each other.
events: dict[str, threading.Event] = {}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations in the place of the project's."""
    # Below backend/, so that messages name it as they name the project's.
    folder = tmp_path / "backend" / "migrations"
    folder.mkdir(parents=True)
    template = (BACKEND / "migrations" / "script.py.mako").read_bytes()
    (folder / "script.py.mako").write_bytes(template)
    monkeypatch.setattr(migrating, "FOLDER", folder)
    monkeypatch.setattr(migrating, "BACKEND", folder.parent)
    return folder


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a migration, after those that are there."""

    def write(name: str, upgrade: str, downgrade: str = "pass") -> Path:
        before = max((path.stem for path in folder.glob("*.py")), default=None)
        path = folder / f"{name}.py"
        content = HEAD.format(name=name, before=before, upgrade=upgrade, downgrade=downgrade)
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture
def place(folder: Path, empty_app: Flask) -> Iterator[Flask]:
    """The application with these migrations, and an empty database."""
    empty_app.config["ALEMBIC"]["script_location"] = str(folder)
    with empty_app.app_context():
        yield empty_app


@pytest.fixture
def on_sqlite(place: Flask) -> None:
    with place.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("about SQLite only")


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def rows(name: str) -> int | None:
    with db.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table(name)))


def current() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.scalars(text("SELECT version_num FROM alembic_version")))


def left_over() -> list[str]:
    """What lies beside the database."""
    file = sqlite.file_of(db.engine)
    if file is None or not file.parent.exists():
        return []
    ours = {file.name, f"{file.name}-wal", f"{file.name}-shm"}
    return [path.name for path in file.parent.iterdir() if path.name not in ours]


def failure() -> str:
    alembic.look_again()
    with pytest.raises(MigrationError) as told:
        alembic.bring_up_to_date()
    return str(told.value)


@pytest.mark.usefixtures("place")
def test_all_that_is_missing_is_applied_in_order(write: Write) -> None:
    write("0001_owners", OWNERS)
    write("0002_cats", 'op.add_column("pets", sa.Column("is_cat", sa.Integer()))')
    assert alembic.bring_up_to_date() == ["0001_owners", "0002_cats"]
    assert tables() == {"owners", "pets"}
    assert alembic.bring_up_to_date() == []
    assert left_over() == []


@pytest.mark.usefixtures("place", "on_sqlite")
def test_without_migrations_nothing_is_made() -> None:
    assert alembic.bring_up_to_date() == []
    assert not (sqlite.file_of(db.engine) or Path()).exists()


@pytest.mark.parametrize(
    "broken",
    [
        'op.add_column("owners", sa.Column("name", sa.Text()))\n    op.execute("SELECT 1 FROM gone")',
        'op.execute("DELETE FROM pets")\n    raise RuntimeError("no more")',
    ],
)
@pytest.mark.usefixtures("place")
def test_a_failed_migration_leaves_the_database_as_it_was(broken: str, write: Write) -> None:
    write("0001_owners", OWNERS)
    alembic.bring_up_to_date()
    write("0002_good", 'op.create_table("good", sa.Column("id", sa.Integer()))')
    write("0003_broken", broken)
    told = failure()
    assert told.startswith("backend/migrations/0003_broken.py, line 12: ")
    assert "The database is as it was." in told
    assert "Mend that file, then: " in told
    assert "manage.py db upgrade" in told
    assert tables() == {"owners", "pets"}
    assert [column["name"] for column in inspect(db.engine).get_columns("owners")] == ["id"]
    assert rows("pets") == 1
    assert current() == ["0001_owners"]
    assert left_over() == []


@pytest.mark.usefixtures("place", "on_sqlite")
def test_what_a_failed_migration_has_committed_itself_is_taken_back(
    write: Write,
) -> None:
    write("0001_owners", OWNERS)
    alembic.bring_up_to_date()
    write(
        "0002_broken",
        'op.execute("DELETE FROM pets")\n    op.get_bind().commit()\n    raise RuntimeError("no more")',
    )
    told = failure()
    assert "RuntimeError: no more\nThe database is as it was." in told
    assert rows("pets") == 1
    assert left_over() == []


@pytest.mark.usefixtures("place")
def test_a_file_that_is_no_python_is_told_with_its_line(write: Write) -> None:
    write("0001_broken", "op.execute(")
    assert failure().startswith("backend/migrations/0001_broken.py, line 11: SyntaxError: ")


@pytest.mark.usefixtures("place")
def test_a_database_that_is_ahead_is_told(write: Write) -> None:
    write("0001_owners", OWNERS)
    later = write("0002_later", "pass")
    alembic.bring_up_to_date()
    later.unlink()
    told = failure()
    assert told.startswith(
        "The database has been through 0002_later, which is not in backend/migrations."
    )


@pytest.mark.usefixtures("place")
def test_a_table_that_is_made_anew_keeps_the_rows_that_refer_to_it(write: Write) -> None:
    """SQLite changes a column by dropping the table, and that would delete these rows."""
    write("0001_owners", OWNERS)
    write(
        "0002_name",
        'op.add_column("owners", sa.Column("name", sa.Integer()))\n'
        '    with op.batch_alter_table("owners") as table:\n'
        '        table.alter_column("name", type_=sa.Text())',
    )
    alembic.bring_up_to_date()
    assert rows("pets") == 1
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.usefixtures("place")
def test_a_migration_that_breaks_references_is_undone(write: Write) -> None:
    write("0001_owners", OWNERS)
    alembic.bring_up_to_date()
    write("0002_broken", 'op.execute("UPDATE pets SET owner_id = 7")')
    told = failure()
    assert told.startswith("backend/migrations/0002_broken.py")
    assert "The database is as it was." in told
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT owner_id FROM pets")) == 1


@pytest.mark.usefixtures("place")
def test_several_at_once_migrate_once(write: Write, settings: Settings) -> None:
    slow = "import time\n    time.sleep(1)\n    "
    write("0001_owners", slow + OWNERS)
    start = threading.Barrier(3)
    failures: list[Exception] = []

    def work() -> None:
        app = create_app(settings)
        with app.app_context():
            try:
                start.wait(timeout=30)
                alembic.bring_up_to_date()
            except Exception as error:
                failures.append(error)
            finally:
                db.engine.dispose()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rows("owners") == 1
    assert left_over() == []


@pytest.mark.usefixtures("on_sqlite")
def test_nobody_is_kept_waiting_for_reading(place: Flask, write: Write) -> None:
    write("0001_owners", OWNERS)
    alembic.bring_up_to_date()
    began, go_on = threading.Event(), threading.Event()
    events.update(began=began, go_on=go_on)
    write("0002_slow", SLOW.format(module=__name__))
    alembic.look_again()

    def migrate() -> None:
        with place.app_context():
            alembic.bring_up_to_date()

    thread = threading.Thread(target=migrate)
    thread.start()
    assert began.wait(30)
    try:
        assert rows("pets") == 1
    finally:
        go_on.set()
        thread.join()
    assert rows("pets") == 0


@pytest.mark.usefixtures("folder")
def test_a_request_in_development_brings_a_new_migration(
    write: Write, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    write("0001_owners", OWNERS)
    app = create_app(settings.model_copy(update={"mode": "development"}))
    client = app.test_client()
    with app.app_context():
        drop_all()
    assert client.get("/api/health").status_code == 200
    with app.app_context():
        assert tables() == {"owners", "pets"}
    path = write("0002_broken", 'raise RuntimeError("no more")')
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            response = client.get("/api/health")
            assert response.status_code == 503
            assert response.json is not None
            told = response.json["detail"]
            assert told.startswith(
                "backend/migrations/0002_broken.py, line 11: RuntimeError: no more"
            )
    assert [record.levelname for record in caplog.records].count("ERROR") == 1
    code = path.read_text(encoding="utf-8")
    path.write_text(
        code.replace('raise RuntimeError("no more")', 'op.drop_table("pets")'), encoding="utf-8"
    )
    assert client.get("/api/health").status_code == 200
    with app.app_context():
        assert tables() == {"owners"}
        db.engine.dispose()


@pytest.mark.usefixtures("place")
def test_a_request_does_not_migrate_in_production(write: Write, settings: Settings) -> None:
    write("0001_owners", OWNERS)
    production = {"mode": "production", "own_secret_key": True}
    app = create_app(settings.model_copy(update=production))
    assert app.test_client().get("/api/health").status_code == 200
    with app.app_context():
        assert tables() == set()
        db.engine.dispose()


@pytest.fixture
def model() -> Iterator[None]:
    """A model of these tests among the project's."""
    stickers = Table("stickers", Base.metadata, Column("id", Integer, primary_key=True))
    yield
    Base.metadata.remove(stickers)


@pytest.mark.usefixtures("place", "model")
def test_a_revision_is_written_from_the_models(folder: Path) -> None:
    (script,) = alembic.write("Stickers, 스티커: a name that is much too long for the table")
    assert script.revision == "0001_stickers_스티커_a_name_that_is"
    assert len(script.revision) <= 32
    assert [path.stem for path in folder.glob("*.py")] == [script.revision]
    alembic.look_again()
    alembic.bring_up_to_date()
    assert "stickers" in tables()
    assert alembic.write("again") == []
    (empty,) = alembic.write("later", empty=True)
    assert (empty.revision, empty.down_revision) == ("0002_later", script.revision)
    assert not empty.branch_labels


@pytest.mark.usefixtures("place", "model")
def test_a_written_revision_is_in_the_style_of_the_project(folder: Path) -> None:
    alembic.write("stickers")
    words = [sys.executable, "-m", "ruff"]
    options = ["--config", str(BACKEND / "pyproject.toml"), str(folder)]
    for command in (["check"], ["format", "--check"]):
        finished = subprocess.run(
            [*words, *command, *options], capture_output=True, encoding="utf-8", check=False
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.usefixtures("place")
def test_alembic_says_nothing_of_its_own(write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    write("0001_owners", OWNERS)
    alembic.bring_up_to_date()
    assert capfd.readouterr() == ("", "")


def test_a_password_is_in_no_message(tmp_path: Path) -> None:
    url = "postgresql://me:s3cr3t@127.0.0.1:9/name"
    finished = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade", "heads"],
        cwd=BACKEND,
        env=os.environ | {"APP_DATABASE_URL": url, "APP_INSTANCE_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 1
    assert "s3cr3t" not in finished.stdout + finished.stderr
    assert "Traceback" not in finished.stderr
