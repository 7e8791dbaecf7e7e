"""JSON that template and owner both write: joined key by key, where lines would stand in each other's way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

# What each side may have at a key besides a value: nothing.
MISSING = object()
Values = dict[str, Any]
# Joins three texts: what came out, and whether it is free of conflicts.
JoinTexts = Callable[[bytes, bytes, bytes], tuple[bytes, bool]]


class NotPlain(ValueError):
    """The file is no JSON object that could be written again as it was: it has comments, or a key twice."""


def is_sound(content: bytes) -> bool:
    """Whether it is JSON in which no key stands twice; comments are no fault (tsconfig.json has some)."""
    try:
        _read(content)
    except NotPlain:
        return _has_comments(content)
    return True


def merge(base: bytes, ours: bytes, theirs: bytes, join_texts: JoinTexts) -> tuple[bytes, bool]:
    """Join three versions of a JSON file, written as `ours` is; and whether nothing is left in conflict.

    What both have changed in two ways stands between the marks of a conflict, and nothing else does. Raises
    NotPlain where a version is no plain JSON.
    """
    versions = [_read(content) for content in (base, ours, theirs)]
    indent, end = _indent(ours), b"\n" if ours.endswith(b"\n") else b""
    texts = [_write(_joined(*versions, prefer=side), indent) + end for side in ("base", "ours", "theirs")]
    return join_texts(*texts) if texts[1] != texts[2] else (texts[1], True)


def _joined(base: Values, ours: Values, theirs: Values, *, prefer: str) -> Values:
    """All keys, in the order of `ours`, new ones of `theirs` after the key that they follow there.

    Where both have changed one, `prefer` says whose value it gets.
    """
    joined: Values = {}
    for key in _order(list(ours), list(theirs)):
        value = _value(*(side.get(key, MISSING) for side in (base, ours, theirs)), prefer=prefer)
        if value is not MISSING:
            joined[key] = value
    return joined


def _value(base: Any, ours: Any, theirs: Any, *, prefer: str) -> Any:
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _joined(base if isinstance(base, dict) else {}, ours, theirs, prefer=prefer)
    if isinstance(ours, list) and isinstance(theirs, list) and isinstance(base, list):
        joined = _joined_list(base, ours, theirs)
        if joined is not None:
            return joined
    return {"base": base, "ours": ours, "theirs": theirs}[prefer]


def _joined_list(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any] | None:
    """A list to which one or both have added, and from which at most one has removed; else None.

    Where something stands twice, or the template changed the order, places may mean something.
    """
    removed = [each for each in base if each not in theirs]
    stayed = [each for each in base if each in theirs]
    if any(_has_twins(each) for each in (base, ours, theirs)):
        return None
    if stayed != [each for each in theirs if each in base]:
        return None
    if removed and not all(each in ours for each in base):
        return None
    # What the owner removed stays away.
    added = [each for each in theirs if each in ours or each not in base]
    return _with_new([each for each in ours if each not in removed], added)


def _has_twins(values: list[Any]) -> bool:
    return any(each in values[:index] for index, each in enumerate(values))


def _order(ours: list[str], theirs: list[str]) -> list[str]:
    # Among sorted keys (packages), a new one stands where it is looked for.
    if ours == sorted(ours) and theirs == sorted(theirs):
        return sorted({*ours, *theirs})
    return _with_new(ours, theirs)


def _with_new(ours: list[Any], theirs: list[Any]) -> list[Any]:
    """`ours`, and what is only in `theirs` behind what it follows there."""
    joined = list(ours)
    for index, each in enumerate(theirs):
        if each not in joined:
            before = theirs[index - 1 : index]
            joined.insert(joined.index(before[0]) + 1 if before else 0, each)
    return joined


def _read(content: bytes) -> Values:
    def without_twins(pairs: list[tuple[str, Any]]) -> Values:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise NotPlain("a key stands there twice")
        return found

    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=without_twins)
    except ValueError as error:
        raise NotPlain(str(error)) from error
    if not isinstance(value, dict):
        raise NotPlain("it is no object")
    return value


def _write(values: Values, indent: str) -> bytes:
    return json.dumps(values, indent=indent, ensure_ascii=False).encode("utf-8")


def _indent(content: bytes) -> str:
    match = re.search(rb"\n([ \t]+)\S", content)
    return match[1].decode() if match else "  "


def _has_comments(content: bytes) -> bool:
    """Whether it is sound but for comments and commas at the end of lists, as far as lines show it."""
    lines = [line for line in content.splitlines() if not re.match(rb"\s*(//|/\*|\*)", line)]
    plain = re.sub(rb",(\s*[}\]])", rb"\1", b"\n".join(lines))
    try:
        _read(plain)
    except NotPlain:
        return False
    return True
