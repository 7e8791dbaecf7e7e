"""Networks that are missing, slow, behind a proxy or opened on the way, told by what pip, uv and npm say.

Each is asked for real: what they print decides. Time limits are lowered, the words are the same.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from faults.computer import NODE, Computer, delete
from faults.indexes import answering, closed, intercepted, refusing_proxy, silent
from faults.namespace import Namespace, namespace
from harness.machine import program
from harness.rendered import Renderer
from scripts.manage import package_source, stamp
from scripts.manage.python import venv

# Never resolved by anybody (RFC 6761): only a proxy could know it.
ELSEWHERE = "https://packages.invalid/simple/"
DEBIANS_PIP = Path("/usr/lib/python3/dist-packages/pip")
IMPATIENT = {
    # Not 0: what broke a connection, pip tells when it tries again, and only then.
    "PIP_RETRIES": "1",
    "PIP_DEFAULT_TIMEOUT": "1",
    "UV_HTTP_RETRIES": "0",
    "UV_HTTP_TIMEOUT": "1",
    "npm_config_fetch_retries": "0",
    "npm_config_fetch_timeout": "1000",
}
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "NO_PROXY", "no_proxy")


@dataclass(frozen=True)
class Network:
    """What a computer is told of its network, and the corner it sits in, if any."""

    index: str
    proxy: str = ""
    corner: Namespace | None = None

    def variables(self) -> dict[str, str]:
        told = dict.fromkeys(PROXIES, "") | {"PIP_INDEX_URL": self.index, "UV_DEFAULT_INDEX": self.index}
        told |= {"npm_config_registry": self.index}
        return told | ({"HTTPS_PROXY": self.proxy, "https_proxy": self.proxy} if self.proxy else {})


@contextmanager
def cut_off() -> Iterator[Network]:
    with namespace(network=False) as corner:
        corner.sh("ip link set lo up")
        yield Network(ELSEWHERE, corner=corner)


@contextmanager
def with_a_proxy_that_refuses() -> Iterator[Network]:
    with refusing_proxy() as proxy:
        yield Network(ELSEWHERE, proxy)


@contextmanager
def with_a_proxy_that_is_gone() -> Iterator[Network]:
    with closed() as port:
        yield Network(ELSEWHERE, f"http://127.0.0.1:{port}")


@contextmanager
def with_a_proxy_that_is_silent() -> Iterator[Network]:
    with silent() as port:
        yield Network(ELSEWHERE, f"http://127.0.0.1:{port}")


@contextmanager
def opened_on_the_way() -> Iterator[Network]:
    with intercepted() as index:
        yield Network(index)


@contextmanager
def that_is_silent() -> Iterator[Network]:
    with silent() as port:
        yield Network(f"http://127.0.0.1:{port}/simple/")


Kind = Callable[[], AbstractContextManager[Network]]
NETWORKS = [
    pytest.param(cut_off, "FA100", "offline kit", id="cut off"),
    pytest.param(opened_on_the_way, "FA101", "NODE_EXTRA_CA_CERTS", id="opened on the way"),
    pytest.param(with_a_proxy_that_refuses, "FA102", "HTTPS_PROXY", id="refusing proxy"),
    pytest.param(with_a_proxy_that_is_gone, "FA102", "HTTPS_PROXY", id="proxy gone"),
    pytest.param(that_is_silent, "FA103", "again", id="silent index"),
]
# Not every program says whether it was the proxy that kept silent; npm itself waits for it without an end.
SILENT_PROXY = pytest.param(
    with_a_proxy_that_is_silent, "FA102|FA103", "HTTPS_PROXY|again", id="silent proxy"
)
on_every_network = pytest.mark.parametrize(("network", "code", "helps"), [*NETWORKS, SILENT_PROXY])
on_every_network_that_ends = pytest.mark.parametrize(("network", "code", "helps"), NETWORKS)


@pytest.fixture(scope="module")
def half_way(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Computer:
    """A computer whose set-up has a venv with a real pip, and all packages before it. Made once."""
    folder = tmp_path_factory.mktemp("network")
    (folder / "home").mkdir()
    computer = Computer(
        render.fresh(folder / "app").root, folder / "home", {"TMPDIR": str(folder)} | IMPATIENT
    )
    asks_npm_for_one_package(computer)
    computer.has_node()
    words = ["-m", "venv", "backend/venv"]
    assert computer.run(computer.python, *words).returncode == 0
    return computer


def asks_npm_for_one_package(computer: Computer) -> None:
    """npm asks for every package before it gives up: one is enough to see what it says."""
    frontend = computer.as_project.frontend
    package = {"name": "frontend", "version": "0.0.0", "dependencies": {"one": "1.0.0"}}
    locked = {"version": "1.0.0", "integrity": f"sha512-{'A' * 86}=="}
    lock = {"lockfileVersion": 3, "packages": {"": package, "node_modules/one": locked}}
    node = {"engines": json.loads((frontend / "package.json").read_text(encoding="utf-8"))["engines"]}
    (frontend / "package.json").write_text(json.dumps(package | node), encoding="utf-8")
    (frontend / "package-lock.json").write_text(json.dumps(package | lock), encoding="utf-8")


def fails(computer: Computer, network: Network, code: str, helps: str) -> str:
    """What setup says of this network. It installs nothing, and could go on where it stopped."""
    computer.corner = network.corner
    shutil.rmtree(computer.as_project.node_modules, ignore_errors=True)
    stamp.remove(computer.as_project.venv)
    result = computer.manage("setup", **network.variables())
    assert result.returncode == 1
    assert re.search(f"✗ ({code}) ", result.stderr), result.stderr
    assert re.search(helps, result.stderr)
    assert "manage.py setup" in result.stderr
    assert stamp.read(computer.as_project.venv) is None
    return result.stderr


@pytest.mark.fault(
    "No network", system="Linux", outcome="detected", how="a network namespace with nothing but loopback"
)
@pytest.mark.fault(
    "Intercepted TLS", system="Linux", outcome="detected", how="an index with a certificate of its own"
)
@pytest.mark.fault(
    "Proxy that refuses or is silent", system="Linux", outcome="detected", how="stubs: 407, silent, gone"
)
@pytest.mark.fault(
    "Slow or blocked network", system="Linux", outcome="detected", how="an index that never answers"
)
@on_every_network
def test_what_pip_says_of_a_network_is_told_as_what_it_is(
    half_way: Computer, network: Kind, code: str, helps: str
) -> None:
    with network() as made:
        assert "pip" in fails(half_way, made, code, helps)


@on_every_network
def test_what_uv_says_of_a_network_is_told_as_what_it_is(
    half_way: Computer, network: Kind, code: str, helps: str
) -> None:
    uv = half_way.programs / "uv"
    uv.symlink_to(program("uv"))
    try:
        with network() as made:
            assert "uv" in fails(half_way, made, code, helps)
    finally:
        uv.unlink()


@pytest.mark.fault(
    "Address of the packages set to one that is gone",
    system="Linux",
    outcome="detected",
    how="PIP_INDEX_URL; pip.conf; .npmrc, with a password",
)
@pytest.mark.parametrize("setting", ["PIP_INDEX_URL", "pip.conf"])
def test_what_sets_a_dead_index_is_named(half_way: Computer, tmp_path: Path, setting: str) -> None:
    shutil.rmtree(half_way.as_project.node_modules, ignore_errors=True)
    stamp.remove(half_way.as_project.venv)
    with closed() as port:
        address = f"http://me:secret@127.0.0.1:{port}/simple/"
        if setting == "pip.conf":
            path = tmp_path / setting
            path.write_text(f"[global]\nindex-url = {address}\n", encoding="utf-8")
            variables = {"PIP_CONFIG_FILE": str(path), "PIP_INDEX_URL": ""}
        else:
            variables = {setting: address}
        result = half_way.manage("setup", **variables | dict.fromkeys(PROXIES, ""))
    assert "✗ FA100 " in result.stderr, result.stderr
    assert f"pip takes packages from http://127.0.0.1:{port}/simple/: " in result.stderr
    assert f"{setting} says so." in result.stderr
    assert f"{setting}, if that address is wrong" in result.stderr


def test_what_sets_a_dead_registry_of_npm_is_named(tmp_path: Path) -> None:
    (tmp_path / "npmrc").write_text("registry=https://me:secret@old.example/\n", encoding="utf-8")
    environment = {"npm_config_userconfig": str(tmp_path / "npmrc")}
    found = package_source.index_setting("npm", environment, tmp_path)
    assert found == (str(tmp_path / "npmrc"), "https://old.example/")
    assert package_source.index_setting("npm", {"HOME": str(tmp_path)}, tmp_path) is None


@pytest.fixture
def with_npm(half_way: Computer) -> Iterator[Computer]:
    """The same, with the machine's own npm under a Node that calls itself one that Angular accepts."""
    node = program("node")
    half_way.stub("node", f'[ "$1" = --version ] && echo {NODE} && exit\nexec "{node}" "$@"')
    delete(half_way.programs / "npm")
    (half_way.programs / "npm").symlink_to(program("npm"))
    yield half_way
    delete(half_way.programs / "npm")
    half_way.has_node()


@pytest.mark.fault(
    "No network", system="Linux", outcome="detected", how="a network namespace with nothing but loopback"
)
@pytest.mark.fault(
    "Intercepted TLS", system="Linux", outcome="detected", how="an index with a certificate of its own"
)
@pytest.mark.fault(
    "Proxy that refuses or is silent", system="Linux", outcome="detected", how="stubs: 407, silent, gone"
)
@pytest.mark.fault(
    "Slow or blocked network", system="Linux", outcome="detected", how="an index that never answers"
)
@on_every_network_that_ends
def test_what_npm_says_of_a_network_is_told_as_what_it_is(
    with_npm: Computer, network: Kind, code: str, helps: str
) -> None:
    kept = {path: path.read_bytes() for path in with_npm.as_project.requirements}
    with_npm.asks_for_no_packages()
    try:
        with network() as made:
            assert "npm" in fails(with_npm, made, code, helps)
    finally:
        for path, content in kept.items():
            path.write_bytes(content)


@pytest.fixture
def patient(with_npm: Computer) -> Iterator[Computer]:
    """doctor waits for pip and npm as long as they take on a busy machine, not two seconds."""
    impatient = with_npm.python
    with_npm.runs_first("from scripts.manage.checks import network; network.PATIENCE = 8")
    yield with_npm
    with_npm.python = impatient


@on_every_network
def test_doctor_tells_the_same_of_a_network(patient: Computer, network: Kind, code: str, helps: str) -> None:
    stamp.remove(patient.as_project.venv)
    with network() as made:
        patient.corner = made.corner
        report = patient.doctor(**made.variables())
    found = [finding for finding in report.findings if finding.group == "network"]
    assert all(re.fullmatch(code, finding.code) for finding in found), found
    assert {finding.text.split()[0] for finding in found} == {"pip", "npm"}
    assert all(finding.remedy for finding in found)


def test_doctor_finds_a_network_that_answers(patient: Computer) -> None:
    with answering() as index:
        patient.corner = None
        report = patient.doctor(**Network(index).variables())
    assert {finding.kind for finding in report.findings if finding.group == "network"} == {"done"}


def test_a_python_without_pip_is_not_said_to_reach_anything(
    computer: Computer, corner: Namespace, systems_python: Path, tmp_path: Path
) -> None:
    """Debian's Python has none before the first set-up."""
    computer.python = systems_python
    if DEBIANS_PIP.exists():
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        corner.take_away([DEBIANS_PIP], scratch)
        computer.corner = corner
    with closed() as port:
        report = computer.doctor(**Network(f"http://127.0.0.1:{port}/simple/").variables())
    told = [finding for finding in report.findings if finding.text.startswith("pip ")]
    assert not any(finding.kind == "done" for finding in told), told


def test_who_has_everything_is_only_warned(set_up: Computer) -> None:
    with closed() as port:
        pip = venv.of(set_up.as_project).site_packages
        assert pip
        says = "if __name__ == '__main__': raise SystemExit('Network is unreachable')\n"
        (pip / "pip.py").write_text(says, encoding="utf-8")
        report = set_up.doctor(PIP_INDEX_URL=f"http://127.0.0.1:{port}/")
    assert report.one("FA100").kind == "warning"
    assert report.ok


def test_after_a_failure_of_the_network_the_next_set_up_goes_on(computer: Computer) -> None:
    with closed() as port:
        result = computer.manage("setup", PIP_INDEX_URL=f"http://127.0.0.1:{port}/simple/", PIP_RETRIES="0")
    assert result.returncode == 1
    computer.asks_for_no_packages()
    output = computer.sets_up()
    assert "-m venv" not in output


@pytest.mark.fault(
    "127.0.0.1 does not work", system="Linux", outcome="detected", how="a network namespace, loopback down"
)
def test_a_loopback_that_is_down_is_told_by_doctor_and_before_dev(
    set_up: Computer, offline: Namespace
) -> None:
    set_up.corner = offline
    found = set_up.doctor().one("FA053")
    assert found.kind == "failed"
    assert "127.0.0.1" in found.text
    message = set_up.is_stopped("FA053", "dev", "--no-open")
    assert "127.0.0.1" in message
    offline.sh("ip link set lo up")
    assert "FA053" not in set_up.doctor().codes
