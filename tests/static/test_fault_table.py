"""docs/laptops.md says what the tests' marks say, and every fault that people's laptops have is tested."""

from __future__ import annotations

import re

import pytest

from harness import fault_table, repository
from harness.fault_table import SYSTEMS, WRITE, Claim, Fault

# The faults that must be reproduced, and on which systems at least.
REQUIRED: dict[str, tuple[str, ...]] = {
    "No Python, or one that is too old": SYSTEMS,
    "Python that is there and does not run": ("Linux", "Windows"),
    "Microsoft Store's alias instead of Python": ("Windows",),
    "Apple's python3 without the command line tools": ("macOS",),
    "Python newer than the packages": ("Linux",),
    "32-bit Python": ("Windows",),
    "ensurepip missing (Debian without python3-venv)": ("Linux",),
    "Python that the system manages (PEP 668)": ("Linux",),
    "Python of the venv removed or upgraded": ("Linux", "Windows"),
    "venv of another system or machine": SYSTEMS,
    "Project moved or copied": ("Linux",),
    "Something else at backend/venv": ("Linux",),
    "Set-up interrupted (SIGKILL, power cut)": ("Linux",),
    "Packages missing or half installed": ("Linux",),
    "Requirements changed since set-up": ("Linux",),
    "conda's base environment active": ("Linux",),
    "Another virtual environment active": ("Linux",),
    "(venv) shown, but Python is another": ("Linux",),
    "Variables that lead Python, pip or npm astray": ("Linux", "Windows"),
    "No Node, or not the one Angular needs": ("Linux", "Windows"),
    "Node that does not run on this system": ("Linux",),
    "npm is npm.cmd": ("Windows",),
    "node_modules missing or stale": ("Linux",),
    "package-lock.json out of step": ("Linux",),
    "esbuild of another system": ("Linux",),
    "esbuild blocked": ("Linux",),
    "No network": ("Linux",),
    "Slow or blocked network": ("Linux",),
    "Proxy that refuses or is silent": ("Linux",),
    "Intercepted TLS": ("Linux",),
    "npm or pip fails for another reason": ("Linux",),
    "Port busy": ("Linux",),
    "localhost is ::1 for one side only": ("Linux",),
    "127.0.0.1 does not work": ("Linux",),
    "Servers left behind after Ctrl-C or a kill": ("Linux", "Windows"),
    "Disk full": ("Linux",),
    "Disk of the temporary files full": ("Linux",),
    "Folder that cannot be written to": ("Linux",),
    "File that another program holds": ("Linux", "Windows"),
    "Spaces and other letters in the path": ("Linux", "Windows"),
    "Folder with a : in its name": ("Linux",),
    "Path too long for Windows": ("Windows",),
    "Synchronised folder": ("Linux", "Windows"),
    "WSL on a drive of Windows": ("Linux",),
    "Run with sudo": ("Linux",),
    "inotify limit too low": ("Linux",),
    "Korean code page (cp949)": ("Windows",),
    "git missing": ("Linux",),
    "No repository, or no commit": ("Linux",),
    "Repository of another user": ("Linux",),
    "git without identity": ("Linux",),
    "venv/ or node_modules/ committed": ("Linux",),
    "CRLF in .sh, LF in .cmd": ("Linux",),
    "VS Code does not find backend/venv": ("Linux",),
}


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    return fault_table.claims()


def test_the_page_is_what_the_marks_say(claims: list[Claim], request: pytest.FixtureRequest) -> None:
    page = fault_table.page(claims, REQUIRED)
    if request.config.getoption("--write-fault-table"):
        fault_table.PAGE.write_text(page, encoding="utf-8", newline="\n")
    assert fault_table.PAGE.read_text(encoding="utf-8") == page, f"write docs/laptops.md anew:  {WRITE}"


@pytest.mark.parametrize("fault", REQUIRED)
def test_every_fault_of_laptops_has_its_test(fault: str, claims: list[Claim]) -> None:
    claimed = {claim.fault.system for claim in claims if claim.fault.name == fault}
    assert set(REQUIRED[fault]) <= claimed


def test_no_two_tests_contradict_each_other(claims: list[Claim]) -> None:
    assert fault_table.contradictions(claims) == []


def test_two_outcomes_of_one_fault_on_one_system_are_a_contradiction() -> None:
    names = [
        ("Disk full", "Linux", "detected"),
        ("Disk full", "Linux", "repaired"),
        ("Disk full", "macOS", "repaired"),
    ]
    claimed = [Claim(Fault(*name, "so"), "tests/a.py", f"test_{at}") for at, name in enumerate(names)]
    (told,) = fault_table.contradictions(claimed)
    assert all(word in told for word in ("Disk full", "Linux", "test_0", "test_1"))
    assert "test_2" not in told


@pytest.mark.parametrize(
    ("name", "system", "outcome", "how"),
    [
        ("Disk full", "BeOS", "detected", "so"),
        ("Disk full", "Linux", "noticed", "so"),
        ("", "Linux", "detected", "so"),
        ("Disk full", "Linux", "detected", ""),
        ("Disk | full", "Linux", "detected", "so"),
    ],
)
def test_words_that_the_page_does_not_know_are_refused(
    name: str, system: str, outcome: str, how: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(name)}: "):
        Fault.of_mark(name, system=system, outcome=outcome, how=how)


@pytest.mark.parametrize(
    "source",
    [
        "disk = {mark}\n\n@disk\ndef test_a() -> None: ...\n",
        "@{mark}\ndef helper() -> None: ...\n",
        "pytestmark = [{mark}]\n",
    ],
)
def test_a_mark_that_is_not_right_above_a_test_is_refused(source: str) -> None:
    mark = "pytest.mark." + "fault('Disk full', system='Linux', outcome='detected', how='so')"
    with pytest.raises(ValueError, match="right above its test"):
        list(fault_table.of_module("tests/a.py", source.format(mark=mark)))


def test_a_mark_above_a_test_is_read() -> None:
    mark = "@pytest.mark." + "fault('Disk full', system='Linux', outcome='detected', how='so')"
    (claim,) = fault_table.of_module("tests/a.py", f"{mark}\ndef test_a() -> None: ...\n")
    assert claim == Claim(Fault("Disk full", "Linux", "detected", "so"), "tests/a.py", "test_a")
    assert "| Disk full | **detected**: so ([tests/a](../tests/a.py)) |  |  |" in fault_table.page([claim])


def test_the_page_is_linked_from_the_readmes() -> None:
    for path in ("README.md", "README.ko.md", "CONTRIBUTING.md"):
        assert "docs/laptops.md" in repository.text(path), path
    assert WRITE in repository.text("CONTRIBUTING.md")
