"""npm and ng, called by the user with words of their own: in frontend/, with this project's Node."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .. import stamp
from ..checks import frontend
from ..node import node_modules
from ..node.runtime import Node
from ..processes.child_environment import scrubbed_environment
from ..processes.children import run_in_foreground
from ..project import Project
from ..terminal import output
from ..terminal.messages import text


def parser(verb: str, description: str) -> argparse.ArgumentParser:
    """A parser that takes every word as it is, options too: they are the program's."""
    parser = argparse.ArgumentParser(
        prog=f"manage.py {verb}",
        usage=f"manage.py {verb} COMMAND …",
        description=description,
        add_help=False,
        prefix_chars="\0",
    )
    parser.add_argument("words", nargs="*", help=text("what the program is to do"))
    return parser


def run(project: Project, node: Node, command: Sequence[str | Path], shown: str, words: Sequence[str]) -> int:
    """Run the program in this terminal; give its exit code.

    `npm install`, `ng add` and `ng update` change the list of packages and install them too: what was current
    before stays so then.
    """
    was_stamped = node_modules.is_stamped(project)
    output.command(f"cd frontend && {shown} {' '.join(words)}")
    ended = run_in_foreground(
        [*command, *words],
        cwd=project.frontend,
        environment=scrubbed_environment(project.venv, programs=node.folders),
    )
    if ended.exit_code == 0 and was_stamped and _agree(project):
        stamp.write(project.node_modules, node_modules.facts(project))
    return ended.exit_code


def _agree(project: Project) -> bool:
    """Whether package.json, package-lock.json and node_modules still say the same."""
    return node_modules.is_in_step(project) and not list(frontend.manifest(project))
