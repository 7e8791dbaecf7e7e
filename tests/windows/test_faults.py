"""Faults of Windows laptops: files that are held, and virtual environments that cannot work.

All that is installed is a venv: the project asks for no packages, and its Node and npm are stubs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.debian import Finished
from harness.running import Running
from windows.app import FOLDER, NAME
from windows.wine import Windows

if TYPE_CHECKING:
    from harness.rendered import Renderer

# What the redirector in a venv, python.exe, ends with where there is no Python to start.
NO_PYTHON = 103
# Opens a file as any program does, without leave to delete it, until another file appears.
HOLD = """\
import pathlib, sys, time
held, release = map(pathlib.Path, sys.argv[1:])
with held.open(encoding="utf-8"):
    print("held", flush=True)
    while not release.exists():
        time.sleep(0.05)
"""


@dataclass(frozen=True)
class SmallLaptop:
    """A project that is set up within seconds; `programs` are the folders on PATH, Python's first."""

    windows: Windows
    app: Path
    programs: tuple[Path, ...]

    @property
    def venv(self) -> Path:
        return self.app / "backend" / "venv"

    @property
    def _variables(self) -> dict[str, str]:
        return {"WINEPATH": ";".join(map(self.windows.path, self.programs))}

    def run(self, *words: str) -> Finished:
        return self.windows.run(*words, cwd=self.app, programs=self.programs[0], variables=self._variables)

    def started(self, *words: str) -> AbstractContextManager[Running]:
        return self.windows.started(
            *words, cwd=self.app, programs=self.programs[0], variables=self._variables
        )

    def makes_a_venv(self) -> None:
        """One without pip, which takes a second."""
        self.run("python", "-m", "venv", "--without-pip", "backend\\venv").succeeded()

    def runs_pip(self) -> bool:
        """Whether there is a venv of this Windows that works."""
        python = self.venv / "Scripts" / "python.exe"
        words = ("-X", "utf8", "-m", "pip", "--version")
        return python.exists() and self.run(self.windows.path(python), *words).code == 0


@pytest.fixture
def small(windows: Windows, python: Path, render: Renderer, tmp_path: Path) -> SmallLaptop:
    folder = windows.home / tmp_path.name
    app = folder / FOLDER
    shutil.copytree(render(project_name=NAME).root, app)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (app / "backend" / name).write_text("# none\n", encoding="ascii")
    asks_npm_for_no_packages(app / "frontend")
    programs = folder / "programs"
    programs.mkdir()
    (programs / "node.cmd").write_bytes(b"@echo v24.15.0\r\n")
    (programs / "npm.cmd").write_bytes(b"@if not exist node_modules mkdir node_modules\r\n@exit /b 0\r\n")
    return SmallLaptop(windows, app, (python, programs))


def asks_npm_for_no_packages(frontend: Path) -> None:
    """package.json and its lock file agree that there is nothing to install."""
    manifest = json.loads((frontend / "package.json").read_text(encoding="utf-8"))
    asked = manifest | {"dependencies": {}, "devDependencies": {}}
    (frontend / "package.json").write_text(json.dumps(asked), encoding="utf-8")
    lock = {"lockfileVersion": 3, "packages": {"": {"name": manifest["name"]}}}
    (frontend / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")


@pytest.mark.fault(
    "File held for a moment (virus scanner)",
    system="Windows",
    outcome="survived",
    how="an open handle, closed a second after the venv's removal began",
)
def test_a_file_that_is_held_for_a_moment_does_not_stop_setup(small: SmallLaptop) -> None:
    small.makes_a_venv()
    release = small.app.parent / "release"
    # In the last of the venv's folders: when another is gone, the removal has begun and cannot end.
    paths = [small.windows.path(path) for path in (small.venv / "Scripts" / "activate.bat", release)]
    with small.started("python", "-c", HOLD, *paths) as holder:
        holder.wait_for("held")
        with small.started("python", "-X", "utf8", "manage.py", "setup", "--clean") as setup:
            wait_until_gone(small.venv / "Lib" / "site-packages")
            assert (small.venv / "Scripts" / "activate.bat").exists()
            time.sleep(1)
            release.touch()
            setup.wait_for("✓ Ready after")
            assert setup.process.wait(30) == 0
    assert small.runs_pip()


def wait_until_gone(folder: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while folder.exists():
        assert time.monotonic() < deadline, f"{folder} is still there"
        time.sleep(0.05)


@pytest.mark.fault(
    "Python of the venv removed or upgraded",
    system="Windows",
    outcome="repaired",
    how="pyvenv.cfg names a folder that is gone",
)
def test_a_venv_whose_python_was_removed_is_made_anew(small: SmallLaptop) -> None:
    small.makes_a_venv()
    settings = small.venv / "pyvenv.cfg"
    home = small.windows.path(small.programs[0])
    text = settings.read_text(encoding="utf-8")
    assert home in text
    settings.write_text(text.replace(home, "C:\\Python313"), encoding="utf-8")
    assert small.run("backend\\venv\\Scripts\\python.exe", "-c", "").code == NO_PYTHON
    is_made_anew_by_setup(small, "its Python does not run")


@pytest.mark.fault(
    "venv of another system or machine",
    system="Windows",
    outcome="repaired",
    how="a venv made on Linux, its links left behind",
)
def test_a_venv_that_was_copied_from_linux_is_made_anew(small: SmallLaptop) -> None:
    words = ["-m", "venv", "--copies", "--without-pip", str(small.venv)]
    subprocess.run([sys.executable, *words], check=True)
    # No archive and no USB stick carries them to Windows.
    (small.venv / "lib64").unlink(missing_ok=True)
    is_made_anew_by_setup(small, "it was made on another operating system")


def is_made_anew_by_setup(laptop: SmallLaptop, why: str) -> None:
    text = laptop.run("python", "-X", "utf8", "manage.py", "setup").succeeded().text
    assert f"! backend/venv is made anew: {why}" in text
    assert "✓ Ready after" in text
    assert laptop.runs_pip()
