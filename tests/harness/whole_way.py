"""From a rendered project to a built one, by its own commands; and what lies in its folder then."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft7Validator

from harness.git import git
from harness.projects import SetUp
from harness.rendered import Rendered
from harness.running import manage, succeed

ANGULAR_SCHEMA = "frontend/node_modules/@angular/cli/lib/config/schema.json"
VERBS = (["lint", "--all"], ["test"], ["build"])


def go(project: Rendered, set_up: SetUp) -> None:
    """Install, check, test and build a project under git. Raises AssertionError where anything is wrong."""
    set_up(project.root)
    for words in VERBS:
        succeed(manage(project.root, *words))
    assert (project.path("frontend/dist")).is_dir()
    assert git(project.root, "status", "--porcelain") == ""
    keeps_to_angulars_schema(project.root)


def keeps_to_angulars_schema(root: Path) -> None:
    """Check angular.json by the schema that the installed Angular CLI brings."""
    schema = json.loads((root / ANGULAR_SCHEMA).read_text(encoding="utf-8"))
    settings = json.loads((root / "frontend" / "angular.json").read_text(encoding="utf-8"))
    faults = [
        f"{fault.json_path}: {fault.message}" for fault in Draft7Validator(schema).iter_errors(settings)
    ]
    assert not faults
