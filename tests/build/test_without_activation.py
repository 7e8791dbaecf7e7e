"""docs/without-activation.md: systemd and cron take what it shows, and what they would start works."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.machine import is_root, missing
from harness.pages import FENCE
from harness.running import LIMIT, Running, free_pair, get, run

if sys.platform != "linux":
    pytest.skip("systemd and cron are Linux's", allow_module_level=True)

PAGE = "docs/without-activation.md"
PLACE = "/srv/my-app"
# What cron gives a job: nothing of anybody's shell, no activated environment.
OF_CRON = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "student"}
# Into a list of its own: the machine's list of jobs stays as it is.
INSTALL = """
set -e
mount -t tmpfs tmpfs /var/spool/cron
mkdir -m 1730 /var/spool/cron/crontabs
crontab "$1"
crontab -l
"""


class Unit(configparser.ConfigParser):
    """systemd's form of an INI file: its names keep their capitals."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


@pytest.fixture
def place(app: Path, tmp_path: Path) -> Path:
    """A short path to the project, as the page has one: systemd and cron need no quotes for it."""
    link = tmp_path / "my-app"
    link.symlink_to(app, target_is_directory=True)
    return link


def shown(app: Path, language: str, place: Path) -> str:
    """The one block of a language, for the project's own place."""
    text = (app / PAGE).read_text(encoding="utf-8")
    (block,) = (body for _, _, name, body in FENCE.findall(text) if name == language)
    assert PLACE in block or language == "python"
    return str(block.replace(PLACE, str(place)))


def verify(unit: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What `systemd-analyze verify` says of a unit."""
    if not shutil.which("systemd-analyze"):
        missing("systemd-analyze is not installed")
    file = folder / "my-app.service"
    file.write_text(unit, encoding="utf-8")
    return run("systemd-analyze", "verify", "--man=no", file, cwd=folder)


def test_systemd_finds_nothing_wrong_with_the_unit(app: Path, place: Path, tmp_path: Path) -> None:
    result = verify(shown(app, "ini", place), tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("Restart=on-failure", "Restart=sometimes", "sometimes"),
        ("/venv/bin/python", "/venv/bin/pyhton", "pyhton"),
        ("ExecStart=/", "ExecStart=", "path"),
    ],
)
def test_systemd_would_tell_of_a_mistake(
    app: Path, place: Path, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    unit = shown(app, "ini", place)
    assert right in unit
    result = verify(unit.replace(right, wrong), tmp_path)
    assert said in result.stdout + result.stderr


def test_the_units_command_serves_the_app_with_nothing_activated(
    app: Path, place: Path, tmp_path: Path
) -> None:
    unit = Unit(interpolation=None)
    unit.read_string(shown(app, "ini", place))
    service = unit["Service"]
    port = str(free_pair())
    command = shlex.split(service["ExecStart"].replace("--port 8001", f"--port {port}"))
    assert port in command
    variables = dict(pair.split("=", 1) for pair in shlex.split(service["Environment"]))
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=service["WorkingDirectory"],
            env={"PATH": "/usr/bin:/bin", **variables},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        assert _answers(Running(process, log), f"http://127.0.0.1:{port}/api/health") == 200
    finally:
        process.terminate()
        process.wait(30)


def _answers(server: Running, url: str) -> int:
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        assert server.process.poll() is None, server.output
        try:
            return get(url).status
        except OSError:
            time.sleep(0.1)
    raise AssertionError(server.output)


def accepted(lines: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What cron's own program makes of a list of jobs."""
    if not shutil.which("crontab"):
        missing("crontab is not installed")
    if not is_root() or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("a list of jobs of its own needs root and unshare")
    file = folder / "jobs"
    file.write_text(lines, encoding="utf-8")
    return run("unshare", "--mount", "sh", "-c", INSTALL, "sh", file, cwd=folder)


def test_cron_accepts_the_line(app: Path, place: Path, tmp_path: Path) -> None:
    line = shown(app, "cron", place)
    result = accepted(line, tmp_path)
    assert result.returncode == 0, result.stderr
    assert line in result.stdout


def test_cron_would_refuse_a_mistake(app: Path, place: Path, tmp_path: Path) -> None:
    line = shown(app, "cron", place)
    result = accepted(line.replace("15 3 *", "15 30 *"), tmp_path)
    assert result.returncode == 1
    assert "bad hour" in result.stderr


@pytest.fixture
def nightly(app: Path, place: Path) -> Iterator[None]:
    """The page's script in its place, and gone in the end."""
    script = app / "backend" / "nightly.py"
    script.write_text(shown(app, "python", place), encoding="utf-8")
    yield
    script.unlink()


@pytest.mark.usefixtures("nightly")
def test_the_job_runs_the_script_with_the_venvs_python(app: Path, place: Path, tmp_path: Path) -> None:
    command = re.fullmatch(r"(?:\S+ ){5}(.+)\n", shown(app, "cron", place))
    assert command
    assert "%" not in command[1]
    variables = OF_CRON | {"HOME": str(tmp_path)}
    subprocess.run(["/bin/sh", "-c", command[1]], env=variables, cwd="/", check=True, timeout=LIMIT)
    log = (tmp_path / "nightly.log").read_text(encoding="utf-8")
    python, number, _ = log.rsplit(" ", 2)
    assert python == str(app / "backend" / "venv" / "bin" / "python")
    assert int(number) > 10


def test_the_one_block_for_systemd_names_its_check_and_the_unit(app: Path) -> None:
    """systemctl needs a system that systemd has started: the check is run above, the rest is not."""
    text = (app / PAGE).read_text(encoding="utf-8")
    (block,) = (body for _, _, name, body in FENCE.findall(text) if name == "sh systemd")
    (path,) = re.findall(r"^systemd-analyze verify (\S+)$", block, re.MULTILINE)
    assert f"`{path}`" in text
    assert path.endswith("/my-app.service")
