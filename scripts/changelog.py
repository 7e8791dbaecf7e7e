"""CHANGELOG.md: first what is not released yet, then a part for each release, the newest first."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from version import Version

FILE = "CHANGELOG.md"
UNRELEASED = "Unreleased"
HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
RELEASED = re.compile(r"(\S+) – ([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True)
class Part:
    """What stands under one heading; `version` and `day` are None for what is not released yet."""

    version: Version | None
    day: date | None
    body: str


def heading(version: Version, day: date) -> str:
    """The heading of a release."""
    return f"## {version} – {day.isoformat()}"


def parts(text: str) -> list[Part]:
    """The parts, from the top on.

    Raises ValueError, with a sentence, where a heading is not of its form, or not in its place.
    """
    pieces = HEADING.split(text)[1:]
    found = [_part(title, body) for title, body in zip(pieces[::2], pieces[1::2], strict=True)]
    if not found:
        raise ValueError("It has no part: a line such as `## Unreleased`.")
    for above, below in pairwise(found):
        if below.version is None:
            raise ValueError(f"`## {UNRELEASED}` stands above all releases, once.")
        if above.version and above.version <= below.version:
            raise ValueError(f"{above.version} stands above {below.version}: the newest comes first.")
    return found


def _part(title: str, body: str) -> Part:
    if title == UNRELEASED:
        return Part(None, None, body.strip())
    match = RELEASED.fullmatch(title)
    if not match:
        raise ValueError(f"`## {title}` is neither `## {UNRELEASED}` nor such as `## 1.2.0 – 2026-11-30`.")
    return Part(Version.of(match[1]), date.fromisoformat(match[2]), body.strip())


def released(text: str) -> set[Version]:
    """The versions that have a part, in a text of any age: other headings are passed over."""
    found = set()
    for match in map(RELEASED.fullmatch, HEADING.findall(text)):
        with suppress(ValueError):
            found.add(Version.of(match[1] if match else ""))
    return found


def since(text: str, version: Version) -> str:
    """What changed after a release, released or not. Raises ValueError as `parts` does."""
    newer = [part.body for part in parts(text) if part.version is None or part.version > version]
    return "\n\n".join(newer)


def with_release(text: str, version: Version, day: date) -> str:
    """The text with what is not released yet as a release's part. There must be such a part."""
    return text.replace(f"## {UNRELEASED}\n", f"{heading(version, day)}\n", 1)
