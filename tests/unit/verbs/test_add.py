"""`manage.py add` and `remove` as they are called, with small templates and nothing installed."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from harness import slices
from scripts.manage.generator import adding, asking, manifest
from scripts.manage.node import node_modules
from scripts.manage.problem import Problem
from scripts.manage.project import Project
from scripts.manage.terminal import output
from scripts.manage.verbs import _features, add, remove


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    small = slices.templates(tmp_path / "templates")
    monkeypatch.setattr(adding, "Templates", lambda: small)
    monkeypatch.setattr("scripts.manage.generator.extending.Templates", lambda: small)
    monkeypatch.setattr("scripts.manage.generator.removing.Templates", lambda: small)
    for verb in (add, remove):
        monkeypatch.setattr(verb, "bring_up_to_date", lambda _: None)
    monkeypatch.setattr(node_modules, "require", lambda _: None)
    monkeypatch.setattr(_features, "make_types", lambda _: None)
    monkeypatch.setattr(_features, "applied", lambda _: ["0001_notes"])
    slices.write(tmp_path / "project", {"project.toml": "[ports]\nfrontend = 4207\n"})
    return slices.project(tmp_path / "project")


def call(verb: ModuleType, project: Project, *words: str) -> int:
    options = verb.parser().parse_args(words)
    return int(verb.run(project, options))


def noted(project: Project) -> manifest.Manifest:
    found = manifest.read(project, "notes")
    assert found
    return found


def test_labels_and_fields_may_stand_in_any_order(project: Project) -> None:
    words = (
        "notes",
        "--label",
        "ko=노트",
        "title.ko=글",
        "title:string=a:b",
        "done:boolean",
        "--singular",
        "memo",
    )
    assert call(add, project, *words) == 0
    assert noted(project).words == ("title:string=a:b", "done:boolean")
    assert noted(project).labels == ("ko=노트", "title.ko=글")
    assert noted(project).singular == "memo"


def test_it_says_how_things_were_understood_and_where_the_page_is(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    call(add, project, "notes", "status:enum:draft:optinal=draft", "pages:integer:min:1")
    printed = capsys.readouterr().out
    assert "note" in printed
    # A modifier that is mistyped is a choice here, and asked about.
    assert "status: enum (draft, optinal), = draft\n    optinal: Did you mean 'optional'?\n" in printed
    assert "pages: integer, ≥ 1" in printed
    assert "http://localhost:4207/notes" in printed


def test_a_dry_run_shows_files_and_both_lists_and_writes_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = slices.state(project.root)
    assert call(add, project, "notes", "title:string", "--dry-run") == 0
    printed = capsys.readouterr().out
    assert "+ 0001_notes.py" in printed
    assert '+    "notes",' in printed
    assert "+    path: 'notes'," in printed
    assert slices.state(project.root) == before


def test_without_fields_and_without_a_terminal_it_is_an_error(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    with pytest.raises(Problem) as caught:
        call(add, project, "notes")
    assert caught.value.code == "FA182"


def test_without_fields_a_terminal_asks_for_them(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    answers = iter(["title", "", "", "", ""])
    monkeypatch.setattr(asking.fields, "__defaults__", (lambda _: next(answers),))
    assert call(add, project, "notes") == 0
    assert noted(project).words == ("title:string",)


def test_a_field_is_added_and_what_was_edited_is_told(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    call(add, project, "notes", "title:string")
    path = project.root / "backend/app/features/notes/models.py"
    path.write_text(path.read_text(encoding="utf-8").replace("title: string", "title: str"), encoding="utf-8")
    before = slices.state(project.root)
    assert call(add, project, "field", "notes", "pages:integer=1", "--dry-run") == 1
    assert slices.state(project.root) == before
    assert call(add, project, "field", "notes", "pages:integer=1") == 1
    assert "+     pages: integer = 1" in capsys.readouterr().out
    assert noted(project).added[0].word == "pages:integer=1"


@pytest.mark.parametrize("words", [("field",), ("field", "notes"), ("field", "notes", "a:text", "b:text")])
def test_one_field_is_added_at_a_time(project: Project, words: tuple[str, ...]) -> None:
    with pytest.raises(Problem) as caught:
        call(add, project, *words)
    assert caught.value.code == "FA175"


@pytest.mark.parametrize(
    ("is_terminal", "answer", "words", "goes"),
    [
        (True, "y", (), True),
        (True, "예", (), True),
        (True, "", (), False),
        (True, "n", (), False),
        (False, "y", (), False),
        (False, "", ("--yes",), True),
    ],
)
def test_rows_go_only_where_that_is_meant(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    is_terminal: bool,
    answer: str,
    words: tuple[str, ...],
    goes: bool,
) -> None:
    call(add, project, "notes", "title:string")
    before = slices.state(project.root)
    monkeypatch.setattr(_features, "rows", lambda *_: 3)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: is_terminal)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert call(remove, project, "notes", *words) == (0 if goes else 1)
    assert (slices.state(project.root) != before) == goes


def test_an_empty_table_goes_without_a_question(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    call(add, project, "notes", "title:string")
    monkeypatch.setattr(_features, "rows", lambda *_: 0)
    monkeypatch.setattr("builtins.input", lambda _: pytest.fail("It asked."))
    assert call(remove, project, "notes") == 0
    assert manifest.read(project, "notes") is None


def test_a_dry_run_of_remove_changes_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    call(add, project, "notes", "title:string")
    before = slices.state(project.root)
    assert call(remove, project, "notes", "--dry-run") == 0
    assert "- models.py" in capsys.readouterr().out
    assert slices.state(project.root) == before
