"""The built frontend: WhiteNoise serves its files, and every page of it is index.html."""

import re
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, abort, current_app
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_accept_header, parse_range_header
from werkzeug.routing import PathConverter
from werkzeug.wrappers import Response as BaseResponse
from werkzeug.wsgi import wrap_file
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from app.core import content_policy, hosts
from app.core.project import NAME
from app.core.security import HEADERS
from app.core.typed import python

# The names that `ng build` gives scripts and styles change with the contents: main-5F3XKQ2A.js,
# chunk-CZnL_A0x.js. A name with eight small letters (my-document.js) may be anybody's.
HASHED_NAME = r"-(?=[a-z-]*[A-Z0-9_])[\w-]{8}\.(js|css)$"

# index.html is written with this word in place of the nonce, in `ngCspNonce` and in `nonce`.
NONCE_PLACEHOLDER = re.compile(r'(?<=nonce=")csp-nonce(?=")', re.IGNORECASE)

# Angular's service worker compares each file of the build with the hash that stands in here.
WORKER_MANIFEST = "ngsw.json"

NOT_BUILT = f"""{NAME}

The frontend is not built yet. Build it, then start again:

    {python("manage.py build")}

While you develop, this starts both sides:

    {python("manage.py dev")}
"""


class PagePathConverter(PathConverter):
    """A path outside /api, where unknown paths and methods keep their own errors."""

    regex = r"(?!api(?:/|$))[^/].*?"


def init_app(app: Flask, dist: Path) -> None:
    """Serve the frontend that was built into `dist`. It is read once, at the start."""
    app.url_map.converters["page_path"] = PagePathConverter
    index = dist / "index.html"
    html = index.read_bytes() if index.is_file() else None
    # A worker that finds another index.html than the one that was built keeps nothing, and works no more.
    has_worker = (dist / WORKER_MANIFEST).is_file()
    scripts = content_policy.scripts_in(html.decode()) if html and has_worker else []

    @app.get("/", defaults={"path": ""})
    @app.get("/<page_path:path>")
    def page(path: str) -> Response:
        """Answer with index.html, whose router knows the page. Only missing files have a dot."""
        if path != "index.html" and "." in PurePosixPath(path).name:
            abort(404)
        if html is None:
            return Response(NOT_BUILT, 503, mimetype="text/plain")
        response = as_built(html, scripts) if has_worker else with_nonce(html)
        response.headers["Cache-Control"] = "no-store"
        return response

    if html is not None:
        # Flask means this attribute to be wrapped; a type checker sees no more than a method.
        app.wsgi_app = serve_files(app, dist)


class Files(WhiteNoise):
    """WhiteNoise, with what it gets wrong mended or left to Flask."""

    trusted_hosts: frozenset[str]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request with a file, or leave it to Flask, which refuses what is wrong."""
        is_read = environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        if is_read and hosts.is_trusted(environ, self.trusted_hosts):
            return super().__call__(environ, start_response)
        return self.application(environ, start_response)

    def serve(
        self, static_file: StaticFile, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer with a file, or with the part of it that is asked for."""
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        if ";" in accepted:  # WhiteNoise takes `br;q=0` for a yes
            encodings = [encoding for encoding, q in parse_accept_header(accepted) if q > 0]
            environ = environ | {"HTTP_ACCEPT_ENCODING": ", ".join(encodings)}
        if asks_for_a_part(environ) and not static_file.is_not_modified(environ):
            return part(static_file, environ)(environ, start_response)
        return super().serve(static_file, environ | {"HTTP_RANGE": ""}, start_response)


def asks_for_a_part(environ: WSGIEnvironment) -> bool:
    """Tell whether one range of bytes is wanted. A server may answer other wishes in full."""
    wanted = parse_range_header(environ.get("HTTP_RANGE"))
    is_one = wanted is not None and wanted.units == "bytes" and len(wanted.ranges) == 1
    return is_one and environ["REQUEST_METHOD"] == "GET"


def part(static_file: StaticFile, environ: WSGIEnvironment) -> BaseResponse:
    """Return the part of a file that is asked for. WhiteNoise knows no part of a single byte."""
    path, headers = static_file.get_path_and_headers(environ)
    file = wrap_file(environ, Path(path).open("rb"))  # noqa: SIM115 (the server closes it)
    response = Response(file, headers=headers, direct_passthrough=True)
    size = response.content_length
    try:
        return response.make_conditional(environ, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable as error:
        response.close()
        refusal = error.get_response(environ)
        refusal.headers.update(HEADERS)
        return refusal


def serve_files(app: Flask, dist: Path) -> WhiteNoise:
    """Return the WSGI application that answers with a file of `dist` or leaves it to `app`."""
    files = Files(
        app.wsgi_app,
        root=dist,
        allow_all_origins=False,
        add_headers_function=add_static_headers,
        immutable_file_test=HASHED_NAME,
    )
    files.trusted_hosts = app.config["TRUSTED_HOST_NAMES"]
    files.files.pop("/index.html")  # it needs a policy of its own
    return files


def add_static_headers(headers: Headers, _path: str, _url: str) -> None:
    """Add the security headers to a file, whose answer Flask never sees."""
    for name, value in HEADERS.items():
        headers[name] = value
    # A worker's script lives under its own policy, and it may load what it likes from here.
    headers["Content-Security-Policy"] = "frame-ancestors 'none'"


def with_nonce(html: bytes) -> Response:
    """Return a page that may use the scripts and styles with its nonce, new each time."""
    nonce = secrets.token_urlsafe(16)
    response = Response(NONCE_PLACEHOLDER.sub(nonce, html.decode()))
    response.headers["Content-Security-Policy"] = content_policy.header(current_app, nonce)
    return response


def as_built(html: bytes, scripts: Sequence[str]) -> Response:
    """Return a page byte for byte, which may use the build's scripts and those in the page."""
    response = Response(html)
    policy = content_policy.header_without_nonce(current_app, scripts)
    response.headers["Content-Security-Policy"] = policy
    return response
