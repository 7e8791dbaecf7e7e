"""Each version stands in one place; wherever else it is written, it is the same."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import PurePosixPath
from typing import Any

import pytest

import changelog
from harness import repository
from scripts.manage import project
from scripts.manage.node import runtime
from version import Version

OLDEST = ".".join(map(str, project.OLDEST))
NEWEST = ".".join(map(str, project.NEWEST))
# Where the oldest Python is written: a path, and patterns that must each be found there.
PYTHON_PLACES = {
    "template/manage.py": [r"OLDEST = \((3, \d+)\)", r"needs Python (3\.\d+) or newer"],
    "template/scripts/manage/project.py": [r"OLDEST = \((3, \d+)\)"],
    "template/scripts/manage/python/venv.py": [r"older than (3\.\d+)"],
    "template/scripts/manage/terminal/translations/ko.py": [r"(3\.\d+)보다 오래", r"(3\.\d+)부터"],
    "template/scripts/manage/faults.py": [r"(3\.\d+) to \{newest\}"],
    "template/scripts/find-python.sh": [r"version_info < \((3, \d+)\)", r"Python (3\.\d+) or newer"],
    "template/scripts/find-python.cmd": [r"version_info < \((3, \d+)\)", r"Python (3\.\d+) or newer"],
    "template/backend/pyproject.toml": [r'target-version = "py(3\d+)"', r"--python-version (3\.\d+)"],
    "template/backend/constraints.txt": [r"--python-version (3\.\d+)"],
    "pyproject.toml": [r'requires-python = ">=(3\.\d+)"', r'target-version = "py(3\d+)"'],
    "constraints.txt": [r"--python-version (3\.\d+)"],
    "README.md": [r"Python (3\.\d+)"],
    "README.ko.md": [r"Python (3\.\d+)"],
    "template/README.md.jinja": [r"Python (3\.\d+)"],
    "template/README.ko.md.jinja": [r"Python (3\.\d+)"],
}
REQUIREMENTS = "requirements.txt.jinja"
REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)")


def dotted(version: str) -> str:
    """3.11 for "3, 11", "3.11" and "311"."""
    digits = re.sub(r"\D", "", version)
    return f"{digits[0]}.{digits[1:]}"


@pytest.mark.parametrize("path", PYTHON_PLACES)
def test_the_oldest_python_is_the_same_everywhere(path: str) -> None:
    text = repository.text(path)
    found = {pattern: re.findall(pattern, text) for pattern in PYTHON_PLACES[path]}
    assert all(found.values()), f"not found in {path}: {[key for key, value in found.items() if not value]}"
    assert {dotted(version) for versions in found.values() for version in versions} == {OLDEST}


@pytest.mark.parametrize("path", ["template/docs/problems.md.jinja", "template/docs/problems.ko.md.jinja"])
def test_the_newest_python_that_packages_are_ready_for_is_the_same_everywhere(path: str) -> None:
    section = re.split(r"^## FA", repository.text(path), flags=re.MULTILINE)[3]
    assert section.startswith("003")
    assert set(re.findall(r"\b3\.\d+", section)) == {OLDEST, NEWEST}


def test_pages_promise_the_oldest_python_and_no_other() -> None:
    promise = re.compile(r"Python (3\.\d+)\S* (?:or newer|or later|이상)")
    promised = {
        (path, version)
        for path in repository.with_suffix(".md")
        for version in promise.findall(repository.text(path))
    }
    assert promised
    assert not {(path, version) for path, version in promised if version != OLDEST}


def test_the_tests_also_run_on_the_oldest_python() -> None:
    workflows = [path for path in repository.files(".github") if "/workflows/" in path]
    texts = "".join(map(repository.text, workflows))
    assert OLDEST in re.findall(r'python-version: "([\d.]+)"', texts)


def test_generated_checks_and_dev_containers_have_one_python() -> None:
    places = {
        "template/.github/workflows/ci.yml": r'python-version: "([\d.]+)"',
        "template/.gitlab-ci.yml": r"image: python:([\d.]+)\n",
        "template/.devcontainer/devcontainer.json.jinja": r"/python:([\d.]+)-",
    }
    found = {path: re.findall(pattern, repository.text(path)) for path, pattern in places.items()}
    assert len({tuple(versions) for versions in found.values()}) == 1, found
    assert all(len(versions) == 1 for versions in found.values()), found


def test_find_python_looks_for_the_oldest_one_by_its_name_too() -> None:
    named = re.findall(r"python(3\.\d+)", repository.text("template/scripts/find-python.sh"))
    assert named[-1] == OLDEST
    assert named == sorted(named, key=lambda version: int(version[2:]), reverse=True)


def manifest() -> dict[str, Any]:
    return tomllib.loads(repository.text("pyproject.toml"))


def pinned(path: str) -> dict[str, str]:
    """Names, spelled as PEP 503 wants, and versions of a constraints file."""
    lines = re.findall(r"^([\w.-]+)==([\w.]+)", repository.text(path), re.MULTILINE)
    return {_normal(name): version for name, version in lines}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_one_copier_is_pinned_tested_and_named_in_the_readmes() -> None:
    pin = re.fullmatch(r"copier==([\d.]+)", manifest()["project"]["dependencies"][0])
    assert pin
    assert pinned("constraints.txt")["copier"] == pin[1]
    for page in ("README.md", "README.ko.md"):
        named = re.findall(r"copier(?:==|@)(\d[\d.]*\d)", repository.text(page))
        assert set(named) == {pin[1]}, page


def test_the_oldest_copier_is_the_same_everywhere() -> None:
    """update/test_oldest_copier.py tries it."""
    oldest = re.findall(r'^_min_copier_version: "([\d.]+)"$', repository.text("copier.yml"), re.MULTILINE)
    for page in ("README.md", "README.ko.md"):
        assert re.findall(r"Copier (\d[\d.]*\d)", repository.text(page)) == oldest, page


def test_every_tool_of_the_tests_is_pinned() -> None:
    groups = manifest()["dependency-groups"]["test"] + manifest()["project"]["dependencies"]
    names = {_normal(match[1]) for match in map(REQUIREMENT.match, groups) if match}
    assert len(names) == len(groups)
    assert not names - pinned("constraints.txt").keys()


def test_every_package_of_the_backend_is_pinned() -> None:
    backend = "template/backend"
    lines = [
        line
        for name in (REQUIREMENTS, "requirements-dev.txt")
        for line in repository.text(f"{backend}/{name}").splitlines()
        if line and not line.startswith(("#", "-c ", "{%"))
    ]
    names = {_normal(match[1]) for match in map(REQUIREMENT.match, lines) if match}
    assert len(names) == len(lines)
    assert not names - pinned(f"{backend}/constraints.txt").keys()


@pytest.mark.parametrize("name", [REQUIREMENTS, "requirements-dev.txt"])
def test_the_blueprint_begins_with_the_constraints_and_ends_with_the_owners_part(name: str) -> None:
    lines = repository.text(f"template/backend/{name}").splitlines()
    assert lines[0] == "-c constraints.txt"
    if name == REQUIREMENTS:
        assert re.fullmatch(r"#.*\b[Yy]our\b.*below.*", lines[-1])
        assert lines[-2] == "", "a free line keeps the owner's changes apart from the template's"


def test_the_node_that_set_up_installs_is_one_that_angular_accepts() -> None:
    engines = json.loads(repository.text("template/frontend/package.json"))["engines"]["node"]
    version = pinned("template/backend/constraints.txt")[_normal(runtime.PACKAGE)]
    assert runtime.accepts(engines, runtime.version_of(version))


def test_pages_name_only_node_versions_that_angular_accepts() -> None:
    engines = json.loads(repository.text("template/frontend/package.json"))["engines"]["node"]
    named = {
        (path, version)
        for path in repository.with_suffix(".md")
        for version in re.findall(r"Node(?:\.js)? v?(\d+\.\d+\.\d+)", repository.text(path))
    }
    assert not {(path, version) for path, version in named if not _is_named_by(engines, version)}


def _is_named_by(engines: str, version: str) -> bool:
    return runtime.accepts(engines, runtime.version_of(version)) or version in engines


def test_the_manifest_has_the_version_of_the_newest_release() -> None:
    """Before the first, it has the version that this is to be."""
    released = [part.version for part in changelog.parts(repository.text(changelog.FILE)) if part.version]
    present = Version.of(manifest()["project"]["version"])
    assert present == (released[0] if released else Version(0, 1, 0))


def test_every_python_of_vs_code_is_the_projects_own() -> None:
    settings = json.loads(repository.text("template/.vscode/settings.json"))
    folder = PurePosixPath(settings["python.defaultInterpreterPath"])
    assert folder == PurePosixPath("${workspaceFolder}/backend/venv")


# A frontend that nobody has added anything to stays small: each package is installed on every laptop.
MOST_PACKAGES = 500
# What npm writes of a package that is for some systems only (package.json, "os", "cpu" and "libc").
MACHINES = [
    {"os": "linux", "cpu": "x64", "libc": "glibc"},
    {"os": "darwin", "cpu": "arm64"},
    {"os": "win32", "cpu": "x64"},
]


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine["os"])
def test_a_new_frontend_has_few_packages(machine: dict[str, str]) -> None:
    packages = json.loads(repository.text("template/frontend/package-lock.json"))["packages"]
    installed = [path for path, package in packages.items() if path and is_for(package, machine)]
    # That packages of other systems are told apart: the lock file names those of all.
    assert len(installed) < len(packages) - 20
    assert len(installed) <= MOST_PACKAGES, f"{len(installed)} packages on {machine['os']}"


def is_for(package: dict[str, Any], machine: dict[str, str]) -> bool:
    """Whether npm installs a package there: all that it names must fit."""
    return all(machine.get(kind) in package[kind] for kind in ("os", "cpu", "libc") if kind in package)
