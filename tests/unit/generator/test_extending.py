"""Adding a field to a feature, with small templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import slices
from scripts.manage.generator import extending, manifest, removing
from scripts.manage.generator.adding import Templates
from scripts.manage.problem import Problem
from scripts.manage.project import Project

MODELS = "backend/app/features/notes/models.py"
API = "frontend/src/app/features/notes/notes-api.ts"
MIGRATION = "backend/migrations/0002_notes_rating.py"
RATING = "rating:integer:optional:min:1:max:5"


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    return slices.templates(tmp_path / "templates")


@pytest.fixture
def project(tmp_path: Path, templates: Templates) -> Project:
    """A project with the feature notes."""
    project = slices.project(tmp_path / "project")
    slices.add(project, templates, "notes", "title:string", "done:boolean=false")
    return project


def add_field(project: Project, templates: Templates, word: str, *said: str) -> extending.Plan:
    plan = extending.plan(project, "notes", word, said, templates=templates)
    extending.write(project, plan, lambda: None, lambda: None)
    return plan


def test_an_unedited_feature_becomes_as_if_it_had_had_the_field(
    project: Project, templates: Templates, tmp_path: Path
) -> None:
    add_field(project, templates, RATING)
    other = slices.project(tmp_path / "other")
    slices.add(other, templates, "notes", "title:string", "done:boolean=false", RATING)
    for path in (MODELS, API):
        assert (project.root / path).read_bytes() == (other.root / path).read_bytes()


def test_the_field_has_a_migration_of_its_own_and_the_first_stays(
    project: Project, templates: Templates
) -> None:
    created = (project.root / "backend/migrations/0001_notes.py").read_bytes()
    add_field(project, templates, RATING)
    assert (project.root / "backend/migrations/0001_notes.py").read_bytes() == created
    content = (project.root / MIGRATION).read_text(encoding="utf-8")
    assert 'revision = "0002_notes_rating"\ndown_revision = "0001_notes"\n' in content


def test_fields_can_be_added_one_after_the_other_and_the_feature_removed(
    project: Project, templates: Templates
) -> None:
    add_field(project, templates, RATING, "rating.ko=별점")
    add_field(project, templates, "pages:integer=1")
    noted = manifest.read(project, "notes")
    assert noted
    assert noted.revisions == ("0001_notes", "0002_notes_rating", "0003_notes_pages")
    assert noted.labels == ("rating.ko=별점",)
    plan = removing.plan(project, "notes", lambda: (), templates=templates)
    assert not plan.kept
    assert not plan.written
    removing.carry_out(project, plan, lambda: None, lambda: None)
    assert not [path for path in slices.state(project.root) if "notes" in path]


def test_edits_elsewhere_stay_and_still_count_as_edits(project: Project, templates: Templates) -> None:
    mine = (project.root / MODELS).read_text(encoding="utf-8").replace("return 2", "return 3  # mine")
    slices.write(project.root, {MODELS: mine})
    plan = add_field(project, templates, RATING)
    assert not plan.by_hand
    content = (project.root / MODELS).read_text(encoding="utf-8")
    assert "return 3  # mine" in content
    assert "rating: integer" in content
    assert removing.plan(project, "notes", lambda: (), templates=templates).kept == (MODELS,)


def test_where_the_place_was_edited_the_lines_are_given_and_the_file_stays(
    project: Project, templates: Templates
) -> None:
    mine = (project.root / MODELS).read_text(encoding="utf-8").replace("done: boolean", "done: bool")
    slices.write(project.root, {MODELS: mine})
    plan = add_field(project, templates, RATING)
    assert list(plan.by_hand) == [MODELS]
    assert any("rating" in line for hunk in plan.by_hand[MODELS] for line in hunk.given)
    assert (project.root / MODELS).read_text(encoding="utf-8") == mine
    assert "rating" in (project.root / API).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("pages:integer", "FA188"),
        ("text:string", "FA188"),
        ("code:string:unique", "FA188"),
        ("title:string=x", "FA181"),
        ("rating", "FA175"),
        ("rating:int", "FA176"),
    ],
)
def test_a_field_that_cannot_be_added_is_refused(
    project: Project, templates: Templates, word: str, code: str
) -> None:
    before = slices.state(project.root)
    with pytest.raises(Problem) as caught:
        add_field(project, templates, word)
    assert caught.value.code == code
    assert slices.state(project.root) == before


@pytest.mark.parametrize("kind", ["integer", "decimal", "boolean", "date", "datetime", "email", "url"])
def test_the_default_that_is_proposed_is_one(project: Project, templates: Templates, kind: str) -> None:
    with pytest.raises(Problem) as caught:
        add_field(project, templates, f"more:{kind}")
    (line,) = caught.value.remedy
    proposed = line.rpartition(" ")[2]
    assert add_field(project, templates, proposed).field.default is not None


def test_a_feature_that_add_did_not_write_is_refused(project: Project, templates: Templates) -> None:
    with pytest.raises(Problem) as caught:
        extending.plan(project, "environment", RATING, templates=templates)
    assert caught.value.code == "FA186"


def test_a_fault_half_way_leaves_not_a_byte(project: Project, templates: Templates) -> None:
    before = slices.state(project.root)
    plan = extending.plan(project, "notes", RATING, templates=templates)

    def fail() -> None:
        raise Problem(slices.FAULT, command="x")

    for steps in ((fail, lambda: None), (lambda: None, fail)):
        with pytest.raises(Problem):
            extending.write(project, plan, *steps)
        assert slices.state(project.root) == before
