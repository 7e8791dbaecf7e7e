"""dev: both servers make way for others, tell of mistakes, and leave nothing behind, however they end."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from harness.running import (
    Running,
    dev_is_up,
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


@pytest.fixture
def dev(app: Path, tmp_path: Path) -> Iterator[Running]:
    with dev_is_up(app, tmp_path / "log") as running:
        yield running


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
