"""What pages may load, in development as in production."""

import json
import logging
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import core, create_app
from app.core import content_policy
from app.core.settings import Settings

TILES = "https://tile.openstreetmap.org"


@pytest.fixture
def development(settings: Settings) -> Flask:
    return create_app(settings.model_copy(update={"mode": "development"}))


def directives(app: Flask) -> dict[str, list[str]]:
    words = [line.split() for line in content_policy.header(app, "n1").split("; ")]
    return {directive: sources for directive, *sources in words}


def report(
    app: Flask, directive: str, blocked: str, content_type: str = "application/csp-report"
) -> TestResponse:
    """Report as Chromium does, which sends more than is read."""
    violation = {
        "document-uri": "http://localhost/",
        "violated-directive": directive,
        "effective-directive": directive,
        "blocked-uri": blocked,
        "status-code": 200,
    }
    body = json.dumps({"csp-report": violation})
    client = app.test_client()
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    return client.post("/api/content-policy", data=body, content_type=content_type, headers=headers)


def test_another_site_is_allowed_beside_what_was_allowed_before(app: Flask) -> None:
    before = directives(app)
    core.allow(app, "img-src", TILES)
    after = directives(app)
    assert after["img-src"] == [*before["img-src"], TILES]
    assert {**after, "img-src": None} == {**before, "img-src": None}


def test_what_has_no_line_of_its_own_starts_from_the_default(app: Flask) -> None:
    assert "font-src" not in directives(app)
    core.allow(app, "font-src", "https://fonts.gstatic.com")
    assert directives(app)["font-src"] == ["'self'", "https://fonts.gstatic.com"]


def test_none_gives_way_to_the_first_source(app: Flask) -> None:
    assert directives(app)["object-src"] == ["'none'"]
    core.allow(app, "object-src", "'self'")
    assert directives(app)["object-src"] == ["'self'"]


def test_a_nonce_gives_way_to_inline_parts(app: Flask) -> None:
    """A browser passes over 'unsafe-inline' where it finds a nonce."""
    assert "'nonce-n1'" in directives(app)["style-src"]
    core.allow(app, "style-src", "'unsafe-inline'")
    assert directives(app)["style-src"] == ["'self'", "'unsafe-inline'"]


def test_a_misspelt_directive_is_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match=r"'image-src' is no directive.*img-src"):
        core.allow(app, "image-src", TILES)


def test_what_one_app_allows_another_does_not(app: Flask, settings: Settings) -> None:
    core.allow(app, "img-src", TILES)
    assert TILES not in directives(create_app(settings))["img-src"]


def test_development_gives_its_pages_the_policy_of_production(
    app: Flask, development: Flask
) -> None:
    told = development.test_client().get("/api/content-policy")
    assert told.status_code == 200
    expected = content_policy.header(app, "csp-nonce")
    assert told.get_data(as_text=True) == f"{expected}; report-uri /api/content-policy"


def test_production_takes_no_reports(settings: Settings) -> None:
    update = {"mode": "production", "own_secret_key": True}
    app = create_app(settings.model_copy(update=update))
    assert "report-uri" not in directives(app)
    assert report(app, "img-src", f"{TILES}/1/2/3.png").status_code == 404


@pytest.mark.parametrize(
    ("directive", "blocked", "line"),
    [
        ("img-src", f"{TILES}/1/2/3.png", f'core.allow(app, "img-src", "{TILES}")'),
        (
            "style-src-elem",
            "https://fonts.googleapis.com/css?family=Roboto",
            'core.allow(app, "style-src", "https://fonts.googleapis.com")',
        ),
        ("font-src", "data", 'core.allow(app, "font-src", "data:")'),
        ("font-src", "blob", 'core.allow(app, "font-src", "blob:")'),
        (
            "connect-src",
            "ws://127.0.0.1:9000/",
            'core.allow(app, "connect-src", "ws://127.0.0.1:9000")',
        ),
        ("script-src", "eval", 'core.allow(app, "script-src", "\'unsafe-eval\'")'),
        ("style-src-elem", "inline", 'core.allow(app, "style-src", "\'unsafe-inline\'")'),
        ("object-src", "self", 'core.allow(app, "object-src", "\'self\'")'),
    ],
)
def test_what_is_blocked_is_told_with_the_line_that_allows_it(
    development: Flask,
    caplog: pytest.LogCaptureFixture,
    directive: str,
    blocked: str,
    line: str,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert report(development, directive, blocked).status_code == 204
    [message] = caplog.messages
    assert message.endswith(f"write in backend/app/__init__.py: {line}")
    wanted, source = re.findall(r'"([^"]*)"', line)
    core.allow(development, wanted, source)
    assert source in directives(development)[wanted]


@pytest.mark.parametrize(
    ("directive", "blocked", "what"),
    [
        ("img-src", f"{TILES}/1/2/3.png", f"wanted {TILES}/1/2/3.png (img-src)"),
        ("style-src-elem", "inline", "belongs into a .css file (style-src)"),
        ("script-src-elem", "inline", "belongs into a .ts file (script-src)"),
        ("script-src", "eval", "ran a text as a program (eval)"),
    ],
)
def test_what_is_blocked_is_told_as_what_it_is(
    development: Flask,
    caplog: pytest.LogCaptureFixture,
    directive: str,
    blocked: str,
    what: str,
) -> None:
    report(development, directive, blocked)
    assert what in caplog.text


def test_the_same_thing_is_told_once(development: Flask, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(3):
        report(development, "img-src", f"{TILES}/1/2/{number}.png")
    assert len(caplog.messages) == 1


def test_a_report_writes_one_line(development: Flask, caplog: pytest.LogCaptureFixture) -> None:
    report(development, "img-src", "https://a.example/\n[forged] line\x1b[2J")
    [message] = caplog.messages
    assert message.isprintable()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"csp-report": {"blocked-uri": 1}}'])
def test_what_is_no_report_is_refused(development: Flask, body: str) -> None:
    client = development.test_client()
    answer = client.post("/api/content-policy", data=body, content_type="application/csp-report")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("directive", "blocked"), [("img-src" * 20, "data"), ("img-src", "data:" * 1000)], ids=len
)
def test_a_report_that_is_too_long_is_refused(
    development: Flask, caplog: pytest.LogCaptureFixture, directive: str, blocked: str
) -> None:
    assert report(development, directive, blocked).status_code == 422
    assert caplog.messages == []


def test_another_site_cannot_report(development: Flask, caplog: pytest.LogCaptureFixture) -> None:
    answer = development.test_client().post(
        "/api/content-policy",
        data='{"csp-report": {"effective-directive": "img-src", "blocked-uri": "data"}}',
        content_type="application/csp-report",
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert caplog.messages == []


def test_nothing_else_is_taken_for_a_report(
    development: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    assert report(development, "img-src", "data", content_type="text/plain").status_code == 415
    assert caplog.messages == []


def test_a_report_is_taken_nowhere_else(app: Flask) -> None:
    app.post("/api/notes")(lambda: "")
    answer = app.test_client().post("/api/notes", data="{}", content_type="application/csp-report")
    assert answer.status_code == 415
