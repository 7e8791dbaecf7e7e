"""The owner's files: those that the template laid down once, and those that are the owner's alone."""

from __future__ import annotations

import shutil

from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group
from update.small import CORE, EXAMPLE, ICON, README, configure, mend

case = Group("The owner's files")
FOLDER = EXAMPLE.rpartition("/")[0]
# The first bytes of a PNG.
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@case("a feature, a page, a file named in Korean and with quotes")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("backend/app/features/notes/routes.py", "NOTES = 1\n")
    project.write("docs/lesson.md", "# Lesson 1  \n\n\n")
    project.write('docs/수업 "1".md', "# 수업\n")
    mend(template)


@case("README edited at both ends, the example and the icon changed; the template changes them all")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(README, f"Ours.\n{project.text(README)}Ours again.")
    project.replace(EXAMPLE, "example_05 = 5", "example_05 = 'ours'")
    project.path(ICON).write_bytes(PICTURE)
    template.replace(f"{README}.jinja", "readme_01", "theirs_01")
    template.replace(EXAMPLE, "example_05 = 5", "example_05 = 'theirs'")
    template.replace(ICON, "<svg", "<svg id='theirs'")


@case("the example renamed; the template changes it")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(FOLDER).rename(project.path("backend/app/features/notes"))
    template.replace(EXAMPLE, "example_05 = 5", "example_05 = 'theirs'")


@case("README and the example deleted; the template changes both and adds to the example's folder")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(README).unlink()
    shutil.rmtree(project.path(FOLDER))
    template.replace(f"{README}.jinja", "readme_01", "theirs_01")
    template.replace(EXAMPLE, "example_05 = 5", "example_05 = 'theirs'")
    template.write(f"{FOLDER}/models.py", "MODELS = 1\n")


@case("the example changed; the template drops it")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(EXAMPLE, "example_05 = 5", "example_05 = 'ours'")
    shutil.rmtree(template.path(FOLDER))
    mend(template)


@case("the example changed; the template renames it")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(EXAMPLE, "example_05 = 5", "example_05 = 'ours'")
    template.path(FOLDER).rename(template.path("backend/app/features/sample"))
    mend(template)


def _give_to_template(path: str, template: TemplateRepository) -> None:
    """The new version calls a file of the owner's its own."""

    def change(tables: dict[str, list[str]]) -> None:
        for table in ("_exclude", "_skip_if_exists"):
            tables[table] = [entry for entry in tables[table] if path not in entry]

    configure(template, change)


@case("README untouched; it becomes the template's and changes")
def _(project: Rendered, template: TemplateRepository) -> None:
    _give_to_template(f"/{README}", template)
    template.replace(f"{README}.jinja", "readme_01", "theirs_01")


@case("README changed; it becomes the template's and changes elsewhere")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(README, "readme_05 = 5", "readme_05 = 'ours'")
    _give_to_template(f"/{README}", template)
    template.replace(f"{README}.jinja", "readme_01", "theirs_01")


@case("a file of the template's changed; it becomes the owner's and changes elsewhere")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(CORE, "error_02 = 2", "error_02 = 'ours'")

    def change(tables: dict[str, list[str]]) -> None:
        tables["_exclude"].append("{% if _copier_operation == 'update' %}/" + CORE + "{% endif %}")
        tables["_skip_if_exists"].append(f"/{CORE}")

    configure(template, change)
    template.replace(CORE, "error_09 = 9", "error_09 = 'theirs'")
