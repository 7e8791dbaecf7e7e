"""Starting servers, waiting until they answer, and stopping when one of them dies."""

from __future__ import annotations

import http.client
import os
import threading
import time
import webbrowser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import faults
from ..problem import Problem
from ..processes import failures
from ..processes.children import Child, Crew
from ..project import Project
from ..terminal import output
from ..terminal.messages import text
from . import port_owner
from .ports import free_port

# How often a server is asked whether it answers (seconds).
POLL = 0.1
# After this, a line says that the wait goes on (seconds).
PATIENCE = 60


@dataclass
class Server:
    """A server to start: its command as typed, and as really run, and the address that answers in the end."""

    name: str
    shown: str
    command: Sequence[str | Path]
    cwd: Path
    environment: Mapping[str, str]
    host: str
    port: int
    path: str
    colour: str = "command"
    child: Child | None = field(default=None, init=False)

    def start(self, crew: Crew, *, prefix: bool) -> None:
        """Show its command and start it; its lines are printed, with its name in front where `prefix`."""
        output.command(self.shown)
        label = output.paint(f"{self.name:<8} |", self.colour)

        def tell(line: str) -> None:
            output.say(f"{label} {line}" if prefix else line)

        try:
            self.child = crew.start(self.command, cwd=self.cwd, environment=self.environment, on_line=tell)
        except OSError as error:
            raise Problem(faults.SERVER_NOT_STARTED, why=str(error), side=text(self.name)) from error

    def answers(self) -> bool:
        """Whether an HTTP request is answered at all, with whatever status but a gateway's error."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=2)
        try:
            connection.request("GET", self.path, headers={"Accept": "text/html,*/*"})
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def died(self) -> Problem:
        """The problem to raise when it ended although nobody asked it to."""
        assert self.child
        found = failures.cause(self.child.tail)
        # Servers speak of many networks and files; only one of these causes keeps them from running.
        watches = found is not None and found.fault is faults.TOO_FEW_WATCHES
        return Problem(
            faults.SERVER_ENDED,
            cause=faults.TOO_FEW_WATCHES if watches else None,
            why=text("Its last lines:"),
            output=list(self.child.tail)[-15:],
            side=text(self.name),
            code=self.child.exit_code,
        )


def choose_port(
    project: Project, name: str, wanted: int, *, taken: frozenset[int] = frozenset(), host: str | None = None
) -> int:
    """The port for a server: the wanted one, or the next free one, telling who holds the wanted one.

    Raises Problem FA050 where none is free.
    """
    chosen = free_port(wanted, taken=taken, host=host)
    if chosen != wanted:
        output.warn(
            text(
                "Port {port} is held by {owner}: the {side} listens on {other}.",
                port=wanted,
                owner=port_owner.described(port_owner.of(wanted), project),
                side=text(name),
                other=chosen,
            )
        )
    return chosen


def keep(project: Project, servers: Sequence[Server], url: str, *, browse: bool) -> None:
    """Start servers side by side, tell the address of the app once all answer, and keep them.

    Where `browse` is wanted, the page is opened. Raises Problem FA051 or FA052 where one does not start or
    ends, and Stopped on Ctrl-C or another signal; none is left running then.
    """
    with Crew() as crew:
        for server in servers:
            server.start(crew, prefix=len(servers) > 1)
        wait_until_up(servers)
        how_to_end = text("Ctrl-C stops both servers.") if len(servers) > 1 else text("Ctrl-C stops it.")
        output.say()
        output.say(f"{output.mark('done')} {project.name}:  {output.paint(url, 'strong')}")
        output.say(f"  {how_to_end}")
        output.say()
        open_browser(url, wanted=browse)
        stay_until_one_dies(servers)


def wait_until_up(servers: Sequence[Server]) -> None:
    """Wait until all servers answer.

    Raises Problem FA052 when one ends instead.
    """
    started = time.monotonic()
    waiting = list(servers)
    reminded = False
    while waiting:
        _raise_if_one_died(servers)
        waiting = [server for server in waiting if not server.answers()]
        if waiting:
            time.sleep(POLL)
        if waiting and not reminded and time.monotonic() - started > PATIENCE:
            reminded = True
            names = ", ".join(text(server.name) for server in waiting)
            output.warn(text("Still waiting for: {names}. Ctrl-C stops.", names=names))


def stay_until_one_dies(servers: Sequence[Server]) -> None:
    """Wait for ever. Raises Problem FA052 when a server ends, and Stopped on Ctrl-C or another signal."""
    while True:
        _raise_if_one_died(servers)
        time.sleep(POLL)


def _raise_if_one_died(servers: Sequence[Server]) -> None:
    for server in servers:
        if server.child and server.child.exit_code is not None:
            server.child.wait()
            raise server.died()


def url_of(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def open_browser(url: str, *, wanted: bool) -> None:
    """Open the page, unless not wanted or nobody sits here (CI). Never fails, never waits."""
    if wanted and not os.environ.get("CI"):
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
