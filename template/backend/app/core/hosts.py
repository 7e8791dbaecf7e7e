"""The host names that the backend answers to, so that no other name can be pointed at it.

Without this, a page of evil.example could read the API of a backend on your machine: its owner lets
that name lead to 127.0.0.1 once the page is open (DNS rebinding), and the browser asks
"evil.example" again. Flask's own TRUSTED_HOSTS knows no IPv6 addresses.
"""

import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit
from wsgiref.types import WSGIEnvironment

from flask import Flask, current_app, request
from werkzeug.exceptions import BadRequest
from werkzeug.wsgi import get_host

LOCAL = ("127.0.0.1", "localhost", "::1")

NAME = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*")


def init_app(app: Flask, trusted: Iterable[str]) -> None:
    """Refuse requests to any other host than those that are `trusted`. Call it first."""
    app.config["TRUSTED_HOST_NAMES"] = frozenset(trusted)
    app.before_request(refuse_other_host)


def refuse_other_host() -> None:
    """Raise BadRequest for a request to a host that is not trusted."""
    if not is_trusted(request.environ, current_app.config["TRUSTED_HOST_NAMES"]):
        name = name_of(request.environ) or "that this request gives"
        raise BadRequest(
            f"This server does not answer to the host name {name}. "
            "If the name is yours, write it into APP_TRUSTED_HOSTS in backend/.env."
        )


def is_trusted(environ: WSGIEnvironment, trusted: Iterable[str]) -> bool:
    """Tell whether a request is to a trusted host, on any port, or to this machine's own address.

    A trusted name with a dot in front stands for all names that end so.
    """
    if not environ.get("HTTP_HOST"):
        return True  # browsers always name the host; a health check of HTTP/1.0 does not
    name = name_of(environ)
    return (
        name in trusted
        or any(host.startswith(".") and name.endswith(host) for host in trusted)
        or is_own_address(name)
    )


def name_of(environ: WSGIEnvironment) -> str:
    """Return the host of a request, without its port; nothing where it is malformed."""
    return name_in(environ.get("HTTP_HOST", ""))


@lru_cache(maxsize=64)  # every request asks once or twice, nearly always for the same
def name_in(header: str) -> str:
    """Return the host in a Host header, without its port; nothing where it is malformed."""
    with suppress(ValueError):
        host = get_host({"HTTP_HOST": header, "wsgi.url_scheme": "http"})
        return urlsplit(f"//{host}").hostname or ""
    return ""


def is_own_address(name: str) -> bool:
    """Tell whether `name` is an address of this machine, as in a network at home or at school.

    No site can point its name at an address and keep the address as its name. Only an own address
    can be bound, and asking so sends nothing.
    """
    with suppress(ValueError, OSError):
        address = ip_address(name)
        if address.is_unspecified or address.is_multicast:
            return False
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((name, 0))
        return True
    return False


def listed(text: str) -> list[str]:
    """Return the host names in `text`, with commas or spaces between them, as requests bring them.

    A port or a whole address (https://school.example/) is cut down to its name. Raises ValueError.
    """
    return [plain(word) for word in re.split(r"[,\s]+", text) if word]


def plain(word: str) -> str:
    """Return the name or the address in `word`, in small letters and ASCII. Raises ValueError."""
    with suppress(ValueError):
        return str(ip_address(word.strip("[]")))
    with suppress(ValueError):
        host = urlsplit(word if "://" in word else f"//{word}").hostname or ""
        dot = "." if host.startswith(".") else ""
        name = dot + host.removeprefix(".").encode("idna").decode("ascii")
        if NAME.fullmatch(name):
            return name
    raise ValueError(f"{word} is no host name: write names with commas between them.")
