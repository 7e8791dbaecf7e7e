"""The Python that people have: without ensurepip, kept by the system, too new, of 32 bits."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.computer import Computer
from faults.namespace import Namespace
from harness.machine import missing
from scripts.manage.checks import python


@pytest.mark.fault(
    "ensurepip missing (Debian without python3-venv)",
    system="Linux",
    outcome="detected",
    how="an overlay of /usr/lib/python3.* without ensurepip",
)
def test_without_ensurepip_the_apt_line_is_given_and_nothing_half_made_stays(
    computer: Computer, corner: Namespace, systems_python: Path, tmp_path: Path
) -> None:
    computer.python = systems_python
    version = computer.run(
        systems_python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"
    ).stdout.strip()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    corner.take_away([Path(f"/usr/lib/python{version}/ensurepip")], scratch)
    computer.corner = corner
    # A Node that does not fit waits for the venv: so nothing else is installed meanwhile.
    computer.has_node("v20.19.0")
    message = computer.is_stopped("FA022")
    assert f"sudo apt install python{version}-venv" in message
    assert "python3 manage.py setup" in message


@pytest.mark.fault(
    "ensurepip broken (an import that fails, wheels that are gone)",
    system="Linux",
    outcome="detected",
    how="files laid over Python's own; its wheels taken away",
)
@pytest.mark.parametrize("fault", ["import", "wheels"])
def test_what_a_broken_ensurepip_says_is_shown_with_another_way(
    computer: Computer, corner: Namespace, tmp_path: Path, fault: str
) -> None:
    where = "import ensurepip, pathlib; print(pathlib.Path(ensurepip.__file__).parent)"
    folder = Path(computer.run(computer.python, "-c", where).stdout.strip())
    computer.corner = corner
    if fault == "import":
        broken = tmp_path / "broken.py"
        broken.write_text("import no_such_module\n", encoding="utf-8")
        corner.lay_over(folder / "__init__.py", broken)
    else:
        empty = tmp_path / "empty"
        empty.mkdir()
        corner.lay_over(folder / "_bundled", empty)
    computer.has_node("v20.19.0")
    message = computer.is_stopped("FA022")
    assert ("no_such_module" if fault == "import" else "pip") in message.partition("Try:")[0]
    assert ("ModuleNotFoundError" if fault == "import" else "No such file") in message
    first = message.partition("Try:")[2].splitlines()[0]
    assert "manage.py setup" not in first
    assert "APP_PYTHON" in message and "sh scripts/bootstrap.sh" in message


@pytest.mark.fault(
    "Python that the system manages (PEP 668)",
    system="Linux",
    outcome="survived",
    how="Debian's own, EXTERNALLY-MANAGED",
)
def test_a_python_that_the_system_manages_is_left_alone(computer: Computer, systems_python: Path) -> None:
    where = "import sysconfig; print(sysconfig.get_path('stdlib'))"
    library = computer.run(systems_python, "-c", where).stdout.strip()
    if not (Path(library) / "EXTERNALLY-MANAGED").exists():
        missing("this system does not manage its Python")
    computer.python = systems_python
    computer.asks_for_no_packages()
    output = computer.sets_up()
    assert "pip install -r backend/requirements.txt" in output
    assert "break-system-packages" not in output


@pytest.fixture
def future(computer: Computer) -> Computer:
    computer.runs_first("sys.version_info = (3, 99, 0, 'final', 0)")
    return computer


@pytest.mark.fault(
    "Python newer than the packages",
    system="Linux",
    outcome="detected",
    how="a Python that calls itself 3.99",
)
def test_a_python_that_is_too_new_is_warned_of(future: Computer) -> None:
    found = future.doctor().one("FA003")
    assert found.kind == "warning"
    assert "3.99" in found.text and "3.15" in found.text
    assert "APP_PYTHON" in found.remedy[0]


@pytest.mark.fault(
    "Python newer than the packages",
    system="Linux",
    outcome="detected",
    how="an index without packages for it",
)
def test_packages_that_are_not_ready_for_a_new_python_are_told_as_that(future: Computer) -> None:
    """The same words of pip mean something else under a Python that is supported."""
    result = future.manage("setup")
    assert result.returncode == 1
    assert "FA003" in result.stdout
    assert "✗ FA003 " in result.stderr
    assert "APP_PYTHON" in result.stderr


@pytest.mark.fault("32-bit Python", system="Windows", outcome="detected", how="unit test only; sys.maxsize")
def test_a_python_of_32_bits_is_known_by_its_largest_number() -> None:
    assert python.is_32_bit(2**31 - 1)
    assert not python.is_32_bit(2**63 - 1)
