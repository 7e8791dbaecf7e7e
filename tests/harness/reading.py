"""How long a page takes to read, and how long its sentences are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from harness.pages import FENCE, Page

# Words a minute, for somebody who reads in a second language; code is not read but typed.
SPEED = 200
# What stands for code between backquotes: one word, whatever its length.
CODE = "Code"
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
# A screen of a laptop: lines, and the characters of one.
SCREEN = (55, 100)


def plain(text: str) -> str:
    """A page's prose as its reader sees it: no blocks, no addresses of links, no marks of Markdown."""
    text = JINJA.sub("", FENCE.sub("\n\n", text))
    text = re.sub(r"`[^`\n]+`", CODE, text)
    text = re.sub(r"\[[^\]]*\.md\]\([^)]*\)", CODE, text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"<[^>]+>|\*\*", "", text)


def words(text: str) -> int:
    """How many words a text has, without its code."""
    return len([word for word in re.findall(r"\w[\w'’-]*", plain(text)) if word != CODE])


def minutes(text: str) -> float:
    return words(text) / SPEED


def sentences(text: str) -> Iterator[str]:
    """The sentences of paragraphs, points of lists, cells of tables and headings."""
    for line in plain(text).splitlines():
        for part in re.sub(r"^\s*(?:[-*>#]+|\d+\.) +", "", line).split("|"):
            for sentence in re.split(r"(?<=[.!?])[\"')]* +(?=[\"'(]*[A-Z가-힣])", part):
                if sentence.strip(" -"):
                    yield sentence.strip()


def length(sentence: str) -> int:
    """The words of a sentence; what is code counts as one."""
    return len(re.findall(r"\w[\w'’-]*", sentence))


def sections(text: str) -> dict[str, str]:
    """A page that is looked up, by its second headings; what stands before them is under ""."""
    parts = re.split(r"^## +(.+)$", text, flags=re.MULTILINE)
    return {"": parts[0]} | dict(zip(parts[1::2], parts[2::2], strict=True))


def screens(page: Page) -> float:
    """How many screens a page fills: long lines are wrapped, code and tables are not left out."""
    lines, characters = SCREEN
    shown = [re.sub(r"\]\([^)]*\)", "]", line) for line in JINJA.sub("", page.text).splitlines()]
    rows = sum(math.ceil(len(line) / characters) for line in shown if line.strip() and "```" not in line)
    return rows / lines
