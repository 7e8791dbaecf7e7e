"""Two programs of one project at the same time, and two projects that look for a port at the same time."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from faults.computer import Computer, tree
from scripts.manage import lock, stamp
from scripts.manage.python import venv
from scripts.manage.servers import ports

# An npm that breaks where two of it work in one folder, as npm does (ENOENT, ENOTEMPTY).
BREAKS_WHERE_TWO_ARE = """\
mkdir node_modules.at.work || { echo 'npm error ENOTEMPTY' >&2; exit 1; }
sleep 1
"""
LISTS_PORTS = """
import sys
from scripts.manage.servers.ports import free_port
print(free_port(int(sys.argv[1])), flush=True)
sys.stdin.read()
"""


@pytest.mark.fault(
    "Two set-ups of one project at once",
    system="Linux",
    outcome="survived",
    how="two set-ups; an npm that bears no other",
)
def test_two_set_ups_at_once_do_not_harm_each_other(computer: Computer) -> None:
    computer.asks_for_no_packages()
    npm = (computer.programs / "npm").read_text(encoding="utf-8").partition("\n")[2]
    installs = npm.replace("\n", f"\n{BREAKS_WHERE_TWO_ARE}", 1)
    computer.stub("npm", f"{installs}rmdir node_modules.at.work")
    with computer.running("setup") as first, computer.running("setup") as second:
        printed = [process.communicate(timeout=100)[0] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), printed
    waited = [other for text, other in zip(printed, (second, first), strict=True) if "at work" in text]
    assert len(waited) == 1
    assert f"`setup` (process {waited[0].pid}) is at work in this project" in "".join(printed)
    assert sum("everything is installed" in text.lower() for text in printed) == 1
    assert computer.doctor().ok
    assert not (computer.project / lock.NAME).exists()


def runs_dev_for_ever(computer: Computer) -> None:
    """Let both servers be programs that never end."""
    packages = venv.of(computer.as_project).site_packages
    assert packages
    (packages / "flask").mkdir()
    (packages / "flask" / "__main__.py").write_text("import time; time.sleep(1000)\n", encoding="utf-8")
    computer.stub("node", '[ "$1" = --version ] && echo v24.15.0 && exit\nexec sleep 1000')


@pytest.mark.fault("Set-up while dev runs", system="Linux", outcome="detected", how="servers that never end")
@pytest.mark.parametrize("words", [["setup", "--clean"], ["setup"]])
def test_set_up_takes_nothing_away_from_a_dev_that_runs(set_up: Computer, words: list[str]) -> None:
    runs_dev_for_ever(set_up)
    with set_up.running("dev", "--no-open") as dev:
        assert dev.stdout
        while "ng serve" not in dev.stdout.readline():
            pass
        assert "installed already" in set_up.manage("setup").stdout
        if "--clean" not in words:
            stamp.remove(set_up.as_project.node_modules)
        folders = (set_up.as_project.venv, set_up.as_project.node_modules)
        before = [tree(folder) for folder in folders]
        result = set_up.manage(*words)
        assert result.returncode == 1
        assert f"✗ FA054 `dev` (process {dev.pid}) runs in this project" in result.stderr
        assert "Ctrl-C" in result.stderr
        assert [tree(folder) for folder in folders] == before
        assert dev.poll() is None
    assert "FA054" not in set_up.manage(*words).stderr


def test_a_set_up_after_one_that_was_killed_goes_on(computer: Computer) -> None:
    computer.asks_for_no_packages()
    computer.stub("npm", "sleep 1000")
    with computer.running("setup") as killed:
        assert killed.stdout
        while "npm ci" not in killed.stdout.readline():
            pass
        killed.kill()
    assert (computer.project / lock.NAME).exists()
    computer.has_node()
    assert "at work" not in computer.sets_up()


@pytest.mark.fault(
    "Two projects that start at the same instant",
    system="Linux",
    outcome="survived",
    how="two that choose before a server listens",
)
def test_two_projects_that_start_in_the_same_instant_take_different_ports(
    computer: Computer, tmp_path: Path
) -> None:
    port = computer.as_project.port("backend")
    folder = shutil.copytree(computer.project / "scripts", tmp_path / "other" / "scripts").parent
    words = [str(computer.python), "-c", LISTS_PORTS, str(port)]
    with (
        subprocess.Popen(words, cwd=computer.project, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as one,
        subprocess.Popen(words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other,
    ):
        assert one.stdout and other.stdout
        taken = {int(one.stdout.readline()), int(other.stdout.readline())}
        one.communicate()
        other.communicate()
    assert len(taken) == 2
    assert port in taken
    assert max(taken) < port + ports.TRIES
