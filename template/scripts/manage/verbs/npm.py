"""manage.py npm: npm with the project's Node, in frontend/: for machines that have no Node of their own."""

from __future__ import annotations

import argparse

from .. import lock
from ..node import runtime
from ..project import Project
from ..terminal.messages import text
from . import _pass_through

# What npm calls the commands that change node_modules (npm's documentation, "CLI commands").
INSTALLING = {
    "add", "audit", "ci", "clean-install", "dedupe", "i", "in", "install", "install-test", "it", "link", "ln",
    "prune", "r", "rebuild", "remove", "rm", "un", "uninstall", "unlink", "up", "update", "upgrade",
}  # fmt: skip


def parser() -> argparse.ArgumentParser:
    return _pass_through.parser(
        "npm", text("Run npm in frontend/, with the Node of this project: manage.py npm install leaflet")
    )


def run(project: Project, options: argparse.Namespace) -> int:
    installs = any(word in INSTALLING for word in options.words[:2])
    with (lock.installing if installs else lock.using)(project, "npm"):
        return _run(project, options)


def _run(project: Project, options: argparse.Namespace) -> int:
    chosen = runtime.needed(project)
    return _pass_through.run(project, chosen, chosen.npm, "npm", options.words)
