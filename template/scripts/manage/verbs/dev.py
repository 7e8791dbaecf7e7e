"""manage.py dev: Flask and Angular side by side, both reloading when a file changes."""

from __future__ import annotations

import argparse

from .. import checks
from ..database import migrating
from ..node import node_modules, runtime
from ..processes.child_environment import scrubbed_environment
from ..processes.children import end_on_signals
from ..project import Project
from ..python import venv
from ..servers.server import Server, choose_port, keep, url_of
from ..terminal.messages import text

HOST = "127.0.0.1"


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py dev",
        description=text(
            "Start Flask and Angular for development. Both reload when a file changes; Ctrl-C stops both."
        ),
    )
    parser.add_argument("--no-open", dest="open", action="store_false", help=text("do not open the browser"))
    for side in ("backend", "frontend"):
        parser.add_argument(
            f"--{side}-port", type=port, metavar="PORT", help=text("instead of project.toml's")
        )
    return parser


def port(word: str) -> int:
    """A port number. Raises ValueError, which argparse tells the user."""
    number = int(word)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(
            text("a port is a number from 1 to 65535, not {number}", number=number)
        )
    return number


def run(project: Project, options: argparse.Namespace) -> int:
    end_on_signals()
    checks.require(project, checks.BEFORE_DEV)
    node_modules.require(project)
    migrating.bring_up_to_date(project)
    backend_port = choose_port(project, "backend", options.backend_port or project.port("backend"))
    frontend_port = choose_port(
        project,
        "frontend",
        options.frontend_port or project.port("frontend"),
        taken=frozenset({backend_port}),
    )
    servers = [backend(project, backend_port), frontend(project, frontend_port, backend_port)]
    keep(project, servers, url_of(HOST, frontend_port), browse=options.open)
    return 0


def backend(project: Project, port: int) -> Server:
    """Flask's development server."""
    words = ["flask", "--app", "app", "run", "--debug", "--host", HOST, "--port", str(port)]
    return Server(
        name="backend",
        shown=f"cd backend && {' '.join(words)}",
        command=[venv.of(project).python, "-m", *words],
        cwd=project.backend,
        environment=scrubbed_environment(project.venv),
        host=HOST,
        port=port,
        path="/api/health",
        colour="done",
        code=project.backend,
    )


def frontend(project: Project, port: int, backend_port: int) -> Server:
    """Angular's development server, which hands /api over to Flask."""
    chosen = runtime.needed(project)
    words = ["serve", "--host", HOST, "--port", str(port)]
    return Server(
        name="frontend",
        shown=f"cd frontend && npx ng {' '.join(words)}",
        command=[chosen.program, "node_modules/@angular/cli/bin/ng.js", *words],
        cwd=project.frontend,
        environment=scrubbed_environment(
            project.venv, programs=chosen.folders, BACKEND_URL=f"http://{HOST}:{backend_port}"
        ),
        host=HOST,
        port=port,
        path="/",
        colour="command",
    )
