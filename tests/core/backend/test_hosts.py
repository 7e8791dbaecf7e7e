"""The host names that the backend answers to."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core.hosts import LOCAL, is_trusted, listed
from app.core.settings import Settings, load_settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings with a built frontend."""
    settings.frontend_dist.mkdir()
    (settings.frontend_dist / "index.html").write_text("<app-root>", encoding="utf-8")
    (settings.frontend_dist / "main.js").write_text("file", encoding="utf-8")
    return settings


def client_of(settings: Settings, *trusted: str) -> FlaskClient:
    """Return a client of a backend that trusts these hosts."""
    return create_app(settings.model_copy(update={"trusted_hosts": trusted})).test_client()


def status(client: FlaskClient, host: str, path: str = "/api/health") -> int:
    """Return the status of an answer to a request that names this host."""
    return client.get(path, headers={"Host": host}, buffered=True).status_code


PATHS = ["/", "/environment", "/main.js", "/api/health", "/api//health", "/api/missing"]
FOREIGN = [
    "evil.example",
    "evil.example:8001",
    "localhost.evil.example",
    "notlocalhost",
    "127.0.0.1.evil.example",
    "198.51.100.7",  # for documentation: nobody's
    "[2001:db8::1]:8001",
    "0.0.0.0:8001",
    "[::]",
    "224.0.0.1",
    "localhost,evil.example",
    "localhost@evil.example",
    "evil.example/localhost",
    "[",
    "[::1",
    "localhost:0",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", FOREIGN)
def test_no_other_name_is_answered(client: FlaskClient, path: str, host: str) -> None:
    assert status(client, host, path) == 400


def test_address_that_no_client_can_ask_for_is_no_own_one() -> None:
    """The test client takes it for a mistake of the test."""
    assert not is_trusted({"HTTP_HOST": "[:::]", "wsgi.url_scheme": "http"}, LOCAL)


@pytest.mark.parametrize("path", ["/", "/main.js", "/api/health"])
@pytest.mark.parametrize("port", ["", ":8001", ":4200"])
@pytest.mark.parametrize("host", ["localhost", "LocalHost", "127.0.0.1", "[::1]"])
def test_this_machine_is_answered_on_any_port(
    client: FlaskClient, path: str, port: str, host: str
) -> None:
    assert status(client, host + port, path) == 200


def test_refusal_is_a_problem_that_names_the_setting(client: FlaskClient) -> None:
    headers = {"Host": "evil.example:8001", "Origin": "http://evil.example:8001"}
    for response in (
        client.get("/api/health", headers=headers),
        client.post("/api/health", headers=headers, json={}),
    ):
        assert response.status_code == 400
        assert response.mimetype == "application/problem+json"
        assert response.json is not None
        assert "evil.example" in response.json["detail"]
        assert "APP_TRUSTED_HOSTS" in response.json["detail"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_refusal_of_a_page_is_a_page_that_names_the_setting(client: FlaskClient) -> None:
    response = client.get("/", headers={"Host": "school.example"})
    assert response.mimetype == "text/html"
    assert "school.example" in response.text
    assert "APP_TRUSTED_HOSTS" in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_request_without_a_host_is_answered_as_no_browser_sends_it(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/api/health", environ_overrides={"HTTP_HOST": ""}).status_code == 200


def test_own_address_needs_no_entry(settings: Settings) -> None:
    client = client_of(settings)  # which trusts nothing by name
    assert status(client, "localhost") == 400
    assert status(client, "127.0.0.1") == 200


def test_trusted_name_is_answered_and_no_name_below_it(settings: Settings) -> None:
    client = client_of(settings, *listed("school.example"))
    assert status(client, "School.Example:8001") == 200
    assert status(client, "www.school.example") == 400


def test_dot_stands_for_all_names_below(settings: Settings) -> None:
    client = client_of(settings, *listed(".school.example"))
    assert status(client, "www.school.example") == 200
    assert status(client, "evilschool.example") == 400


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("school.example", ["school.example"]),
        (
            " school.example ,192.0.2.7,,[2001:db8::7] ",
            ["school.example", "192.0.2.7", "2001:db8::7"],
        ),
        ("2001:DB8:0::7 my-laptop.local", ["2001:db8::7", "my-laptop.local"]),
        ("https://School.Example:8443/notes", ["school.example"]),
        ("school.example:8001 .school.example", ["school.example", ".school.example"]),
        ("학교.example", ["xn--9d0b527e.example"]),
        ("my_laptop", ["my_laptop"]),
        ("", []),
    ],
)
def test_names_are_read_as_people_write_them(
    text: str, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_MODE", "development")
    monkeypatch.setenv("APP_TRUSTED_HOSTS", text)
    assert load_settings().trusted_hosts == [*LOCAL, *names]


@pytest.mark.parametrize("text", ["*", '["school.example"]', "a..b", "https://", "school.*"])
def test_what_is_no_name_is_a_message(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_MODE", "development")
    monkeypatch.setenv("APP_TRUSTED_HOSTS", text)
    with pytest.raises(SystemExit, match=r"- APP_TRUSTED_HOSTS: .*is no host name"):
        load_settings()


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_proxy_is_believed_about_the_name_only_where_the_settings_say_so(
    settings: Settings, behind_proxy: bool
) -> None:
    update = {"behind_proxy": behind_proxy, "trusted_hosts": ["school.example"]}
    client = create_app(settings.model_copy(update=update)).test_client()
    for path in ("/api/health", "/main.js"):
        told = {"Host": "10.0.0.1", "X-Forwarded-Host": "school.example"}
        assert (client.get(path, headers=told, buffered=True).status_code == 200) is behind_proxy
        told = {"Host": "school.example", "X-Forwarded-Host": "evil.example"}
        assert (client.get(path, headers=told, buffered=True).status_code == 400) is behind_proxy
