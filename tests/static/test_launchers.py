"""The launchers: the same head in each, clean for the linters of their shells."""

from __future__ import annotations

import subprocess

import pytest
import tree_sitter
import tree_sitter_powershell

from harness import repository
from harness.machine import program

# Each launcher: what it hands over to, as its comment and its last line say it, and where find-python is.
SH = {
    "template/scripts/bootstrap.sh": ("manage.py setup", '"$here/../manage.py" setup', ""),
    "scripts/new.sh": ("new.py", '"$here/new.py"', "../template/scripts/"),
    "scripts/test.sh": ("test.py", '"$here/test.py"', "../template/scripts/"),
}
CMD = {
    "template/scripts/bootstrap.cmd": ("manage.py setup", '"%~dp0..\\manage.py" setup', ""),
    "scripts/new.cmd": ("new.py", '"%~dp0new.py"', "..\\template\\scripts\\"),
    "scripts/test.cmd": ("test.py", '"%~dp0test.py"', "..\\template\\scripts\\"),
}


def without_its_own(path: str, program: str, call: str, folder: str, *, calls: list[str]) -> str:
    """A launcher's text with what only it has replaced by placeholders. All of it must be there."""
    text = repository.text(path)
    for old, new in {
        f"everything over to {program}.": "everything over to PROGRAM.",
        **{call_.replace("FOLDER", folder): call_ for call_ in calls},
        call: "CALL",
    }.items():
        assert text.count(old) == 1, f"{path}: {old}"
        text = text.replace(old, new)
    return text


def test_the_sh_launchers_differ_only_in_what_they_start() -> None:
    calls = ["shellcheck source=FOLDERfind-python.sh", '. "$here/FOLDERfind-python.sh"']
    assert len({without_its_own(path, *own, calls=calls) for path, own in SH.items()}) == 1


def test_the_cmd_launchers_differ_only_in_what_they_start() -> None:
    calls = ['call "%~dp0FOLDERfind-python.cmd"']
    assert len({without_its_own(path, *own, calls=calls) for path, own in CMD.items()}) == 1


def test_every_launcher_has_its_twin_on_the_other_system() -> None:
    sh = {path.removesuffix(".sh") for path in repository.with_suffix(".sh")}
    cmd = {path.removesuffix(".cmd") for path in repository.with_suffix(".cmd")}
    assert sh == cmd


def shell_scripts() -> list[str]:
    scripts = repository.with_suffix(".sh")
    assert len(scripts) >= 4
    return scripts


def test_shellcheck_finds_nothing_in_the_sh_scripts() -> None:
    command = [program("shellcheck"), "-s", "sh", "-x", "--source-path=SCRIPTDIR", *shell_scripts()]
    finished = subprocess.run(command, cwd=repository.ROOT, capture_output=True, text=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_shfmt_leaves_the_sh_scripts_as_they_are() -> None:
    command = [program("shfmt"), "-ln", "posix", "-i", "4", "-ci", "-d", *shell_scripts()]
    finished = subprocess.run(command, cwd=repository.ROOT, capture_output=True, text=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stdout + finished.stderr


def powershell_scripts() -> list[str]:
    scripts = repository.with_suffix(".ps1")
    assert "template/scripts/bootstrap.ps1" in scripts
    return scripts


@pytest.mark.parametrize("path", ["template/scripts/bootstrap.ps1"])
def test_the_powershell_launcher_is_two_lines_that_call_the_cmd_beside_it(path: str) -> None:
    assert path in powershell_scripts()
    name = path.rpartition("/")[2].replace(".ps1", ".cmd")
    assert repository.text(path).splitlines() == [f'& "$PSScriptRoot\\{name}" @args', "exit $LASTEXITCODE"]


def test_every_powershell_script_parses() -> None:
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    for path in powershell_scripts():
        tree = parser.parse(repository.text(path).replace("\r\n", "\n").encode())
        assert not tree.root_node.has_error, f"{path}: {tree.root_node}"
