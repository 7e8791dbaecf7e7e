"""The environment of child programs: nothing of it leads out of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scripts.manage.processes.child_environment import (
    HARMFUL,
    harmful_variables,
    programs_of,
    scrubbed_environment,
)
from scripts.manage.project import Project

# What people set for a reason, and what programs need: it must arrive.
KEPT = {
    "PIP_CERT": "/etc/certs.pem",
    "PIP_INDEX_URL": "https://mirror.example.org/simple",
    "npm_config_registry": "https://mirror.example.org/npm",
    "npm_config_cafile": "/etc/certs.pem",
    "HTTPS_PROXY": "http://proxy.example.org:3128",
    "NODE_EXTRA_CA_CERTS": "/etc/certs.pem",
    "APP_SECRET_KEY": "given by its owner",
    "LANG": "ko_KR.UTF-8",
}


# What leads astray on people's laptops, by name: the list in the code may grow, but loses none of these.
KNOWN = {
    "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "PIP_TARGET", "PIP_PREFIX", "PIP_USER",
    "PIP_REQUIRE_VIRTUALENV", "PIP_CONSTRAINT", "PIP_DRY_RUN", "PIP_REQUIRE_HASHES", "PIP_NO_DEPS",
    "UV_SYSTEM_PYTHON", "FLASK_APP", "PORT", "NODE_ENV", "NODE_PATH", "PYTHONOPTIMIZE",
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.mark.parametrize("name", sorted(KNOWN | set(HARMFUL)))
def test_what_leads_out_of_the_project_does_not_arrive(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "elsewhere")
    assert scrubbed_environment(project.venv).get(name) != "elsewhere"
    assert name in harmful_variables(os.environ)


@pytest.mark.parametrize(
    "name",
    [
        "npm_config_omit",
        "NPM_CONFIG_PREFIX",
        "npm_config_dry-run",
        "npm_config_package_lock_only",
        "Npm_Config_Global",
    ],
)
def test_npm_options_that_leave_something_out_do_not_arrive(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "true")
    assert scrubbed_environment(project.venv).get(name) != "true"
    assert name in harmful_variables(os.environ)


@pytest.mark.parametrize(
    ("options", "loads"),
    [
        ("--require /gone.js", True),
        ("-r /gone.js", True),
        ("--import=/gone.mjs", True),
        ("--max-old-space-size=4096 --loader ./gone.mjs", True),
        ("--max-old-space-size=4096", False),
        ("--use-openssl-ca --no-warnings", False),
    ],
)
def test_options_of_node_arrive_unless_they_load_a_file(
    project: Project, monkeypatch: pytest.MonkeyPatch, options: str, loads: bool
) -> None:
    """A file that is gone stops npm before it starts, and every page of Angular's."""
    monkeypatch.setenv("NODE_OPTIONS", options)
    assert scrubbed_environment(project.venv).get("NODE_OPTIONS") == (None if loads else options)
    assert ("NODE_OPTIONS" in harmful_variables(os.environ)) == loads


def test_what_people_set_for_a_reason_arrives(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEPT.items():
        monkeypatch.setenv(name, value)
    environment = scrubbed_environment(project.venv)
    assert {name: environment.get(name) for name in KEPT} == KEPT


def test_names_are_found_however_they_are_written() -> None:
    # Windows does not tell them apart, and gives them as they were set.
    assert harmful_variables({"PythonPath": "x", "port": "1", "Path": "y"}) == ["PythonPath", "port"]


def test_an_empty_variable_is_not_worth_a_warning() -> None:
    assert harmful_variables({"PYTHONPATH": "", "PIP_USER": ""}) == []


def test_the_projects_programs_come_first(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "machine")
    node = project.root / "node"
    path = scrubbed_environment(project.venv, programs=[node])["PATH"].split(os.pathsep)
    assert path == [str(node), str(programs_of(project.venv)), "machine"]


def test_no_empty_folder_gets_on_the_path(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    # It would mean the current folder.
    monkeypatch.delenv("PATH")
    assert "" not in scrubbed_environment(project.venv)["PATH"].split(os.pathsep)


def test_the_venv_counts_as_activated(project: Project) -> None:
    assert scrubbed_environment(project.venv)["VIRTUAL_ENV"] == str(project.venv)


def test_text_is_utf8_everywhere(project: Project) -> None:
    assert scrubbed_environment(project.venv)["PYTHONUTF8"] == "1"


def test_extra_variables_win(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_MODE", "development")
    environment = scrubbed_environment(project.venv, APP_MODE="production")
    assert environment["APP_MODE"] == "production"


def test_this_programs_own_environment_stays(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    scrubbed_environment(project.venv)
    assert os.environ["PYTHONPATH"] == "elsewhere"
