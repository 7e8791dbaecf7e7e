"""How long the body of a request may be, and how many bodies are waited for at once."""

import json
import threading
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient
from pydantic import BaseModel
from spectree import Response
from werkzeug.test import TestResponse

from app import create_app
from app.core import bodies
from app.core.openapi import spec
from app.core.settings import Settings

LIMIT = 100


class Note(BaseModel):
    text: str


class Stalled:
    """What a client sends who never sends the rest."""

    def __init__(self, begin: bytes) -> None:
        self.begin = BytesIO(begin)
        self.waited_for = threading.Event()
        self.gone = threading.Event()

    def read(self, size: int = -1) -> bytes:
        """Return the begin, and then wait until the client goes away."""
        data = self.begin.read(size)
        if not data:
            self.waited_for.set()
            self.gone.wait(60)
        return data


@pytest.fixture
def app(settings: Settings) -> Flask:
    app = create_app(settings.model_copy(update={"max_content_length": LIMIT}))
    blueprint = Blueprint("bodies_test", __name__)

    @blueprint.post("/notes")
    @spec.validate(resp=Response(HTTP_200=Note))
    def create_note(json: Note) -> Note:
        return json

    @blueprint.post("/forms")
    @spec.validate(resp=Response(HTTP_200=Note))
    def create_from_form(form: Note) -> Note:
        return form

    @blueprint.post("/uploads")
    def upload() -> dict[str, int]:
        request.max_content_length = 10 * LIMIT
        return {"size": len(request.get_data())}

    app.register_blueprint(blueprint, url_prefix="/api")
    return app


@pytest.fixture
def stalled() -> Iterator[Stalled]:
    client = Stalled(b'{"text": ')
    yield client
    client.gone.set()


def send(client: FlaskClient, body: Any, path: str = "/api/notes", **headers: str) -> TestResponse:
    """Post a body of unknown length, as servers hand it over, or of the length that is told."""
    environ: dict[str, Any] = {"wsgi.input": body, "wsgi.input_terminated": True}
    content_type = headers.pop("content_type", "application/json")
    if "CONTENT_LENGTH" not in headers:
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    return client.post(path, content_type=content_type, environ_overrides=environ | headers)


def note_of(size: int) -> bytes:
    """Return JSON of just that many bytes."""
    return json.dumps({"text": "x" * (size - len('{"text": ""}'))}).encode()


def test_body_of_unknown_length_may_be_as_long_as_the_limit(client: FlaskClient) -> None:
    assert len(note_of(LIMIT)) == LIMIT
    assert send(client, BytesIO(note_of(LIMIT))).status_code == 200


@pytest.mark.parametrize("size", [LIMIT + 1, 5 * LIMIT, 200_000])
def test_body_of_unknown_length_that_is_too_long_is_a_413(client: FlaskClient, size: int) -> None:
    response = send(client, BytesIO(note_of(size)))
    assert response.status_code == 413
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize(("size", "status"), [(LIMIT, 200), (LIMIT + 1, 413)])
def test_form_of_unknown_length_is_never_cut(client: FlaskClient, size: int, status: int) -> None:
    form = b"text=" + b"x" * (size - 5)
    content_type = "application/x-www-form-urlencoded"
    response = send(client, BytesIO(form), "/api/forms", content_type=content_type)
    assert response.status_code == status


def test_view_may_take_more(client: FlaskClient) -> None:
    assert send(client, BytesIO(b"x" * 5 * LIMIT), "/api/uploads").json == {"size": 5 * LIMIT}
    assert send(client, BytesIO(b"x" * 11 * LIMIT), "/api/uploads").status_code == 413


@pytest.mark.parametrize(
    ("at_once", "from_one", "same", "other"), [(9, 1, 503, 200), (1, 9, 503, 503), (9, 9, 200, 200)]
)
def test_half_sent_bodies_do_not_keep_others_waiting(
    app: Flask,
    stalled: Stalled,
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
    from_one: int,
    same: int,
    other: int,
) -> None:
    monkeypatch.setattr(bodies, "AT_ONCE", at_once)
    monkeypatch.setattr(bodies, "AT_ONCE_FROM_ONE_CLIENT", from_one)
    thread = threading.Thread(target=send, args=(app.test_client(), stalled), daemon=True)
    thread.start()
    assert stalled.waited_for.wait(30)

    client = app.test_client()
    whole = note_of(20)
    assert send(client, BytesIO(whole)).status_code == same
    assert send(client, BytesIO(whole), REMOTE_ADDR="198.51.100.7").status_code == other
    assert client.get("/api/health").status_code == 200
    assert send(client, BytesIO(b""), "/api/missing").status_code == 404

    stalled.gone.set()
    thread.join(30)
    assert send(client, BytesIO(whole)).status_code == 200
    assert not bodies.waiting


def test_refusal_says_when_to_try_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "AT_ONCE", 0)
    response = send(client, BytesIO(note_of(20)))
    assert response.status_code == 503
    assert response.mimetype == "application/problem+json"
    assert int(response.headers["Retry-After"]) > 0


def test_body_that_breaks_off_is_a_400_and_waited_for_no_more(client: FlaskClient) -> None:
    class Broken(BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError("gone")

    assert send(client, Broken(), CONTENT_LENGTH="50").status_code == 400
    assert not bodies.waiting
