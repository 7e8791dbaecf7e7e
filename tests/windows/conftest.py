"""Fixtures: a Windows machine, its Pythons, and a project that bootstrap.cmd has set up there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness import debian
from harness.debian import Finished
from windows import pythons, wine
from windows.app import FOLDER, NAME, bootstrap
from windows.wine import Windows

if TYPE_CHECKING:
    from harness.rendered import Renderer


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how long each part took: the layer is slow, and shall not become slower unnoticed."""
    reports = [
        report
        for outcome in ("", "passed", "failed", "error")
        for report in terminalreporter.getreports(outcome)
        if report.nodeid.startswith("tests/windows/") and report.when in ("setup", "call")
    ]
    if not reports:
        return
    terminalreporter.section(f"windows: {sum(report.duration for report in reports):.0f} s")
    for report in sorted(reports, key=lambda report: report.duration, reverse=True):
        if report.duration >= 1:
            made = "what it needs: " if report.when == "setup" else ""
            name = report.nodeid.rpartition("::")[2]
            terminalreporter.write_line(f"{report.duration:6.1f} s  {made}{name}")


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    debian.require("x86_64-w64-mingw32-gcc")
    folder = tmp_path_factory.mktemp("windows")
    with wine.booted(folder) as machine:
        yield machine
    # Gigabytes, which pytest would keep.
    shutil.rmtree(machine.drive_c)


@pytest.fixture(scope="session")
def python(windows: Windows) -> Path:
    """The folder of the newest Python that there is."""
    return pythons.python("3.13")


@pytest.fixture(scope="session")
def fresh_app(windows: Windows, render: Renderer) -> Path:
    """A project as it was copied, in a folder with a space and Korean letters."""
    target = windows.home / FOLDER
    shutil.copytree(render(project_name=NAME).root, target)
    return target


@pytest.fixture(scope="session")
def first_run(windows: Windows, python: Path, fresh_app: Path) -> Finished:
    """What bootstrap.cmd printed when it set the project up, with nothing on PATH but Python.

    Under Korean Windows' code page, the harder one; what comes after it is under the western one as well.
    """
    return bootstrap(windows, fresh_app, python, "--lang", "en", code_page=949).succeeded()


@pytest.fixture(scope="session")
def app(first_run: Finished, fresh_app: Path) -> Path:
    """The project, set up."""
    return fresh_app
