"""A program that failed, as a problem: what its last lines tell of the cause, and what can be done then."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..problem import Problem
from ..project import NEWEST
from ..terminal.messages import text
from .children import Finished

# How many of a program's last lines are shown.
SHOWN_LINES = 12

# The codes that are about the network.
NETWORK = ("FA100", "FA101", "FA102", "FA103")


@dataclass(frozen=True)
class Cause:
    """Why programs fail: the finding it is, how it shows in what they print, what it is, what helps.

    `says` and `helps` are texts for texts.text.
    """

    code: str
    pattern: str
    says: str
    helps: tuple[str, ...]

    def shows_in(self, printed: str) -> bool:
        return bool(re.search(self.pattern, printed, re.IGNORECASE))

    def remedies(self) -> list[str]:
        return [text(sentence) for sentence in self.helps]


PROXY = Cause(
    "FA102",
    r"ProxyError|Tunnel connection failed|tunnel error|tunneling socket|Proxy Authentication|ERR_PROXY"
    r"|proxy.{0,40}(refused|ECONNREFUSED)",
    "the proxy that this machine is set to use does not let it through.",
    ("Correct or unset HTTPS_PROXY and HTTP_PROXY, and npm's and pip's own setting `proxy`",),
)
# The variables that set one, in small letters.
PROXIES = {
    "https_proxy",
    "http_proxy",
    "all_proxy",
    "pip_proxy",
    "npm_config_proxy",
    "npm_config_https_proxy",
}

# What pip, uv, npm, Node and the servers print. The first match counts: what stands behind comes first.
CAUSES = (
    Cause(
        "FA101",
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|UnknownIssuer|peer certificate",
        "this network opens encrypted connections (a school's or company's proxy), and its certificate is "
        "not trusted.",
        ("Let Python and Node trust that certificate: set PIP_CERT and NODE_EXTRA_CA_CERTS to its file",),
    ),
    PROXY,
    Cause(
        "FA100",
        r"ENOTFOUND|EAI_AGAIN|ENETUNREACH|name resolution|getaddrinfo|NewConnectionError|NameResolutionError"
        r"|dns error|Network is unreachable|ECONNREFUSED|Connection refused",
        "there is no network.",
        ("Connect this machine to the network, or use an offline kit",),
    ),
    Cause(
        "FA103",
        r"ETIMEDOUT|ECONNRESET|Read ?timed ?out|ReadTimeout|ConnectTimeout|Connection aborted|FETCH_ERROR"
        r"|operation timed out|idle timeout",
        "the network is slow, or blocks it.",
        ("Wait a little and try again, or use an offline kit",),
    ),
    Cause(
        "FA067",
        r"ENOSPC[^\n]*watch|inotify|file watchers",
        "programs may watch too few files on this Linux.",
        ("sudo sysctl fs.inotify.max_user_watches=524288",),
    ),
    Cause(
        "FA060",
        r"ENOSPC|No space left on device|not enough space|Disk quota exceeded|WinError 112\b",
        "the disk is full.",
        ("Free about 1 GB on this disk",),
    ),
    Cause(
        "FA069",
        r"EACCES|EPERM|EBUSY|EROFS|Permission denied|Read-only file system|WinError (5|32)\b"
        r"|os error (5|13|32)\b",
        "a file is used by a program, or is not yours.",
        ("End what uses this project (servers, editors, terminals), and see that its folder is yours",),
    ),
)
# Packages that are not ready for a new Python: there is no wheel, and making one fails.
NOT_READY = Cause(
    "FA003",
    r"No matching distribution found|ResolutionImpossible|No solution found|requires-python"
    r"|no wheels? with a matching"
    r"|Failed building wheel|metadata-generation-failed|Failed to build",
    "a package is not ready for this Python.",
    ("Use a Python that all packages are ready for: APP_PYTHON names one to the bootstrap script",),
)


def cause(lines: Iterable[str]) -> Cause | None:
    """The cause of a failure with these last lines; None where they say nothing known."""
    printed = "\n".join(lines)
    known = [*CAUSES, NOT_READY] if sys.version_info[:2] > NEWEST else CAUSES
    found = next((each for each in known if each.shows_in(printed)), None)
    # npm does not say that it was the proxy which did not answer.
    if found and found.code in ("FA100", "FA103") and _has_a_proxy():
        return PROXY
    return found


def _has_a_proxy() -> bool:
    return any(value and name.lower() in PROXIES for name, value in os.environ.items())


def failure(code: str, what: str, shown: str, finished: Finished, remedy: Sequence[str]) -> Problem:
    """The problem to raise for the program `shown`, which ended badly.

    It carries the code of the cause where that is known, else `code`; `remedy` comes after the cause's.
    """
    found = cause(finished.tail)
    ended = text(
        "`{command}` ended with code {code}. Its last lines:", command=shown, code=finished.exit_code
    )
    return Problem(
        found.code if found else code,
        what,
        why=f"{text('Most likely {reason}', reason=text(found.says))}\n{ended}" if found else ended,
        output=finished.tail[-SHOWN_LINES:],
        remedy=[*(found.remedies() if found else []), *remedy],
    )
