"""Files of the template's that one side moves, drops or adds, and things that stand in each other's place."""

from __future__ import annotations

import shutil

from harness.git import git
from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group, Setting
from update.judge import Told
from update.owners_day.owners_files import PICTURE
from update.small import CORE, ENV_EXAMPLE, GUIDE, HELPER, LAUNCHER, RUN, TOOL, mend

case = Group("Files that one side moves, drops or adds")
NEW_NAME = "scripts/assistant.py"
ADDED = "scripts/added.py"


@case(
    "a file changed; the template renames it and changes it elsewhere",
    told=Told(template_moved={HELPER: NEW_NAME}),
    day=1,
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(HELPER, "helper_05 = 5", "helper_05 = 'ours'")
    template.path(HELPER).rename(template.path(NEW_NAME))
    template.replace(NEW_NAME, "helper_15 = 15", "helper_15 = 'theirs'")


@case("a file changed; the template drops it", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(CORE, "error_05 = 5", "error_05 = 'ours'")
    template.path(CORE).unlink()


@case("a file deleted; the template changes it", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(LAUNCHER).unlink()
    template.replace(LAUNCHER, "rem_05 = 5", "rem_05 = 'theirs'")


@case("a file made executable, and another one changed that the template makes executable", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(TOOL).chmod(0o755)
    project.replace(ENV_EXAMPLE, "SETTING_05 = 5", "SETTING_05 = 'ours'")
    mend(template)
    template.path(ENV_EXAMPLE).chmod(0o755)


@case("a file added, and the template adds the same", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(ADDED, "ADDED = 1\n")
    template.write(ADDED, "ADDED = 1\n")


@case("a file added, and the template adds another of this name", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("docs/added.md", "Ours.\n")
    template.write("docs/added.md", "Theirs.\n")


@case("a picture added, and the template adds another of this name", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path("docs/logo.png").write_bytes(PICTURE + b"ours")
    template.path("docs/logo.png").write_bytes(PICTURE + b"theirs")


@case(
    "two files untouched; the template renames one and drops one",
    told=Told(template_moved={RUN: "scripts/start.sh"}),
    day=2,
)
def _(project: Rendered, template: TemplateRepository) -> None:
    template.path(RUN).rename(template.path("scripts/start.sh"))
    template.path(ENV_EXAMPLE).unlink()


@case("a file deleted; the template renames it", told=Told(template_moved={HELPER: NEW_NAME}), day=2)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(HELPER).unlink()
    template.path(HELPER).rename(template.path(NEW_NAME))


@case(
    "a file renamed; the template changes it",
    told=Told(owner_moved={TOOL: "tools/own_tool.py"}),
    day=2,
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path("tools").mkdir()
    project.path(TOOL).rename(project.path("tools/own_tool.py"))
    mend(template)


@case(
    "a folder deleted; the template changes a page in it and adds one",
    told=Told(unwanted=frozenset({"docs/new.md"})),
    day=2,
)
def _(project: Rendered, template: TemplateRepository) -> None:
    shutil.rmtree(project.path("docs"))
    template.replace(GUIDE, "guide_05 = 5", "guide_05 = 'theirs'")
    template.write("docs/new.md", "# New\n")


@case(
    "a folder renamed, a page in it changed; the template changes it elsewhere and adds one",
    told=Told(owner_moved={GUIDE: "handbook/guide.md", "docs/new.md": "handbook/new.md"}),
    day=3,
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path("docs").rename(project.path("handbook"))
    project.replace("handbook/guide.md", "guide_10 = 10", "guide_10 = 'ours'")
    template.replace(GUIDE, "guide_05 = 5", "guide_05 = 'theirs'")
    template.write("docs/new.md", "# New\n")


@case("a file made a symbolic link; the template changes it", day=3)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(TOOL).rename(project.path("scripts/own_tool.py"))
    project.path(TOOL).symlink_to("own_tool.py")
    project.append("scripts/own_tool.py", "ours = 1\n")
    mend(template)


@case("a submodule, and a clone that git ignores", day=3)
def _(project: Rendered, template: TemplateRepository) -> None:
    library = project.root.parent / "library"
    Rendered(library).write("library.py", "LIBRARY = 1\n")
    Rendered(library).commit()
    git(project.root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library), "lib")
    project.write("venv/src/clone.py", "OURS = 1\n")
    git(project.path("venv/src"), "init", "--quiet")


@case(
    "a page added to a folder that the template renames, and another one changed",
    told=Told(template_moved={GUIDE: "handbook/guide.md"}),
    day=4,
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("docs/lesson.md", "# Lesson\n")
    project.replace(GUIDE, "guide_10 = 10", "guide_10 = 'ours'")
    template.path("docs").rename(template.path("handbook"))


@case("an ignored `.env`, and the template adds a file of this name", told=Told(may_stop=True))
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("backend/.env", "PASSWORD=ours\n")
    template.write("backend/.env", "PASSWORD=\n")


@case("a file not committed, where the template adds one", Setting(commits=False), told=Told(must_stop=True))
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(ADDED, "ADDED = 'ours'\n")
    template.write(ADDED, "ADDED = 'theirs'\n")


@case(
    "a file not committed and hidden (`status.showUntrackedFiles=no`), where the template adds one",
    Setting(config="[status]\nshowUntrackedFiles = no\n", commits=False),
    told=Told(may_stop=True),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(ADDED, "ADDED = 'ours'\n")
    template.write(ADDED, "ADDED = 'theirs'\n")


@case("a file where the template adds a folder")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("scripts/added", "ours\n")
    template.write("scripts/added/one.py", "ADDED = 1\n")


@case("a folder where the template adds a file")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("scripts/added/ours.py", "OURS = 1\n")
    template.write("scripts/added", "theirs\n")


@case("a file changed; the template makes a folder of it")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(HELPER, "helper_05 = 5", "helper_05 = 'ours'")
    template.path(HELPER).unlink()
    template.write(f"{HELPER}/one.py", "ONE = 1\n")


@case("a file in a folder that the template makes a file of")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write("docs/lesson.md", "# Lesson\n")
    shutil.rmtree(template.path("docs"))
    template.write("docs", "See the wiki.\n")


@case(
    "a folder made a symbolic link, a page in it changed; the template changes it elsewhere and adds one",
    told=Told(owner_moved={GUIDE: "handbook/guide.md", "docs/new.md": "handbook/new.md"}),
)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path("docs").rename(project.path("handbook"))
    project.path("docs").symlink_to("handbook")
    project.replace("handbook/guide.md", "guide_10 = 10", "guide_10 = 'ours'")
    template.replace(GUIDE, "guide_05 = 5", "guide_05 = 'theirs'")
    template.write("docs/new.md", "# New\n")
