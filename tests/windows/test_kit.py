"""The offline kit on Windows: made on Linux, installed by bootstrap.cmd with nothing to download from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.machine import program
from harness.running import run, succeed
from scripts.manage import stamp
from scripts.manage.kit import making, systems
from scripts.manage.node import runtime
from scripts.manage.node.runtime import Node
from scripts.manage.project import Project
from scripts.manage.terminal import output
from windows.app import NAME, manage
from windows.wine import Windows

if TYPE_CHECKING:
    from harness.rendered import Renderer

DEAD = "http://127.0.0.1:9/"
# No package index answers, and the caches are empty ones.
NO_NETWORK = {
    "PIP_INDEX_URL": DEAD,
    "npm_config_registry": DEAD,
    "HTTP_PROXY": DEAD,
    "HTTPS_PROXY": DEAD,
    "PIP_CACHE_DIR": "C:\\empty\\pip",
    "npm_config_cache": "C:\\empty\\npm",
}


@pytest.fixture(scope="module")
def kit(windows: Windows, render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit for Windows, made on this machine with its own npm: which Node runs that is all the same."""
    project = Project(tmp_path_factory.mktemp("maker") / "project")
    shutil.copytree(render(project_name=NAME).root, project.root)
    succeed(run(program("python3"), "-m", "venv", project.venv, cwd=project.root))
    chosen = Node(Path(program("node")), [program("npm")], runtime.version_of("1"), "machine")
    order = systems.Order([systems.SYSTEMS["windows-x64"]], ["3.13"], all_or_nothing=True)
    target = windows.home / "꾸러미 kit.zip"
    with output.Progress() as progress:
        making.make(project, chosen, order, target, progress)
    return target


@pytest.mark.fault(
    "No network, with an offline kit",
    system="Windows",
    outcome="repaired",
    how="proxy and indexes dead, empty caches",
)
def test_bootstrap_sets_up_from_a_kit_that_was_made_on_linux(
    windows: Windows, render: Renderer, python: Path, kit: Path
) -> None:
    app = windows.home / "오프라인 app"
    shutil.copytree(render(project_name=NAME).root, app)
    words = ("cmd", "/d", "/c", "scripts\\bootstrap.cmd", "--kit", f"..\\{kit.name}")
    finished = windows.run(*words, cwd=app, programs=python, variables=NO_NETWORK).succeeded()
    assert "✓ Ready after" in finished.text
    assert "--no-index --find-links" in finished.text
    assert not (windows.drive_c / "empty").exists()
    # What only Windows needs.
    assert (app / "backend/venv/Lib/site-packages/colorama").is_dir()
    assert (app / "frontend/node_modules/@esbuild/win32-x64/esbuild.exe").is_file()

    for folder in ("backend/venv", "frontend/node_modules"):
        assert (app / folder / stamp.NAME).is_file()
    report = json.loads(manage(windows, app, python, "doctor", "--json").succeeded().text)
    assert report["ok"] is True
    shutil.rmtree(app)
