"""Lines of the template's files that owners change."""

from __future__ import annotations

from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group
from update.small import CORE, ENV_EXAMPLE, GUIDE, HELPER, LAUNCHER, RUN, SETTINGS, TOOL, mend

case = Group("Lines of the template's files")


@case("nothing is changed by the owner")
def _(project: Rendered, template: TemplateRepository) -> None:
    mend(template)
    template.replace(CORE, "error_01", "fault_01")


@case("lines far from the template's: first, deleted, in between, last without a line's end", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(TOOL, "tool_01", "ours_1 = 1\ntool_01")
    project.replace(TOOL, "tool_03 = 3\ntool_04 = 4\n", "")
    project.replace(TOOL, "tool_12 = 12", "tool_12 = 'ours'")
    project.append(TOOL, "ours_2 = 2")
    mend(template)


@case("a line beside one that the template changes", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(HELPER, "helper_14 = 14", "helper_14 = 'ours'")
    template.replace(HELPER, "helper_15 = 15", "helper_15 = 'theirs'")


@case("the line that the template changes", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(CORE, "error_05 = 5", "error_05 = 'ours'")
    template.replace(CORE, "error_05 = 5", "error_05 = 'theirs'")


@case("the same change as the template's", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(GUIDE, "guide_05 = 5", "guide_05 = 'mended'")
    template.replace(GUIDE, "guide_05 = 5", "guide_05 = 'mended'")


@case("lines deleted that the template changes", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(ENV_EXAMPLE, "SETTING_04 = 4\nSETTING_05 = 5\n", "")
    template.replace(ENV_EXAMPLE, "SETTING_05 = 5", "SETTING_05 = 'theirs'")


@case("a line at the end, where the template adds one too", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(LAUNCHER, "rem_08 = 8\r\n", "rem_08 = 8\r\nrem ours\r\n")
    template.replace(LAUNCHER, "rem_08 = 8\r\n", "rem_08 = 8\r\nrem theirs\r\n")


@case("a file indented anew", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(RUN, "".join(f"    {line}\n" for line in project.text(RUN).splitlines()))
    template.replace(RUN, "run_05 = 5", "run_05 = 'theirs'")


@case("a port in `project.toml` by hand, and the template changes another line of it", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(SETTINGS, "8001", "9001")
    template.replace(f"{SETTINGS}.jinja", "[project]", "# The project.\n[project]")
