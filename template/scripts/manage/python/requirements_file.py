"""backend/requirements.txt as text, and whether it is still the file that the template laid down.

`pip freeze > requirements.txt`, as tutorials say, writes it anew: the constraints, the marked line and the
comments are gone, and PowerShell 5 writes UTF-16.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..project import Project

# A line that names a package (packaging.python.org, "Names and normalization").
NAMED = re.compile(r"([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:$|[\[<>=!~@#;])")
CONSTRAINTS = "-c constraints.txt"
# How the line begins below which the owner's packages stand.
MARK = "# --- Your packages"
UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decoded(content: bytes) -> str:
    """The text, in what pip and uv take: UTF-8, or what a byte order mark says."""
    for mark, encoding in UTF_16.items():
        if content.startswith(mark):
            return content.removeprefix(mark).decode(encoding, "replace")
    return content.decode("utf-8-sig", "replace")


def lines(path: Path) -> list[str]:
    """The lines of a requirements file, without white space around them; none where it cannot be read."""
    try:
        return [line.strip() for line in decoded(path.read_bytes()).splitlines()]
    except OSError:
        return []


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True)
class Lost:
    """What a requirements file has lost."""

    constraints: bool
    mark: bool
    utf_8: bool


def lost(project: Project) -> Lost | None:
    """What backend/requirements.txt has lost of the template's; None where it is whole, or not there."""
    try:
        content = project.requirements[0].read_bytes()
    except OSError:
        return None
    text = decoded(content)
    found = Lost(
        constraints=CONSTRAINTS not in (line.strip() for line in text.splitlines()),
        mark=MARK not in text,
        utf_8=content.startswith(tuple(UTF_16)),
    )
    return found if found.constraints or found.mark or found.utf_8 else None


def added(present: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The normalised name and the line of each package in `present` that no line of `known` names."""
    names = {name for name, _ in _packages(known)}
    return ((name, line) for name, line in _packages(present) if name not in names)


def _packages(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        match = NAMED.match(line)
        if match:
            yield normalised(match[1]), line
