"""The .cmd launchers: which Python they take, what they hand over, and what they answer.

The candidates are compiled stubs. Other modules show that a genuine Python is taken and 3.10 refused.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness import repository
from harness.debian import Finished
from windows.stubs import Stub, compile_stub, install
from windows.wine import Windows

# What candidates answer that are there and yet no use.
NO_PYTHON = 103  # py.exe, of the launcher and of the install manager alike
STORE_ALIAS = 9009
TOO_OLD = 1
CRASH = -1073741515  # a DLL is missing
BOOTSTRAP = "template/scripts/bootstrap.cmd"
# What each starts, seen from its own folder, and with which words of its own.
LAUNCHERS = {
    BOOTSTRAP: ("..\\manage.py", ["setup"]),
    "scripts/new.cmd": ("new.py", []),
    "scripts/test.cmd": ("test.py", []),
}


@dataclass(frozen=True)
class Machine:
    """Windows with only stubs on PATH, and the launchers in a folder as in the repository."""

    windows: Windows
    folder: Path
    programs: Path
    stub: Path

    def has(self, name: str, *, answer: int = 0, code: int = 0) -> Stub:
        """A candidate on PATH."""
        return install(self.stub, self.programs / f"{name}.exe", answer=answer, code=code)

    def launch(self, *words: str, launcher: str = BOOTSTRAP, **variables: str) -> Finished:
        """Type the launcher's path from the folder that holds scripts/."""
        path = self.folder / launcher
        typed = f"scripts\\{path.name}"
        command = ("cmd", "/d", "/c", typed, *words)
        return self.windows.run(*command, cwd=path.parents[1], programs=self.programs, variables=variables)


@pytest.fixture(scope="session")
def stub(windows: Windows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_stub(tmp_path_factory.mktemp("stub"))


@pytest.fixture
def machine_in(windows: Windows, stub: Path, tmp_path: Path) -> Callable[[str], Machine]:
    """machine_in("a folder") has the launchers there."""

    def make(name: str) -> Machine:
        place = windows.drive_c / "launchers" / tmp_path.name
        for path in repository.with_suffix(".cmd"):
            target = place / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(repository.ROOT / path, target)
        return Machine(windows, place / name, place / "programs", stub)

    return make


@pytest.fixture
def machine(machine_in: Callable[[str], Machine]) -> Machine:
    return machine_in("clone")


def handed_over(stub: Stub) -> list[str]:
    """The arguments of the one call that was no question."""
    (call,) = (call for call in stub.calls if not call.is_question)
    return call.arguments


@pytest.mark.fault(
    "Python that is there and does not run",
    system="Windows",
    outcome="survived",
    how="stubs: py without a Python (103), too old, a missing DLL; the next is taken",
)
@pytest.mark.parametrize(
    ("answers", "taken"),
    [
        pytest.param({"py": 0, "python": 0, "python3": 0}, "py", id="py first"),
        pytest.param({"python": 0, "python3": 0}, "python", id="no py"),
        pytest.param({"python3": 0}, "python3", id="only python3"),
        pytest.param({"py": NO_PYTHON, "python": 0}, "python", id="py knows no Python"),
        pytest.param(
            {"py": NO_PYTHON, "python": STORE_ALIAS, "python3": 0},
            "python3",
            id="python is the Store's alias",
        ),
        pytest.param({"py": TOO_OLD, "python": 0}, "python", id="py's is too old"),
        pytest.param({"py": CRASH, "python": 0}, "python", id="py crashes"),
    ],
)
def test_the_first_candidate_that_works_is_taken_and_each_is_asked_once(
    machine: Machine, answers: dict[str, int], taken: str
) -> None:
    stubs = {name: machine.has(name, answer=answer) for name, answer in answers.items()}
    machine.launch().succeeded()
    assert [name for name, stub in stubs.items() if len(stub.calls) == 2] == [taken]
    before = list(stubs)[: list(stubs).index(taken)]
    assert [name for name, stub in stubs.items() if len(stub.calls) == 1] == before


def test_py_is_asked_for_a_python_3_each_time(machine: Machine) -> None:
    py = machine.has("py")
    machine.launch().succeeded()
    assert [call.arguments[0] for call in py.calls] == ["-3", "-3"]


@pytest.mark.fault(
    "Microsoft Store's alias instead of Python",
    system="Windows",
    outcome="detected",
    how="stubs that end with 9009",
)
@pytest.mark.fault(
    "No Python, or one that is too old",
    system="Windows",
    outcome="detected",
    how="a PATH without Python; a py that knows none (103)",
)
@pytest.mark.parametrize("launcher", LAUNCHERS)
@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"py": NO_PYTHON, "python": STORE_ALIAS, "python3": STORE_ALIAS}, id="Store"),
    ],
)
def test_without_a_python_the_launcher_says_where_to_get_one(
    machine: Machine, launcher: str, answers: dict[str, int]
) -> None:
    stubs = [machine.has(name, answer=answer) for name, answer in answers.items()]
    finished = machine.launch(launcher=launcher)
    assert finished.code == 3
    lines = finished.text.splitlines()
    assert lines[0].strip() == "FA001 Python 3.11 or newer was not found."
    assert "https://www.python.org/downloads/" in lines[1]
    assert "APP_PYTHON" in lines[2]
    # Nothing else: not what the candidates printed either.
    assert len(lines) == 3
    assert all(call.is_question for stub in stubs for call in stub.calls)


def test_a_python_that_is_named_comes_before_all_others(machine: Machine) -> None:
    py = machine.has("py")
    named = install(machine.stub, machine.folder.parent / "나의 (x86) & Python" / "python.exe")
    machine.launch(APP_PYTHON=machine.windows.path(named.program)).succeeded()
    assert len(named.calls) == 2
    assert py.calls == []


def test_a_named_python_that_does_not_work_is_passed_over(machine: Machine) -> None:
    py = machine.has("py")
    machine.launch(APP_PYTHON="C:\\nowhere\\python.exe").succeeded()
    assert len(py.calls) == 2


@pytest.mark.fault(
    "Variables that lead Python, pip or npm astray",
    system="Windows",
    outcome="survived",
    how="PYTHONHOME and PYTHONPATH before the launcher",
)
def test_variables_that_break_python_are_taken_away_before_it_is_asked(machine: Machine) -> None:
    py = machine.has("py")
    machine.launch(PYTHONHOME="C:\\conda", PYTHONPATH="C:\\other").succeeded()
    for call in py.calls:
        assert call.variables == {
            "PYTHONHOME": "",
            "PYTHONPATH": "",
            "PYTHON_MANAGER_AUTOMATIC_INSTALL": "false",
        }


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_each_launcher_starts_its_own_program_with_the_words_given(machine: Machine, launcher: str) -> None:
    py = machine.has("py")
    words = ["a b", "한글", "--port=8000", "x=y", "a & b", "50%", "(x)", "it's", "!", "tail\\"]
    machine.launch(*words, launcher=launcher).succeeded()
    program, own = LAUNCHERS[launcher]
    folder = machine.windows.path((machine.folder / launcher).parent)
    assert handed_over(py) == ["-3", "-X", "utf8", f"{folder}\\{program}", *own, *words]


@pytest.mark.parametrize("launcher", LAUNCHERS)
@pytest.mark.parametrize("code", [1, 37])
def test_the_programs_exit_code_is_the_launchers(machine: Machine, launcher: str, code: int) -> None:
    machine.has("py", code=code)
    assert machine.launch(launcher=launcher).code == code


@pytest.mark.fault(
    "Spaces and other letters in the path",
    system="Windows",
    outcome="survived",
    how="the launcher in folders named so",
)
@pytest.mark.parametrize(
    "name",
    ["내 프로젝트", "a (x86) & b! ^c, d;e=f", "it's", "deep/" + "/".join(["d" * 20] * 5)],
    ids=["Korean", "signs", "apostrophe", "deep"],
)
def test_the_launcher_works_in_any_folder(machine_in: Callable[[str], Machine], name: str) -> None:
    machine = machine_in(name)
    py = machine.has("py")
    machine.launch("--clean").succeeded()
    program = handed_over(py)[3]
    assert program == machine.windows.path(machine.folder / "template" / "scripts") + "\\..\\manage.py"


def test_the_launcher_can_be_started_from_another_folder(machine: Machine) -> None:
    py = machine.has("py")
    launcher = machine.windows.path(machine.folder / BOOTSTRAP)
    machine.windows.run(
        "cmd", "/d", "/c", launcher, cwd=machine.windows.home, programs=machine.programs
    ).succeeded()
    assert handed_over(py)[3] == launcher.replace("bootstrap.cmd", "..\\manage.py")
