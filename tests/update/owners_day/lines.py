"""Lines of the template's files that owners change."""

from __future__ import annotations

from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group
from update.small import CORE, SETTINGS, TOOL, mend

case = Group("Lines of the template's files")
LAST = "tool_30 = 30\n"


@case("nothing is changed by the owner")
def _(project: Rendered, template: TemplateRepository) -> None:
    mend(template)
    template.replace(CORE, "error_01", "fault_01")


@case("lines far from the template's: first, deleted, in between, last without a line's end")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(TOOL, "tool_01", "ours_1 = 1\ntool_01")
    project.replace(TOOL, "tool_03 = 3\ntool_04 = 4\n", "")
    project.replace(TOOL, "tool_12 = 12", "tool_12 = 'ours'")
    project.append(TOOL, "ours_2 = 2")
    mend(template)


@case("a line beside one that the template changes")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(TOOL, "tool_14 = 14", "tool_14 = 'ours'")
    mend(template)


@case("the line that the template changes")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(TOOL, "tool_15 = 15", "tool_15 = 'ours'")
    mend(template)


@case("the same change as the template's")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(TOOL, "tool_15 = 15", "tool_15 = 'mended'")
    mend(template)


@case("lines deleted that the template changes")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(TOOL, "tool_14 = 14\ntool_15 = 15\n", "")
    mend(template)


@case("a line at the end, where the template adds one too")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.append(TOOL, "ours = 1\n")
    template.replace(TOOL, LAST, f"{LAST}theirs = 1\n")


@case("a file indented anew")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(TOOL, "".join(f"    {line}\n" for line in project.text(TOOL).splitlines()))
    mend(template)


@case("a port in `project.toml` by hand, and the template changes another line of it")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(SETTINGS, "8001", "9001")
    template.replace(f"{SETTINGS}.jinja", "[project]", "# The project.\n[project]")
