"""A server that is kept: what is told of a mistake in the project's code, and how often."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from scripts.manage.problem import Problem
from scripts.manage.processes.children import Crew
from scripts.manage.project import Project
from scripts.manage.servers.server import Server

# Fails as granian does: a worker prints the traceback, and what started it ends a moment later.
FAILING = """
import pathlib, runpy, sys, time, traceback
try:
    runpy.run_path(sys.argv[1])
except SyntaxError:
    traceback.print_exc()
print("all is said", flush=True)
while not pathlib.Path(sys.argv[2]).exists():
    time.sleep(0.02)
sys.exit(1)
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    routes = tmp_path / "backend" / "app" / "routes.py"
    routes.parent.mkdir(parents=True)
    routes.write_text("books = [\n", encoding="utf-8")
    return Project(tmp_path)


def failing(project: Project, *, code: Path | None) -> Server:
    routes, end = project.backend / "app" / "routes.py", project.root / "end"
    return Server(
        name="server", shown="python serve.py", command=[sys.executable, "-c", FAILING, routes, end],
        cwd=project.backend, environment=dict(os.environ), host="127.0.0.1", port=9, path="/", code=code,
    )  # fmt: skip


def until_told_by_the_program(server: Server) -> None:
    deadline = time.monotonic() + 60
    while not any("all is said" in line for line in (server.child.tail if server.child else ())):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_mistake_that_ends_a_server_is_told_once(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    server = failing(project, code=None)
    with Crew() as crew:
        server.start(crew, prefix=False)
        until_told_by_the_program(server)
        server.look_at(project, crew, prefix=False)
        (project.root / "end").touch()
        with pytest.raises(Problem) as raised:
            while True:
                server.look_at(project, crew, prefix=False)
                time.sleep(0.02)
    assert raised.value.code == "FA035"
    assert "✗" not in capsys.readouterr().err


def test_a_mistake_is_told_at_once_where_a_change_starts_the_server_again(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    server = failing(project, code=project.backend)
    with Crew() as crew:
        server.start(crew, prefix=False)
        until_told_by_the_program(server)
        for _ in range(2):
            server.look_at(project, crew, prefix=False)
        (project.root / "end").touch()
    assert capsys.readouterr().err.count("✗ FA035 ") == 1
