"""A program that failed, as a problem: what its last lines tell of the cause, and what can be done then."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import faults, package_source
from ..faults import Fault
from ..problem import Problem
from ..project import NEWEST, Project
from ..terminal.messages import text
from .children import Finished

# How many of a program's last lines are shown.
SHOWN_LINES = 12

# What can be wrong with the network.
NETWORK = (faults.NO_NETWORK, faults.STRANGE_CERTIFICATE, faults.PROXY_REFUSES, faults.SLOW_NETWORK)


@dataclass(frozen=True)
class Cause:
    """Why programs fail: the fault that stands behind, and how it shows in what they print."""

    fault: Fault
    pattern: str

    def shows_in(self, printed: str) -> bool:
        return bool(re.search(self.pattern, printed, re.IGNORECASE))


PROXY = Cause(
    faults.PROXY_REFUSES,
    r"ProxyError|Tunnel connection failed|tunnel error|tunneling socket|Proxy Authentication|ERR_PROXY"
    r"|proxy.{0,40}(refused|ECONNREFUSED)",
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
        faults.STRANGE_CERTIFICATE,
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|UnknownIssuer|peer certificate",
    ),
    PROXY,
    Cause(
        faults.NO_NETWORK,
        r"\b(ENOTFOUND|EAI_AGAIN|ENETUNREACH|ECONNREFUSED)\b|name resolution|getaddrinfo|NewConnectionError"
        r"|NameResolutionError|dns error|Network is unreachable|Connection refused",
    ),
    Cause(
        faults.SLOW_NETWORK,
        r"\b(ETIMEDOUT|ECONNRESET)\b|Read ?timed ?out|ReadTimeout|ConnectTimeout|Connection aborted"
        r"|FETCH_ERROR|operation timed out|idle timeout",
    ),
    # In npm's own words. After them, it prints a page of help.
    Cause(
        faults.LOCK_FILE_IS_OLD, r"can only install packages when your package\.json and package-lock\.json"
    ),
    Cause(
        faults.TOO_FEW_WATCHES,
        r"ENOSPC[^\n]*watch|inotify|file watchers",
    ),
    Cause(
        faults.FULL_DISK,
        r"ENOSPC|No space left on device|not enough space|Disk quota exceeded|WinError 112\b",
    ),
    Cause(
        faults.FILE_IN_USE,
        r"\b(EACCES|EPERM|EBUSY|EROFS)\b|Permission denied|Read-only file system|WinError (5|32)\b"
        r"|os error (5|13|32)\b",
    ),
)
# Packages that are not ready for a new Python: there is no wheel, and making one fails.
NOT_READY = Cause(
    faults.PACKAGE_IS_NOT_READY,
    r"No matching distribution found|ResolutionImpossible|No solution found|requires-python"
    r"|no wheels? with a matching"
    r"|Failed building wheel|metadata-generation-failed|Failed to build",
)


def cause(lines: Iterable[str]) -> Cause | None:
    """The cause of a failure with these last lines; None where they say nothing known."""
    printed = "\n".join(lines)
    known = [*CAUSES, NOT_READY] if sys.version_info[:2] > NEWEST else CAUSES
    found = next((each for each in known if each.shows_in(printed)), None)
    # npm does not say that it was the proxy which did not answer.
    if found and found.fault in (faults.NO_NETWORK, faults.SLOW_NETWORK) and _has_a_proxy():
        return PROXY
    return found


def _has_a_proxy() -> bool:
    return any(value and name.lower() in PROXIES for name, value in os.environ.items())


def problem(
    fault: Fault, shown: str, finished: Finished, first: Sequence[str] = (), **values: object
) -> Problem:
    """The problem to raise for the program `shown`, which ended badly.

    It carries the code of the cause where that is known, else the fault's own. `first` are remedies before
    those of the fault, which `values` fill.
    """
    found = cause(finished.tail)
    origin, advice = (
        origin_of_packages(str(values.get("name") or shown.split()[0]), Project.here().root)
        if found and found.fault in NETWORK
        else ([], [])
    )
    ended = text(
        "`{command}` ended with code {code}. Its last lines:", command=shown, code=finished.exit_code
    )
    return Problem(
        fault,
        cause=found.fault if found else None,
        why="\n".join([text("Most likely {reason}", reason=text(found.fault.says)), *origin, ended])
        if found
        else ended,
        output=_telling(finished.tail, found),
        first=[*advice, *first],
        **values,
    )


def origin_of_packages(program: str, project: Path) -> tuple[list[str], list[str]]:
    """What sets where a program takes packages from, and what to do about it; nothing for the usual index."""
    setting = package_source.index_setting(program, os.environ, project)
    if setting is None:
        return [], []
    name, address = setting
    return (
        [
            text(
                "{program} takes packages from {address}: {setting} says so.",
                program=program,
                address=address,
                setting=name,
            )
        ],
        [text("Correct or unset {setting}, if that address is wrong", setting=name)],
    )


def _telling(tail: Sequence[str], found: Cause | None) -> list[str]:
    """The last lines, and before them those that tell the cause, where others have pushed them out."""
    last = list(tail[-SHOWN_LINES:])
    earlier = [line for line in tail[:-SHOWN_LINES] if found and found.shows_in(line)]
    return [*earlier[:3], "…", *last[-SHOWN_LINES + 4 :]] if earlier else last
