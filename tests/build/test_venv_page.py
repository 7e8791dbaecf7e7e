"""backend/README.md: every block, typed in the shells that it is for, prints what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_powershell

from harness.machine import missing
from harness.pages import Page
from harness.projects import FOLDER
from harness.rendered import Renderer
from harness.running import free_pair, run
from harness.shell_blocks import ANYTHING, POSIX, Block, blocks, differs, results, script, typed_in

PAGE = "backend/README.md"
# The shell's name, and the words that start it without anybody's own settings.
START = {
    "bash": ["bash", "--norc"],
    "zsh": ["zsh", "-f"],
    "dash": ["dash"],
    "fish": ["fish", "--no-config"],
    "csh": ["tcsh", "-f"],
}
# What a window of a shell has and a script of it lacks.
PROMPTS = {"csh": 'set prompt = "% "\n'}
# Whatever the shell, these are the same programs of the venv, and take long: one shell is enough for them.
PROGRAMS = ("pip ", "flask ", "pytest", 'python -c "import tabulate"')
SECTION_WITH_DJANGO = "mkdir ../../two-versions"

if os.name == "nt":
    pytest.skip("the shells of macOS and Linux; Command Prompt is in tests/windows", allow_module_level=True)


@pytest.fixture
def project(render: Renderer, tmp_path: Path) -> Path:
    """A project as it was copied, in a folder with a space and Korean letters, that nobody has set up."""
    target = tmp_path / FOLDER / "내 앱"
    shutil.copytree(render().root, target)
    return target


def page_of(project: Path) -> Page:
    return Page(PAGE, (project / PAGE).read_text(encoding="utf-8"))


def type_in(shell: str, steps: list[Block], project: Path) -> None:
    """Type blocks one after the other in one window; each line must succeed, and print what is shown."""
    for name in (START[shell][0], "timeout"):
        if not shutil.which(name):
            # Elsewhere, not every machine has every shell.
            (missing if sys.platform == "linux" else pytest.skip)(f"{name} is not installed")
    typed = [(block, line) for block in steps for line in block.lines]
    written = project.parent / "typed"
    lines = script([_typed(line) for _, line in typed], shell)
    written.write_text(PROMPTS.get(shell, "") + lines, encoding="utf-8")
    result = run(*START[shell], written, cwd=project, PS1="$ ")
    ends = list(results(result.stdout))
    everything = f"{result.stdout}\n{result.stderr}"
    assert len(ends) == len(typed), everything
    printed: dict[int, str] = {}
    for (block, line), (code, output) in zip(typed, ends, strict=True):
        assert code == 0, f"{line} ended with {code}:\n{everything}"
        printed[id(block)] = printed.get(id(block), "") + output
    wrong = [(block.lines, printed[id(block)]) for block, _ in typed if _is_wrong(block, printed[id(block)])]
    assert not wrong


def _typed(line: str) -> str:
    """A server is given time to fail, and ended as by Ctrl-C; its shown port may be busy on this machine."""
    if line.startswith("flask --app app run"):
        line = line.replace("--port 8001", f"--port {free_pair()}")
        return f"sh -c 'timeout --signal=INT 8 {line}; test $? = 124'"
    return line


def _is_wrong(block: Block, printed: str) -> bool:
    return bool(block.shown) and differs(block.shown, printed)


def test_the_whole_page_in_bash(project: Path) -> None:
    steps = typed_in(page_of(project), "bash")
    files = [block for block in steps if block.file]
    assert [block.file for block in files] == ["requirements.txt"]
    # The reader's editor writes it when the reader is there, which is after the first installation.
    for block in files:
        words = f"printf '%s\\n' {' '.join(block.lines)} >> {block.file}"
        steps[steps.index(block)] = Block([words])
    type_in("bash", steps, project)
    assert "tabulate" in (project / "backend/requirements.txt").read_text(encoding="ascii").splitlines()[-1]


@pytest.mark.parametrize("shell", [shell for shell in POSIX if shell != "bash"])
def test_the_page_in_another_shell_but_for_what_programs_of_the_venv_do(shell: str, project: Path) -> None:
    steps = []
    for block in typed_in(page_of(project), shell):
        if SECTION_WITH_DJANGO in block.lines:
            continue
        lines = [line for line in block.lines if not block.file and not line.startswith(PROGRAMS)]
        if lines:
            steps.append(Block(lines, block.shells, shown=block.shown if lines == block.lines else []))
    assert sum(len(block.lines) for block in steps) >= 9
    assert any("deactivate" in block.lines for block in steps)
    type_in(shell, steps, project)


def test_no_command_of_the_page_is_left_out(render: Renderer) -> None:
    """Each block is for a shell that the tests type in, or for PowerShell and Git Bash: see tests/windows."""
    page = page_of(render().root)
    every = blocks(page)
    assert {shell for block in every for shell in block.shells} == {*POSIX, "cmd", "powershell", "git-bash"}
    to_type = [language for language, _ in page.code_blocks if not language.startswith("text")]
    assert len(to_type) == len([block for block in every if not block.file])
    assert [block for block in every if ANYTHING in "".join(block.shown)]


def test_every_command_of_the_flash_card_stands_in_a_block_above(render: Renderer) -> None:
    text = (render().root / PAGE).read_text(encoding="utf-8")
    above, _, card = text.partition("## Flash card")
    lines = {line for block in blocks(Page(PAGE, above)) for line in block.lines}
    commands = re.findall(r"`([^`\n]+)`", card)
    assert len(commands) >= 12
    assert [command for command in commands if not any(_begins(line, command) for line in lines)] == []


def _begins(line: str, command: str) -> bool:
    return f"{line} ".startswith(f"{command} ")


def test_what_powershell_is_told_parses(render: Renderer) -> None:
    """It cannot be run here: its grammar is asked, and tests/windows look for the files that it names."""
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
    told = typed_in(page_of(render().root), "powershell")
    lines = [line for block in told if not block.file for line in block.lines]
    assert len(lines) > 10
    assert not [line for line in lines if parser.parse(line.encode()).root_node.has_error]
