"""manage.py serve: the built frontend and the API from one process, as in production."""

from __future__ import annotations

import argparse
import importlib.util
import os
import secrets
from pathlib import Path

from .. import checks, faults
from ..problem import Problem
from ..processes.child_environment import scrubbed_environment
from ..processes.children import end_on_signals
from ..project import Project
from ..python import venv
from ..servers.server import Server, choose_port, keep, url_of
from ..terminal.messages import text
from .dev import port

NEEDS_VENV = True
APPLICATION = "app.wsgi:application"


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py serve",
        description=text(
            "Serve the built frontend and the API from one process. Build first: manage.py build."
        ),
    )
    parser.add_argument("--host", default="127.0.0.1", help=text("the address to listen on (%(default)s)"))
    parser.add_argument("--port", type=port, help=text("instead of project.toml's backend port"))
    parser.add_argument("--no-open", dest="open", action="store_false", help=text("do not open the browser"))
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    end_on_signals()
    if not (project.dist / "index.html").exists():
        raise Problem(faults.NOT_BUILT)
    checks.require(project, checks.BEFORE_SERVE)
    chosen = choose_port(project, "app", options.port or project.port("backend"), host=options.host)
    words = server_command(options.host, chosen)
    server = Server(
        name="server",
        shown=f"cd backend && python -m {' '.join(words)}",
        command=[venv.of(project).python, "-m", *words],
        cwd=project.backend,
        environment=scrubbed_environment(
            project.venv, APP_ENVIRONMENT="production", APP_SECRET_KEY=secret_key(project)
        ),
        host="127.0.0.1" if options.host in ("0.0.0.0", "localhost") else options.host,
        port=chosen,
        path="/api/health",
    )
    keep(project, [server], url_of(options.host, chosen), browse=options.open)
    return 0


def server_command(host: str, port: int) -> list[str]:
    """The server's module and arguments: granian, or waitress where granian has no wheel (Windows ARM)."""
    if importlib.util.find_spec("granian"):
        return [
            "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers-kill-timeout", "10", APPLICATION,
        ]  # fmt: skip
    return ["waitress", f"--listen={host}:{port}", "--threads=32", APPLICATION]


def secret_key(project: Project) -> str:
    """The key that signs sessions: the user's APP_SECRET_KEY, else one made once for this machine.

    Real deployments give their own; it never stands in a file that git keeps.
    """
    given = os.environ.get("APP_SECRET_KEY")
    if given:
        return given
    path = project.backend / "instance" / "serve_secret_key"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        _write_private(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read (as far as the system knows owners)."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
