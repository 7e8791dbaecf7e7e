"""Which ports are free."""

from __future__ import annotations

import errno
import socket
import sys

from .. import faults
from ..problem import Problem
from ..terminal.messages import text

LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
# What binding says where the machine has no IPv6.
NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
# How many ports are tried after the wanted one.
TRIES = 50
# The ports that this process has chosen. Nobody listens on one before its server is up, and meanwhile another
# manage.py may look for a port; so each keeps the UDP port of that number, which no server here needs. The
# system frees it with the process.
_claims: set[int] = set()


def is_free(port: int, host: str | None = None) -> bool:
    """Whether a server may listen on `port`: nothing answers there, and it can be bound.

    Both loopbacks, IPv4's and IPv6's, are tried: "localhost" may be either. `host` is bound as well.
    """
    for family, address in LOOPBACKS:
        if _answers(family, address, port) or not _can_bind(family, address, port):
            return False
    if host in (None, "localhost", "127.0.0.1", "::1"):
        return True
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return _can_bind(family, host, port)


def loopback_error() -> str | None:
    """Why programs on this machine cannot reach each other through 127.0.0.1; None where they can."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(2)
            socket.create_connection(server.getsockname(), timeout=2).close()
    except OSError as error:
        return error.strerror or str(error)
    return None


def _answers(family: int, address: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.2)
            return probe.connect_ex((address, port)) == 0
    except OSError:
        return False


def _can_bind(family: int, address: str, port: int) -> bool:
    """Whether the port can be bound. A family that this machine lacks does not count against it."""
    try:
        server = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        return True
    with server:
        if sys.platform == "win32":
            # Without it, Windows lets two programs listen on the same port.
            server.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # What servers do: a port in TIME_WAIT after a restart is free.
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((address, port))
        except OSError as error:
            return family == socket.AF_INET6 and error.errno in NO_SUCH_ADDRESS
    return True


def _claim(port: int) -> bool:
    """Whether no other manage.py has chosen this port; from here on, it is this one's."""
    if port in _claims:
        return True
    claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    if sys.platform == "win32":
        claim.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    try:
        claim.bind(("127.0.0.1", port))
    except OSError as error:
        claim.close()
        # Where such a port cannot be had for another reason, all goes on without.
        return error.errno != errno.EADDRINUSE
    # Left open to the end of the process.
    claim.detach()
    _claims.add(port)
    return True


def free_port(wanted: int, *, taken: frozenset[int] = frozenset(), host: str | None = None) -> int:
    """The wanted port, or the next one above it that is free and not among `taken`, for this process alone.

    Raises Problem FA050 where none of the next 50 is free.
    """
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if port not in taken and is_free(port, host) and _claim(port):
            return port
    raise Problem(
        faults.NO_PORT,
        why=text("Every port that was tried is used by another program, or may not be used on this machine."),
        port=wanted,
    )
