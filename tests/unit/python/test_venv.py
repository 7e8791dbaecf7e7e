"""backend/venv: what is wrong with one, and what is never deleted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.machine import posix_only
from scripts.manage.problem import Problem
from scripts.manage.processes.children import Crew
from scripts.manage.project import Project
from scripts.manage.python import venv


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "backend").mkdir()
    return Project(tmp_path)


def make(project: Project) -> None:
    """A real venv; without pip, which takes the time."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(project.venv)], check=True)


def give_pip(project: Project) -> None:
    """A pip that can be imported: more is not looked at."""
    packages = venv.of(project).site_packages
    assert packages
    (packages / "pip.py").touch()


def test_a_venv_that_works_has_no_fault(project: Project) -> None:
    make(project)
    give_pip(project)
    assert venv.of(project).state().fault is None
    assert venv.of(project).is_alive()


def test_no_venv_is_no_fault(project: Project) -> None:
    assert venv.of(project).state().fault is None
    assert not venv.of(project).is_alive()


def test_a_venv_whose_making_was_interrupted_is_found_out(project: Project) -> None:
    make(project)
    fault = venv.of(project).state().fault
    assert fault and "no pip" in fault


@posix_only
def test_a_moved_venv_is_found_out(project: Project, tmp_path: Path) -> None:
    """Its Python still runs; the programs beside it name the old place."""
    make(project)
    give_pip(project)
    other = Project(tmp_path / "moved")
    other.backend.mkdir(parents=True)
    project.venv.rename(other.venv)
    venv.of(other).python.unlink()
    venv.of(other).python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    venv.of(other).python.chmod(0o755)
    fault = venv.of(other).state().fault
    assert fault and "its Python belongs to" in fault


@posix_only
def test_a_venv_whose_python_is_gone_is_found_out(project: Project) -> None:
    make(project)
    venv.of(project).python.unlink()
    venv.of(project).python.symlink_to("/nowhere/python3")
    fault = venv.of(project).state().fault
    assert fault and "does not run" in fault
    assert not venv.of(project).is_alive()


def test_a_venv_whose_base_is_gone_is_not_alive(project: Project) -> None:
    make(project)
    config = project.venv / "pyvenv.cfg"
    lines = config.read_text(encoding="utf-8").splitlines()
    gone = [f"home = {project.root / 'gone'}" if line.startswith("home") else line for line in lines]
    assert venv.of(project).is_alive()
    config.write_text("\n".join(gone), encoding="utf-8")
    assert not venv.of(project).is_alive()


def test_a_venv_of_another_system_is_found_out(project: Project) -> None:
    (project.venv / ("bin" if os.name == "nt" else "Scripts")).mkdir(parents=True)
    fault = venv.of(project).state().fault
    assert fault and "another operating system" in fault


def test_a_venv_is_deleted_whole(project: Project) -> None:
    make(project)
    venv.of(project).remove()
    assert not project.venv.exists()
    venv.of(project).remove()


def test_what_is_left_of_a_half_made_venv_is_deleted(project: Project) -> None:
    (project.venv / "lib" / "python3.11").mkdir(parents=True)
    (project.venv / "bin").mkdir()
    venv.of(project).remove()
    assert not project.venv.exists()


@pytest.mark.parametrize("content", ["notes.txt", "homework/lesson.py"])
def test_a_folder_that_is_no_venv_is_never_deleted(project: Project, content: str) -> None:
    theirs = project.venv / content
    theirs.parent.mkdir(parents=True)
    theirs.write_text("mine", encoding="utf-8")
    with pytest.raises(Problem) as raised:
        venv.of(project).remove()
    assert raised.value.code == "FA023"
    assert theirs.read_text(encoding="utf-8") == "mine"


@posix_only
def test_a_venv_that_cannot_be_made_leaves_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's Python without python3-venv: the folder is there, and ensurepip fails."""
    broken = project.root / "python3"
    broken.write_text(
        "#!/bin/sh\nmkdir -p backend/venv/bin\necho 'ensurepip is not available'\nexit 1\n", encoding="utf-8"
    )
    broken.chmod(0o755)
    monkeypatch.setattr("scripts.manage.python.interpreter.base_python", lambda: broken)
    monkeypatch.setattr("scripts.manage.processes.children.ignore_signals", lambda: None)
    with pytest.raises(Problem) as raised, Crew() as crew:
        venv.of(project).make(crew)
    assert raised.value.code == "FA022"
    assert f"python{sys.version_info[0]}.{sys.version_info[1]}-venv" in raised.value.remedy[0]
    assert not project.venv.exists()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_a_change_of_any_requirement_is_seen(project: Project, name: str) -> None:
    before = venv.of(project).facts()
    (project.backend / name).write_text("flask\n", encoding="utf-8")
    assert venv.of(project).facts() != before
