"""The launchers find a Python by running candidates, and pass arguments and exit codes through.

Candidates are stubs that say which one ran. `python3` on the machine's own PATH is never looked at here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harness import repository
from harness.machine import program

if sys.platform == "win32":
    pytest.skip("the sh launchers are for POSIX systems", allow_module_level=True)

# A stub answers the probe (-c …) with one exit code, and a real call by telling how it was called.
STUB = """#!/bin/sh
if [ "$1" = -c ]; then exit {probe}; fi
echo "{name}"
for word in "$@"; do echo "[$word]"; done
echo "PYTHONHOME=${{PYTHONHOME-unset}} PYTHONPATH=${{PYTHONPATH-unset}}"
exit {code}
"""
SHELLS = ["sh", "dash", "bash", "busybox", "mksh", "yash", "zsh", "ksh"]
TOOLS = ["uname", "readlink"]


class Machine:
    """A project's launchers, and a PATH that holds what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "내 앱 & co"
        self.programs = folder / "programs"
        self.programs.mkdir()
        (self.project / "scripts").mkdir(parents=True)
        for name in ("bootstrap.sh", "find-python.sh"):
            shutil.copy2(repository.TEMPLATE / "scripts" / name, self.project / "scripts")
        # The places that are looked at on a Mac: there are none on this machine.
        finder = self.project / "scripts" / "find-python.sh"
        text = finder.read_text(encoding="utf-8")
        for place in ("/opt/homebrew/bin/", "/usr/local/bin/", "/Library/"):
            assert place in text
            text = text.replace(place, f"{self.programs}{place}")
        finder.write_text(text, encoding="utf-8")
        for name in TOOLS:
            (self.programs / name).symlink_to(program(name))

    def stub(self, name: str, *, probe: int = 0, code: int = 0) -> Path:
        """Put a Python that answers the probe with `probe`, and ends real calls with `code`."""
        path = self.programs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STUB.format(name=name, probe=probe, code=code), encoding="utf-8")
        path.chmod(0o755)
        return path

    def bootstrap(
        self,
        *words: str,
        shell: str = "sh",
        script: Path | None = None,
        cwd: Path | None = None,
        **variables: str,
    ) -> subprocess.CompletedProcess[str]:
        command = [program(shell), *(["sh"] if shell == "busybox" else [])]
        return subprocess.run(
            [*command, str(script or self.project / "scripts" / "bootstrap.sh"), *words],
            cwd=cwd or self.programs,
            env={"PATH": str(self.programs), "LC_ALL": "C.UTF-8", **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def chosen(finished: subprocess.CompletedProcess[str]) -> str:
    """The name of the stub that was started."""
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.splitlines()[0]


def test_no_python_at_all_is_one_message_with_its_own_exit_code(machine: Machine) -> None:
    finished = machine.bootstrap()
    assert finished.returncode == 3
    assert finished.stdout == ""
    assert finished.stderr.startswith("FA001 Python 3.11 or newer was not found.")
    assert "apt install python3" in finished.stderr
    assert "brew install python" in finished.stderr


@pytest.mark.parametrize("probe", [1, 127, 9])
def test_a_python_that_is_too_old_or_broken_is_passed_over(machine: Machine, probe: int) -> None:
    machine.stub("python3", probe=probe)
    machine.stub("python3.12")
    assert chosen(machine.bootstrap()) == "python3.12"


def test_only_pythons_that_are_too_old_is_the_same_as_none(machine: Machine) -> None:
    machine.stub("python3", probe=1)
    machine.stub("python", probe=1)
    assert machine.bootstrap().returncode == 3


@pytest.mark.parametrize("name", ["python3", "python3.14", "python3.11", "python"])
def test_a_python_is_found_by_any_of_its_names(machine: Machine, name: str) -> None:
    machine.stub(name)
    assert chosen(machine.bootstrap()) == name


def test_a_python_of_homebrew_is_found_though_it_is_not_on_the_path(machine: Machine) -> None:
    stub = machine.stub("opt/homebrew/bin/python3")
    assert stub.exists()
    assert chosen(machine.bootstrap()) == "opt/homebrew/bin/python3"


def test_the_users_own_choice_comes_first(machine: Machine, tmp_path: Path) -> None:
    machine.stub("python3")
    mine = machine.stub("own folder/python")
    assert chosen(machine.bootstrap(APP_PYTHON=str(mine))) == "own folder/python"


def test_a_choice_that_does_not_work_is_passed_over(machine: Machine) -> None:
    machine.stub("python3")
    assert chosen(machine.bootstrap(APP_PYTHON="/nowhere/python")) == "python3"


def test_arguments_arrive_as_they_were_given(machine: Machine) -> None:
    machine.stub("python3")
    finished = machine.bootstrap("--clean", "two words", "", "*", "$HOME")
    words = finished.stdout.splitlines()[1:-1]
    assert words[:2] == ["[-X]", "[utf8]"]
    assert Path(words[2][1:-1]).resolve() == machine.project / "manage.py"
    assert words[3:] == ["[setup]", "[--clean]", "[two words]", "[]", "[*]", "[$HOME]"]


@pytest.mark.parametrize("code", [1, 3, 130])
def test_the_exit_code_is_passed_on(machine: Machine, code: int) -> None:
    machine.stub("python3", code=code)
    assert machine.bootstrap().returncode == code


def test_variables_that_lead_python_astray_are_taken_away(machine: Machine) -> None:
    machine.stub("python3")
    finished = machine.bootstrap(PYTHONHOME="/nowhere", PYTHONPATH="/nowhere")
    assert finished.stdout.splitlines()[-1] == "PYTHONHOME=unset PYTHONPATH=unset"


def test_without_apples_tools_the_python_that_opens_a_dialog_is_never_started(machine: Machine) -> None:
    """macOS without the command line tools: uname says Darwin, xcode-select fails."""
    (machine.programs / "uname").unlink()
    uname = machine.programs / "uname"
    uname.write_text("#!/bin/sh\necho Darwin\n", encoding="utf-8")
    uname.chmod(0o755)
    dialog = machine.stub("usr/bin/python3")
    finder = machine.project / "scripts" / "find-python.sh"
    text = finder.read_text(encoding="utf-8")
    assert "dialog=/usr/bin/python3" in text
    finder.write_text(text.replace("dialog=/usr/bin/python3", f"dialog={dialog}"), encoding="utf-8")
    path = f"{dialog.parent}:{machine.programs}"
    assert machine.bootstrap(PATH=path).returncode == 3
    select = machine.programs / "xcode-select"
    select.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    select.chmod(0o755)
    assert chosen(machine.bootstrap(PATH=path)) == "usr/bin/python3"


@pytest.mark.parametrize("kind", ["absolute", "relative"])
def test_it_finds_its_project_when_called_by_a_link(machine: Machine, kind: str, tmp_path: Path) -> None:
    machine.stub("python3")
    link = tmp_path / "bootstrap"
    target = machine.project / "scripts" / "bootstrap.sh"
    link.symlink_to(target if kind == "absolute" else target.relative_to(tmp_path))
    words = machine.bootstrap(script=link).stdout.splitlines()
    assert Path(words[3][1:-1]).resolve() == machine.project / "manage.py"


@pytest.mark.parametrize("script", ["scripts/bootstrap.sh", "./scripts/bootstrap.sh", "bootstrap.sh"])
def test_it_finds_its_project_from_any_folder(machine: Machine, script: str) -> None:
    machine.stub("python3")
    # CDPATH would lead `cd scripts` here.
    (machine.programs / "scripts").mkdir()
    cwd = machine.project / "scripts" if script == "bootstrap.sh" else machine.project
    finished = machine.bootstrap(script=Path(script), cwd=cwd, CDPATH=str(machine.programs))
    assert Path(finished.stdout.splitlines()[3][1:-1]).resolve() == machine.project / "manage.py"


@pytest.mark.parametrize("shell", SHELLS)
def test_it_runs_in_every_shell_of_this_machine(machine: Machine, shell: str) -> None:
    if shutil.which(shell) is None:
        # Not a tool that CI must have: more shells than the system's own only make the test stronger.
        pytest.skip(f"{shell} is not installed")
    machine.stub("python3", probe=1)
    machine.stub("python3.13")
    assert chosen(machine.bootstrap(shell=shell)) == "python3.13"
    assert os.access(machine.project / "scripts" / "bootstrap.sh", os.X_OK)
