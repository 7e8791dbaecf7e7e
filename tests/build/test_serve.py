"""serve: one process for the page and the API, as in production; and it leaves nothing behind."""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from harness.running import Running, free_pair, get, manage, number_of, occupied, processes_of, started

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
HTML = "text/html"


@pytest.fixture(scope="module")
def serve(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    log = tmp_path_factory.mktemp("serve") / "log"
    with started(built, log, "serve", "--no-open") as running:
        assert running.url
        yield running


def test_serve_gives_the_page_and_the_api_from_one_address(serve: Running) -> None:
    page = get(serve.url, Accept=HTML)
    assert page.status == 200
    assert b"<app-root" in page.body
    assert json.loads(get(serve.url + "api/health").body) == {"status": "ok"}


def test_serve_gives_every_page_of_the_app_and_404_for_missing_files(serve: Running) -> None:
    assert b"<app-root" in get(serve.url + "environment", Accept=HTML).body
    assert get(serve.url + "missing.js").status == 404
    assert get(serve.url + "api/missing").status == 404


@pytest.mark.parametrize("path", ["", "environment", "main", "api/health", "api//health"])
def test_serve_answers_to_this_machine_and_to_no_other_name(serve: Running, built: Path, path: str) -> None:
    """A page of another site can point its name at this machine (DNS rebinding)."""
    if path == "main":
        path = next((built / "frontend" / "dist").glob("main*.js")).name
    assert get(serve.url + path, Host="localhost").status in {200, 308}
    answer = get(serve.url + path, Host="evil.example")
    assert answer.status == 400
    assert b"APP_TRUSTED_HOSTS" in answer.body


def test_serve_starts_without_a_warning(serve: Running) -> None:
    assert serve.url
    assert "WARNING" not in serve.output
    assert "threads, which seems" not in serve.output


def test_serve_lets_go_of_who_says_nothing_or_half_a_sentence(serve: Running) -> None:
    parts = urlsplit(serve.url)
    address = (parts.hostname or "", parts.port or 0)
    with socket.create_connection(address, 50) as silent, socket.create_connection(address, 50) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert silent.recv(1) == b""
        assert slow.recv(1) == b""


def test_serve_hides_the_environment_as_production_does(serve: Running) -> None:
    answer = get(serve.url + "api/environment")
    assert answer.status == 404
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_serve_sends_compressed_scripts_that_browsers_may_keep(serve: Running, built: Path) -> None:
    script = max((built / "frontend" / "dist").glob("main*.js"), key=lambda path: path.stat().st_size)
    answer = get(serve.url + script.name, Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_each_page_carries_its_own_nonce(serve: Running) -> None:
    first, second = (get(serve.url, Accept=HTML) for _ in range(2))
    assert first.headers["Content-Security-Policy"] != second.headers["Content-Security-Policy"]
    assert first.headers["Cache-Control"] == "no-store"


@POSIX_ONLY
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_serve_ends_on_a_signal_and_leaves_nothing(built: Path, tmp_path: Path, name: str) -> None:
    before = processes_of(built)
    with started(built, tmp_path / "log", "serve", "--no-open") as running:
        url = running.url
        assert running.end(name) == 128 + number_of(name)
    assert sorted(wait_until_other_than(built, before)) == sorted(before)
    with pytest.raises(ConnectionRefusedError):
        get(url)


def wait_until_other_than(app: Path, before: list[str]) -> list[str]:
    deadline = time.monotonic() + 10
    while len(left := processes_of(app)) > len(before) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def test_a_busy_port_is_told_and_the_next_free_one_taken(built: Path, tmp_path: Path) -> None:
    port = free_pair()
    with (
        occupied(port),
        started(built, tmp_path / "log", "serve", "--no-open", "--port", str(port)) as running,
    ):
        assert running.url == f"http://127.0.0.1:{port + 1}/"
        told = rf"Port {port} is held by .+ \(process {os.getpid()}\): the app listens on {port + 1}\."
        assert re.search(told, running.output), running.output


@pytest.mark.parametrize("host", ["localhost", "0.0.0.0"])
def test_serve_listens_where_it_is_told_to(built: Path, tmp_path: Path, host: str) -> None:
    with started(built, tmp_path / "log", "serve", "--no-open", "--host", host) as running:
        for name in ("localhost", "127.0.0.1"):
            answer = get(f"http://127.0.0.1:{urlsplit(running.url).port}/", Host=name)
            assert answer.status == 200


@pytest.fixture
def env_file(built: Path) -> Iterator[Path]:
    """The backend's .env, yet to be written, and gone afterwards."""
    file = built / "backend" / ".env"
    assert not file.exists()
    yield file
    file.unlink(missing_ok=True)


def test_serve_says_the_same_secret_key_after_a_restart(built: Path, serve: Running, tmp_path: Path) -> None:
    key = built / "backend" / "instance" / "secret_key"
    before = key.read_text(encoding="ascii")
    assert len(before) >= 32
    if os.name != "nt":
        assert key.stat().st_mode & 0o077 == 0
    with started(built, tmp_path / "log", "serve", "--no-open") as running:
        assert running.url
        assert before not in running.output + serve.output
    assert key.read_text(encoding="ascii") == before


def test_serve_and_development_have_one_key(built: Path, serve: Running) -> None:
    key = built / "backend" / "instance" / "secret_key"
    assert [path.name for path in key.parent.glob("*key*")] == [key.name]
    server = next(
        process
        for process in psutil.Process(serve.process.pid).children(recursive=True)
        if process.cwd() == str(built / "backend")
    )
    # What it is given leads it to that file, and does not hold the key.
    given = {name: value for name, value in server.environ().items() if "SECRET" in name}
    assert given == {"APP_OWN_SECRET_KEY": "true"}


def test_serve_makes_the_key_where_the_settings_say(built: Path, env_file: Path, tmp_path: Path) -> None:
    instance = tmp_path / "자료"
    env_file.write_text(f"APP_MODE=production\nAPP_INSTANCE_PATH={instance}\n", encoding="utf-8")
    with started(built, tmp_path / "log", "serve", "--no-open") as running:
        assert running.url
    assert (instance / "secret_key").is_file()


def test_serve_makes_no_key_for_whoever_gives_one(built: Path, tmp_path: Path) -> None:
    given = {"APP_SECRET_KEY": "k" * 32, "APP_INSTANCE_PATH": str(tmp_path / "instance")}
    with started(built, tmp_path / "log", "serve", "--no-open", **given) as running:
        assert running.url
        assert "k" * 32 not in running.output
    assert not (tmp_path / "instance" / "secret_key").exists()


def test_serve_makes_no_key_in_place_of_a_file_that_is_not_there(
    built: Path, env_file: Path, tmp_path: Path
) -> None:
    misspelt = tmp_path / "secrets" / "misspelt"
    env_file.write_text(f"APP_SECRET_KEY_FILE={misspelt}\n", encoding="utf-8")
    result = manage(built, "serve", "--no-open")
    assert result.returncode == 1
    assert f"{misspelt} cannot be read" in result.stderr
    assert "FA052" in result.stderr
    assert not misspelt.parent.exists()
