"""Servers of this machine in the place of a package index or proxy: well, silent, refusing, intercepting."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme


def _handler(status: int, **headers: str) -> type[BaseHTTPRequestHandler]:
    """Gives this answer to everything."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = b"{}"
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """The tests' output is theirs."""

    for method in ("GET", "POST", "PUT", "CONNECT"):
        setattr(Handler, f"do_{method}", Handler.answer)
    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up does so on purpose here: over a certificate, or out of patience."""


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler], tls: ssl.SSLContext | None = None) -> Iterator[int]:
    with _Server(("127.0.0.1", 0), handler) as server:
        if tls:
            # The handshake belongs to the thread of its connection: it may fail, and the next shall not wait.
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def answering(status: int = 200) -> Iterator[str]:
    """An index that answers everything at once, and knows no package."""
    with _serving(_handler(status)) as port:
        yield f"http://127.0.0.1:{port}/simple/"


@contextmanager
def refusing_proxy() -> Iterator[str]:
    """A proxy that wants a name and a password first."""
    with _serving(_handler(407, Proxy_Authenticate='Basic realm="school"')) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def intercepted() -> Iterator[str]:
    """What a program sees of its index where a school opens encrypted connections: another certificate."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
    with _serving(_handler(200), tls) as port:
        yield f"https://127.0.0.1:{port}/simple/"


@contextmanager
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield server.getsockname()[1]


@contextmanager
def closed() -> Iterator[int]:
    """A port on which nobody listens, and nobody else will meanwhile."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
