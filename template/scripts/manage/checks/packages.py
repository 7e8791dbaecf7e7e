"""The Python packages in backend/venv."""

from __future__ import annotations

from collections.abc import Iterator

from .. import faults, git
from ..problem import Problem
from ..project import Project
from ..python import installed, requirements_file, venv
from ..terminal.messages import text
from .finding import Finding, fine


def check(project: Project) -> Iterator[Finding]:
    yield from requirements(project)
    ours = venv.of(project)
    if not ours.is_alive():
        return
    yield from missing(project)
    if ours.is_finished():
        yield fine(text("The Python packages are the ones of requirements.txt"))
    else:
        yield Problem(faults.PACKAGES_DIFFER)


def requirements(project: Project) -> Iterator[Finding]:
    """Whether `pip freeze > requirements.txt` has written the file anew: updates change other lines of it."""
    lost = requirements_file.lost(project)
    if lost is None:
        return
    said = [
        text("it does not begin with {line}", line=requirements_file.CONSTRAINTS) if lost.constraints else "",
        text("the line below which your packages stand is gone") if lost.mark else "",
        text("it is written in UTF-16") if lost.utf_8 else "",
    ]
    commit, base = _last_whole(project)
    names = _of_the_owner(project, base)
    yield Problem(
        faults.REQUIREMENTS_WRITTEN_ANEW,
        first=[
            f"git checkout {commit} -- backend/requirements.txt"
            if commit
            else text("Take that file from a new project, made with the same template"),
            text("Write below its marked line, one a line: {names}", names=", ".join(names))
            if names
            else text("It needs nothing of yours: no package in it was added by you"),
        ],
        lost=", ".join(filter(None, said)),
    )


def _last_whole(project: Project) -> tuple[str | None, list[str]]:
    """The newest commit with the template's file, and its lines; None where git has none."""
    path = "backend/requirements.txt"
    search = ("log", "-1", "--format=%h", f"-S{requirements_file.MARK}", "--", path)
    # It was added or taken away there; where it was taken away, the commit before has it.
    changed = git.answer(project.root, *search, seconds=git.PATIENCE)
    for commit in ("HEAD", f"{changed}~1") if changed else ():
        content = git.answer(project.root, "show", f"{commit}:./{path}", seconds=git.PATIENCE)
        if content and requirements_file.MARK in content:
            return commit, [line.strip() for line in content.splitlines()]
    return None, []


def _of_the_owner(project: Project, base: list[str]) -> list[str]:
    """The lines of packages that neither the template nor the committed file knows."""
    known = [*base, *requirements_file.lines(project.constraints)]
    added = dict(requirements_file.added(requirements_file.lines(project.requirements[0]), known))
    others = installed.needed_by_others(venv.of(project), added)
    return [line for name, line in added.items() if name not in others]


def missing(project: Project) -> Iterator[Finding]:
    names = installed.missing(venv.of(project))
    if names:
        yield Problem(faults.PACKAGES_ARE_MISSING, names=", ".join(names))
