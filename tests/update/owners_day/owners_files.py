"""The owner's files: those that the template laid down once, and those that are the owner's alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group
from update.small import CORE, EXAMPLE, ICON, README, TOOL, configure, mend

case = Group("The owner's files")
FOLDER = EXAMPLE.rpartition("/")[0]
# The first bytes of a PNG.
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@case("a feature, a page, a file named in Korean and with quotes", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("backend/app/features/notes/routes.py", "NOTES = 1\n")
    project.write("docs/lesson.md", "# Lesson 1  \n\n\n")
    project.write('docs/수업 "1".md', "# 수업\n")
    mend(template)


@case("README edited at both ends, and another icon; the template changes both", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(README, f"Ours.\n{project.text(README)}Ours again.")
    project.path(ICON).write_bytes(PICTURE)
    template.replace(f"{README}.jinja", "readme_01", "theirs_01")
    template.replace(ICON, "<svg", "<svg id='theirs'")


@case("the example changed; the template drops it", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(EXAMPLE, "example_05 = 5", "example_05 = 'ours'")
    shutil.rmtree(template.path(FOLDER))


@case("the example changed; the template renames it", day=2)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(EXAMPLE, "example_05 = 5", "example_05 = 'ours'")
    template.path(FOLDER).rename(template.path("backend/app/features/sample"))


@case("the example renamed; the template changes it", day=3)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(FOLDER).rename(project.path("backend/app/features/notes"))
    template.replace(EXAMPLE, "example_05 = 5", "example_05 = 'theirs'")


@case("README and the example deleted; the template changes both and adds to the example's folder", day=4)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(README).unlink()
    shutil.rmtree(project.path(FOLDER))
    template.replace(f"{README}.jinja", "readme_01", "theirs_01")
    template.replace(EXAMPLE, "example_05 = 5", "example_05 = 'theirs'")
    template.write(f"{FOLDER}/models.py", "MODELS = 1\n")


def _taken(path: str) -> Callable[[dict[str, Any]], None]:
    """The new version calls a file of the owner's its own."""

    def change(tables: dict[str, Any]) -> None:
        for table in ("_exclude", "_skip_if_exists"):
            tables[table] = [entry for entry in tables[table] if path not in entry]

    return change


def _given(path: str) -> Callable[[dict[str, Any]], None]:
    """The new version calls a file of its own the owner's."""

    def change(tables: dict[str, Any]) -> None:
        tables["_exclude"].append("{% if _copier_operation == 'update' %}/" + path + "{% endif %}")
        tables["_skip_if_exists"].append(f"/{path}")

    return change


@case("README untouched; it becomes the template's and changes", day=3)
def _(project: Rendered, template: TemplateRepository) -> None:
    configure(template, _taken(f"/{README}"))
    template.replace(f"{README}.jinja", "readme_01", "theirs_01")


@case("README changed; it becomes the template's and changes elsewhere", day=2)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(README, "readme_05 = 5", "readme_05 = 'ours'")
    configure(template, _taken(f"/{README}"))
    template.replace(f"{README}.jinja", "readme_01", "theirs_01")


@case("a file of the template's changed; it becomes the owner's and changes elsewhere", day=2)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(CORE, "error_02 = 2", "error_02 = 'ours'")
    configure(template, _given(CORE))
    template.replace(CORE, "error_09 = 9", "error_09 = 'theirs'")


@case("a file of the template's deleted; it becomes the owner's and changes", day=3)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(TOOL).unlink()
    configure(template, _given(TOOL))
    mend(template)
