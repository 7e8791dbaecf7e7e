"""The ports of both sides."""

from __future__ import annotations

from collections.abc import Iterator

from ..project import Project
from ..servers import port_owner, ports
from ..terminal.messages import text
from .finding import Finding, done, failed, warning


def check(project: Project) -> Iterator[Finding]:
    unusable = list(loopback(project))
    yield from unusable
    if unusable:
        return
    for side in ("backend", "frontend"):
        port = project.port(side)
        if ports.is_free(port):
            yield done(text("Port {port} is free for the {side}", port=port, side=text(side)))
        else:
            owner = port_owner.of(port)
            yield warning(
                "FA050",
                text(
                    "Port {port} of the {side} is held by {owner}. `dev` takes the next free one.",
                    port=port,
                    side=text(side),
                    owner=port_owner.described(owner, project),
                ),
                remedy=[project.manage(f"dev --{side}-port {port + 10}")],
                facts=[owner.words] if owner else [],
            )


def loopback(project: Project) -> Iterator[Finding]:
    """Whether programs on this machine can reach each other at all, through 127.0.0.1."""
    error = ports.loopback_error()
    if error:
        yield failed(
            "FA053",
            text("Programs on this machine cannot reach each other through 127.0.0.1: {error}.", error=error),
            remedy=[text("Let the firewall allow connections on 127.0.0.1, or restart the machine")],
        )
