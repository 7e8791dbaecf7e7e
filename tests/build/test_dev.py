"""dev: both servers answer, reload, make way for others, and leave nothing behind, however they end."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from harness.running import (
    Running,
    free_pair,
    get,
    manage,
    number_of,
    occupied,
    processes_of,
    started,
    wait_until_gone,
)

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
HTML = "text/html"


@pytest.fixture
def dev(app: Path, tmp_path: Path) -> Iterator[Running]:
    assert wait_until_gone(app) == [], "an earlier test left something behind"
    with started(app, tmp_path / "log", "dev", "--no-open") as running:
        assert running.url
        yield running


def test_dev_shows_the_backend_in_its_own_venv_through_the_frontends_address(dev: Running, app: Path) -> None:
    assert b"<app-root" in get(dev.url, Accept=HTML).body
    facts = json.loads(get(dev.url + "api/environment").body)
    assert facts["is_project_venv"] is True
    assert Path(facts["prefix"]) == app / "backend" / "venv"
    assert "flask" in {row["name"].lower() for row in facts["distributions"]}
    assert dev.output.count(f"{dev.url}\n  Ctrl-C stops both servers.") == 1


def test_dev_answers_to_this_machine_and_to_no_other_name(dev: Running) -> None:
    """A page of another site can point its name at this machine (DNS rebinding)."""
    backend = re.search(r"Running on (http://\S+)", dev.output)
    assert backend
    for url in (backend[1] + "/", dev.url):
        port = urlsplit(url).port
        for name in ("localhost", "127.0.0.1", "[::1]"):
            assert get(url + "api/environment", Host=f"{name}:{port}").status == 200
        answer = get(url + "api/environment", Host=f"evil.example:{port}")
        assert answer.status in {400, 403}
        assert b"distributions" not in answer.body
        own = {"Origin": f"http://evil.example:{port}", "Host": f"evil.example:{port}"}
        assert get(url + "api/environment", "POST", **own).status in {400, 403}


def test_dev_reloads_the_backend_when_its_code_changes(dev: Running, app: Path) -> None:
    health = app / "backend" / "app" / "core" / "health.py"
    source = health.read_text(encoding="utf-8")
    try:
        health.write_text(source + '\n\nraise_no_error = "planted"\n', encoding="utf-8")
        dev.wait_for(r"Detected change in .*health\.py", 30)
    finally:
        health.write_text(source, encoding="utf-8")
    _wait_for_answer(dev.url + "api/health", b"ok")


def test_dev_rebuilds_the_frontend_when_its_code_changes(dev: Running, app: Path) -> None:
    home = app / "frontend" / "src" / "app" / "app.html"
    source = home.read_text(encoding="utf-8")
    built_before = dev.output.count("bundle generation complete")
    try:
        home.write_text(source + "<!-- planted -->\n<p>planted-words</p>\n", encoding="utf-8")
        deadline = time.monotonic() + 30
        while b"planted-words" not in get(dev.url + "main.js").body and time.monotonic() < deadline:
            time.sleep(0.2)
        assert b"planted-words" in get(dev.url + "main.js").body, dev.output[-2000:]
    finally:
        home.write_text(source, encoding="utf-8")
    assert dev.output.count("bundle generation complete") >= built_before


def _wait_for_answer(url: str, wanted: bytes) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if wanted in get(url).body:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{url} never answered {wanted!r}")


def test_a_mistake_in_code_is_told_once_and_dev_goes_on_when_it_is_fixed(spare: Path, tmp_path: Path) -> None:
    """At the start, where Flask ends, and later, where it waits by itself."""
    features = spare / "backend" / "app" / "features"
    (features / "shelf").mkdir()
    routes = features / "shelf" / "routes.py"
    listed = (features / "__init__.py").read_text(encoding="utf-8")
    (features / "__init__.py").write_text(
        listed.replace("\nfeatures: list[str] = [\n", '\nfeatures: list[str] = [\n    "shelf",\n'),
        encoding="utf-8",
    )
    right = 'from flask import Blueprint\n\nblueprint = Blueprint("shelf", __name__, url_prefix="/shelf")\n'
    backend, frontend = free_pair(), free_pair(9000)
    ports = ("--backend-port", str(backend), "--frontend-port", str(frontend))
    with started(spare, tmp_path / "log", "dev", "--no-open", *ports) as running:
        running.wait_for(r"✗ FA033 .*'shelf'")
        routes.write_text("books = [\n", encoding="utf-8")
        running.wait_for(r"✗ FA035 .*routes\.py, line 1: SyntaxError")
        routes.write_text(right, encoding="utf-8")
        assert running.url
        routes.write_text("import no_such_module\n", encoding="utf-8")
        running.wait_for(r"✗ FA034 .*routes\.py, line 1 imports 'no_such_module'")
        routes.write_text(right, encoding="utf-8")
        deadline = time.monotonic() + 30
        while get(f"{running.url}api/health").status != 200 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert get(f"{running.url}api/health").status == 200
        assert [running.output.count(f"✗ {code} ") for code in ("FA033", "FA034", "FA035")] == [1, 1, 1]


@pytest.mark.fault(
    "Servers left behind after Ctrl-C or a kill",
    system="Linux",
    outcome="survived",
    how="SIGINT, SIGTERM and SIGHUP; processes counted",
)
@POSIX_ONLY
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_dev_ends_on_a_signal_and_leaves_nothing(dev: Running, app: Path, name: str) -> None:
    assert len(processes_of(app)) >= 3
    assert dev.end(name) == 128 + number_of(name)
    assert wait_until_gone(app) == []


@pytest.mark.fault(
    "Servers left behind after Ctrl-C or a kill",
    system="Linux",
    outcome="survived",
    how="SIGKILL; processes counted",
)
@POSIX_ONLY
def test_dev_leaves_nothing_even_when_it_is_killed(dev: Running, app: Path) -> None:
    assert dev.end("SIGKILL") == -number_of("SIGKILL")
    assert wait_until_gone(app) == []


@pytest.mark.parametrize("side", ["backend", "frontend"])
def test_dev_ends_when_one_server_dies_and_says_which(dev: Running, app: Path, side: str) -> None:
    for process in psutil.Process(dev.process.pid).children():
        if process.cwd() == str(app / side):
            process.kill()
    assert dev.process.wait(30) == 1
    assert "FA052" in dev.output
    assert f"The {side} ended" in dev.output
    assert wait_until_gone(app) == []


@pytest.mark.fault(
    "localhost is ::1 for one side only",
    system="Linux",
    outcome="survived",
    how="both servers running, listeners on ::1 alone",
)
@pytest.mark.fault(
    "Port busy",
    system="Linux",
    outcome="survived",
    how="both servers running, listeners on 127.0.0.1 and ::1",
)
@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_dev_takes_the_next_free_ports_and_the_proxy_follows(app: Path, tmp_path: Path, address: str) -> None:
    backend, frontend = free_pair(8201), free_pair(4301)
    ports = ["--backend-port", str(backend), "--frontend-port", str(frontend)]
    with (
        occupied(backend, address),
        occupied(frontend, address),
        started(app, tmp_path / "log", "dev", "--no-open", *ports) as running,
    ):
        assert running.url == f"http://127.0.0.1:{frontend + 1}/"
        told = (
            rf"Port {backend} is held by .+ \(process {os.getpid()}\): the backend listens on {backend + 1}\."
        )
        assert re.search(told, running.output), running.output
        assert json.loads(get(running.url + "api/health").body) == {"status": "ok"}


def test_dev_opens_the_browser_at_its_address(app: Path, tmp_path: Path) -> None:
    """BROWSER names a program that takes the address (Python's webbrowser module)."""
    if os.name == "nt":
        pytest.skip("Windows ignores BROWSER")
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{seen}"\n', encoding="utf-8")
    browser.chmod(0o755)
    with started(app, tmp_path / "log", "dev", BROWSER=f"{browser} %s") as running:
        url = running.url
        deadline = time.monotonic() + 10
        while not seen.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert seen.read_text(encoding="utf-8").strip() == url


def test_dev_refuses_what_is_no_port(app: Path) -> None:
    for wrong in ("0", "65536", "eighty"):
        result = manage(app, "dev", "--backend-port", wrong)
        assert result.returncode == 2
        assert wrong in result.stderr
