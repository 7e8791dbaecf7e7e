"""The blocks of a page that a reader types, in the shell that each is for, and what they print.

The words after a block's ``` say whom it is for:

    sh                  every shell of macOS and Linux        bash bash zsh     these two (after the language)
    sh everywhere       every shell there is                  bat               Command Prompt and PowerShell
    text output         what the block above it prints        bat cmd           Command Prompt alone
    text NAME.txt       what is written at the end of a file

In an output, `…` stands for what differs from machine to machine; a line of it, for any lines or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.pages import Page

POSIX = ("bash", "zsh", "dash", "fish", "csh")
WINDOWS = ("cmd", "powershell", "git-bash")
# Languages whose blocks are for more shells than one, or for one of another name.
SHELLS = {"sh": POSIX, "bat": ("cmd", "powershell"), "fish": ("fish",), "csh": ("csh",)}
SHELLS |= {"powershell": ("powershell",)}
ANYTHING = "…"


@dataclass
class Block:
    """Lines to type in one of `shells`, or to write into `file`; and what they print, where that is shown."""

    lines: list[str]
    shells: tuple[str, ...] = ()
    file: str | None = None
    shown: list[str] = field(default_factory=list)


def blocks(page: Page) -> list[Block]:
    """All blocks of a page that somebody types or writes, in order. ValueError for an unknown shell."""
    found: list[Block] = []
    for words, body in page.code_blocks:
        language, *rest = words.split() or [""]
        lines = [line for line in body.splitlines() if line.strip()]
        if (language, rest) == ("text", ["output"]):
            found[-1].shown = lines
        elif language == "text" and rest:
            found.append(Block(lines, file=rest[0]))
        elif rest == ["everywhere"]:
            found.append(Block(lines, POSIX + WINDOWS))
        elif rest or language in SHELLS:
            found.append(Block(lines, tuple(rest) or SHELLS[language]))
    unknown = {shell for block in found for shell in block.shells} - {*POSIX, *WINDOWS}
    if unknown:
        raise ValueError(f"{page.path}: blocks for {', '.join(sorted(unknown))}")
    return found


def typed_in(page: Page, shell: str) -> list[Block]:
    """What the reader of one shell types and writes, from top to bottom."""
    return [block for block in blocks(page) if shell in block.shells or block.file]


def differs(shown: list[str], printed: str) -> bool:
    """Whether a program printed something else than the page shows."""
    pattern = "".join(_pattern(line) for line in shown)
    lines = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    return not re.fullmatch(pattern, lines)


def _pattern(line: str) -> str:
    if line.strip() == ANYTHING:
        return r"(?:.*\n)*"
    parts = (r"\s+".join(map(re.escape, part.split(" "))) for part in line.rstrip().split(ANYTHING))
    return f"{'.*'.join(parts)}\\n"


# What ends a line's output, with the line's exit code; in each shell's words.
MARK = "@@@"
ENDS = dict.fromkeys(("bash", "zsh", "dash"), f'echo "{MARK}$?"')
ENDS |= dict.fromkeys(("fish", "csh"), f'echo "{MARK}$status"')
ENDS |= {"cmd": f"@echo {MARK}%errorlevel%"}


def script(lines: list[str], shell: str) -> str:
    """The lines, and after each a mark with its exit code."""
    return "".join(f"{line}\n{ENDS[shell]}\n" for line in lines)


def results(printed: str) -> Iterator[tuple[int, str]]:
    """The exit code and the output of each line of a script, from what the shell printed."""
    start = 0
    for mark in re.finditer(rf"{MARK}(\d+)\s*?\n", printed):
        yield int(mark[1]), printed[start : mark.start()]
        start = mark.end()
