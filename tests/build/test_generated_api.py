"""What `manage.py add` writes answers as its description says, whatever is sent, on both databases.

Schemathesis (https://schemathesis.io) makes the requests from the description alone.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness import slices
from harness.machine import program
from harness.rendered import Renderer
from harness.running import environment, free_pair, get, manage, python_of, run, succeed
from harness.slices import EVERY_KIND

THREE = {name: EVERY_KIND[name] for name in ("users", "notes", "many_rows")}
SETTINGS = """\
# A change must say which version it has seen (428), and of which nobody has seen a newer one (412); a unique
# value may be taken, and a row that is referred to stays (409).
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 404, 409, 412, 428]
"""
# The same requests each time: what is found once can be found again.
OPTIONS = ("--seed=22", "--max-examples=5", "--no-color")
# With fewer, something was left out.
LEAST = 500


@pytest.fixture
def backend(spare: Path) -> Path:
    """The backend of a project with three features, whose tables are not made yet."""
    return slices.write_backend(spare, THREE)


@pytest.fixture
def backend_on_postgresql(spare: Path, render: Renderer) -> Path:
    """The same, where PostgreSQL was answered."""
    other = render(database="postgresql")
    for name in ("requirements.txt", "conftest.py"):
        shutil.copy(other.path(f"backend/{name}"), spare / "backend")
    succeed(manage(spare, "setup"))
    return slices.write_backend(spare, THREE)


@contextmanager
def served(backend: Path, log: Path, **variables: str) -> Iterator[str]:
    """The API, served as in production; gives its address."""
    flask: list[str | Path] = [python_of(backend.parent), "-m", "flask", "--app", "app"]
    variables = {"APP_SECRET_KEY": "k" * 40, **variables}
    succeed(run(*flask, "db", "upgrade", cwd=backend, **variables))
    port = free_pair(8181)
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*flask, "run", f"--port={port}"],
            cwd=backend,
            env=environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}/api"
        wait_until_it_answers(f"{url}/health", process, log)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            if get(url).status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answers at {url}")


def attack(url: str, folder: Path) -> str:
    """Send all that schemathesis thinks of; gives its report. Its own files go into `folder`."""
    settings = folder / "schemathesis.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    words: list[str | Path] = ["--config-file", settings, "run", f"{url}/openapi.json", *OPTIONS]
    finished = run(program("schemathesis"), *words, cwd=folder)
    assert finished.returncode == 0, finished.stdout[-8000:] + finished.stderr[-2000:]
    return finished.stdout


def assert_found_nothing(report: str, log: Path) -> None:
    found = re.search(r"(\d+) generated, (\d+) passed", report)
    assert found, report[-3000:]
    assert int(found[1]) == int(found[2]) > LEAST
    for name in THREE:
        assert f"POST /api/{name.replace('_', '-')} " in log.read_text(encoding="utf-8")


def test_no_request_finds_a_fault_of_three_features_on_sqlite(backend: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with served(backend, log) as url:
        assert_found_nothing(attack(url, tmp_path), log)


def test_three_features_pass_their_tests_on_postgresql_and_no_request_finds_a_fault(
    backend_on_postgresql: Path, postgresql: str, tmp_path: Path
) -> None:
    backend, log = backend_on_postgresql, tmp_path / "log"
    words = ("-m", "pytest", "-q", "app/features", "tests/test_migrations.py")
    output = succeed(run(python_of(backend.parent), *words, cwd=backend, TEST_DATABASE_URL=postgresql))
    passed = re.search(r"(\d+) passed", output)
    assert passed
    assert int(passed[1]) > 40 * len(THREE)
    with served(backend, log, APP_DATABASE_URL=postgresql) as url:
        assert_found_nothing(attack(url, tmp_path), log)
