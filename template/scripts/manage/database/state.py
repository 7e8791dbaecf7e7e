"""Whether the database is up to date, read without starting the app: set-up is done in half a second."""

from __future__ import annotations

import ast
import os
import re
from contextlib import closing
from pathlib import Path

from ..project import Project

# Where one of these is set, the database is not in its usual place.
ELSEWHERE = ("APP_DATABASE_URL", "APP_INSTANCE_PATH")
# A line of backend/.env that sets one of them: "#" before it makes it a comment.
SETS_ONE = re.compile(rf"^\s*(export\s+)?({'|'.join(ELSEWHERE)})\s*=\s*\S", re.MULTILINE | re.IGNORECASE)


def is_there(project: Project) -> bool:
    """Whether this project has a database at all: one of the template's questions."""
    return (project.backend / "app" / "core" / "database").is_dir()


def is_current(project: Project) -> bool:
    """Whether it is sure that no migration is missing. False where only the app itself can tell."""
    try:
        present = heads(project)
    except (OSError, SyntaxError, ValueError):
        return False
    if not present:
        return True
    return not _is_elsewhere(project) and _applied(project.backend / "instance" / "app.db") == present


def heads(project: Project) -> set[str]:
    """The migrations that no other one follows.

    Raises OSError, SyntaxError and ValueError where a file cannot be read.
    """
    names, followed = set(), set()
    for path in (project.backend / "migrations").glob("*.py"):
        written = _constants(path)
        names |= set(_words(written.get("revision")))
        followed |= set(_words(written.get("down_revision")))
    return names - followed


def _constants(path: Path) -> dict[str, object]:
    """What a module's names are set to, as far as it is written out."""
    found: dict[str, object] = {}
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name) and target.id in ("revision", "down_revision"):
                    found[target.id] = ast.literal_eval(node.value)
    return found


def _words(value: object) -> tuple[str, ...]:
    """A name, several of them, or none."""
    words = value if isinstance(value, tuple | list) else (value,)
    return tuple(word for word in words if isinstance(word, str))


def _is_elsewhere(project: Project) -> bool:
    try:
        settings = (project.backend / ".env").read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        settings = ""
    return any(os.environ.get(name) for name in ELSEWHERE) or bool(SETS_ONE.search(settings))


def _applied(file: Path) -> set[str]:
    """The migrations that an SQLite database was last brought to; none where it cannot be asked."""
    try:
        # Not every Python has it.
        import sqlite3
    except ImportError:
        return set()
    try:
        # Not only for reading: that would leave the files of its write-ahead log behind.
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as connection:
            return {name for (name,) in connection.execute("SELECT version_num FROM alembic_version")}
    except sqlite3.Error:
        return set()
