"""On Windows a program is in its job before it runs: what it starts at once is in it too.

Windows' functions are stand-ins that write down who called them, so that this runs on each system; the layer
`windows` sees what comes of it.
"""

from __future__ import annotations

import ctypes
import importlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

# What Windows' headers say: https://learn.microsoft.com/windows/win32/procthread/process-creation-flags
CREATE_SUSPENDED = 0x4
CREATE_NEW_PROCESS_GROUP = 0x200
PROCESS, JOB = 71, 72
ACCESS_DENIED = -0x3FFFFFDE
MODULES = ("processes.windows_job", "processes.children", "processes.moving_on")


class Api:
    """Windows' functions, and subprocess.Popen: each call is written down."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []
        self.assigned = 1
        self.resumed = 0

    def library(self, name: str, **_: object) -> SimpleNamespace:
        functions: dict[str, dict[str, Callable[..., int]]] = {
            "kernel32": {
                "CreateJobObjectW": lambda *_: JOB,
                "SetInformationJobObject": lambda *_: 1,
                "AssignProcessToJobObject": lambda job, handle: self.write(
                    f"into {job}", handle, self.assigned
                ),
                "TerminateJobObject": lambda job, _: self.write("terminate", job, 1),
            },
            "ntdll": {"NtResumeProcess": lambda handle: self.write("resume", handle, self.resumed)},
        }
        return SimpleNamespace(**functions[name])

    def write(self, what: str, handle: int, answer: int) -> int:
        self.calls.append((what, handle))
        return answer

    def popen(self, *_: object, creationflags: int, **__: object) -> SimpleNamespace:
        self.write("start", creationflags, 0)
        return SimpleNamespace(
            _handle=PROCESS,
            pid=1,
            returncode=0,
            stdout=None,
            poll=lambda: None,
            kill=lambda: self.write("kill", PROCESS, 0),
            wait=lambda: 0,
            communicate=lambda timeout: ("", ""),
        )


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """Windows, as far as these modules see it."""
    api = Api()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", api.library, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: 5, raising=False)
    monkeypatch.setattr(ctypes, "WinError", lambda _: PermissionError("denied"), raising=False)
    monkeypatch.setattr(subprocess, "CREATE_NEW_PROCESS_GROUP", CREATE_NEW_PROCESS_GROUP, raising=False)
    monkeypatch.setattr(subprocess, "Popen", api.popen)
    yield api


@pytest.fixture
def children(api: Api) -> Iterator[ModuleType]:
    """The module that starts programs, loaded as on Windows; the others' own is back afterwards."""
    names = [f"scripts.manage.{name}" for name in MODULES]
    kept = {name: sys.modules.pop(name, None) for name in names}
    yield importlib.import_module("scripts.manage.processes.children")
    for name, module in kept.items():
        sys.modules.pop(name, None)
        if module:
            sys.modules[name] = module
            package, _, attribute = name.rpartition(".")
            setattr(sys.modules[package], attribute, module)


IN_ORDER = [(f"into {JOB}", PROCESS), ("resume", PROCESS)]


def test_a_child_is_started_suspended_then_put_into_its_job_and_then_runs(
    api: Api, children: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children.Child, "_read", lambda _: None)
    children.Child(["flask"], cwd=tmp_path, environment={}, on_line=print)
    assert api.calls == [("start", CREATE_SUSPENDED | CREATE_NEW_PROCESS_GROUP), *IN_ORDER]


def test_a_program_that_only_tells_something_is_started_in_the_same_order(
    api: Api, children: ModuleType
) -> None:
    children.ask(["git", "--version"], seconds=1)
    assert api.calls == [("start", CREATE_SUSPENDED), *IN_ORDER]


def test_the_python_that_takes_this_ones_place_is_started_in_the_same_order(
    api: Api, children: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "SIGBREAK", 21, raising=False)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    moving_on = importlib.import_module("scripts.manage.processes.moving_on")
    assert moving_on._call(["python", "manage.py"], {}) == 0
    assert api.calls == [("start", CREATE_SUSPENDED), *IN_ORDER]


@pytest.mark.parametrize(("assigned", "resumed"), [(0, 0), (1, ACCESS_DENIED)])
def test_a_program_that_cannot_be_put_there_or_woken_does_not_sleep_for_ever(
    api: Api, children: ModuleType, assigned: int, resumed: int
) -> None:
    api.assigned, api.resumed = assigned, resumed
    with pytest.raises(OSError):
        children.ask(["git", "--version"], seconds=1)
    assert api.calls[-1] == ("kill", PROCESS)
