"""`manage.py db` hands its words over, and a file as it was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts.manage import faults
from scripts.manage.database import migrating, state
from scripts.manage.problem import Problem
from scripts.manage.processes.children import Ended
from scripts.manage.project import Project
from scripts.manage.verbs import db


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "backend" / "app" / "core" / "database").mkdir(parents=True)
    return Project(tmp_path)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was run, without the Python in front, and where; it ends with code 3."""
    found: list[Any] = []

    def run(command: list[str], *, cwd: Path, environment: dict[str, str]) -> Ended:
        found.append((command[1:], cwd))
        return Ended(3, stopped=False)

    monkeypatch.setattr(db, "run_in_foreground", run)
    return found


def call(project: Project, *words: str) -> int:
    return db.run(project, db.parser().parse_args(words))


def test_words_and_options_are_handed_over(project: Project, ran: list[Any]) -> None:
    assert call(project, "revision", "a message", "--empty") == 3
    assert ran == [
        (["-m", "flask", "--app", "app", "db", "revision", "a message", "--empty"], project.backend)
    ]


@pytest.mark.parametrize("verb", db.WITH_FILE)
def test_a_file_is_the_one_in_the_folder_where_it_was_typed(
    verb: str, project: Project, ran: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    call(project, verb, "사본.db", "--yes")
    ((command, _),) = ran
    assert command[-3:] == [verb, str(tmp_path / "사본.db"), "--yes"]


def test_a_project_without_a_database_says_so(tmp_path: Path, ran: list[Any]) -> None:
    with pytest.raises(Problem) as told:
        call(Project(tmp_path), "upgrade")
    assert told.value.fault is faults.NO_DATABASE
    assert not ran


def test_a_project_without_a_database_is_not_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "run_in_foreground", lambda *_, **__: pytest.fail("it was"))
    migrating.bring_up_to_date(Project(tmp_path))


@pytest.mark.parametrize(
    ("printed", "code", "why"),
    [
        (
            "Error: backend/migrations/0002_b.py, line 3: KeyError: 'x'\nThe database is as it was.\n"
            "Mend that file, then: python3 manage.py db upgrade",
            "FA160",
            "backend/migrations/0002_b.py, line 3: KeyError: 'x'\nThe database is as it was.",
        ),
        (
            "Error: The database cannot be migrated: OperationalError: connection failed: connection to "
            'server at "127.0.0.1", port 9 failed: Connection refused',
            "FA161",
            "The database cannot be migrated: OperationalError: connection failed: connection to "
            'server at "127.0.0.1", port 9 failed: Connection refused',
        ),
    ],
)
def test_what_the_command_says_becomes_one_problem(
    printed: str, code: str, why: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*_: object, printed: Any, **__: object) -> Ended:
        printed.write(said.encode())
        return Ended(1, stopped=False)

    said = printed
    monkeypatch.setattr(migrating, "run_in_foreground", run)
    monkeypatch.setattr(state, "is_current", lambda _: False)
    with pytest.raises(Problem) as told:
        migrating.bring_up_to_date(project)
    assert (told.value.code, told.value.why) == (code, why)
