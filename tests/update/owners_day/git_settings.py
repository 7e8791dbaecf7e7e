"""The person's own settings of git, which hold for every project on the machine."""

from __future__ import annotations

from harness.git import git
from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group, Setting
from update.judge import Told
from update.owners_day.files import NEW_NAME
from update.small import (
    ANGULAR,
    CORE,
    ENV_EXAMPLE,
    GUIDE,
    HELPER,
    LAUNCHER,
    LOCK,
    PACKAGES,
    SETTINGS,
    TOOL,
    mend,
)

case = Group("The person's settings of git")
HOOKS = ("pre-commit", "commit-msg", "prepare-commit-msg", "pre-merge-commit", "post-checkout", "post-merge")


def _edit(project: Rendered, template: TemplateRepository) -> None:
    """The owner's line and the template's are far apart."""
    project.replace(TOOL, "tool_05 = 5", "tool_05 = 'ours'")
    mend(template)


def _clash(project: Rendered, template: TemplateRepository) -> None:
    project.replace(TOOL, "tool_15 = 15", "tool_15 = 'ours'")
    mend(template)


@case(
    "`apply.whitespace=error`, and an own line with a blank at its end",
    Setting(config="[apply]\nwhitespace = error\n"),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("docs/lesson.md", "# Lesson \n")
    _edit(project, template)


@case(
    "`apply.whitespace=fix`, and an own line with a blank at its end",
    Setting(config="[apply]\nwhitespace = fix\n"),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(TOOL, "tool_25 = 25", "tool_25 = 25  ")
    _edit(project, template)


def _edit_all(project: Rendered, template: TemplateRepository) -> None:
    """Files that people's global lists name."""
    for path, word in {CORE: "error", SETTINGS: "frontend", LAUNCHER: "rem", ENV_EXAMPLE: "SETTING"}.items():
        project.replace(path, word, f"ours_{word}")
    mend(template)


@case(
    "a global gitignore that names `docs/`",
    Setting(config="[core]\nexcludesFile = {home}/ignore\n", home={"ignore": "docs/\n"}),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(GUIDE, "guide_05 = 5", "guide_05 = 'ours'")
    template.replace(GUIDE, "guide_10 = 10", "guide_10 = 'theirs'")


@case(
    "a global gitignore that names `core`, `*.toml`, `.env*`, `*.cmd`, `package-lock.json`",
    Setting(
        config="[core]\nexcludesFile = {home}/ignore\n",
        home={"ignore": "core\n*.toml\n.env*\n*.cmd\npackage-lock.json\n"},
    ),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    _edit_all(project, template)
    project.replace(LOCK, '"lockfileVersion": 3', '"lockfileVersion": 2')


@case(
    "a global attributes file with `*.json -diff`",
    Setting(config="[core]\nattributesFile = {home}/attributes\n", home={"attributes": "*.json -diff\n"}),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(ANGULAR, '"analytics": false', '"analytics": true')
    project.replace(PACKAGES, '"build": "ng build"', '"build": "ng build --watch"')
    template.replace(PACKAGES, '"tslib": "^2.8.1"', '"tslib": "^2.9.0"')


@case("`status.showUntrackedFiles=no`, and a conflict", Setting(config="[status]\nshowUntrackedFiles = no\n"))
def _(project: Rendered, template: TemplateRepository) -> None:
    _clash(project, template)


@case(
    "`core.autocrlf=true`, `core.quotePath=false`, `diff.noprefix`, `diff.external`, `color.ui=always`",
    Setting(
        config="[core]\nautocrlf = true\nquotePath = false\n"
        "[diff]\nnoprefix = true\nexternal = false\nrenames = copies\n[color]\nui = always\n"
    ),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("docs/수업.md", "# 수업\n")
    _edit(project, template)


@case("`merge.conflictStyle=zdiff3`, and a conflict", Setting(config="[merge]\nconflictStyle = zdiff3\n"))
def _(project: Rendered, template: TemplateRepository) -> None:
    _clash(project, template)


@case(
    "`merge.renames=false`; a file changed that the template renames",
    Setting(config="[merge]\nrenames = false\n[diff]\nrenames = false\n"),
    told=Told(template_moved={HELPER: NEW_NAME}),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(HELPER, "helper_05 = 5", "helper_05 = 'ours'")
    template.path(HELPER).rename(template.path(NEW_NAME))


@case(
    "hooks that fail, `commit.gpgSign` without a key, no name and no address for commits",
    Setting(
        config="[commit]\ngpgSign = true\n"
        "[user]\nsigningKey = nobody\nname =\nemail =\nuseConfigOnly = true\n",
        commits=False,
    ),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    _edit(project, template)
    project.commit("Ours")
    for name in HOOKS:
        project.write(f".git/hooks/{name}", "#!/bin/sh\necho 'This hook says no.' >&2\nexit 1\n")
        project.path(f".git/hooks/{name}").chmod(0o755)


@case(
    "a change hidden from git (`git update-index --skip-worktree`)",
    Setting(commits=False),
    told=Told(may_stop=True),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    git(project.root, "update-index", "--skip-worktree", SETTINGS)
    project.replace(SETTINGS, "8001", "9001")
    template.replace(f"{SETTINGS}.jinja", "[project]", "# The project.\n[project]")
