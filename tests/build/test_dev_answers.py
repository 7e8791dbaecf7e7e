"""dev: both servers answer to whom they should, and follow the code. One of each is enough for that."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from harness.running import Running, dev_is_up, get

HTML = "text/html"


@pytest.fixture(scope="module")
def dev(app: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with dev_is_up(app, tmp_path_factory.mktemp("dev") / "log") as running:
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
