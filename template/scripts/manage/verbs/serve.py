"""manage.py serve: the built frontend and the API from one process, as in production."""

from __future__ import annotations

import argparse
import importlib.util

from .. import checks, faults
from ..database import migrating
from ..problem import Problem
from ..processes.child_environment import scrubbed_environment
from ..processes.children import end_on_signals
from ..project import Project
from ..python import venv
from ..servers.server import Server, choose_port, keep, url_of
from ..terminal.messages import text
from .dev import port

APPLICATION = "app.wsgi:application"
# On a laptop, the key of this machine will do; a deployment gives its own.
ENVIRONMENT = {"APP_MODE": "production", "APP_OWN_SECRET_KEY": "true"}
# Where a server answers on this machine that listens on all its addresses.
ON_THIS_MACHINE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


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
    migrating.bring_up_to_date(project, **ENVIRONMENT)
    # granian takes addresses only.
    host = "127.0.0.1" if options.host == "localhost" else options.host
    chosen = choose_port(project, "app", options.port or project.port("backend"), host=host)
    words = server_command(host, chosen)
    python = venv.of(project).python
    server = Server(
        name="server",
        shown=f"cd backend && {python.relative_to(project.backend)} -m {' '.join(words)}",
        command=[python, "-m", *words],
        cwd=project.backend,
        environment=scrubbed_environment(project.venv, programs=(), **ENVIRONMENT),
        host=ON_THIS_MACHINE.get(host, host),
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
            # Browsers speak HTTP/2 over HTTPS only; and where both are possible, a client that sends
            # nothing is waited for without an end.
            "--http", "1",
            # A request and an open stream hold a thread each; threads are started when needed. More
            # than a few a core make it warn at every start.
            "--blocking-threads", "64", "--log-level", "error",
            "--workers-kill-timeout", "10", APPLICATION,
        ]  # fmt: skip
    return ["waitress", f"--listen={host}:{port}", "--threads=32", APPLICATION]
