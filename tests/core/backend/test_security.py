"""What other sites may not do, and the headers of every answer."""

import pytest
from flask import Blueprint, Flask, request, session
from flask.testing import FlaskClient
from pydantic import BaseModel
from spectree import Response as SpecResponse

from app import core, create_app
from app.core import project
from app.core.openapi import spec
from app.core.settings import Settings

FORM = "application/x-www-form-urlencoded"


class Form(BaseModel):
    name: str


@pytest.fixture
def app(app: Flask) -> Flask:
    blueprint = Blueprint("security_test", __name__)

    @blueprint.route("/change", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def change() -> dict[str, bool]:
        return {"changed": True}

    @blueprint.post("/nothing")
    @spec.validate(resp=SpecResponse(HTTP_200=None))
    def take_nothing() -> dict[str, bool]:
        return {"changed": True}

    @blueprint.post("/form")
    @spec.validate(resp=SpecResponse(HTTP_200=Form))
    def take_form(form: Form) -> Form:
        return form

    app.register_blueprint(blueprint, url_prefix="/api")
    return app


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost:4200"},
        {"Origin": "http://["},
        {"Origin": "null"},
    ],
)
def test_other_sites_may_not_change_anything(
    client: FlaskClient, method: str, headers: dict[str, str]
) -> None:
    response = client.open("/api/change", method=method, headers=headers)
    assert response.status_code == 403
    assert response.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Origin": "https://localhost"},  # a proxy has taken the HTTPS off
    ],
)
def test_own_pages_and_other_programs_may(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/api/change", headers=headers, json={}).status_code == 200


def test_other_sites_may_link_here(client: FlaskClient) -> None:
    response = client.get("/api/change", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200


def test_body_is_json_or_refused(client: FlaskClient) -> None:
    assert client.post("/api/change", json={"a": 1}).status_code == 200
    assert client.post("/api/change").status_code == 200
    assert client.post("/api/change", data="a=1", content_type=FORM).status_code == 415
    assert client.post("/api/change", data="{}", content_type="text/plain").status_code == 415
    assert client.post("/api/change", headers={"Transfer-Encoding": "chunked"}).status_code == 415


def test_form_is_taken_where_the_route_describes_one(client: FlaskClient) -> None:
    for content_type in (FORM, "multipart/form-data"):
        response = client.post("/api/form", data={"name": "x"}, content_type=content_type)
        assert response.json == {"name": "x"}
    assert client.post("/api/nothing", data="name=x", content_type=FORM).status_code == 415
    assert client.post("/api/form", data="name=x", content_type="text/plain").status_code == 415
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/api/form", data={"name": "x"}, headers=headers).status_code == 403


def test_route_that_is_missing_is_a_404_whatever_the_request_brings(client: FlaskClient) -> None:
    assert client.post("/api/missing", data="a=1", content_type=FORM).status_code == 404


@pytest.mark.parametrize("path", ["/", "/missing.js", "/api/health", "/api/unknown"])
def test_every_answer_has_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_session_cookies_stay_on_this_site(settings: Settings) -> None:
    for behind_proxy in (False, True):
        app = create_app(settings.model_copy(update={"behind_proxy": behind_proxy}))
        add_login(app)
        response = app.test_client().get("/api/login")
        cookie = response.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert ("Secure" in cookie) is behind_proxy


def test_session_cookie_is_named_after_the_project(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Browsers do not tell ports apart: two projects on one machine would take each other's."""
    for slug in (project.SLUG, "another-project"):
        monkeypatch.setattr(core, "SLUG", slug)
        app = create_app(settings)
        add_login(app)
        cookie = app.test_client().get("/api/login").headers["Set-Cookie"]
        assert cookie.startswith(f"{slug}-")


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_forwarded_headers_are_believed_behind_a_proxy_only(
    settings: Settings, behind_proxy: bool
) -> None:
    update = {"behind_proxy": behind_proxy, "trusted_hosts": ["localhost", "school.example"]}
    app = create_app(settings.model_copy(update=update))
    add_login(app)
    headers = {"X-Forwarded-Host": "school.example", "X-Forwarded-Proto": "https"}
    response = app.test_client().get("/api/login", headers=headers)
    expected = "https://school.example/" if behind_proxy else "http://localhost/"
    assert response.get_data(as_text=True) == expected


def add_login(app: Flask) -> None:
    """Add a view that starts a session and answers with the address it was called at."""

    @app.get("/api/login")
    def login() -> str:
        session["user"] = "학생"
        return request.host_url
