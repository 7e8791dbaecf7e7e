"""Taking what changed between two texts over into a third one, which its owner may have edited."""

from __future__ import annotations

import difflib
from dataclasses import dataclass


@dataclass(frozen=True)
class Hunk:
    """Lines that change: behind the line `before`, `taken` go and `given` come."""

    before: str
    taken: tuple[str, ...]
    given: tuple[str, ...]


def patched(old: str, new: str, mine: str) -> str | None:
    """`mine` with what makes `new` of `old`; None where one of the changes finds no place in it.

    A change has its place where its lines, and the one on either side, stand in `mine` as in `old`.
    """
    newline = "\r\n" if "\r\n" in mine else "\n"
    before, after, own = _lines(old), _lines(new), _lines(mine)
    places = _places(before, own)
    for i1, i2, j1, j2 in reversed(_changes(before, after)):
        around = [places.get(number) for number in range(max(i1 - 1, 0), min(i2 + 1, len(before)))]
        first = around[0]
        if first is None or around != list(range(first, first + len(around))):
            return None
        start = first + (1 if i1 else 0)
        own[start : start + i2 - i1] = after[j1:j2]
    return newline.join(own)


def hunks(old: str, new: str) -> list[Hunk]:
    """What changes between two texts, for somebody who writes it by hand."""
    before, after = _lines(old), _lines(new)
    return [
        Hunk(before[i1 - 1] if i1 else "", tuple(before[i1:i2]), tuple(after[j1:j2]))
        for i1, i2, j1, j2 in _changes(before, after)
    ]


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _places(before: list[str], own: list[str]) -> dict[int, int]:
    """Where each line stands that both have."""
    blocks = difflib.SequenceMatcher(None, before, own, autojunk=False).get_matching_blocks()
    return {block.a + number: block.b + number for block in blocks for number in range(block.size)}


def _changes(before: list[str], after: list[str]) -> list[tuple[int, int, int, int]]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]
