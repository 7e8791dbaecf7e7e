"""Blocks of pages: for whom they are, and whether a program printed what a page shows."""

from __future__ import annotations

import pytest

from harness.pages import Page
from harness.shell_blocks import Block, blocks, differs, results, script, typed_in

PAGE = Page(
    "page.md",
    "```sh everywhere\ncd here\n```\n```sh\nls\n```\n```text output\n…\n```\n```bat cmd\ndir\n```\n"
    "```text notes.txt\none\n```\n```text\nonly to read\n```\n```ini\n[also]\n```\n",
)


def test_each_shell_gets_its_blocks_and_the_files_in_order() -> None:
    lines = {
        shell: [block.lines for block in typed_in(PAGE, shell)] for shell in ("fish", "cmd", "powershell")
    }
    assert lines == {
        "fish": [["cd here"], ["ls"], ["one"]],
        "cmd": [["cd here"], ["dir"], ["one"]],
        "powershell": [["cd here"], ["one"]],
    }
    assert [block.file for block in blocks(PAGE)] == [None, None, None, "notes.txt"]
    assert blocks(PAGE)[1].shown == ["…"]


def test_a_shell_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="bsh"):
        blocks(Page("page.md", "```sh bsh\nls\n```\n"))


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (["True"], "True\n"),
        (["…/venv/bin/python", "True"], "/내 앱/venv/bin/python\nTrue\n"),
        (["…", "4.2"], "4.2\n"),
        (["…", "4.2"], "Collecting Django\nSuccessfully installed\n4.2\n"),
        (["Package … Version"], "Package            Version\n"),
        (["Flask==3.…"], "Flask==3.1.3  \r\n"),
    ],
)
def test_what_is_shown_is_what_was_printed(shown: list[str], printed: str) -> None:
    assert not differs(shown, printed)


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (["True"], "False\n"),
        (["True"], "True\nand more\n"),
        (["True"], ""),
        (["…/venv/bin/python"], "/usr/bin/python\n"),
        (["…", "4.2", "5.2"], "4.2\n"),
        (["Flask==3.…"], "Flask==2.3.3\n"),
        (["1.2"], "132\n"),
    ],
)
def test_another_output_is_noticed(shown: list[str], printed: str) -> None:
    assert differs(shown, printed)


def test_each_line_of_a_script_has_its_code_and_output() -> None:
    assert script(["ls", "pwd"], "bash") == 'ls\necho "@@@$?"\npwd\necho "@@@$?"\n'
    assert list(results("a\nb\n@@@0\n@@@127\nc@@@1\n")) == [(0, "a\nb\n"), (127, ""), (1, "c")]
    assert Block(["ls"]).shown == []
