"""Each rule for whoever changes the template notices its breach, planted in a template that has a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.small_template import SmallTemplate

LOOK = "  - \"{% if _copier_operation == 'update' %}/look.css{% endif %}\"\n"
QUESTION = "colour:\n  type: str\n  default: red\n  choices: [red, none]\n\n"
GATE = "  - \"{% if colour == 'none' %}/colours.txt{% endif %}\"\n"


@pytest.fixture
def template(tmp_path: Path) -> SmallTemplate:
    return SmallTemplate.make(tmp_path / "template")


def faults(template: SmallTemplate) -> list[str]:
    """What the rules say of the template as it lies there, for projects of 1.0.0."""
    found = template.faults()
    assert found.keys() <= {"1.0.0"}
    return found.get("1.0.0", [])


def fault(template: SmallTemplate) -> str:
    """The one thing that the rules say."""
    (only,) = faults(template)
    return only


def take_from_owner(template: SmallTemplate) -> None:
    template.configure("  - /look.css\n", "")
    template.configure(LOOK, "")


def hand_to_owner(template: SmallTemplate, glob: str) -> None:
    template.configure("  - /look.css\n", f"  - /look.css\n  - {glob}\n")
    template.configure(LOOK, LOOK + LOOK.replace("/look.css", glob))


def add_question(template: SmallTemplate) -> None:
    template.configure("\n_exclude:\n", f"\n{QUESTION}_exclude:\n")


def test_a_template_that_did_not_change_keeps_the_rules(template: SmallTemplate) -> None:
    assert faults(template) == []


def test_what_updates_carry_is_free(template: SmallTemplate) -> None:
    template.replace("settings.txt", "Settings", "Other settings")
    template.path("settings.txt").unlink()
    template.path("scripts/engine.txt").rename(template.path("scripts/motor.txt"))
    template.write("scripts/manage/new.txt", "New.\n")
    template.write("app/features/new.txt", "New, the owner's.\n")
    template.path("app/page.txt").unlink()
    template.write("app/page.txt/part.txt", "New, the owner's.\n")
    add_question(template)
    assert faults(template) == []


def test_every_release_is_compared(template: SmallTemplate) -> None:
    template.tell("New file: `notes.txt`, told in time.")
    template.write("notes.txt", "Notes.\n")
    template.release("1.1.0")
    template.write("more.txt", "More.\n")
    template.tell("New file: `notes.txt`, told again in vain.")
    found = template.faults()
    assert {version: len(faults) for version, faults in found.items()} == {"1.0.0": 1, "1.1.0": 1}
    assert "more.txt" in found["1.0.0"][0]


def test_a_file_of_the_owners_that_becomes_the_templates_is_a_fault(template: SmallTemplate) -> None:
    take_from_owner(template)
    assert fault(template).startswith("/look.css was the owner's")
    template.tell("New file: `look.css`, not to be told away.")
    assert len(faults(template)) == 1


@pytest.mark.parametrize("target", [None, "app/look.css"])
def test_a_file_of_the_owners_that_is_dropped_or_renamed_keeps_its_place_in_the_tables(
    template: SmallTemplate, target: str | None
) -> None:
    if target:
        template.path("look.css").rename(template.path(target))
    else:
        template.path("look.css").unlink()
    assert faults(template) == []
    take_from_owner(template)
    assert fault(template).startswith("/look.css was the owner's")


def test_a_folder_of_the_owners_may_grow_and_not_shrink(template: SmallTemplate) -> None:
    template.lay("copier.yml", template.text("copier.yml").replace("/app", "/app/page.txt"))
    assert fault(template).startswith("/app was the owner's")
    template.lay("copier.yml", template.text("copier.yml").replace("/app/page.txt", "/ap*"))
    assert faults(template) == []


@pytest.mark.parametrize("dropped", [False, True])
def test_a_file_of_the_templates_that_becomes_the_owners_is_told(
    template: SmallTemplate, dropped: bool
) -> None:
    """Also the one that was only put into the tables to keep it, after the template had dropped it."""
    hand_to_owner(template, "/settings.txt")
    if dropped:
        template.path("settings.txt").unlink()
    assert fault(template).startswith("settings.txt becomes the owner's")
    template.tell("Yours now: `settings.txt`, to be changed at will.")
    assert faults(template) == []


@pytest.mark.parametrize("target", [None, "scripts/requirements.txt"])
def test_a_file_that_holds_lines_of_both_stays_where_it_is(
    template: SmallTemplate, target: str | None
) -> None:
    path = template.path("backend/requirements.txt")
    if target:
        path.rename(template.path(target))
    else:
        path.unlink()
    assert fault(template).startswith("backend/requirements.txt holds lines")


def test_a_new_file_where_owners_may_have_one_is_told(template: SmallTemplate) -> None:
    template.write("docs/notes.md", "Notes.\n")
    template.write("tox.ini", "Tools.\n")
    assert [found.split()[0] for found in faults(template)] == ["docs/notes.md", "tox.ini"]
    template.tell("New file: `tox.ini`, which says nothing of `docs/notes.md`.")
    assert fault(template).startswith("docs/notes.md is new")
    template.tell("New file: `docs/`, `tox.ini` and `other.txt`.")
    assert faults(template) == []


def test_what_was_told_in_an_older_release_does_not_count_again(template: SmallTemplate) -> None:
    template.tell("New file: `tox.ini`, for a day.")
    template.release("1.1.0")
    template.write("tox.ini", "Tools.\n")
    assert template.faults().keys() == {"1.1.0"}


def test_a_file_that_becomes_a_folder_is_a_fault(template: SmallTemplate) -> None:
    template.path("settings.txt").unlink()
    template.write("settings.txt/new.txt", "New.\n")
    template.tell("New file: `settings.txt/new.txt`.")
    assert "lies in a folder that was a file" in fault(template)


def test_a_folder_that_becomes_a_file_is_a_fault(template: SmallTemplate) -> None:
    template.path("scripts/engine.txt").unlink()
    template.path("scripts").rmdir()
    template.write("scripts", "New.\n")
    template.tell("New file: `scripts`.")
    assert "lay in a folder that is a file now" in fault(template)


def test_a_name_that_changes_its_case_only_is_a_fault(template: SmallTemplate) -> None:
    template.path("scripts/engine.txt").unlink()
    template.write("scripts/Engine.txt", "New.\n")
    assert "only changes its case" in fault(template)


def test_a_question_that_is_gone_leaves_its_answer_to_another_or_is_told(template: SmallTemplate) -> None:
    template.configure("license:", "terms:")
    template.configure("license ==", "terms is defined and terms ==")
    assert fault(template).startswith("license is asked no more")
    template.configure("default: MIT", "default: \"{{ license | default('MIT') }}\"")
    assert faults(template) == []
    template.configure("default: \"{{ license | default('MIT') }}\"", "default: MIT license")
    assert len(faults(template)) == 1
    template.tell("Question removed: `license`, which nobody needs.")
    assert faults(template) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("choices: [MIT, none]", "choices: [MIT]"),
        ("choices: [MIT, none]", "choices: {MIT: MIT, None at all: nothing}"),
        ("license:\n  type: str\n", "license:\n  type: int\n"),
        ("project_name:\n  type: str\n", "project_name:\n  type: str\n  choices: [A, B]\n"),
    ],
)
def test_a_question_that_refuses_answers_of_before_is_told(
    template: SmallTemplate, old: str, new: str
) -> None:
    template.configure(old, new)
    name = old.partition(":")[0] if "type" in old else "license"
    assert fault(template).startswith(f"{name} refuses answers of before")
    template.tell(f"Question changed: `{name}`.")
    assert faults(template) == []


def test_choices_may_be_added_and_get_labels(template: SmallTemplate) -> None:
    template.configure("choices: [MIT, none]", "choices: {MIT: MIT, BSD: BSD, None at all: none}")
    assert faults(template) == []


def test_the_tables_ask_for_a_new_question_before_they_use_it(template: SmallTemplate) -> None:
    add_question(template)
    template.configure("_exclude:\n", f"_exclude:\n{GATE}")
    assert "'colour' is undefined" in fault(template)
    template.configure("{% if colour ==", "{% if colour is defined and colour ==")
    assert faults(template) == []
