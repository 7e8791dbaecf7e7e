"""Ports that somebody else holds, and who that is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from faults.computer import Computer
from harness.machine import has_ipv6, is_root, missing
from harness.running import occupied
from scripts.manage.project import Project

LISTEN = """
import socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("listens", flush=True)
sys.stdin.read()
"""


def ports(computer: Computer) -> dict[str, int]:
    project = Project(computer.project)
    return {side: project.port(side) for side in ("backend", "frontend")}


@pytest.mark.fault(
    "Port busy", system="Linux", outcome="survived", how="listeners on 127.0.0.1, ::1 and all addresses"
)
@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "0.0.0.0", "::"])
@pytest.mark.parametrize("side", ["backend", "frontend"])
def test_a_busy_port_is_told_with_its_owner(computer: Computer, address: str, side: str) -> None:
    if ":" in address and not has_ipv6():
        missing("this machine has no IPv6")
    port = ports(computer)[side]
    with occupied(port, address):
        found = computer.doctor().one("FA050")
    assert found.kind == "warning"
    assert str(port) in found.text
    assert side in found.text
    assert str(os.getpid()) in found.text
    assert psutil.Process().name() in found.text
    assert f"dev --{side}-port" in found.remedy[0]
    assert "FA050" not in computer.doctor().codes


def listener(port: int, script: Path) -> subprocess.Popen[bytes]:
    """Somebody's server: the script's name stands in its command line."""
    script.write_text(LISTEN, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script), str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout and process.stdout.readline() == b"listens\n"
    return process


def test_a_server_that_this_project_left_is_called_that(computer: Computer) -> None:
    script = computer.project / "backend" / "left.py"
    with listener(ports(computer)["backend"], script) as process:
        found = computer.doctor().one("FA050")
        process.communicate()
    assert "of this project" in found.text
    assert str(process.pid) in found.text


def test_a_server_of_another_project_is_not_called_that(computer: Computer, tmp_path: Path) -> None:
    with listener(ports(computer)["backend"], tmp_path / "app2.py") as process:
        found = computer.doctor().one("FA050")
        process.communicate()
    assert "of this project" not in found.text
    assert str(process.pid) in found.text


def test_dev_names_the_owner_too_and_takes_the_next_port(set_up: Computer) -> None:
    """It ends then, because no package here has any content."""
    port = ports(set_up)["backend"]
    with occupied(port):
        result = set_up.manage("dev", "--no-open")
    (line,) = [line for line in result.stdout.splitlines() if str(port) in line and "--port" not in line]
    assert str(os.getpid()) in line
    assert f"--port {port}" not in result.stdout
    assert "--port" in result.stdout


def test_an_owner_that_the_system_does_not_tell_is_another_program(
    computer: Computer, systems_python: Path, tmp_path: Path
) -> None:
    """The server is root's, and an ordinary user asks."""
    if not is_root():
        pytest.skip("becoming another user needs root")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from scripts.manage.servers import port_owner\n"
        "print(port_owner.of(int(sys.argv[2])))"
    )
    port = ports(computer)["backend"]
    user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    scripts = Path(__file__).resolve().parents[2] / "template"
    with occupied(port):
        asked = [*user, str(systems_python), "-B", "-c", code, str(scripts), str(port)]
        answer = subprocess.run(asked, capture_output=True, text=True, encoding="utf-8", cwd="/")
    assert answer.stdout.strip() == "None", answer.stderr
