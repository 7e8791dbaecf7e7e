"""What an update brings, as people read it: the template's changelog, and a line for each file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .. import git
from ..terminal import output
from ..terminal.messages import text
from .merge import Result, changed
from .store import Tree
from .template_source import order, release

# How much of a changelog is shown.
SHOWN_LINES = 40
HEADING = re.compile(r"## +\[?([^\s\]]+)")


@dataclass(frozen=True)
class Row:
    """A file of the update: whose it is, and what becomes of it."""

    path: str
    whose: str
    what: str


def rows(before: Tree, result: Result) -> list[Row]:
    """Every file that the update touches, or would have touched, sorted by path."""
    said = {"A": text("new"), "M": text("newer"), "D": text("goes")}
    found = {
        path: Row(path, text("the template's"), said[kind]) for kind, path in changed(before, result.files)
    }
    came = {path: text("renamed from {path}", path=old) for path, old in result.renamed.items()}
    for path, old in result.renamed.items():
        found.pop(old, None)
        found[path] = Row(path, text("the template's"), came[path])
    for path in result.joined:
        if path in found:
            what = [text("your changes and the template's"), came.get(path, "")]
            found[path] = Row(path, text("both"), "; ".join(filter(None, what)))
    for path in result.kept:
        found[path] = Row(path, text("yours"), text("stays; the template no longer has it"))
    for path in result.stay_away:
        found[path] = Row(path, text("yours"), text("stays away, as you deleted it"))
    for path in git.gathered(result.offered, before):
        found[path] = Row(path, text("yours"), text("for new projects; here with --bring"))
    for path in result.conflicts:
        found[path] = Row(path, text("both"), text("CONFLICT: you decide"))
    return sorted(found.values(), key=lambda row: row.path)


def table(lines: Iterable[Row]) -> Iterator[str]:
    """The rows as lines of equal columns."""
    listed = list(lines)
    first = max((output.width(row.path) for row in listed), default=0)
    second = max((output.width(row.whose) for row in listed), default=0)
    for row in listed:
        path = row.path + " " * (first - output.width(row.path))
        whose = row.whose + " " * (second - output.width(row.whose))
        yield f"  {path}  {whose}  {row.what}"


def news(changelog: str, old: str, new: str) -> list[str]:
    """The parts of a CHANGELOG.md after the version `old`, up to `new`; at most SHOWN_LINES lines."""
    shown: list[str] = []
    is_wanted = False
    for line in changelog.splitlines():
        heading = HEADING.match(line)
        if heading:
            is_wanted = _is_between(heading[1], old, new)
        if is_wanted:
            shown.append(line)
    while shown and not shown[-1].strip():
        shown.pop()
    return shown if len(shown) <= SHOWN_LINES else [*shown[:SHOWN_LINES], "…"]


def _is_between(heading: str, old: str, new: str) -> bool:
    newest, version = order(new), order(heading)
    if not version[0]:
        # "Unreleased": belongs to a version that is no release itself.
        return not newest[0]
    return version > order(release(old)) and (not newest[0] or version <= newest)
