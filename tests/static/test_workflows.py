"""Workflow and Dependabot files, ours and the rendered project's, by their schemas and by zizmor."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
import yaml

from harness import repository
from harness.machine import program

SYSTEMS = {"ubuntu-latest", "macos-latest", "windows-latest"}


def workflows(below: str) -> list[str]:
    folder = f"{below}.github/workflows/"
    found = [path for path in repository.files(below) if path.startswith(folder)]
    assert found
    return found


def check_schema(schema: str, paths: list[str]) -> None:
    command = [program("check-jsonschema"), "--builtin-schema", schema, *paths]
    finished = subprocess.run(command, cwd=repository.ROOT, capture_output=True, text=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_workflows_keep_to_githubs_schema() -> None:
    check_schema("vendor.github-workflows", workflows("") + workflows("template/"))


def test_dependabot_files_keep_to_githubs_schema() -> None:
    check_schema("vendor.dependabot", [".github/dependabot.yml", "template/.github/dependabot.yml"])


def test_zizmor_finds_nothing_unsafe() -> None:
    command = [
        program("zizmor"),
        "--offline",
        "--no-progress",
        "--format=plain",
        ".github",
        "template/.github",
    ]
    finished = subprocess.run(command, cwd=repository.ROOT, capture_output=True, text=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize("below", ["", "template/"])
def test_the_tests_run_on_three_systems(below: str) -> None:
    jobs = [job for path in workflows(below) for job in _parsed(path)["jobs"].values()]
    text = json.dumps(jobs)
    assert {system for system in SYSTEMS if system in text} == SYSTEMS


def test_every_action_is_pinned_to_a_commit() -> None:
    for path in workflows("") + workflows("template/"):
        for job in _parsed(path)["jobs"].values():
            used = [step["uses"] for step in job.get("steps", []) if "uses" in step]
            loose = [action for action in used if len(action.partition("@")[2]) != 40 and action[:2] != "./"]
            assert not loose, path


def test_every_manifest_is_watched_by_dependabot() -> None:
    watched = {
        (update["package-ecosystem"], update.get("directory"))
        for update in _parsed(".github/dependabot.yml")["updates"]
    }
    assert {("pip", "/"), ("pip", "/template/backend"), ("npm", "/template/frontend")} <= watched


def _parsed(path: str) -> dict[str, Any]:
    content = yaml.safe_load(repository.text(path))
    assert isinstance(content, dict)
    return content
