"""The built frontend, served by the backend."""

import base64
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from whitenoise.compress import main as compress

from app import core, create_app
from app.core import typed
from app.core.frontend import HASHED_NAME
from app.core.settings import Settings

# As `ng build` writes it: the attributes of index.html in lower case or not.
INDEX = """<!doctype html>
<html lang="en">
<head><title>출석부</title><style nonce="csp-nonce">body{margin:0}</style></head>
<body><app-root ngCspNonce="csp-nonce"></app-root>
<script src="main-5F3XKQ2A.js" type="module" nonce="csp-nonce"></script></body>
</html>
"""
SCRIPT = "console.log('안녕');\n" * 100


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings with a built frontend."""
    dist = settings.frontend_dist
    (dist / "media").mkdir(parents=True)
    (dist / "index.html").write_text(INDEX, encoding="utf-8")
    (dist / "main-5F3XKQ2A.js").write_text(SCRIPT, encoding="utf-8", newline="\n")
    (dist / "favicon.svg").write_text("<svg/>", encoding="utf-8")
    (dist / "media" / "사진.svg").write_text("<svg/>", encoding="utf-8")
    compress(["--quiet", str(dist)])
    return settings


def get_file(client: FlaskClient, path: str, encodings: str = "") -> TestResponse:
    """Get a file and close it again, as a server does."""
    return client.get(path, headers={"Accept-Encoding": encodings}, buffered=True)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_files_are_sent_compressed(client: FlaskClient, encoding: str) -> None:
    response = get_file(client, "/main-5F3XKQ2A.js", encoding)
    assert response.status_code == 200
    assert response.headers["Content-Encoding"] == encoding
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.mimetype == "text/javascript"


def test_brotli_comes_first_and_holds_the_file(client: FlaskClient) -> None:
    response = get_file(client, "/main-5F3XKQ2A.js", "gzip, deflate, br")
    assert brotli.decompress(response.get_data()).decode() == SCRIPT


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("br;q=0", None),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0, br;q=0.000, *;q=0", None),
        ("br;q=0.5, gzip;q=1.0", "br"),
        ("identity", None),
    ],
)
def test_encoding_that_is_refused_is_not_sent(
    client: FlaskClient, accepted: str, sent: str | None
) -> None:
    response = get_file(client, "/main-5F3XKQ2A.js", accepted)
    assert response.status_code == 200
    assert response.headers.get("Content-Encoding") == sent


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=0-", slice(0, None)),
        ("bytes=5-9", slice(5, 10)),
        ("bytes=-1", slice(-1, None)),
        ("bytes=5-999999", slice(5, None)),
    ],
)
def test_part_of_a_file_is_sent(client: FlaskClient, wanted: str, found: slice) -> None:
    whole = SCRIPT.encode()
    headers = {"Range": wanted}
    response = client.get("/main-5F3XKQ2A.js", headers=headers, buffered=True)
    assert response.status_code == 206
    assert response.get_data() == whole[found]
    start, stop, _ = found.indices(len(whole))
    assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(whole)}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "lines=0-1"},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=a-b"},
        {"Range": "bytes=0-0", "If-Range": '"another file"'},
    ],
)
def test_wish_for_parts_that_is_not_understood_gets_the_whole_file(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    response = client.get("/main-5F3XKQ2A.js", headers=headers, buffered=True)
    assert response.status_code == 200
    assert response.get_data() == SCRIPT.encode()


def test_head_is_never_about_a_part(client: FlaskClient) -> None:
    response = client.head("/main-5F3XKQ2A.js", headers={"Range": "bytes=0-0"})
    assert response.status_code == 200
    assert response.content_length == len(SCRIPT.encode())


def test_file_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    has = {"If-None-Match": get_file(client, "/main-5F3XKQ2A.js").headers["ETag"]}
    for headers in (has, has | {"Range": "bytes=0-0"}):
        assert client.get("/main-5F3XKQ2A.js", headers=headers).status_code == 304


def test_part_behind_the_end_is_refused_with_the_size(client: FlaskClient) -> None:
    headers = {"Range": "bytes=999999-"}
    response = client.get("/main-5F3XKQ2A.js", headers=headers, buffered=True)
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(SCRIPT.encode())}"
    assert_security_headers(response)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_file_takes_no_other_methods(client: FlaskClient, method: str) -> None:
    response = client.open("/main-5F3XKQ2A.js", method=method)
    assert response.status_code == 405
    assert {"GET", "HEAD"} <= set(response.allow)
    assert_security_headers(response)


def assert_security_headers(response: TestResponse) -> None:
    """Check that an answer which holds no file is guarded like every other."""
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_names_with_a_hash_are_kept_for_good_and_others_are_not(client: FlaskClient) -> None:
    for name in (
        "main-5F3XKQ2A.js",
        "styles-IT4YYEX3.css",
        "chunk-CZnL_A0x.js",
        "chunk-Dv-k943i.js",
    ):
        assert re.search(HASHED_NAME, f"/{name}"), name
    for name in ("my-document.js", "photo-20241120.jpg", "main.js", "favicon.svg"):
        assert not re.search(HASHED_NAME, f"/{name}"), name
    assert "immutable" in get_file(client, "/main-5F3XKQ2A.js").headers["Cache-Control"]
    assert get_file(client, "/favicon.svg").headers["Cache-Control"] == "max-age=60, public"


def test_korean_file_name_is_found(client: FlaskClient) -> None:
    assert get_file(client, "/media/사진.svg").status_code == 200


def test_files_have_the_security_headers(client: FlaskClient) -> None:
    headers = get_file(client, "/main-5F3XKQ2A.js").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/environment", "/notes/12/edit", "/출석", "/apis", "/api-keys"]
)
def test_pages_are_index_html_and_never_stored(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "<title>출석부</title>" in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/index.html"])
def test_nonce_is_new_each_time_and_the_same_everywhere(client: FlaskClient, path: str) -> None:
    nonces = set()
    for _ in range(2):
        response = client.get(path)
        found = re.findall(r'nonce="([^"]+)"', response.text, re.IGNORECASE)
        assert len(found) == 3
        assert len(set(found)) == 1
        policy = response.headers["Content-Security-Policy"]
        assert f"script-src 'self' 'nonce-{found[0]}'" in policy
        assert f"style-src 'self' 'nonce-{found[0]}'" in policy
        assert "frame-ancestors 'none'" in policy
        nonces.add(found[0])
    assert len(nonces) == 2
    assert "csp-nonce" not in nonces


@pytest.fixture
def with_worker(settings: Settings) -> FlaskClient:
    """A client of an app whose build has a service worker, and a page with scripts of its own."""
    own = (
        "<script nonce='csp-nonce'>\r\nlet a = '가' && 1;\r\n</script><script src='a.js'></script>"
        "<SCRIPT>two</SCRIPT>"
    )
    index = settings.frontend_dist / "index.html"
    index.write_bytes(INDEX.replace("</body>", f"{own}</body>").encode())
    (settings.frontend_dist / "ngsw.json").write_text("{}", encoding="utf-8")
    return create_app(settings).test_client()


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/notes/12/edit", "/index.html?ngsw-cache-bust=0.5"]
)
def test_page_is_the_built_one_byte_for_byte_where_a_worker_compares_it(
    with_worker: FlaskClient, settings: Settings, path: str
) -> None:
    response = with_worker.get(path)
    assert response.get_data() == (settings.frontend_dist / "index.html").read_bytes()
    assert response.headers["Cache-Control"] == "no-store"


def test_page_that_is_the_same_for_all_lets_no_script_in_by_its_nonce(
    with_worker: FlaskClient,
) -> None:
    policy = with_worker.get("/").headers["Content-Security-Policy"]
    directives = dict(each.split(" ", 1) for each in policy.split("; "))
    own = [
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in ("\nlet a = '가' && 1;\n", "two")
    ]
    assert directives["script-src"] == " ".join(["'self'", *own])
    # Styles that Angular writes while it runs carry the nonce of the build.
    assert directives["style-src"] == "'self' 'nonce-csp-nonce'"
    assert directives["frame-ancestors"] == "'none'"


def test_what_a_feature_allows_holds_with_a_worker_too(with_worker: FlaskClient) -> None:
    app = with_worker.application
    core.allow(app, "img-src", "https://tiles.example")
    core.allow(app, "script-src", "'unsafe-inline'")
    policy = with_worker.get("/").headers["Content-Security-Policy"]
    assert "img-src 'self' blob: data: https://tiles.example;" in policy
    # Beside a hash, browsers pass over 'unsafe-inline'.
    assert "script-src 'self' 'unsafe-inline';" in policy


def test_feature_may_allow_a_source(app: Flask) -> None:
    core.allow(app, "img-src", "https://tiles.example")
    policy = app.test_client().get("/").headers["Content-Security-Policy"]
    assert "img-src 'self' blob: data: https://tiles.example;" in policy


@pytest.mark.parametrize("path", ["/main-00000000.js", "/media/none.svg", "/.env", "/../.env"])
def test_missing_file_is_a_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_api_does_not_fall_back_to_a_page(client: FlaskClient) -> None:
    assert client.get("/api/unknown").status_code == 404
    assert client.get("/api/health").mimetype == "application/json"


def test_page_that_is_not_built_says_how_to_build_it(settings: Settings, tmp_path: Path) -> None:
    app = create_app(settings.model_copy(update={"frontend_dist": tmp_path / "nothing"}))
    response = app.test_client().get("/environment")
    assert response.status_code == 503
    assert response.mimetype == "text/plain"
    assert typed.python("manage.py build") in response.text
    assert typed.python("manage.py dev") in response.text
