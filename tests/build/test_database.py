"""setup, dev and serve bring the database up to date; a migration that fails stops them with one message."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from harness.running import free_pair, get, manage, started, succeed

COMMAND = "→ cd backend && flask --app app db upgrade\n"
MIGRATION = """import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = {before!r}


def upgrade():
    op.create_table("{table}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("{table}")
"""


def add_migration(project: Path, name: str, table: str, before: str | None) -> Path:
    path = project / "backend" / "migrations" / f"{name}.py"
    path.write_text(MIGRATION.format(name=name, table=table, before=before), encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def tables(project: Path) -> set[str]:
    with closing(sqlite3.connect(project / "backend" / "instance" / "app.db")) as connection:
        names = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    return names - {"alembic_version"}


def wait_for_table(project: Path, url: str, table: str) -> None:
    """Ask the app again and again until there is a table. Raises AssertionError where it does not come."""
    for _ in range(300):
        # Flask's reloader may be at work.
        assert get(url).status in {200, 500, 502, 503, 504}
        if table in tables(project):
            return
        time.sleep(0.2)
    raise AssertionError(f"{table} is not among {tables(project)}")


def test_the_database_follows_the_migrations(spare: Path, tmp_path: Path) -> None:
    add_migration(spare, "0001_pets", "pets", None)
    assert f"{COMMAND}  0001_pets: applied\n" in succeed(manage(spare, "setup"))
    assert tables(spare) == {"pets"}
    assert COMMAND not in succeed(manage(spare, "setup"))

    # Typed in another folder than the one that it runs in.
    copy = tmp_path / "사본"
    succeed(manage(spare, "db", "backup", copy.name, cwd=tmp_path))
    assert copy.read_bytes().startswith(b"SQLite format 3")

    add_migration(spare, "0002_cats", "cats", "0001_pets")
    port = free_pair()
    words = ("dev", "--no-open", f"--backend-port={port}", f"--frontend-port={port + 1}")
    with started(spare, tmp_path / "dev", *words) as running:
        assert running.url
        assert COMMAND in running.output
        assert tables(spare) == {"pets", "cats"}
        add_migration(spare, "0003_dogs", "dogs", "0002_cats")
        wait_for_table(spare, f"{running.url}api/health", "dogs")

    broken = add_migration(spare, "0004_birds", "birds", "0003_dogs")
    change(broken, "sa.Integer", "sa.Intger")
    page = spare / "frontend" / "dist" / "index.html"
    page.parent.mkdir()
    page.write_text("<app-root></app-root>", encoding="utf-8")
    for verb in ("setup", "dev", "serve"):
        failed = manage(spare, verb)
        assert failed.returncode == 1
        told = failed.stdout + failed.stderr
        assert "FA160" in told
        assert "backend/migrations/0004_birds.py, line 9: AttributeError: " in told
        assert "The database is as it was." in told
        assert told.count("manage.py db upgrade") == 1
        assert "Traceback" not in told
    assert tables(spare) == {"pets", "cats", "dogs"}

    change(broken, "sa.Intger", "sa.Integer")
    with started(spare, tmp_path / "serve", "serve", "--no-open", f"--port={port}") as running:
        assert json.loads(get(f"{running.url}api/health").body) == {"status": "ok"}
        assert COMMAND in running.output
    assert tables(spare) == {"pets", "cats", "dogs", "birds"}
    left = {path.name for path in (spare / "backend" / "instance").iterdir()}
    assert left <= {"app.db", "app.db-wal", "app.db-shm", "secret_key"}
