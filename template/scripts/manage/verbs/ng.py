"""manage.py ng: the Angular CLI with the project's Node, in frontend/."""

from __future__ import annotations

import argparse

from ..node import node_modules, runtime
from ..project import Project
from ..terminal.messages import text
from . import _pass_through

PROGRAM = "node_modules/@angular/cli/bin/ng.js"


def parser() -> argparse.ArgumentParser:
    return _pass_through.parser(
        "ng",
        text(
            "Run the Angular CLI in frontend/, with the Node of this project: "
            "manage.py ng generate component features/notes/notes-page"
        ),
    )


def run(project: Project, options: argparse.Namespace) -> int:
    node_modules.require(project)
    chosen = runtime.needed(project)
    return _pass_through.run(project, chosen, [chosen.program, PROGRAM], "npx ng", options.words)
