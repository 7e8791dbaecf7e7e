"""The sh launchers in every shell: the same folder, Python, words and exit code, whatever the machine.

A laptop is a folder here. Its PATH holds the few programs that a launcher may use, and what a test adds.
Its Pythons are the tests' own, which answers the launchers' question as the version that it is told to be.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from harness import repository
from harness.machine import program

if sys.platform == "win32":
    pytest.skip("the sh launchers are for POSIX systems", allow_module_level=True)

SHELLS = [
    ["sh"],
    ["dash"],
    ["bash"],
    ["bash", "--posix"],
    ["mksh"],
    ["yash", "-o", "posixly-correct"],
    ["posh"],
    ["busybox", "ash"],
    ["zsh"],
    ["zsh", "--emulate", "sh"],
    ["ksh93"],
]
# The launchers share their head, byte for byte: for the second and third, one shell of each family is enough.
FAMILIES = [["dash"], ["bash"], ["busybox", "ash"], ["zsh"], ["ksh93"]]
# Given a bare name, these look for the script on PATH.
SEARCHING = [["bash"], ["bash", "--posix"], ["ksh93"]]
# Without `-ef`.
NOT_ON_A_MAC = [["posh"]]


class Launcher(NamedTuple):
    """A launcher and what it needs: paths below `root`, a folder of this repository."""

    root: str
    script: str
    finder: str
    program: str
    words: list[str]


BOOTSTRAP = Launcher("template", "scripts/bootstrap.sh", "scripts/find-python.sh", "manage.py", ["setup"])
NEW = Launcher("", "scripts/new.sh", "template/scripts/find-python.sh", "scripts/new.py", [])
TEST = Launcher("", "scripts/test.sh", "template/scripts/find-python.sh", "scripts/test.py", [])

# Stands where manage.py, new.py or test.py is: tells how it was called.
PROGRAM = """\
import os, sys
called = {"file": __file__, "words": sys.argv[1:], "cwd": os.getcwd(), "variables": dict(os.environ)}
called |= {"pid": os.getpid(), "input": sys.stdin.read(), "utf8": sys.flags.utf8_mode}
print(ascii(called))
sys.exit(int(os.environ.get("EXIT_CODE", "0")))
"""
PYTHON = """\
if [ "$1" = -c ]; then
    exec "{python}" -S -c 'import sys; sys.version_info = {version}; exec(sys.argv.pop(1))' "$2"
fi
PYTHON='{name}'
export PYTHON
exec "{python}" -S "$@"
"""
# As on a Mac before 12.3: it knows no -f, and a name that begins with a dash is an option.
READLINK = """\
case $1 in
    --) shift ;;
    -*) echo "readlink: illegal option $1" >&2; exit 1 ;;
esac
exec "{readlink}" -- "$1"
"""
# What find-python.sh names by its full path. A test's laptop has its own.
PLACES = ["/opt/homebrew/bin/", "/usr/local/bin/", "/Library/", "/usr/bin/"]

# Every character that a shell has its own ideas about.
FOLDERS = ['it\'s $HOME "[a]"  (2)&;`x`|<\\t*?!#한글 ', "-n", "~"]
WORDS = [
    "two words",
    "한글",
    "",
    "*",
    "-n",
    "--",
    "-c",
    "--x=1 2",
    "q\"'r",
    "a\nb\n",
    "\\t\\0$HOME`id`",
    "~",
    "!",
]


@dataclass
class Ended:
    """A launcher that has ended."""

    pid: int
    code: int
    output: str
    errors: str

    def called(self) -> dict[str, Any]:
        """How it called its program. It said nothing itself, and no shell waited between."""
        assert self.errors == ""
        assert self.output, f"nothing was called, exit code {self.code}"
        called: dict[str, Any] = ast.literal_eval(self.output)
        assert called["pid"] == self.pid
        return called

    def python(self) -> str:
        """The name of the Python that was taken."""
        assert self.code == 0, self.errors
        name: str = self.called()["variables"]["PYTHON"]
        return name

    def refused(self) -> str:
        """What it said instead of calling anything."""
        assert (self.code, self.output) == (3, "")
        return self.errors


class Laptop:
    """One shell, one launcher in a folder with spaces and Korean letters, and no Python yet."""

    def __init__(self, folder: Path, launcher: Launcher, shell: list[str]) -> None:
        self.folder = folder
        self.launcher = launcher
        self.shell = [program(shell[0]), *shell[1:]]
        self.programs = folder / "programs"
        for name in ("[", "echo"):
            # Part of the shell, but a strict one wants to find them on PATH too.
            self.link(f"programs/{name}", program(name))
        self.stub("programs/uname", "echo Linux")
        self.stub("programs/readlink", READLINK.format(readlink=program("readlink")))
        self.project = self.copy("내 앱 & co")

    def copy(self, name: str) -> Path:
        """The launcher, what it sources and what it starts, in a folder of this name."""
        project = self.folder / name
        for path in (self.launcher.script, self.launcher.finder):
            text = repository.text(f"{self.launcher.root}/{path}".lstrip("/"))
            for place in PLACES if path == self.launcher.finder else []:
                assert place in text
                text = text.replace(place, f"{self.folder}{place}")
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_text(text, encoding="utf-8")
            (project / path).chmod(0o755)
        (project / self.launcher.program).write_text(PROGRAM, encoding="utf-8")
        return project

    @property
    def script(self) -> Path:
        return self.project / self.launcher.script

    def stub(self, path: str, text: str) -> Path:
        """A program of this laptop."""
        stub = self.folder / path
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        stub.chmod(0o755)
        return stub

    def python(self, path: str, version: str = "3.13.1") -> Path:
        """A Python of this version; a bare name is on PATH."""
        numbers = tuple(int(number) for number in version.split("."))
        # Not the one of .venv, which takes twice the time to start.
        python = Path(sys.executable).resolve()
        text = PYTHON.format(python=python, version=numbers, name=path)
        return self.stub(path if "/" in path else f"programs/{path}", text)

    def link(self, path: str, target: str | Path) -> Path:
        link = self.folder / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)
        return link

    def run(self, *words: str, script: Path | str = "", **settings: Any) -> Ended:
        """Run `script`, the launcher where it is not given, in this laptop's shell."""
        return self.execute([*self.shell, *self._named(script or self.script), *words], **settings)

    def execute(
        self, command: list[str], *, cwd: Path | None = None, given: str = "", **variables: str
    ) -> Ended:
        process = subprocess.Popen(
            command,
            cwd=cwd or self.folder,
            env={"PATH": str(self.programs), "HOME": str(self.folder), "LC_ALL": "C.UTF-8"} | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        output, errors = process.communicate(given, timeout=60)
        return Ended(process.pid, process.returncode, output, errors)

    @staticmethod
    def _named(script: Path | str) -> list[str]:
        # Only what looks like an option needs the dashes before it.
        return ["--", str(script)] if str(script).startswith("-") else [str(script)]

    def finds_itself(self, ended: Ended, project: Path | None = None) -> bool:
        wanted = (project or self.project) / self.launcher.program
        return Path(ended.called()["file"]).resolve() == wanted.resolve()


@pytest.fixture
def laptop(tmp_path: Path, request: pytest.FixtureRequest) -> Laptop:
    return Laptop(tmp_path, *request.param)


def laptops(launchers: list[Launcher], shells: list[list[str]]) -> list[Any]:
    return [
        pytest.param((launcher, shell), id=f"{Path(launcher.script).name}, {' '.join(shell)}")
        for launcher in launchers
        for shell in shells
    ]


in_every_shell = pytest.mark.parametrize("laptop", laptops([BOOTSTRAP], SHELLS), indirect=True)
every_launcher = pytest.mark.parametrize(
    "laptop", laptops([BOOTSTRAP], SHELLS) + laptops([NEW, TEST], FAMILIES), indirect=True
)


@every_launcher
def test_everything_is_handed_over_as_it_was_given(laptop: Laptop) -> None:
    laptop.python("python3")
    called = laptop.run(*WORDS, given="one\ntwo", cwd=laptop.folder).called()
    assert called["words"] == [*laptop.launcher.words, *WORDS]
    assert called["input"] == "one\ntwo"
    assert Path(called["cwd"]) == laptop.folder.resolve()
    assert called["utf8"] == 1


@every_launcher
def test_the_exit_code_is_passed_on(laptop: Laptop) -> None:
    laptop.python("python3")
    for code in (1, 3, 37, 130):
        assert laptop.run(EXIT_CODE=str(code)).code == code


class Called(NamedTuple):
    """A script as it is named, and the folder it is named from."""

    script: Path | str
    cwd: Path


def by_its_full_path(laptop: Laptop) -> Called:
    return Called(laptop.script, laptop.folder)


def by_a_relative_path(laptop: Laptop) -> Called:
    return Called(laptop.launcher.script, laptop.project)


def by_a_path_with_a_dot(laptop: Laptop) -> Called:
    return Called(f"./{laptop.launcher.script}", laptop.project)


def by_a_path_through_the_folder_above(laptop: Laptop) -> Called:
    return Called(f"../scripts/{laptop.script.name}", laptop.script.parent)


def by_its_bare_name(laptop: Laptop) -> Called:
    return Called(laptop.script.name, laptop.script.parent)


def by_a_link(laptop: Laptop) -> Called:
    return Called(laptop.link("링크 1/go", laptop.script), laptop.folder)


def by_a_relative_link(laptop: Laptop) -> Called:
    link = laptop.link("링크 1/go", Path("..") / laptop.script.relative_to(laptop.folder))
    return Called(link.name, link.parent)


def by_a_chain_of_links(laptop: Laptop) -> Called:
    laptop.link("links/first", Path("..") / laptop.script.relative_to(laptop.folder))
    laptop.link("링크 2/second", laptop.folder / "links" / "first")
    laptop.link("링크 2/third", "second")
    return Called(laptop.link("fourth", "링크 2/third").name, laptop.folder)


def by_a_link_to_its_project(laptop: Laptop) -> Called:
    return Called(laptop.link("a link", laptop.project) / laptop.launcher.script, laptop.folder)


def by_a_link_to_its_folder(laptop: Laptop) -> Called:
    return Called(laptop.link("a link", laptop.script.parent) / laptop.script.name, laptop.folder)


def by_a_relative_link_in_a_linked_folder(laptop: Laptop) -> Called:
    # The link's .. is that of the folder where the link lies, not of the name by which it was reached.
    laptop.link("deep/er/go", Path("../..") / laptop.script.relative_to(laptop.folder))
    return Called(laptop.link("short", "deep/er") / "go", laptop.folder)


def by_a_path_that_begins_with_a_dash(laptop: Laptop) -> Called:
    laptop.link("-n", laptop.project)
    return Called(f"-n/{laptop.launcher.script}", laptop.folder)


def by_a_link_that_begins_with_a_dash(laptop: Laptop) -> Called:
    laptop.link("-n/go", laptop.script)
    return Called("-n/go", laptop.folder)


WAYS = [
    by_its_full_path,
    by_a_relative_path,
    by_a_path_with_a_dot,
    by_its_bare_name,
    by_a_link,
    by_a_relative_link,
    by_a_chain_of_links,
    by_a_link_to_its_project,
    by_a_link_to_its_folder,
    by_a_relative_link_in_a_linked_folder,
    by_a_path_that_begins_with_a_dash,
    by_a_link_that_begins_with_a_dash,
]


@every_launcher
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_it_finds_its_own_folder(laptop: Laptop, way: Callable[[Laptop], Called]) -> None:
    laptop.python("python3")
    script, cwd = way(laptop)
    assert laptop.finds_itself(laptop.run(script=script, cwd=cwd))


@pytest.mark.fault(
    "Spaces and other letters in the path",
    system="Linux",
    outcome="survived",
    how="the launchers in folders named so, in 11 shells",
)
@every_launcher
def test_its_folder_may_have_any_name(laptop: Laptop) -> None:
    laptop.python("python3")
    for name in FOLDERS:
        project = laptop.copy(name)
        link = laptop.link(f"links/{name}", Path("..") / name / laptop.launcher.script)
        assert laptop.finds_itself(laptop.run(script=link.name, cwd=link.parent), project), name


@every_launcher
def test_cdpath_does_not_lead_it_into_another_project(laptop: Laptop) -> None:
    laptop.python("python3")
    other = laptop.copy("other")
    for cdpath in (str(other), "."):
        ended = laptop.run(script=laptop.launcher.script, cwd=laptop.project, CDPATH=cdpath)
        assert laptop.finds_itself(ended), cdpath


@pytest.mark.parametrize("laptop", laptops([BOOTSTRAP], SEARCHING), indirect=True)
def test_it_finds_its_own_folder_where_the_shell_found_it_on_path(laptop: Laptop) -> None:
    laptop.python("python3")
    # A plain name: ksh93 writes quotes around others when it says where a command is.
    project = laptop.copy("app")
    path = f"{laptop.programs}:{project}/scripts"
    assert laptop.finds_itself(laptop.run(script=laptop.script.name, PATH=path), project)


@pytest.mark.parametrize("laptop", laptops([BOOTSTRAP, NEW, TEST], [["sh"]]), indirect=True)
def test_it_can_be_linked_into_a_folder_of_commands(laptop: Laptop) -> None:
    laptop.python("python3")
    laptop.link("programs/go", laptop.script)
    assert laptop.finds_itself(laptop.execute([str(laptop.programs / "go")]))


@in_every_shell
@pytest.mark.parametrize("old", ["3.10.99", "2.7.18"])
def test_a_python_that_is_too_old_is_passed_over(laptop: Laptop, old: str) -> None:
    laptop.python("python3", old)
    laptop.python("python3.12", "3.12.0")
    assert laptop.run().python() == "python3.12"


@in_every_shell
@pytest.mark.parametrize("version", ["3.11.0", "4.0.0"])
def test_a_python_that_is_new_enough_is_taken(laptop: Laptop, version: str) -> None:
    laptop.python("python3", version)
    laptop.python("python3.12")
    assert laptop.run().python() == "python3"


@pytest.mark.fault(
    "Python that is there and does not run",
    system="Linux",
    outcome="survived",
    how="a stub as pyenv's without a version; the next Python is taken",
)
@in_every_shell
def test_a_shim_without_a_python_behind_it_is_passed_over_in_silence(laptop: Laptop) -> None:
    laptop.stub("programs/python3", "echo 'pyenv: not installed'; echo 'pyenv: python3' >&2; exit 127")
    laptop.python("python")
    assert laptop.run().python() == "python"


@in_every_shell
def test_a_broken_python_takes_nothing_of_the_input(laptop: Laptop) -> None:
    laptop.stub("programs/python3", "read -r line; exit 1")
    laptop.python("python")
    assert laptop.run(given="one\ntwo\n").called()["input"] == "one\ntwo\n"


@in_every_shell
def test_the_users_own_choice_comes_first(laptop: Laptop) -> None:
    laptop.python("python3")
    mine = laptop.python("내 파이썬 * $HOME/python 3")
    assert laptop.run(APP_PYTHON=str(mine)).python() == "내 파이썬 * $HOME/python 3"


@in_every_shell
def test_a_choice_that_cannot_be_used_is_passed_over(laptop: Laptop) -> None:
    laptop.python("python3")
    old = laptop.python("old/python", "3.8.10")
    for choice in ("/nowhere/python", "no such command", str(laptop.folder), str(old), ""):
        assert laptop.run(APP_PYTHON=choice).python() == "python3", choice


@pytest.mark.fault(
    "No Python, or one that is too old",
    system="Linux",
    outcome="detected",
    how="a PATH without Python, in 11 shells",
)
@in_every_shell
def test_without_a_python_it_says_what_to_do_and_starts_nothing(laptop: Laptop) -> None:
    said = laptop.run()
    assert said.refused().startswith("FA001 Python 3.11 or newer was not found.\n")
    for remedy in (
        "https://www.python.org/downloads/",
        "sudo apt install python3 python3-venv",
        "brew install python",
        "export APP_PYTHON=/path/to/python3",
    ):
        assert remedy in said.errors


@pytest.mark.fault(
    "No Python, or one that is too old",
    system="Linux",
    outcome="detected",
    how="stubs that answer as 3.10 and 2.7, in 11 shells",
)
@in_every_shell
def test_only_pythons_that_are_too_old_is_the_same_as_none(laptop: Laptop) -> None:
    nothing = laptop.run().refused()
    laptop.python("python3", "3.10.12")
    laptop.python("python", "2.7.18")
    assert laptop.run().refused() == nothing


@pytest.mark.fault(
    "Variables that lead Python, pip or npm astray",
    system="Linux",
    outcome="survived",
    how="PYTHONHOME and PYTHONPATH, in 11 shells",
)
@in_every_shell
def test_variables_that_lead_python_astray_reach_neither_the_search_nor_the_program(laptop: Laptop) -> None:
    laptop.python("python3")
    called = laptop.run(PYTHONHOME="/nowhere", PYTHONPATH="/nowhere").called()
    assert not {"PYTHONHOME", "PYTHONPATH"} & called["variables"].keys()


@pytest.fixture
def mac(laptop: Laptop) -> Laptop:
    """A Mac without the command line tools: there, /usr/bin/python3 opens a dialog."""
    laptop.stub("programs/uname", "echo Darwin")
    laptop.stub("programs/xcode-select", "echo 'xcode-select: error: no developer tools' >&2; exit 2")
    laptop.stub("usr/bin/python3", f"echo started >> '{laptop.folder}/dialog'; exit 1")
    return laptop


def on_path(laptop: Laptop, *folders: str) -> str:
    """A PATH that begins with these folders of a laptop."""
    return ":".join([*(f"{laptop.folder}/{folder}" for folder in folders), str(laptop.programs)])


def dialog_was_opened(laptop: Laptop) -> bool:
    return (laptop.folder / "dialog").exists()


@pytest.mark.fault(
    "No Python, or one that is too old",
    system="macOS",
    outcome="detected",
    how="stubs: nothing but Apple's python3 without its tools",
)
@pytest.mark.fault(
    "Apple's python3 without the command line tools",
    system="macOS",
    outcome="survived",
    how="stubs of uname, xcode-select and python3: no dialog opens",
)
@in_every_shell
def test_on_a_mac_without_apples_tools_no_dialog_is_opened(mac: Laptop) -> None:
    path = on_path(mac, "usr/bin")
    mac.run(PATH=path).refused()
    mac.python("python3.13")
    assert mac.run(PATH=path).python() == "python3.13"
    assert not dialog_was_opened(mac)


@pytest.mark.parametrize(
    "laptop", laptops([BOOTSTRAP], [shell for shell in SHELLS if shell not in NOT_ON_A_MAC]), indirect=True
)
def test_on_a_mac_no_dialog_is_opened_by_another_path_or_a_link(mac: Laptop) -> None:
    mac.link("usr/local/bin/python", "../../bin/python3")
    path = on_path(mac, "usr/bin/", "usr/local/bin")
    mac.run(PATH=path).refused()
    mac.python("python3.13")
    assert mac.run(PATH=path).python() == "python3.13"
    assert not dialog_was_opened(mac)


@in_every_shell
def test_on_a_mac_the_users_choice_opens_no_dialog_either(mac: Laptop) -> None:
    mac.python("python3.13")
    assert mac.run(APP_PYTHON=f"{mac.folder}/usr/bin/python3").python() == "python3.13"
    assert not dialog_was_opened(mac)


@in_every_shell
def test_on_a_mac_a_python_of_homebrew_or_of_python_org_needs_no_path(mac: Laptop) -> None:
    places = [
        "/Library/Frameworks/Python.framework/Versions/Current/bin/python3",
        "/usr/local/bin/python3",
        "/opt/homebrew/bin/python3",
    ]
    for place in places:
        mac.python(place.lstrip("/"))
        assert mac.run(PATH=on_path(mac, "usr/bin")).python() == place.lstrip("/")
    assert not dialog_was_opened(mac)


@in_every_shell
def test_on_a_mac_with_apples_tools_its_python_is_asked(mac: Laptop) -> None:
    mac.stub("programs/xcode-select", 'test "$1" = -p && echo /Library/Developer/CommandLineTools')
    mac.run(PATH=on_path(mac, "usr/bin")).refused()
    assert dialog_was_opened(mac)
    mac.python("usr/bin/python3")
    assert mac.run(PATH=on_path(mac, "usr/bin")).python() == "usr/bin/python3"


@in_every_shell
def test_on_linux_the_systems_python_is_taken(laptop: Laptop) -> None:
    laptop.python("usr/bin/python3")
    assert laptop.run(PATH=on_path(laptop, "usr/bin")).python() == "usr/bin/python3"


def test_checkbashisms_finds_nothing_in_the_sh_scripts() -> None:
    scripts = repository.with_suffix(".sh")
    command = [program("checkbashisms"), "--extra", "--posix", "--force", *scripts]
    finished = subprocess.run(command, cwd=repository.ROOT, capture_output=True, text=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stdout + finished.stderr
