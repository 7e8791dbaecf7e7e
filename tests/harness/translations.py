"""What each Korean text was made from: it carries a short hash of its English source.

A page carries that of the other page, the texts of a part of the frontend that of the English ones beside
them. What the terminal says is found by the English text itself, and needs none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from harness import notes, repository

OPTION = "--write-translations"
WRITE = f"sh scripts/test.sh static -k translations {OPTION}"
# Jinja leaves no trace of it in a project.
IN_JINJA = re.compile(r"^\{# source: (?P<hash>\w*) -#\}\n", re.MULTILINE)
IN_MARKDOWN = re.compile(r"^<!-- source: (?P<hash>\w*) -->\n", re.MULTILINE)
ENGLISH = re.compile(r"^const en = \{\n.*?^\};\n", re.MULTILINE | re.DOTALL)
# What a script writes into a page, in each language.
WRITTEN = re.compile(r"<!-- written by .*?<!-- end -->", re.DOTALL)
KOREAN = re.compile(r"^const ko\b", re.MULTILINE)


@dataclass(frozen=True)
class Translation:
    """A file with Korean in it, and the English that this was made from."""

    path: str
    source: str

    @property
    def wanted(self) -> str:
        """The hash of the source as it is now."""
        return hashlib.sha256(WRITTEN.sub("", self.source).encode()).hexdigest()[:8]

    @property
    def noted(self) -> str:
        """The hash of the source when the Korean was last compared with it; empty where none is noted."""
        match = self._mark.search(repository.text(self.path))
        return match["hash"] if match else ""

    def renewed(self) -> str:
        """The file's text with the hash of the source as it is now."""
        text = self._mark.sub("", repository.text(self.path))
        if self.path.endswith(".md"):
            return f"{text.rstrip()}\n\n<!-- source: {self.wanted} -->\n"
        mark = f"{{# source: {self.wanted} -#}}\n"
        match = None if self.path.endswith(".md.jinja") else KOREAN.search(text)
        place = match.start() if match else len(text)
        return text[:place] + mark + text[place:]

    @property
    def _mark(self) -> re.Pattern[str]:
        return IN_MARKDOWN if self.path.endswith(".md") else IN_JINJA


def every() -> Iterator[Translation]:
    """All pages in Korean, and all texts of the frontend but those that the generator writes."""
    for path in repository.files():
        if path.removesuffix(".jinja").endswith(".ko.md"):
            yield Translation(path, repository.text(path.replace(".ko.md", ".md")))
        elif path.endswith("texts.ts.jinja") and f"/{notes.NAME}/" not in path:
            match = ENGLISH.search(repository.text(path))
            assert match, path
            yield Translation(path, match[0])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, action="store_true", help="note that all Korean texts are like their sources")
