"""Which Copier renders: this Python's, one that uv or pipx fetches, or one in its own folder."""

from __future__ import annotations

import importlib.metadata
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from harness import repository
from harness.git import commit_all, git
from scripts.manage.problem import Problem
from scripts.manage.processes.children import Crew
from scripts.manage.project import Project
from scripts.manage.python import installers
from scripts.manage.python.venv import Venv
from scripts.manage.updating import copier_program


def install_here(version: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this Python have a Copier of this version, or none."""

    def found(_: str) -> str:
        if version is None:
            raise importlib.metadata.PackageNotFoundError("copier")
        return version

    monkeypatch.setattr(importlib.metadata, "version", found)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project in its repository, on a machine without Copier, uv and pipx."""
    install_here(None, monkeypatch)
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name in ("uv", "pipx") else which(name))
    root = tmp_path / "내 앱"
    root.mkdir()
    git(root, "init", "--quiet")
    commit_all(root, "The first")
    return Project(root)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What was asked to be installed, in place of an installation; the venv itself is a real one."""
    asked: list[tuple[str, ...]] = []

    def make(self: Venv, *_: object, **__: object) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(self.folder)], check=True)

    def install(_: object, venv: Venv, what: Sequence[str], *__: object, **___: object) -> None:
        asked.append(tuple(what))

    monkeypatch.setattr(Venv, "make", make)
    monkeypatch.setattr(installers, "install", install)
    return asked


def command(project: Project) -> list[str]:
    with Crew() as crew:
        return [str(word) for word in copier_program.python_with_copier(project, crew)]


@pytest.mark.parametrize("version", ["9.19.1", "9.20.0", "9.100", "10.0.0", "9.20.0rc1"])
def test_a_copier_of_this_python_is_taken(
    version: str, project: Project, installed: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    install_here(version, monkeypatch)
    assert command(project) == [sys.executable]
    assert not installed


@pytest.mark.parametrize("version", [None, "9.19.0", "9.15.0", "9.2.0", "8.3", "9.9"])
def test_without_one_that_is_new_enough_uv_fetches_it(
    version: str | None, project: Project, installed: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    install_here(version, monkeypatch)
    monkeypatch.setattr(shutil, "which", lambda name: f"/somewhere/{name}")
    first, *words = command(project)
    assert first == "/somewhere/uv"
    assert words[0] == "run" and words[-1] == "python"
    # This project's and this folder's settings are none of its business.
    assert {"--no-project", "--isolated"} <= set(words)
    options = dict(pairwise(words))
    assert options["--with"] == copier_program.COPIER
    assert options["--python"] == sys.executable
    assert not installed and not (project.root / copier_program.FOLDER).exists()


# As far as it is used: it tells its version, and runs a Python with the words behind the package's name.
PIPX = """
import subprocess, sys
if sys.argv[1:] == ["--version"]:
    sys.exit({code})
print("python is already on your PATH", file=sys.stderr)
words = sys.argv[1:]
options = dict(zip(words[1:5:2], words[2:5:2]))
assert words[0] == "run" and words[5] == "python", words
assert options["--spec"].startswith("copier=="), words
sys.exit(subprocess.run([options["--python"], *words[6:]]).returncode)
"""


def install_pipx(folder: Path, monkeypatch: pytest.MonkeyPatch, *, code: int = 0) -> Path:
    """Put a pipx on PATH that ends with this code when it is asked for its version."""
    folder.mkdir()
    program = folder / "pipx.py"
    program.write_text(PIPX.format(code=code), encoding="utf-8")
    # Not `#!python`: the path of this Python may hold spaces.
    if os.name == "nt":
        pipx = folder / "pipx.cmd"
        pipx.write_text(f'@"{sys.executable}" "{program}" %*\n', encoding="utf-8")
    else:
        pipx = folder / "pipx"
        words = shlex.join([sys.executable, str(program)])
        pipx.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
        pipx.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(pipx) if name == "pipx" else None)
    return pipx


def test_without_uv_pipx_starts_a_python_that_has_it(
    project: Project, installed: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipx = install_pipx(tmp_path / "내 programs", monkeypatch)
    words = command(project)
    assert words[0] == str(pipx)
    assert copier_program.COPIER in words
    assert [str(word) for word in copier_program.found(project)] == words
    finished = subprocess.run([*words, "-c", "print(2 + 3)"], capture_output=True, encoding="utf-8")
    assert finished.stdout.strip() == "5", finished.stderr
    assert not installed and not (project.root / copier_program.FOLDER).exists()


def test_a_pipx_that_runs_no_more_is_passed_over(
    project: Project, installed: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_pipx(tmp_path / "programs", monkeypatch, code=1)
    assert not copier_program.found(project)
    (python,) = command(project)
    assert Path(python).is_relative_to(project.root / copier_program.FOLDER)
    assert installed == [(copier_program.COPIER,)]


@pytest.mark.skipif(os.name == "nt", reason="there, pipx is a program and no script")
def test_a_pipx_whose_python_is_gone_is_passed_over(
    project: Project, installed: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipx = install_pipx(tmp_path / "programs", monkeypatch)
    pipx.write_text("#!/gone/python3\n", encoding="utf-8")
    command(project)
    assert installed == [(copier_program.COPIER,)]


def test_without_uv_and_pipx_it_gets_a_folder_of_its_own_that_git_passes_over(
    project: Project, installed: list[tuple[str, ...]]
) -> None:
    (python,) = command(project)
    folder = project.root / copier_program.FOLDER
    assert Path(python).is_relative_to(folder) and Path(python).exists()
    assert installed == [(copier_program.COPIER,)]
    assert git(project.root, "status", "--porcelain") == ""


def test_what_is_in_that_folder_is_used_again_until_another_version_is_asked_for(
    project: Project, installed: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command(project) == command(project)
    assert len(installed) == 1
    monkeypatch.setattr(copier_program, "COPIER", "copier==9.99")
    command(project)
    assert installed[1:] == [("copier==9.99",)]


def test_an_interrupted_installation_is_begun_anew(
    project: Project, installed: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(installers, "install", interrupt)
        with pytest.raises(KeyboardInterrupt):
            command(project)
    assert git(project.root, "status", "--porcelain") == ""
    command(project)
    assert installed == [(copier_program.COPIER,)]


def test_a_folder_of_that_name_with_other_things_in_it_is_left_alone(
    project: Project, installed: list[tuple[str, ...]]
) -> None:
    own = project.root / copier_program.FOLDER / "notes.txt"
    own.parent.mkdir()
    own.write_text("mine\n", encoding="utf-8")
    with pytest.raises(Problem) as raised:
        command(project)
    assert raised.value.code == "FA023"
    assert own.read_text(encoding="utf-8") == "mine\n"
    assert not installed


def test_the_copier_that_is_fetched_is_the_one_that_the_template_is_tested_with() -> None:
    pyproject = tomllib.loads(repository.text("pyproject.toml"))
    assert copier_program.COPIER in pyproject["project"]["dependencies"]


def test_the_oldest_that_is_taken_is_the_oldest_that_the_template_takes() -> None:
    oldest = str(yaml.safe_load(repository.text("copier.yml"))["_min_copier_version"])
    assert oldest.split(".") == [str(part) for part in copier_program.OLDEST]
