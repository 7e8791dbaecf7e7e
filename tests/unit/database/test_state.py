"""Whether a database is up to date is told without starting the app, and never wrongly."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scripts.manage.database import state
from scripts.manage.project import Project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in state.ELSEWHERE:
        monkeypatch.delenv(name, raising=False)
    # A folder as people have them, with what means something in an address.
    root = tmp_path / "내 앱 #1 50%"
    (root / "backend" / "app" / "core" / "database").mkdir(parents=True)
    (root / "backend" / "migrations").mkdir()
    (root / "backend" / "instance").mkdir()
    return Project(root)


def migration(project: Project, name: str, before: str, typed: str = "") -> None:
    lines = [f'revision{typed} = "{name}"', f"down_revision{typed} = {before}", "raise SystemExit"]
    path = project.backend / "migrations" / f"{name}.py"
    path.write_text("\n".join(lines), encoding="utf-8")


def applied(project: Project, *names: str) -> None:
    with closing(sqlite3.connect(project.backend / "instance" / "app.db")) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("DROP TABLE IF EXISTS alembic_version")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.executemany("INSERT INTO alembic_version VALUES (?)", [(name,) for name in names])


def test_without_migrations_there_is_nothing_to_do(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert state.is_current(project)
    monkeypatch.setenv("APP_DATABASE_URL", "x")
    assert state.is_current(project)
    assert list((project.backend / "instance").iterdir()) == []


def test_a_database_at_its_last_migration_is_current(project: Project) -> None:
    migration(project, "0001_notes", "None", typed=": str | None")
    assert not state.is_current(project)
    migration(project, "0002_메모", '"0001_notes"')
    applied(project, "0001_notes")
    assert not state.is_current(project)
    applied(project, "0002_메모")
    assert state.is_current(project)
    assert [path.name for path in (project.backend / "instance").iterdir()] == ["app.db"]


def test_two_ends_and_their_merge_are_told_apart(project: Project) -> None:
    migration(project, "0001_one", "None")
    migration(project, "0002_two", "None")
    applied(project, "0001_one")
    assert not state.is_current(project)
    applied(project, "0001_one", "0002_two")
    assert state.is_current(project)
    migration(project, "0003_merge", '("0001_one", "0002_two")')
    assert not state.is_current(project)


@pytest.mark.parametrize("content", ["revision = (", "revision = name()", "revision = '\\x'"])
def test_a_file_that_cannot_be_read_is_left_to_the_app(project: Project, content: str) -> None:
    migration(project, "0001_notes", "None")
    applied(project, "0001_notes")
    (project.backend / "migrations" / "0002_broken.py").write_text(content, encoding="utf-8")
    assert not state.is_current(project)


def test_a_file_that_is_no_database_is_left_to_the_app(project: Project) -> None:
    migration(project, "0001_notes", "None")
    (project.backend / "instance" / "app.db").write_text("no database" * 100, encoding="utf-8")
    assert not state.is_current(project)


@pytest.mark.parametrize("name", state.ELSEWHERE)
def test_a_database_in_another_place_is_left_to_the_app(
    project: Project, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migration(project, "0001_notes", "None")
    applied(project, "0001_notes")
    settings = project.backend / ".env"
    settings.write_text(f"\ufeff#{name}=x\nAPP_MODE=production\n{name}=\n", encoding="utf-8")
    assert state.is_current(project)
    settings.write_text(f"APP_MODE=production\n  export {name.lower()} = x\n", encoding="utf-8")
    assert not state.is_current(project)
    settings.unlink()
    monkeypatch.setenv(name, "x")
    assert not state.is_current(project)
