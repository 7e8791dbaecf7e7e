"""The commands `flask db …`."""

import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from app import features
from app.core.database import commands, db, migrating, postgresql

MIGRATION = '''"""A migration of these tests."""

import sqlalchemy as sa
from alembic import op

revision = "{number}_{table}"
down_revision = {before!r}


def upgrade():
    op.create_table("{table}", sa.Column("name", sa.Text()))


def downgrade():
    op.drop_table("{table}")
'''
PETS = MIGRATION.format(number="0001", table="pets", before=None)
CATS = MIGRATION.format(number="0002", table="cats", before="0001_pets")

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in the place of the project's migrations."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    monkeypatch.setattr(migrating, "FOLDER", folder)
    monkeypatch.setattr(migrating, "BACKEND", tmp_path)
    return folder


@pytest.fixture
def run(folder: Path, empty_app: Flask) -> Run:
    """Run `flask db …`, where there is one migration."""
    (folder / "0001_pets.py").write_text(PETS, encoding="utf-8")
    empty_app.config["ALEMBIC"]["script_location"] = str(folder)

    def run(*words: str | Path, answer: str | None = None) -> Result:
        runner = empty_app.test_cli_runner()
        return runner.invoke(args=["db", *map(str, words)], input=answer)

    return run


@pytest.fixture
def pets(run: Run, empty_app: Flask) -> Callable[..., list[str]]:
    """The table, with one row: gives what is in it, after an optional statement."""
    assert run("upgrade").exit_code == 0

    def pets(statement: str = "") -> list[str]:
        with empty_app.app_context(), db.engine.begin() as connection:
            if statement:
                connection.execute(text(statement))
            return list(connection.scalars(text("SELECT name FROM pets ORDER BY name")))

    assert pets("INSERT INTO pets VALUES ('나비')") == ["나비"]
    return pets


@pytest.fixture
def kind(empty_app: Flask) -> str:
    with empty_app.app_context():
        name = db.engine.dialect.name
    if name == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")
    return name


def tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_upgrade_and_downgrade_say_what_they_did(run: Run, empty_app: Flask) -> None:
    assert run("upgrade").output == "0001_pets: applied\n"
    assert tables(empty_app) == {"pets"}
    assert run("upgrade").output == "The database is up to date: nothing to do.\n"
    assert "0001_pets (head)" in run("current").output
    assert "0001_pets (head)" in run("history").output
    assert run("downgrade", "1").output == "0001_pets: undone\n"
    assert tables(empty_app) == set()


def test_a_failed_command_ends_with_a_message(run: Run, folder: Path) -> None:
    (folder / "0001_pets.py").write_text(PETS.replace("sa.Text()", "sa.Txt()"), encoding="utf-8")
    result = run("upgrade")
    assert result.exit_code == 1
    assert "/migrations/0001_pets.py, line 11: AttributeError: " in result.output
    assert "Traceback" not in result.output


def test_check_names_what_differs(run: Run) -> None:
    run("upgrade")
    result = run("check")
    assert result.exit_code == 1
    assert "op.drop_table('pets')" in result.output
    assert "manage.py db revision" in result.output


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_reset_asks_before_it_deletes(
    answer: str, run: Run, pets: Callable[..., list[str]]
) -> None:
    result = run("reset", answer=answer)
    assert result.exit_code == 1
    assert "This deletes all data in " in result.output
    assert pets() == ["나비"]


@pytest.mark.parametrize(("words", "answer"), [(["--yes"], None), ([], "y\n")])
def test_reset_makes_the_tables_anew(
    words: list[str], answer: str | None, run: Run, pets: Callable[..., list[str]], empty_app: Flask
) -> None:
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE owners (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE dogs (owner_id INTEGER REFERENCES owners (id))"))
        connection.execute(text("CREATE VIEW names AS SELECT name FROM pets"))
    assert run("reset", *words, answer=answer).exit_code == 0
    assert pets() == []
    assert tables(empty_app) == {"pets"}


@pytest.fixture
def feature(pets: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A feature with examples, without its files."""
    assert pets()  # the application is there: it would look for the files
    module = ModuleType("app.features.kennel.examples")

    def add_examples(session: Session) -> int:
        session.execute(text("INSERT INTO pets VALUES ('Rex'), ('Lassie')"))
        return 2

    module.add_examples = add_examples
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(features, "features", ["kennel"])
    monkeypatch.setattr(commands, "find_spec", lambda name: name == module.__name__ or None)
    return module


@pytest.mark.usefixtures("feature")
def test_seed_adds_the_examples_of_all_features(run: Run, pets: Callable[..., list[str]]) -> None:
    assert run("seed").output == "kennel: 2 added\n"
    assert pets() == ["Lassie", "Rex", "나비"]


def test_seed_adds_all_or_nothing(
    run: Run, feature: ModuleType, pets: Callable[..., list[str]]
) -> None:
    add = feature.add_examples

    def fail(session: Session) -> int:
        add(session)
        session.execute(text("INSERT INTO gone VALUES (1)"))
        return 1

    feature.add_examples = fail
    result = run("seed")
    assert result.exit_code == 1
    assert result.output.startswith("Error: The database: ")
    assert pets() == ["나비"]


@pytest.mark.usefixtures("kind")
def test_what_was_backed_up_is_restored(
    run: Run,
    pets: Callable[..., list[str]],
    tmp_path: Path,
) -> None:
    file = tmp_path / "사본 copy"
    result = run("backup", file)
    assert result.output == f"Written and checked: {file}\n"
    assert [path.name for path in tmp_path.glob("사본*")] == [file.name]
    pets("UPDATE pets SET name = 'Rex'")
    assert run("restore", file, answer="n\n").exit_code == 1
    assert pets() == ["Rex"]
    assert run("restore", file, answer="y\n").exit_code == 0
    assert pets() == ["나비"]
    assert not list(tmp_path.glob("instance/before-restore*"))


@pytest.mark.usefixtures("kind", "pets")
def test_an_older_backup_is_brought_up_to_date(
    run: Run,
    tmp_path: Path,
    folder: Path,
    empty_app: Flask,
) -> None:
    file = tmp_path / "copy"
    run("backup", file)
    (folder / "0002_cats.py").write_text(CATS, encoding="utf-8")
    with empty_app.app_context():
        migrating.alembic.look_again()
    assert run("upgrade").exit_code == 0
    assert run("restore", file, "--yes").exit_code == 0
    assert tables(empty_app) == {"pets", "cats"}


@pytest.mark.usefixtures("kind")
def test_a_backup_of_later_migrations_is_refused(
    run: Run,
    pets: Callable[..., list[str]],
    tmp_path: Path,
) -> None:
    pets("UPDATE alembic_version SET version_num = '0009_later'")
    file = tmp_path / "copy"
    assert run("backup", file).exit_code == 0
    pets("UPDATE alembic_version SET version_num = '0001_pets'")
    pets("UPDATE pets SET name = 'Rex'")
    result = run("restore", file, "--yes")
    assert result.exit_code == 1
    assert "The database has been through 0009_later" in result.output
    assert "Nothing was replaced." in result.output
    assert pets() == ["Rex"]


def test_data_that_could_not_be_put_back_are_kept_and_named(
    run: Run,
    pets: Callable[..., list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    if kind != "sqlite":
        pytest.skip("the way is the same")
    file, kept = tmp_path / "copy", tmp_path / "instance" / "before-restore"
    run("backup", file)
    pets("UPDATE pets SET name = 'Rex'")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(commands.SqliteStore, "put", fail)
        result = run("restore", file, "--yes")
    assert result.exit_code == 1
    assert f"manage.py db restore {kept}" in result.output
    assert run("restore", kept, "--yes").exit_code == 0
    assert pets() == ["Rex"]
    assert [path.name for path in kept.parent.glob("before-restore*")] == [kept.name]


@pytest.mark.usefixtures("pets")
def test_a_backup_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    file.write_text("mine", encoding="utf-8")
    result = run("backup", file)
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_no_backup_is_refused(
    run: Run, pets: Callable[..., list[str]], tmp_path: Path
) -> None:
    file = tmp_path / "copy"
    file.write_text("mine" * 1000, encoding="utf-8")
    result = run("restore", file, "--yes")
    assert result.exit_code == 1
    assert f"Error: {file} is no " in result.output
    assert pets() == ["나비"]
    assert run("restore", tmp_path / "gone", "--yes").exit_code != 0


def test_a_damaged_backup_is_refused(
    run: Run, pets: Callable[..., list[str]], tmp_path: Path, kind: str
) -> None:
    if kind != "sqlite":
        pytest.skip("pg_restore checks its own files")
    pets("INSERT INTO pets SELECT hex(randomblob(2000)) FROM pets")
    pets("CREATE INDEX ix_pets ON pets (name)")
    for _ in range(6):
        pets("INSERT INTO pets SELECT hex(randomblob(2000)) FROM pets")
    before = pets()
    file = tmp_path / "copy"
    run("backup", file)
    content = bytearray(file.read_bytes())
    content[4096 * 4 : 4096 * 6] = bytes(8192)
    file.write_bytes(content)
    result = run("restore", file, "--yes")
    assert result.exit_code == 1
    assert "is no sound database of SQLite" in result.output
    assert pets() == before


@pytest.mark.usefixtures("pets")
def test_a_backup_on_sqlite_is_one_file_that_stands_alone(
    run: Run, tmp_path: Path, kind: str
) -> None:
    if kind != "sqlite":
        pytest.skip("about SQLite only")
    run("backup", tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("SELECT name FROM pets").fetchall() == [("나비",)]


def test_a_missing_pg_dump_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    url = commands.URL.create("postgresql", "me", "s3cr3t", "host", database="name")
    with pytest.raises(postgresql.ProgramError, match="pg_dump was not found") as told:
        postgresql.back_up(url, tmp_path / "copy")
    assert "s3cr3t" not in str(told.value)
