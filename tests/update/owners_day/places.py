"""Where the project lies, and in which state its repository is."""

from __future__ import annotations

from harness.git import git
from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group, Setting
from update.judge import Told
from update.small import CORE, HELPER, TOOL, mend

case = Group("The repository, and where the project lies in it")


def _edit(project: Rendered, template: TemplateRepository) -> None:
    project.replace(TOOL, "tool_05 = 5", "tool_05 = 'ours'")
    mend(template)


@case(
    "a subfolder of a larger repository, with work beside it that is not committed",
    Setting(folder="apps/one", commits=False),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    top = Rendered(project.root.parents[1])
    top.write("other/notes.txt", "One.\n")
    _edit(project, template)
    top.commit("Ours")
    top.append("other/notes.txt", "Two.\n")


@case("a subfolder named in Korean; a file added that the template adds, too", Setting(folder="우리 앱"))
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("scripts/added.py", "ADDED = 1\n")
    template.write("scripts/added.py", "ADDED = 1\n")


@case(
    "a subfolder named in Korean, and `core.quotePath=false`",
    Setting(folder="우리 앱", config="[core]\nquotePath = false\n"),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    _edit(project, template)
    project.append("README.md", "Ours.\n")


@case("a linked worktree without a branch (a detached HEAD)")
def _(project: Rendered, template: TemplateRepository) -> None:
    here, main = project.root, project.root.parent / "main"
    here.rename(main)
    git(main, "worktree", "add", "--quiet", "--detach", str(here))
    _edit(project, template)


@case("changes that are not committed", Setting(commits=False), told=Told(must_stop=True))
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(HELPER, "helper_05 = 5", "helper_05 = 'ours'")
    project.replace(CORE, "error_05 = 5", "error_05 = 'ours'")
    git(project.root, "add", CORE)
    mend(template)


@case("a `.rej` file of an earlier update that git ignores")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.append(".gitignore", "*.rej\n")
    project.write("scripts/gone.py.rej", "@@ -1 +1 @@\n-one\n+ours\n")
    _edit(project, template)
