"""A program that failed, as a problem: its last lines, and what they say can be done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .problem import Problem
from .processes import Finished

# How many of a program's last lines are shown.
SHOWN_LINES = 12

# What programs say (pip, uv, npm, Node), and what their user can do then. The first match counts.
ADVICE = (
    (
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|UnknownIssuer|peer certificate",
        "This network opens encrypted connections (a school's or company's proxy). Let Python and Node trust "
        "its certificate: set PIP_CERT and NODE_EXTRA_CA_CERTS to its file",
    ),
    (
        r"ENOTFOUND|EAI_AGAIN|ENETUNREACH|name resolution|getaddrinfo|NewConnectionError|dns error",
        "Connect this machine to the network",
    ),
    (
        r"ETIMEDOUT|ECONNRESET|ECONNREFUSED|Read ?timed ?out|ConnectTimeout|Connection aborted",
        "The network is slow or blocked; wait a little",
    ),
    (r"ENOSPC|No space left on device|not enough space", "Free about 2 GB on this disk"),
    (
        r"EACCES|EPERM|EBUSY|Permission denied|WinError (5|32)\b|os error (5|32)\b",
        "End what uses this project (servers, editors, terminals), and see that its folder is yours",
    ),
    (
        r"No matching distribution found|No solution found|requires-python|no wheels? with a matching",
        "Use a Python that these packages support; 3.11 to 3.13 are tested (APP_PYTHON names one)",
    ),
)


def on(lines: Iterable[str]) -> list[str]:
    """Advice on a failure with these last lines: one sentence, or nothing where they say nothing known."""
    text = "\n".join(lines)
    return [advice for pattern, advice in ADVICE if re.search(pattern, text, re.IGNORECASE)][:1]


def failure(code: str, what: str, shown: str, finished: Finished, remedy: Sequence[str]) -> Problem:
    """The problem to raise for the program `shown`, which ended badly; `remedy` comes after the advice."""
    return Problem(
        code,
        what,
        why=f"`{shown}` ended with code {finished.exit_code}. Its last lines:",
        output=finished.tail[-SHOWN_LINES:],
        remedy=[*on(finished.tail), *remedy],
    )
