"""The ports of both sides."""

from __future__ import annotations

from collections.abc import Iterator

from .. import faults
from ..problem import Problem
from ..project import Project
from ..servers import port_owner, ports
from ..terminal.messages import text
from .finding import Finding, fine


def check(project: Project) -> Iterator[Finding]:
    unusable = list(loopback(project))
    yield from unusable
    if unusable:
        return
    for side in ("backend", "frontend"):
        port = project.port(side)
        if ports.is_free(port):
            yield fine(text("Port {port} is free for the {side}", port=port, side=text(side)))
        else:
            owner = port_owner.of(port)
            yield Problem(
                faults.PORT_IS_HELD,
                why=owner.words if owner else "",
                port=port,
                side=text(side),
                owner=port_owner.described(owner, project),
                option=f"{side}-port",
                other=port + 10,
            )


def loopback(project: Project) -> Iterator[Finding]:
    """Whether programs on this machine can reach each other at all, through 127.0.0.1."""
    error = ports.loopback_error()
    if error:
        yield Problem(faults.NO_LOOPBACK, error=error)
