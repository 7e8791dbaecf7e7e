"""How long the body of a request may be, and how many bodies are waited for at once.

Granian gives a thread to a request as soon as its head is there, and that thread waits for the body
without an end. A few hundred clients that never send the rest would hold all threads, so some are
kept for other requests, and for other clients. A time limit needs a server in front, nginx say.
"""

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO

from flask import Flask
from flask.wrappers import Request as FlaskRequest
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable
from werkzeug.utils import cached_property
from werkzeug.wsgi import LimitedStream, get_input_stream

# How many bodies are waited for at once: half of the threads of `manage.py serve`. A browser opens
# six connections.
AT_ONCE = 32
AT_ONCE_FROM_ONE_CLIENT = 8


def init_app(app: Flask) -> None:
    """Watch over the bodies of all requests."""
    app.request_class = Request


class Request(FlaskRequest):
    """A request whose body arrives whole, or is refused."""

    @cached_property
    def stream(self) -> IO[bytes]:
        """The body. Reading it raises RequestEntityTooLarge and ServiceUnavailable."""
        source = PatientInput(self.environ["wsgi.input"], self.remote_addr or "")
        environ = self.environ | {"wsgi.input": source}
        stream = get_input_stream(environ, max_content_length=self.max_content_length)
        if self.content_length is None and isinstance(stream, LimitedStream):
            return ChunkedBody(source, stream.limit)
        return stream


class ChunkedBody(LimitedStream):
    """A body of unknown length. werkzeug cuts it off at the limit, as if that were all of it."""

    def __init__(self, source: IO[bytes], limit: int) -> None:
        super().__init__(source, limit, is_max=True)
        self.source = source

    def on_exhausted(self) -> None:
        """Raise RequestEntityTooLarge where anything comes after the limit."""
        if self.source.read(1):
            raise RequestEntityTooLarge

    def readall(self) -> bytes:
        """Return the rest of the body. Raises RequestEntityTooLarge."""
        body = super().readall()
        if self.is_exhausted:
            self.on_exhausted()
        return body


class PatientInput(io.RawIOBase):
    """What a client sends, as long as not too many keep us waiting."""

    def __init__(self, source: IO[bytes], client: str) -> None:
        self.source = source
        self.client = client

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:
        """Fill the buffer and return how much came. Raises ServiceUnavailable."""
        view = memoryview(buffer)
        with turn(self.client):
            data = self.source.read(len(view))
        view[: len(data)] = data
        return len(data)


waiting: Counter[str] = Counter()
lock = Lock()


@contextmanager
def turn(client: str) -> Iterator[None]:
    """Wait for a client that is allowed to keep us waiting. Raises ServiceUnavailable."""
    with lock:
        if waiting[client] >= AT_ONCE_FROM_ONE_CLIENT or waiting.total() >= AT_ONCE:
            raise ServiceUnavailable("Too many requests are half sent.", retry_after=10)
        waiting[client] += 1
    try:
        yield
    finally:
        with lock:
            waiting[client] -= 1
            if not waiting[client]:
                del waiting[client]
