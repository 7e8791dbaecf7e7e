"""Removing a feature, with small templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from harness import slices
from scripts.manage.generator import manifest, removing
from scripts.manage.generator.adding import Templates
from scripts.manage.problem import Problem
from scripts.manage.project import Project

MODELS = "backend/app/features/notes/models.py"
CREATED = "backend/migrations/0001_notes.py"
DROPPED = "backend/migrations/0002_drop_notes.py"


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    return slices.templates(tmp_path / "templates")


@pytest.fixture
def before(tmp_path: Path) -> dict[str, bytes | None]:
    return slices.state(slices.project(tmp_path / "empty").root)


@pytest.fixture
def project(tmp_path: Path, templates: Templates) -> Project:
    """A project with the feature notes."""
    project = slices.project(tmp_path / "project")
    slices.add(project, templates, "notes", "title:string", "pages:integer:optional")
    return project


def remove(
    project: Project, templates: Templates, *applied: str, name: str = "notes", force: bool = False
) -> removing.Plan:
    def ask() -> Sequence[str]:
        return applied

    plan = removing.plan(project, name, ask, force=force, templates=templates)
    removing.carry_out(project, plan, lambda: None, lambda: None)
    return plan


def test_removing_what_was_added_leaves_the_project_as_it_was(
    project: Project, templates: Templates, before: dict[str, bytes | None]
) -> None:
    plan = remove(project, templates)
    assert not plan.kept
    # A project without migrations has no folder for them, or an empty one.
    assert slices.state(project.root) == before


def test_a_migration_that_was_applied_is_undone_by_a_new_one(project: Project, templates: Templates) -> None:
    created = (project.root / CREATED).read_text(encoding="utf-8")
    remove(project, templates, "0001_notes")
    assert (project.root / CREATED).read_text(encoding="utf-8") == created
    found: dict[str, Any] = {"create": lambda *_: "created", "drop": lambda *_: "dropped"}
    content = (project.root / DROPPED).read_text(encoding="utf-8")
    assert (
        content.replace("    create(", "    return create(").replace("    drop(", "    return drop(")
        != content
    )
    exec(content.replace("    create(", "    return create(").replace("    drop(", "    return drop("), found)
    assert (found["revision"], found["down_revision"]) == ("0002_drop_notes", "0001_notes")
    assert found["upgrade"]() == "dropped"
    assert found["downgrade"]() == "created"


def test_a_migration_that_others_follow_is_undone_by_a_new_one(
    project: Project, templates: Templates
) -> None:
    slices.add(project, templates, "books")
    remove(project, templates)
    there = slices.state(project.root)
    assert CREATED in there
    assert "backend/migrations/0003_drop_notes.py" in there


def test_what_was_edited_stays_and_is_named(project: Project, templates: Templates) -> None:
    slices.write(project.root, {MODELS: "# mine\n", "frontend/src/app/features/notes/own.ts": "// mine\n"})
    plan = remove(project, templates)
    assert plan.kept == (MODELS, "frontend/src/app/features/notes/own.ts")
    there = {path for path, content in slices.state(project.root).items() if content is not None}
    assert {path for path in there if "notes" in path} == set(plan.kept)


def test_by_force_what_was_edited_goes_and_what_is_the_owners_stays(
    project: Project, templates: Templates
) -> None:
    slices.write(project.root, {MODELS: "# mine\n", "frontend/src/app/features/notes/own.ts": "// mine\n"})
    plan = remove(project, templates, force=True)
    assert MODELS in plan.deleted
    assert plan.kept == ("frontend/src/app/features/notes/own.ts",)
    assert "backend/app/features/notes" not in slices.state(project.root)


def test_line_ends_of_windows_are_no_edit(project: Project, templates: Templates) -> None:
    content = (project.root / MODELS).read_bytes()
    slices.write(project.root, {MODELS: content.replace(b"\n", b"\r\n")})
    assert not remove(project, templates).kept


def test_a_file_that_is_gone_already_is_no_reason_to_stop(project: Project, templates: Templates) -> None:
    (project.root / MODELS).unlink()
    plan = remove(project, templates)
    assert MODELS not in (*plan.deleted, *plan.kept)
    assert "backend/app/features/notes" not in slices.state(project.root)


def test_a_migration_that_was_edited_stays_and_is_undone_by_a_new_one(
    project: Project, templates: Templates
) -> None:
    slices.write(project.root, {CREATED: 'revision = "0001_notes"\ndown_revision = None\n# mine\n'})
    remove(project, templates)
    assert {CREATED, DROPPED} <= slices.state(project.root).keys()


@pytest.mark.parametrize(
    "line",
    [
        'key = ForeignKey("notes.id")',
        "from app.features.notes.models import Note",
        "from app.features import notes",
    ],
)
def test_a_feature_that_others_refer_to_stays(project: Project, templates: Templates, line: str) -> None:
    slices.write(project.root, {"backend/app/features/shelf/models.py": f"{line}\n"})
    before = slices.state(project.root)
    with pytest.raises(Problem) as caught:
        remove(project, templates)
    assert caught.value.code == "FA187"
    assert "shelf" in caught.value.what
    assert slices.state(project.root) == before


def test_a_feature_of_a_similar_name_is_no_reason_to_stay(project: Project, templates: Templates) -> None:
    slices.write(project.root, {"backend/app/features/shelf/models.py": 'x = "my_notes.id"  # notes\n'})
    remove(project, templates)
    assert MODELS not in slices.state(project.root)


def test_what_add_did_not_write_is_refused_with_what_it_did(project: Project, templates: Templates) -> None:
    with pytest.raises(Problem) as caught:
        remove(project, templates, name="environment")
    assert caught.value.code == "FA186"
    assert any("notes" in line for line in caught.value.remedy)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"added": 1}', "\xff"])
def test_a_damaged_manifest_is_told(project: Project, content: str) -> None:
    slices.write(project.root, {manifest.path_of("notes"): content.encode("latin-1")})
    with pytest.raises(Problem) as caught:
        manifest.read(project, "notes")
    assert caught.value.code == "FA186"


def test_an_entry_that_cannot_be_found_is_left_to_its_owner(project: Project, templates: Templates) -> None:
    path = slices.LISTS[0]
    slices.write(project.root, {path: 'features = tuple(["notes"])\n'})
    plan = remove(project, templates)
    assert plan.by_hand == (path,)


@pytest.mark.parametrize("applied", [(), ("0001_notes",)])
def test_a_fault_while_removing_leaves_everything_in_place(
    project: Project, templates: Templates, applied: tuple[str, ...]
) -> None:
    before = slices.state(project.root)
    plan = removing.plan(project, "notes", lambda: applied, templates=templates)

    def fail() -> None:
        raise Problem(slices.FAULT, command="x")

    for steps in ((fail, lambda: None), (lambda: None, fail)):
        with pytest.raises(Problem):
            removing.carry_out(project, plan, *steps)
        assert slices.state(project.root) == before
