"""What the rules for whoever changes the template rest on: what plain `copier update` does over the years."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2.exceptions import UndefinedError

from harness.rendered import DEFAULTS, Rendered, copy
from harness.small_template import SmallTemplate

LOOK = "  - \"{% if _copier_operation == 'update' %}/look.css{% endif %}\"\n"
INHERITED = "default: \"{{ license | default('MIT') }}\""


@pytest.fixture
def template(tmp_path: Path) -> SmallTemplate:
    return SmallTemplate.make(tmp_path / "template")


@pytest.fixture
def project(template: SmallTemplate, tmp_path: Path) -> Rendered:
    """A project of 1.0.0 with an answer and a few lines of its owner's."""
    made = copy(template, tmp_path / "내 앱", DEFAULTS | {"license": "none"})
    made.append("look.css", "Ours.\n")
    made.append("backend/requirements.txt", "ours\n")
    made.write("tox.ini", "Ours.\n")
    made.commit()
    return made


def rename_question(template: SmallTemplate, old: str, new: str) -> None:
    template.configure(f"{old}:", f"{new}:")
    template.configure(f"{{% if {old} ==", f"{{% if {new} is defined and {new} ==")


def take_from_owner(template: SmallTemplate) -> None:
    template.configure("  - /look.css\n", "")
    template.configure(LOOK, "")


def drop_choice(template: SmallTemplate) -> None:
    template.configure("choices: [MIT, none]", "choices: [MIT, BSD]")


def rename_shared_file(template: SmallTemplate) -> None:
    template.path("backend/requirements.txt").rename(template.path("scripts/requirements.txt"))


def add_file(template: SmallTemplate) -> None:
    template.write("tox.ini", "Theirs.\n")


def ask_unguarded(template: SmallTemplate) -> None:
    template.configure("\n_exclude:\n", "\ncolour:\n  type: str\n  default: red\n\n_exclude:\n")
    template.configure("_exclude:\n", "_exclude:\n  - \"{% if colour == 'none' %}/colours.txt{% endif %}\"\n")


def turn_file_into_folder(template: SmallTemplate) -> None:
    template.path("settings.txt").unlink()
    template.write("settings.txt/new.txt", "New.\n")
    template.tell("New file: `settings.txt/new.txt`.")


def is_marked(project: Rendered, path: str) -> bool:
    return "<<<<<<< before updating" in project.text(path)


def test_a_renamed_question_keeps_its_answer(template: SmallTemplate, project: Rendered) -> None:
    rename_question(template, "license", "terms")
    template.configure("default: MIT", INHERITED)
    assert template.faults() == {}
    template.release("1.1.0")
    project.update()
    assert (project.recorded["terms"], "license" in project.recorded) == ("none", False)
    assert not project.path("LICENSE").exists()


def test_a_question_that_was_renamed_twice_keeps_its_answer_across_both(
    template: SmallTemplate, project: Rendered
) -> None:
    rename_question(template, "license", "terms")
    template.configure("default: MIT", INHERITED)
    template.release("1.1.0")
    template.configure("terms is defined and terms", "conditions is defined and conditions")
    template.configure("terms:", "conditions:")
    template.configure(INHERITED, "default: \"{{ terms | default(license) | default('MIT') }}\"")
    assert template.faults() == {}
    template.release("1.2.0")
    project.update()
    assert project.recorded["conditions"] == "none"


def test_a_renamed_question_has_its_default_in_a_new_project(template: SmallTemplate, tmp_path: Path) -> None:
    rename_question(template, "license", "terms")
    template.configure("default: MIT", INHERITED)
    template.release("1.1.0")
    assert copy(template, tmp_path / "project", DEFAULTS).recorded["terms"] == "MIT"


@pytest.mark.parametrize("target", [None, "app/look.css"])
def test_a_file_of_the_owners_stays_where_the_template_drops_or_renames_it(
    template: SmallTemplate, project: Rendered, target: str | None
) -> None:
    if target:
        template.path("look.css").rename(template.path(target))
    else:
        template.path("look.css").unlink()
    assert template.faults() == {}
    template.release("1.1.0")
    project.update()
    assert project.text("look.css").endswith("Ours.\n")
    assert project.status() == {"M .copier-answers.yml"}


def test_a_guarded_table_lets_projects_update_that_were_never_asked(
    template: SmallTemplate, project: Rendered
) -> None:
    ask_unguarded(template)
    template.configure("{% if colour ==", "{% if colour is defined and colour ==")
    template.write("colours.txt", "Red.\n")
    template.tell("New file: `colours.txt`.")
    assert template.faults() == {}
    template.release("1.1.0")
    project.update()
    assert (project.recorded["colour"], project.text("colours.txt")) == ("red", "Red.\n")


# Each breach of a rule, and how it shows after an update that ends as if all were well.
HARMS: dict[str, tuple[Callable[[SmallTemplate], None], Callable[[Rendered], bool]]] = {
    "a renamed question": (
        lambda template: rename_question(template, "license", "terms"),
        lambda project: project.recorded["terms"] == "MIT",
    ),
    "a dropped choice": (drop_choice, lambda project: project.recorded["license"] == "MIT"),
    "a file taken from its owner": (take_from_owner, lambda project: is_marked(project, "look.css")),
    "a renamed file of both": (
        rename_shared_file,
        lambda project: "ours" not in project.text("scripts/requirements.txt"),
    ),
    "a new file": (add_file, lambda project: is_marked(project, "tox.ini")),
}


@pytest.mark.parametrize(("breach", "shows"), HARMS.values(), ids=HARMS)
def test_what_the_rules_forbid_does_harm(
    template: SmallTemplate,
    project: Rendered,
    breach: Callable[[SmallTemplate], None],
    shows: Callable[[Rendered], bool],
) -> None:
    breach(template)
    assert template.faults()
    template.release("1.1.0")
    project.update()
    assert shows(project)


@pytest.mark.parametrize(
    ("breach", "error"), [(ask_unguarded, UndefinedError), (turn_file_into_folder, FileExistsError)]
)
def test_what_the_rules_forbid_stops_every_update(
    template: SmallTemplate,
    project: Rendered,
    breach: Callable[[SmallTemplate], None],
    error: type[Exception],
) -> None:
    breach(template)
    assert template.faults()
    template.release("1.1.0")
    with pytest.raises(error):
        project.update()
