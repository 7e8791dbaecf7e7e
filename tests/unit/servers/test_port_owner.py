"""Who holds a port: read from what each system prints, in whatever language it prints it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.machine import has_ipv6, program
from scripts.manage.project import Project
from scripts.manage.servers import port_owner
from scripts.manage.servers.port_owner import Owner

# lsof -nP -iTCP:4200 -sTCP:LISTEN -Fpc
LSOF = """\
p1234
cControlCe
f9
n*:5000
f10
n*:5000
p4321
cnode
f23
"""
NETSTAT = {
    "English": """

Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1084
  TCP    127.0.0.1:4200         127.0.0.1:50123        ESTABLISHED     3333
  TCP    127.0.0.1:4200         0.0.0.0:0              LISTENING       14204
  TCP    127.0.0.1:42001        0.0.0.0:0              LISTENING       2222
  TCP    127.0.0.1:50123        127.0.0.1:4200         ESTABLISHED     5555
""",
    "German": """

Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1084
  TCP    127.0.0.1:4200         127.0.0.1:50123        HERGESTELLT     3333
  TCP    127.0.0.1:4200         0.0.0.0:0              ABHÖREN         14204
""",
    "Korean": """

활성 연결

  프로토콜  로컬 주소              외부 주소              상태            PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1084
  TCP    127.0.0.1:4200         127.0.0.1:50123        ESTABLISHED     3333
  TCP    127.0.0.1:4200         0.0.0.0:0              LISTENING       14204
""",
    "with IPv6": """
  Proto  Local Address          Foreign Address        State           PID
  TCP    [::]:135               [::]:0                 LISTENING       1084
  TCP    [::1]:4200             [::1]:50123            ESTABLISHED     3333
  TCP    [::1]:4200             [::]:0                 LISTENING       14204
""",
}
# /proc/net/tcp: 4200 is 1068. Its second line is a connection, its third waits for some.
TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1068 0100007F:C3CB 01 00000000:00000000 00:00000000 00000000  1000        0 1111 1 0 20 4 30 10
   1: 0100007F:1068 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 2222 1 0 100 0 0 10
   2: 00000000:0087 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3333 1 0 100 0 0 10
"""
TABLE_6 = """\
  sl  local_address                         remote_address                        st tx_queue rx_queue tr
   0: 00000000000000000000000001000000:1068 00000000000000000000000000000000:0000 0A 00000000:00000000 \
00:00000000 00000000  1000        0 4444 1 0 100 0 0 10
"""


def test_lsof_names_the_first_that_listens() -> None:
    assert port_owner.from_lsof(LSOF) == Owner(1234, "ControlCe")


def test_lsof_that_finds_nobody_names_nobody() -> None:
    assert port_owner.from_lsof("") is None


@pytest.mark.parametrize("printed", NETSTAT.values(), ids=NETSTAT.keys())
def test_netstat_is_understood_in_every_language(printed: str) -> None:
    assert port_owner.from_netstat(printed, 4200) == 14204
    assert port_owner.from_netstat(printed, 135) == 1084


@pytest.mark.parametrize("printed", NETSTAT.values(), ids=NETSTAT.keys())
def test_netstat_names_nobody_for_a_port_that_is_free(printed: str) -> None:
    assert port_owner.from_netstat(printed, 420) is None


def test_a_code_page_that_was_not_understood_does_no_harm() -> None:
    printed = NETSTAT["German"].encode("cp850").decode("utf-8", "replace")
    assert "\N{REPLACEMENT CHARACTER}" in printed
    assert port_owner.from_netstat(printed, 4200) == 14204


@pytest.mark.parametrize(("table", "inode"), [(TABLE, "2222"), (TABLE_6, "4444")], ids=["tcp", "tcp6"])
def test_linux_tells_who_waits_for_connections(table: str, inode: str) -> None:
    assert port_owner.listening_sockets(table, 4200) == {inode}
    assert port_owner.listening_sockets(table, 4201) == set()


LISTEN = """
import socket, sys
server = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET)
server.bind((sys.argv[1], 0))
server.listen()
print(server.getsockname()[1], flush=True)
sys.stdin.read()
"""


@contextmanager
def somebody_listening(address: str = "127.0.0.1") -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A program that listens, and its port."""
    with subprocess.Popen(
        [sys.executable, "-c", LISTEN, address, "my server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin and process.stdout
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.stdin.close()


def names_of_python() -> set[str]:
    """Linux cuts names to 15 letters; on macOS, Python is "Python"."""
    return {Path(path).stem.lower()[:15] for path in (sys.executable, Path(sys.executable).resolve())}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        pytest.param("::1", marks=pytest.mark.skipif(not has_ipv6(), reason="no IPv6 here")),
    ],
)
def test_a_program_that_listens_on_this_machine_is_found(address: str) -> None:
    with somebody_listening(address) as (process, port):
        owner = port_owner.of(port)
        assert owner
        assert owner.pid == process.pid
        assert owner.name.lower().removesuffix(".exe") in names_of_python()
        if sys.platform == "linux":
            assert owner.words.endswith(f"{address} my server")


def test_a_port_that_nobody_holds_has_no_owner() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert port_owner.of(port) is None


def test_a_program_whose_open_files_change_while_they_are_listed_is_found() -> None:
    """This very one: listing its open files opens one, which is gone when it is looked at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        owner = port_owner.of(server.getsockname()[1])
        assert owner and owner.pid == os.getpid()


def test_lsof_as_it_is_on_this_machine_is_understood() -> None:
    lsof = program("lsof")
    with somebody_listening() as (process, port):
        words = [lsof, "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc"]
        printed = subprocess.run(words, capture_output=True, text=True, encoding="utf-8").stdout
        owner = port_owner.from_lsof(printed)
        assert owner and owner.pid == process.pid, printed


@pytest.mark.parametrize("failure", [FileNotFoundError("lsof"), subprocess.TimeoutExpired("lsof", 3)])
def test_a_system_that_does_not_tell_is_no_error(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(port_owner, "ask", fail)
    assert port_owner.of(4200) is None


def test_an_owner_is_described_as_a_person_can_use_it(tmp_path: Path) -> None:
    project = Project(tmp_path / "내 앱")
    own = Owner(7, "python3", f"python3 {project.root}/backend/venv/bin/flask run")
    assert port_owner.described(own, project) == "a server of this project that still runs (process 7)"
    assert port_owner.described(Owner(8, "ControlCe"), project) == "ControlCe (process 8)"
    assert port_owner.described(None, project) == "another program"
