"""Adding a feature, with small templates."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from harness import slices
from scripts.manage.generator import adding, lists, manifest, referring
from scripts.manage.generator.adding import Templates
from scripts.manage.problem import Problem
from scripts.manage.processes.children import Stopped
from scripts.manage.project import Project

FILES = {
    "backend/app/features/notes/__init__.py",
    "backend/app/features/notes/models.py",
    "backend/app/features/notes/slice.json",
    "backend/app/features/notes/tests/test_notes.py",
    "backend/migrations/0001_notes.py",
    "frontend/src/app/features/notes/notes-api.ts",
    "frontend/src/app/features/notes/note-page.ts",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return slices.project(tmp_path / "project")


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    return slices.templates(tmp_path / "templates")


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value.code


def files_of(root: Path) -> set[str]:
    return {path for path, content in slices.state(root).items() if content is not None}


def test_all_files_and_both_entries_are_written(project: Project, templates: Templates) -> None:
    before = files_of(project.root)
    slices.add(project, templates, "notes", "title:string:120", "pages:integer:optional")
    assert files_of(project.root) - before == FILES
    backend = (project.root / lists.BACKEND).read_text(encoding="utf-8")
    frontend = (project.root / lists.FRONTEND).read_text(encoding="utf-8")
    assert lists.has(lists.BACKEND, backend, "notes")
    assert lists.has(lists.FRONTEND, frontend, "notes")
    assert "label: { en: 'Notes', ko: '노트' }" in frontend
    api = (project.root / "frontend/src/app/features/notes/notes-api.ts").read_text(encoding="utf-8")
    assert "  readonly title: string;\n  readonly pages: number;\n" in api


def test_hyphens_stand_where_the_frontend_has_them(project: Project, templates: Templates) -> None:
    slices.add(project, templates, "book_titles")
    there = files_of(project.root)
    assert "backend/app/features/book_titles/models.py" in there
    assert "frontend/src/app/features/book-titles/book-titles-api.ts" in there
    assert "frontend/src/app/features/book-titles/book-title-page.ts" in there
    assert "path: 'book-titles'" in (project.root / lists.FRONTEND).read_text(encoding="utf-8")


def test_the_manifest_knows_the_words_and_each_file(project: Project, templates: Templates) -> None:
    slices.add(project, templates, "notes", "title:string", said=("ko=메모",))
    content = json.loads((project.root / manifest.path_of("notes")).read_text(encoding="utf-8"))
    assert content["words"] == ["title:string"]
    assert content["labels"] == ["ko=메모"]
    noted = manifest.read(project, "notes")
    assert noted
    assert set(noted.files) == FILES - {noted.path}
    for path, hash_ in noted.files.items():
        assert hash_ == manifest.hashed((project.root / path).read_text(encoding="utf-8"))
    # Line ends of Windows are no edit.
    assert manifest.hashed("a\r\nb\r\n") == manifest.hashed("a\nb\n")


def test_migrations_follow_each_other(project: Project, templates: Templates) -> None:
    slices.write(
        project.root,
        {
            "backend/migrations/0007_mine.py": 'revision: str = "0007_mine"\ndown_revision = None\n',
            "backend/migrations/abc.py": 'revision = "abc"\ndown_revision = "0007_mine"\n',
            "backend/migrations/broken.py": "revision = (\n",
        },
    )
    slices.add(project, templates, "notes")
    written = (project.root / "backend/migrations/0008_notes.py").read_text(encoding="utf-8")
    assert 'down_revision = "abc"' in written


def test_migrations_that_are_not_in_one_row_are_refused(project: Project, templates: Templates) -> None:
    for name in ("one", "two"):
        text = f'revision = "{name}"\ndown_revision = None\n'
        slices.write(project.root, {f"backend/migrations/{name}.py": text})
    assert code_of(lambda: slices.add(project, templates, "notes")) == "FA185"


def test_a_project_without_a_database_is_told_how_to_get_one(tmp_path: Path) -> None:
    project = slices.project(tmp_path, database=False)
    with pytest.raises(Problem) as caught:
        adding.require_database(project)
    assert caught.value.code == "FA162"
    assert any("update --data database=sqlite" in line for line in caught.value.remedy)


@pytest.mark.parametrize(
    "path",
    [
        "backend/app/features/notes/routes.py",
        "frontend/src/app/features/notes/x.ts",
        "backend/migrations/0001_notes.py",
    ],
)
def test_nothing_that_is_there_is_overwritten(project: Project, templates: Templates, path: str) -> None:
    slices.write(project.root, {path: "# mine\n"})
    before = slices.state(project.root)
    assert code_of(lambda: slices.add(project, templates, "notes")) == "FA173"
    assert slices.state(project.root) == before


@pytest.mark.parametrize(("name", "singular"), [("notes", None), ("leaves", "note"), ("memos", "notes")])
def test_a_name_that_another_feature_has_is_refused(
    project: Project, templates: Templates, name: str, singular: str | None
) -> None:
    slices.add(project, templates, "notes")
    assert code_of(lambda: adding.names_of(project, name, singular)) == "FA173"


def test_what_python_compiled_of_a_feature_that_is_gone_is_no_feature(project: Project) -> None:
    """`git clean`, and a change of branches, leave ignored files where they are."""
    tests = project.root / "backend/app/features/notes/tests"
    for folder in (tests.parent, tests):
        (folder / "__pycache__").mkdir(parents=True)
        (folder / "__pycache__" / "routes.cpython-313.pyc").touch()
    assert adding.names_of(project, "notes", None).name == "notes"
    (tests / "notes.txt").touch()
    assert code_of(lambda: adding.names_of(project, "notes", None)) == "FA173"


def test_a_ref_leads_to_a_feature_that_is_there(project: Project, templates: Templates) -> None:
    with pytest.raises(Problem) as caught:
        slices.add(project, templates, "notes", "author:ref:users")
    assert caught.value.code == "FA180"
    slices.add(project, templates, "users", "name:string", said=("ko=사람", "one.en=Person"))
    slices.add(project, templates, "notes", "author:ref:users")
    noted = manifest.read(project, "notes")
    assert noted
    target = noted.as_slice(partial(referring.target, project)).fields[0].target
    assert target
    assert (target.class_name, target.labels["en"]["one"], target.labels["ko"]["one"]) == (
        "User",
        "Person",
        "사람",
    )


def test_a_row_may_refer_to_another_of_its_own_table(project: Project, templates: Templates) -> None:
    slices.add(project, templates, "notes", "parent:ref:notes:optional", said=("ko=메모",))
    noted = manifest.read(project, "notes")
    assert noted
    target = noted.as_slice(partial(referring.target, project)).fields[0].target
    assert target
    assert (target.class_name, target.labels["ko"]["one"]) == ("Note", "메모")


@pytest.mark.parametrize("target", ["user", "notes", "environment"])
def test_a_ref_to_nothing_or_always_to_its_own_table_is_refused(
    project: Project, templates: Templates, target: str
) -> None:
    slices.add(project, templates, "users", "name:string")
    before = slices.state(project.root)
    assert code_of(lambda: slices.add(project, templates, "notes", f"a:ref:{target}")) == "FA180"
    assert slices.state(project.root) == before


def test_a_list_that_cannot_be_found_is_told_with_its_line(project: Project, templates: Templates) -> None:
    slices.write(project.root, {lists.BACKEND: "features: list[str] = sorted(names())\n"})
    before = slices.state(project.root)
    with pytest.raises(Problem) as caught:
        slices.add(project, templates, "notes")
    assert caught.value.code == "FA184"
    assert any('"notes",' in line for line in caught.value.remedy)
    assert slices.state(project.root) == before


def test_with_that_line_in_it_the_list_is_good(project: Project, templates: Templates) -> None:
    by_hand = 'features: list[str] = sorted(["notes", *names()])\n'
    slices.write(project.root, {lists.BACKEND: by_hand})
    slices.add(project, templates, "notes")
    assert (project.root / lists.BACKEND).read_text(encoding="utf-8") == by_hand
    assert files_of(project.root) >= FILES


def test_what_a_template_does_not_know_is_an_error_before_anything_is_written(
    project: Project, templates: Templates
) -> None:
    slices.write(templates.folder, {"backend/app/features/NAME/z.py.j2": "{{ s.nothing }}\n"})
    before = slices.state(project.root)
    with pytest.raises(Exception, match="nothing"):
        slices.add(project, templates, "notes")
    assert slices.state(project.root) == before


def test_types_are_made_before_the_frontend_and_the_database_hear_of_it(
    project: Project, templates: Templates
) -> None:
    plan = adding.plan(project, slices.names(), ["title:string"], templates=templates)
    seen: list[tuple[bool, bool, bool]] = []

    def look() -> None:
        backend, frontend = ((project.root / path).read_text(encoding="utf-8") for path in slices.LISTS)
        migration = project.root / "backend/migrations/0001_notes.py"
        seen.append(("notes" in backend, "'notes'" in frontend, migration.exists()))

    adding.write(project, plan, look, look)
    assert seen == [(True, False, False), (True, True, True)]


@pytest.mark.parametrize(
    "end", [Problem(slices.FAULT, command="x"), KeyboardInterrupt(), Stopped(15), OSError()]
)
def test_types_that_fail_or_are_stopped_leave_not_a_byte(
    project: Project, templates: Templates, end: BaseException
) -> None:
    before = slices.state(project.root)
    plan = adding.plan(project, slices.names(), ["title:string"], templates=templates)

    def fail() -> None:
        slices.write(project.root, {slices.TYPES: "half", "frontend/src/app/api/types.gen.ts": "half"})
        raise end

    with pytest.raises(type(end)):
        adding.write(project, plan, fail, lambda: pytest.fail("too far"))
    assert slices.state(project.root) == before


@pytest.mark.parametrize("written", range(1, len(FILES) + 3))
def test_a_disk_that_is_full_at_any_file_leaves_not_a_byte(
    project: Project, templates: Templates, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    before = slices.state(project.root)
    plan = adding.plan(project, slices.names(), ["title:string"], templates=templates)
    count = 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        # The first is the note's.
        if count == written + 1:
            raise OSError("No space left on device")
        return real(self, target)

    real = Path.replace
    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="No space"):
        adding.write(project, plan, lambda: None, lambda: pytest.fail("too far"))
    assert slices.state(project.root) == before


def test_a_migration_that_fails_takes_everything_back(project: Project, templates: Templates) -> None:
    before = slices.state(project.root)
    plan = adding.plan(project, slices.names(), ["title:string"], templates=templates)

    def fail() -> None:
        raise Problem(slices.FAULT, command="x")

    with pytest.raises(Problem):
        adding.write(project, plan, lambda: None, fail)
    assert slices.state(project.root) == before


def test_a_migration_that_is_stopped_leaves_its_file_because_it_may_be_applied(
    project: Project, templates: Templates
) -> None:
    plan = adding.plan(project, slices.names(), ["title:string"], templates=templates)

    def stop() -> None:
        raise Stopped(signal.SIGINT)

    with pytest.raises(Stopped):
        adding.write(project, plan, lambda: None, stop)
    assert files_of(project.root) >= FILES
