"""What Copier's own `copier update` has dropped without a word, while it can still be had back."""

from __future__ import annotations

from collections.abc import Iterator

from .. import faults
from ..node.node_modules import shortened
from ..problem import Problem
from ..processes.children import as_typed
from ..project import Project
from ..terminal.messages import text
from ..updating import copier_program, losses
from ..updating.switch import WorkTree
from .finding import Finding, fine

# For how many files the command that shows them is told.
SHOWN = 3


def check(project: Project) -> Iterator[Finding]:
    """Look only where an update by Copier is in the folder and in no commit: it renders the template."""
    work_tree = WorkTree(project.root)
    update = losses.plain_update(work_tree)
    if update is None:
        return
    python = copier_program.found(project)
    if not python:
        yield Problem(
            faults.NOT_LOOKED_AT, why=text("Neither uv, pipx nor a Copier is here to render the template.")
        )
        return
    try:
        lost = losses.find(work_tree, python, *update)
    except Problem as problem:
        yield Problem(faults.NOT_LOOKED_AT, why=problem.what)
        return
    if lost:
        shown = [f"git show {as_typed([f'HEAD:./{path}'])}" for path in lost[:SHOWN]]
        yield Problem(faults.LOST_BY_COPIER, first=shown, names=shortened(lost))
    else:
        yield fine(text("`copier update` has lost nothing of yours"))
