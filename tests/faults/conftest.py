"""Fixtures: a computer that is well, on which a test brings one fault about."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.computer import PYTHON, Computer
from faults.indexes import answering
from faults.namespace import Namespace, namespace
from harness.machine import missing
from harness.rendered import Renderer
from harness.running import free_pair

SYSTEMS_PYTHON = Path("/usr/bin/python3")


@pytest.fixture(scope="session")
def index() -> Iterator[str]:
    """The address of a package index that answers at once, and has nothing."""
    with answering() as url:
        yield url


@pytest.fixture(scope="session")
def with_pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment as `python -m venv` makes it."""
    folder = tmp_path_factory.mktemp("with pip") / "venv"
    subprocess.run([PYTHON, "-m", "venv", folder], check=True)
    return folder


@pytest.fixture
def computer(render: Renderer, index: str, with_pip: Path, tmp_path: Path) -> Computer:
    """A computer that is well, with a new project on it; nothing is installed yet."""
    home = tmp_path / "home"
    home.mkdir()
    made = Computer(render.fresh(tmp_path / "app").root, home, {"TMPDIR": str(tmp_path)}, with_pip=with_pip)
    made.has_node()
    port = free_pair(random.randrange(20_000, 30_000, 2))
    made.listens_on(port, port + 1)
    made.variables |= {"PIP_INDEX_URL": index, "npm_config_registry": index, "UV_INDEX_URL": index}
    return made


@pytest.fixture
def set_up(computer: Computer) -> Computer:
    """The same, with the set-up finished."""
    computer.is_set_up()
    return computer


@pytest.fixture
def corner() -> Iterator[Namespace]:
    """A corner of this machine with mounts of its own."""
    with namespace() as made:
        yield made


@pytest.fixture
def offline() -> Iterator[Namespace]:
    """A corner without a network: even its loopback is down."""
    with namespace(network=False) as made:
        yield made


@pytest.fixture(scope="session")
def systems_python() -> Path:
    """The Python that came with this Linux, as its packages lay it out."""
    if not SYSTEMS_PYTHON.exists():
        missing(f"there is no {SYSTEMS_PYTHON}")
    return SYSTEMS_PYTHON
