"""Lesson 11: a fix of the template reaches a project, and what its owner has written stays."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .. import git
from ..project import Project
from ..terminal.messages import manage, text
from ..updating import answers_file
from . import evidence
from .lesson import Lesson, Step, Task, step

FILE = "tickets.py"
SHOP = "A shop"
WRONG, RIGHT = "age < 12", "age <= 12"
TICKETS = f'''\
"""What a ticket costs: children up to 12 pay half."""

SHOP = "{SHOP}"


def price(age):
    return 5 if {WRONG} else 10


print(SHOP, price(11), price(12), price(13))
'''
PRINTED = "5 5 10"
CONFIG = "_subdirectory: template\n\nname:\n  type: str\n  default: shop\n"
OLD, NEW = "v1.0.0", "v1.1.0"
# Commits need a name, and a learner may not have told git one.
NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Lesson"), ("EMAIL", "lesson@example.org"))
}


def set_up(task: Task) -> None:
    """A template with two releases, and a project made from the older one, with this manage.py."""
    template, app = task.folder / "template", task.folder / "app"
    (template / "template").mkdir(parents=True)
    answers = template / "template" / "{{_copier_conf.answers_file}}.jinja"
    (template / "copier.yml").write_text(CONFIG, encoding="utf-8", newline="\n")
    answers.write_text("{{ _copier_answers | to_nice_yaml }}", encoding="utf-8", newline="\n")
    _release(template, TICKETS, OLD)
    _release(template, TICKETS.replace(WRONG, RIGHT), NEW)
    app.mkdir()
    _copy_program(task.project, app)
    (app / FILE).write_text(TICKETS, encoding="utf-8", newline="\n")
    address = str(template).replace("'", "''")
    lines = f"_commit: {OLD}\n_src_path: '{address}'\nname: shop\n"
    (app / answers_file.NAME).write_text(lines, encoding="utf-8", newline="\n")
    (app / ".gitignore").write_text("__pycache__/\n.manage.*\n", encoding="utf-8", newline="\n")
    _commit(app, "Start from the template")


def _copy_program(project: Project, app: Path) -> None:
    shutil.copy2(project.root / "manage.py", app)
    shutil.copytree(project.root / "scripts", app / "scripts", ignore=shutil.ignore_patterns("__pycache__"))


def _release(template: Path, tickets: str, version: str) -> None:
    (template / "template" / FILE).write_text(tickets, encoding="utf-8", newline="\n")
    _commit(template, f"Release {version}")
    git.work(template, "tag", version)


def _commit(folder: Path, message: str) -> None:
    environment = git.without_repository() | NOBODY
    if not (folder / ".git").exists():
        git.work(folder, "init", "--quiet")
    git.work(folder, "add", "--all")
    settings = ["commit.gpgsign=false", f"core.hooksPath={os.devnull}"]
    git.work(folder, "commit", "--quiet", "--message", message, settings=settings, environment=environment)


def check(task: Task) -> Iterator[Step]:
    app = task.folder / "app"
    tickets = evidence.read(app / FILE)
    yield step(
        "SHOP = " in tickets and f'SHOP = "{SHOP}"' not in tickets,
        text("The name in {file} is yours.", file=task.shown(app / FILE)),
        text("Write a name of your own in the place of {name}, and commit it.", name=SHOP),
    )
    answers = evidence.read(app / answers_file.NAME)
    yield step(
        f"_commit: {NEW}\n" in answers.replace("\r\n", "\n"),
        text("The project knows that it has {version} of its template.", version=NEW),
        text("Let it be updated: {command}", command=manage("update --no-setup")),
    )
    said = evidence.printed([sys.executable, FILE], task.project.venv, app)
    yield step(
        said is not None and said.endswith(PRINTED),
        text("The fix is in {file}: it runs, and a child of 12 pays half.", file=FILE),
        text("See what git says of the file: {command}", command="git diff HEAD"),
    )
    yield step(
        git.answer(app, "status", "--porcelain") == "",
        text("All of it is in a commit."),
        text("Keep it: {command}", command='git commit -m "Update from the template"'),
    )


LESSON = Lesson(11, "template-fix", "Pull a fix from the template", set_up, check)
