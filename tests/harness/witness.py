"""Whether programs still run, seen from outside: each holds a connection open for as long as it lives."""

from __future__ import annotations

import select
import socket
import time
from types import TracebackType

# What a program runs so that the witness knows it. It needs the port as WITNESS, and its own name.
PLEDGE = """
import os, socket
def pledge(name):
    line = socket.create_connection(("127.0.0.1", int(os.environ["WITNESS"])))
    line.sendall(name.encode() + b"\\n")
    return line
"""


class Witness:
    """Listens for programs; works on every system, and does not mistake a zombie for a running program."""

    def __enter__(self) -> Witness:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(20)
        self._lines: dict[str, socket.socket] = {}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in (self._server, *self._lines.values()):
            line.close()

    @property
    def variables(self) -> dict[str, str]:
        """What the programs' environment must hold."""
        return {"WITNESS": str(self._server.getsockname()[1])}

    def meet(self, *names: str) -> None:
        """Wait until the named programs run."""
        while not self._lines.keys() >= set(names):
            line, _ = self._server.accept()
            line.settimeout(20)
            with line.makefile("rb") as file:
                self._lines[file.readline().decode().strip()] = line

    def running(self, within: float = 10) -> list[str]:
        """The names of the programs that still run after at most `within` seconds."""
        left = dict(self._lines)
        deadline = time.monotonic() + within
        while left and time.monotonic() < deadline:
            readable, _, _ = select.select(list(left.values()), [], [], 0.1)
            for name in [name for name, line in left.items() if line in readable and self._ended(line)]:
                del left[name]
        return sorted(left)

    @staticmethod
    def _ended(line: socket.socket) -> bool:
        try:
            return line.recv(1) == b""
        except ConnectionError:
            return True
