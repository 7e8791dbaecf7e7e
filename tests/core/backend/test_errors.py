"""Every error under /api is a problem."""

from typing import Any, NoReturn

import pytest
from flask import Blueprint, Flask, abort, make_response
from flask.testing import FlaskClient
from pydantic import BaseModel, RootModel, SecretStr
from spectree import Response
from werkzeug.exceptions import NotFound
from werkzeug.test import TestResponse

from app import create_app
from app.core.openapi import spec
from app.core.settings import Settings


class Thing(BaseModel):
    name: str
    size: int = 0


class Things(RootModel[list[Thing]]):
    pass


class Search(BaseModel):
    page: int = 1


def add_routes(app: Flask) -> None:
    blueprint = Blueprint("errors_test", __name__)

    @blueprint.post("/things")
    @spec.validate(resp=Response(HTTP_200=Thing))
    def create_thing(json: Thing) -> Thing:
        return json

    @blueprint.put("/things")
    @spec.validate(resp=Response(HTTP_200=Things))
    def replace_things(json: Things) -> Things:
        return json

    @blueprint.get("/things")
    @spec.validate(resp=Response(HTTP_200=Search))
    def search_things(query: Search) -> Search:
        return query

    @blueprint.get("/wrong")
    @spec.validate(resp=Response(HTTP_200=Thing))
    def get_wrong() -> dict[str, str]:
        return {"size": "secret"}

    @blueprint.get("/broken")
    def get_broken() -> NoReturn:
        raise RuntimeError("secret")

    @blueprint.get("/missing/<int:number>")
    def get_missing(number: int) -> NoReturn:
        abort(404, f"There is no thing {number}.")

    @blueprint.get("/own")
    def get_own() -> NoReturn:
        raise NotFound(response=make_response("mine", 404))

    app.register_blueprint(blueprint, url_prefix="/api")


@pytest.fixture
def app(app: Flask) -> Flask:
    add_routes(app)
    return app


def assert_problem(response: TestResponse, status: int) -> dict[str, Any]:
    """Check that `response` is a problem, and return it."""
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    assert response.json is not None
    problem: dict[str, Any] = response.json
    assert problem["type"] == "about:blank"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"] == response.request.path
    assert ("errors" in problem) == (status == 422)
    return problem


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/unknown", "/api/unknown.json"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unknown_path_is_a_404(client: FlaskClient, method: str, path: str) -> None:
    assert_problem(client.open(path, method=method), 404)


def test_404_of_a_view_says_what_the_view_says(client: FlaskClient) -> None:
    problem = assert_problem(client.get(f"/api/missing/{10**30}"), 404)
    assert problem["detail"] == f"There is no thing {10**30}."


def test_answer_of_a_view_stays_its_own(client: FlaskClient) -> None:
    assert client.get("/api/own").text == "mine"


def test_405_keeps_allow(client: FlaskClient) -> None:
    response = client.delete("/api/health")
    assert_problem(response, 405)
    assert set(response.allow) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    "body", ["{", "", "{'name': 1}", "[" * 100_000, b"\xff", '{"name": "\\ud800"}']
)
def test_malformed_json_is_a_400(client: FlaskClient, body: str | bytes) -> None:
    response = client.post("/api/things", data=body, content_type="application/json")
    assert_problem(response, 400)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", None])
def test_body_that_is_not_json_is_a_415(client: FlaskClient, content_type: str | None) -> None:
    assert_problem(client.post("/api/things", data="name=x", content_type=content_type), 415)


def test_missing_body_is_a_415(client: FlaskClient) -> None:
    assert_problem(client.post("/api/things"), 415)


def test_fields_that_do_not_fit_are_a_422_that_lists_them(client: FlaskClient) -> None:
    problem = assert_problem(client.post("/api/things", json={"size": "big"}), 422)
    assert problem["errors"] == [
        {"location": "name", "message": "Field required"},
        {
            "location": "size",
            "message": "Input should be a valid integer, unable to parse string as an integer",
        },
    ]


def test_query_that_does_not_fit_is_a_422(client: FlaskClient) -> None:
    problem = assert_problem(client.get("/api/things?page=first"), 422)
    assert [error["location"] for error in problem["errors"]] == ["page"]


@pytest.mark.parametrize("body", ["null", "[]", "false", "0", '""'])
def test_empty_json_is_not_an_empty_object(client: FlaskClient, body: str) -> None:
    response = client.post("/api/things", data=body, content_type="application/json")
    assert_problem(response, 422)


def test_empty_list_is_a_list(client: FlaskClient) -> None:
    response = client.put("/api/things", json=[])
    assert response.status_code == 200
    assert response.json == []


def test_body_that_is_too_long_is_a_413(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"max_content_length": 10}))
    add_routes(app)
    assert_problem(app.test_client().post("/api/things", json={"name": "x" * 20}), 413)


@pytest.fixture
def production(settings: Settings) -> Flask:
    """The application as it is in production."""
    update = {"mode": "production", "secret_key": SecretStr("k" * 32)}
    app = create_app(settings.model_copy(update=update))
    add_routes(app)
    return app


@pytest.mark.parametrize("path", ["/api/broken", "/api/wrong"])
def test_500_leaks_nothing_and_is_logged(
    production: Flask, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = production.test_client().get(path)
    assert_problem(response, 500)
    assert "secret" not in response.text
    assert "Traceback" in caplog.text


def test_500_says_in_debug_mode_what_broke(production: Flask) -> None:
    production.debug = True
    problem = assert_problem(production.test_client().get("/api/broken"), 500)
    assert problem["detail"] == "RuntimeError: secret"


def test_errors_outside_the_api_stay_pages(client: FlaskClient) -> None:
    response = client.get("/missing.js")
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    response = client.post("/page")
    assert response.status_code == 405
    assert response.mimetype == "text/html"
