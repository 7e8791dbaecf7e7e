"""Questions and answers over time, and the template's address."""

from __future__ import annotations

from typing import Any

from harness import repository
from harness.git import git
from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group, Setting
from update.judge import Told
from update.small import OLD, SETTINGS, configure, mend

case = Group("Questions, answers, and the template's address")
SETTINGS_TEMPLATE = f"{SETTINGS}.jinja"


AHOY = {"greeting": "Ahoy"}


@case("a new question, and an old one with a new default")
def _(project: Rendered, template: TemplateRepository) -> None:
    def change(tables: dict[str, Any]) -> None:
        tables["colour"] = {"type": "str", "default": "green"}
        tables["greeting"]["default"] = "Hello"

    configure(template, change)
    template.replace(SETTINGS_TEMPLATE, "[ports]", 'colour = "{{ colour }}"\n\n[ports]')


@case(
    "a question that the new version calls by another name, whose default reads the old answer",
    Setting(answers=AHOY),
    told=Told(renamed={"greeting": "salutation"}),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    def change(tables: dict[str, Any]) -> None:
        tables["salutation"] = {**tables.pop("greeting"), "default": "{{ greeting | default('Welcome') }}"}

    configure(template, change)
    template.replace(SETTINGS_TEMPLATE, 'greeting = "{{ greeting }}"', 'greeting = "{{ salutation }}"')


@case("a question that the new version does not ask any more", Setting(answers=AHOY))
def _(project: Rendered, template: TemplateRepository) -> None:
    configure(template, lambda tables: tables.pop("greeting"))
    template.replace(SETTINGS_TEMPLATE, 'greeting = "{{ greeting }}"\n', "")


@case(
    "an answer that the new version does not allow any more", Setting(answers=AHOY), told=Told(may_stop=True)
)
def _(project: Rendered, template: TemplateRepository) -> None:
    configure(template, lambda tables: tables["greeting"].update(choices=["Welcome", "Hello"]))


@case(
    "another answer (`--data backend_port=9001`), and an own line in the file that has it",
    told=Told(data={"backend_port": "9001"}),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.append(SETTINGS, "\n[ours]\nline = 1\n")
    mend(template)


@case("an answer to no question (`--data nosuch=1`)", told=Told(data={"nosuch": "1"}, must_stop=True))
def _(project: Rendered, template: TemplateRepository) -> None:
    mend(template)


@case("`.copier-answers.yml` changed by hand")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(repository.ANSWERS, "backend_port: 8001", "backend_port: 9001")
    mend(template)


@case("`.copier-answers.yml` with the marks of a conflict", told=Told(must_stop=True))
def _(project: Rendered, template: TemplateRepository) -> None:
    port = "backend_port: 8001\n"
    both = f"<<<<<<< ours\n{port}=======\nbackend_port: 9001\n>>>>>>> theirs\n"
    project.replace(repository.ANSWERS, port, both)
    mend(template)


@case("`.copier-answers.yml` deleted", told=Told(must_stop=True))
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(repository.ANSWERS).unlink()
    mend(template)


@case("the version that the project was made from is gone from the template", told=Told(must_stop=True))
def _(project: Rendered, template: TemplateRepository) -> None:
    git(template.folder, "tag", "--delete", OLD)
    git(template.folder, "update-ref", "-d", "HEAD")
    mend(template)


@case(
    "the template lies elsewhere now (`--from ADDRESS`; Copier knows no such option)",
    Setting(template_moves=True),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    mend(template)
