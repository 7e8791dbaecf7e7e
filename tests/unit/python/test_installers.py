"""Which program installs Python packages, and what it is told besides them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from harness.machine import posix_only
from harness.wheels import make_wheel
from scripts.manage.problem import Problem
from scripts.manage.processes.children import Crew
from scripts.manage.project import Project
from scripts.manage.python import installers, interpreter, venv
from scripts.manage.python.venv import Venv


class Witness:
    """An installer that writes down what pip would be told about compiling."""

    name = "pip"
    needs_pip = True

    def command(self, venv: Venv, what: Sequence[str]) -> list[str | Path]:
        program = "import os; open('told', 'w').write(os.environ.get('PIP_COMPILE', 'nothing'))"
        return [sys.executable, "-c", program]

    def shown(self, venv: Venv, what: Sequence[str]) -> str:
        return "pip install"


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "0"),
        # Nothing that Python compiles is kept then: each start would compile all that it loads.
        ({"PYTHONDONTWRITEBYTECODE": "1"}, "nothing"),
        ({"PIP_COMPILE": "1"}, "1"),
    ],
    ids=["as usual", "Python keeps nothing", "its user decides"],
)
def test_pip_compiles_only_where_python_never_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], told: str
) -> None:
    for name in ("PYTHONDONTWRITEBYTECODE", "PIP_COMPILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with Crew() as crew:
        installers.install(Witness(), venv.of(Project(tmp_path)), ["flask"], crew)
    assert (tmp_path / "told").read_text(encoding="utf-8") == told


def have_pip(version: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this be a Python outside any venv, with this pip; and a machine without uv."""

    def found(_: str) -> str:
        if version is None:
            raise importlib.metadata.PackageNotFoundError("pip")
        return version

    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(importlib.metadata, "version", found)
    monkeypatch.setattr(shutil, "which", lambda _: None)


@pytest.mark.parametrize(
    ("version", "kind"),
    [
        ("22.3", installers.OuterPip),
        ("26.1.dev0", installers.OuterPip),
        ("100.0", installers.OuterPip),
        # These do not know --python.
        ("22.2.2", installers.Pip),
        ("9.0", installers.Pip),
        (None, installers.Pip),
    ],
)
def test_tools_are_installed_by_the_pip_that_is_there_already(
    version: str | None, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_pip(version, monkeypatch)
    assert type(installers.choose_for_tools()) is kind
    # A venv that people type pip in is filled by its own.
    assert type(installers.choose()) is installers.Pip


def test_in_a_venv_the_pip_outside_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    have_pip("26.0", monkeypatch)
    monkeypatch.setattr(sys, "prefix", "/somewhere/venv")
    assert type(installers.choose_for_tools()) is installers.Pip


def test_where_uv_is_it_installs_the_tools_too(monkeypatch: pytest.MonkeyPatch) -> None:
    have_pip("26.0", monkeypatch)
    monkeypatch.setattr(shutil, "which", lambda name: f"/somewhere/{name}")
    chosen = installers.choose_for_tools()
    assert type(chosen) is installers.Uv and not chosen.needs_pip


def test_the_pip_outside_fills_a_venv_that_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = interpreter.base_python()
    if subprocess.run([base, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("the machine's Python has no pip")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    root = tmp_path / "내 앱"
    (root / "backend").mkdir(parents=True)
    wheel = make_wheel(root, "shelf", "1", {"shelf.py": "NAME = 'shelf'\n"})
    made = venv.of(Project(root))
    with Crew() as crew:
        made.make(crew, with_pip=False)
        installers.install(installers.OuterPip(), made, [wheel.name], crew)
    script = "import shelf; print(shelf.NAME)"
    # Not by way of the folder it is run in.
    told = subprocess.run([made.python, "-I", "-c", script], capture_output=True, check=True)
    assert told.stdout.split() == [b"shelf"]
    assert not list(made.folder.rglob("pip"))
    name = base.stem if sys.platform == "win32" else base.name
    assert capsys.readouterr().out.splitlines() == [
        f"→ {name} -m venv --without-pip {made.shown}",
        f"→ {name} -m pip --python {made.shown} install {wheel.name}",
    ]


@posix_only
def test_a_python_that_cannot_bring_pip_is_told_of_although_no_pip_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's, without python3-venv: the project's venv will need it."""
    find = importlib.util.find_spec
    monkeypatch.setattr(venv, "find_spec", lambda name: None if name == "ensurepip" else find(name))
    (tmp_path / "backend").mkdir()
    python = tmp_path / "python3"
    python.write_text(
        '#!/bin/sh\ncase "$*" in *--without-pip*) exit 0;; esac\n'
        "echo 'ensurepip is not available'\nexit 1\n",
        encoding="utf-8",
    )
    python.chmod(0o755)
    monkeypatch.setattr(interpreter, "base_python", lambda: python)
    with pytest.raises(Problem) as raised, Crew() as crew:
        venv.of(Project(tmp_path)).make(crew, with_pip=False)
    assert raised.value.code == "FA022"
    assert "-venv" in raised.value.remedy[0]
