"""Starting servers, waiting until they answer, and stopping when one of them dies."""

from __future__ import annotations

import os
import threading
import time
import webbrowser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .. import faults
from ..problem import Problem
from ..processes import failures, mistakes
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
    # The folder with the project's Python code: where a mistake ends the server, a change starts it again.
    code: Path | None = None
    child: Child | None = field(default=None, init=False)
    # Set where a traceback has ended since it was last looked at, by the thread that reads its lines.
    _failed: threading.Event = field(default_factory=threading.Event, init=False)
    # The mistake that was told last; when the code was last changed before the server was started.
    _told: str = field(default="", init=False)
    _state: float = field(default=0.0, init=False)
    _has_answered: bool = field(default=False, init=False)

    def start(self, crew: Crew, *, prefix: bool) -> None:
        """Show its command and start it; its lines are printed, with its name in front where `prefix`."""
        output.command(self.shown)
        # Before it is started: a change while it starts must count.
        self._state = _newest(self.code) if self.code else 0.0
        label = output.paint(f"{self.name:<8} |", self.colour)

        def tell(line: str) -> None:
            line = output.plain(line)
            output.say(f"{label} {line}" if prefix else line)
            if mistakes.ends_a_traceback(line):
                self._failed.set()

        try:
            self.child = crew.start(self.command, cwd=self.cwd, environment=self.environment, on_line=tell)
        except OSError as error:
            raise Problem(faults.SERVER_NOT_STARTED, why=str(error), side=text(self.name)) from error

    def answers(self) -> bool:
        """Whether an HTTP request is answered at all, with whatever status but a gateway's error."""
        # Here: the servers start meanwhile.
        import http.client

        connection = http.client.HTTPConnection(self.host, self.port, timeout=2)
        try:
            connection.request("GET", self.path, headers={"Accept": "text/html,*/*"})
            up = connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        self._has_answered |= up
        return up

    def tell_mistake(self, project: Project) -> None:
        """Tell the mistake in the project's code that its last lines are about, once."""
        if not self.child or not self._failed.is_set():
            return
        self._failed.clear()
        found = mistakes.in_code(list(self.child.tail), project)
        if found and found.what != self._told:
            self._told = found.what
            found.show()

    def look_at(self, project: Project, crew: Crew, *, prefix: bool) -> None:
        """Tell mistakes in the project's code; where one has ended it, start it again after the next change.

        Raises Problem FA052, or of the mistake, where it has ended and does not go on.
        """
        assert self.child
        if self.child.exit_code is None:
            # Where nothing starts it again, a mistake ends it before it is up, and is raised then.
            if self.code or self._has_answered:
                self.tell_mistake(project)
            return
        self.child.wait()
        mistake = mistakes.in_code(list(self.child.tail), project)
        if not mistake or not self.code:
            raise mistake or self._died()
        self.tell_mistake(project)
        if _newest(self.code) != self._state:
            self.start(crew, prefix=prefix)

    def _died(self) -> Problem:
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
        wait_until_up(project, servers, crew)
        how_to_end = text("Ctrl-C stops both servers.") if len(servers) > 1 else text("Ctrl-C stops it.")
        output.say()
        output.say(f"{output.mark('done')} {project.name}:  {output.paint(url, 'strong')}")
        output.say(f"  {how_to_end}")
        output.say()
        open_browser(url, wanted=browse)
        stay_until_one_dies(project, servers, crew)


def wait_until_up(project: Project, servers: Sequence[Server], crew: Crew) -> None:
    """Wait until all servers answer. A mistake in the project's code is told, and waited for to be fixed.

    Raises Problem FA052, or of the mistake, when one ends instead.
    """
    started = time.monotonic()
    waiting = list(servers)
    reminded = False
    while waiting:
        _look_at(project, servers, crew)
        waiting = [server for server in waiting if not server.answers()]
        if waiting:
            time.sleep(POLL)
        if waiting and not reminded and time.monotonic() - started > PATIENCE:
            reminded = True
            names = ", ".join(text(server.name) for server in waiting)
            output.warn(text("Still waiting for: {names}. Ctrl-C stops.", names=names))


def stay_until_one_dies(project: Project, servers: Sequence[Server], crew: Crew) -> None:
    """Wait for ever. Raises Problem FA052 when a server ends, and Stopped on Ctrl-C or another signal."""
    while True:
        _look_at(project, servers, crew)
        time.sleep(POLL)


def _look_at(project: Project, servers: Sequence[Server], crew: Crew) -> None:
    for server in servers:
        server.look_at(project, crew, prefix=len(servers) > 1)


def _newest(code: Path) -> float:
    """When a Python file below a folder was last changed; what is installed in a venv is left out."""
    newest = 0.0
    for folder, folders, files in os.walk(code):
        folders[:] = [name for name in folders if not (Path(folder) / name / "pyvenv.cfg").exists()]
        for name in files:
            if name.endswith(".py"):
                with suppress(OSError):
                    newest = max(newest, (Path(folder) / name).stat().st_mtime)
    return newest


def url_of(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def open_browser(url: str, *, wanted: bool) -> None:
    """Open the page, unless not wanted or nobody sits here (CI). Never fails, never waits."""
    if wanted and not os.environ.get("CI"):
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
