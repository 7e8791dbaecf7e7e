"""Pages in Markdown: their code blocks, links and anchors, as GitHub reads them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from harness import questions, repository

FENCE = re.compile(r"^( *)(```+|~~~+)([^\n]*)\n(.*?)^ *\2[ \t]*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
ANCHOR = re.compile(r"""<\w+[^>]*\s(?:id|name)=["']([^"']+)["']""")
LINK = re.compile(r"""\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|(?:href|src)=["']([^"']+)["']""")

# Words that many who learn English do not know; everyday ones say the same.
RARE = re.compile(
    r"\b(?:mend(?:s|ed|ing)?|lanes?|shall|corners?|amiss|lest|whence|hence(?:forth)?|hitherto|thereof|albeit"
    r"|whilst|amidst|heed(?:s|ed)?|wont|nigh|behold|aught|forthwith|perchance)\b",
    re.IGNORECASE,
)


@cache
def answers() -> dict[str, Any]:
    """What the pages of a project are shown with: all that an answer can bring."""
    typed = {
        "project_name": "Attendance Book",
        "project_slug": "attendance-book",
        "project_description": "Who was there.",
        "user_name": "Class 3b",
        "backend_port": 8001,
        "frontend_port": 4200,
    }
    every = {name: questions.levels(name)[-1] for name in questions.chosen() if questions.is_multiple(name)}
    return typed | questions.usual(starting_point="classroom", languages="both", **every)


def shown(path: str) -> str:
    """A page as its readers see it."""
    text = repository.text(path)
    return questions.rendered(text, answers()) if path.endswith(".jinja") else text


@dataclass(frozen=True)
class Page:
    """A page of this repository, by its path from the root on."""

    path: str
    text: str

    @classmethod
    def read(cls, path: str) -> Page:
        return cls(path, shown(path))

    @property
    def code_blocks(self) -> list[tuple[str, str]]:
        """The fenced blocks: their language, and their lines without indent and without comments."""
        blocks = []
        for indent, _, language, body in FENCE.findall(self.text):
            lines = [line.removeprefix(indent) for line in body.splitlines()]
            blocks.append((language.strip(), "\n".join(map(_without_comment, lines))))
        return blocks

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The same for comparing two languages: of `text`, which is translated, only the lines' number."""
        return [
            (language, str(len(body.splitlines())) if language == "text" else body)
            for language, body in self.code_blocks
        ]

    @property
    def prose(self) -> str:
        """The text without its code."""
        return re.sub(r"`[^`\n]+`", "", FENCE.sub("", self.text))

    @property
    def anchors(self) -> set[str]:
        """What a link may name after #."""
        seen: Counter[str] = Counter()
        slugs = set()
        for heading in HEADING.findall(FENCE.sub("", self.text)):
            slug = _slug(heading)
            slugs.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
        return slugs | set(ANCHOR.findall(self.text))

    @property
    def links(self) -> list[str]:
        """Where it links to, but for other sites."""
        targets = [markdown or html for markdown, html in LINK.findall(self.prose)]
        return [target for target in targets if not re.match(r"[a-z]+:", target)]


def _without_comment(line: str) -> str:
    """Comments are translated, commands are not."""
    return re.sub(r"(^|\s+)(#|rem\s|//|::\s)(?!/).*$", "", line).rstrip()


def _slug(heading: str) -> str:
    """GitHub's anchor of a heading: https://github.com/gjtorikian/html-pipeline, TableOfContentsFilter."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]+>", "", heading)).replace("`", "")
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")


def all_pages() -> list[Page]:
    return [Page.read(path) for path in repository.with_suffix(".md")]
