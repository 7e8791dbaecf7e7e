"""JSON that template and owner both write: joined key by key, where lines would stand in each other's way.

Every value comes out as it was typed: 1.0 is no 1, and a short list stays on its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# What each side may have at a key besides a value: nothing.
MISSING = object()
# What a file consists of, once it is known to be JSON.
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
# Comments above everything, as `ng new` writes them into tsconfig.json.
HEAD = re.compile(r"(?:\s*(?://.*|/\*(?s:.*?)\*/))*\s*")
# Joins three texts: what came out, and whether it is free of conflicts.
JoinTexts = Callable[[bytes, bytes, bytes], tuple[bytes, bool]]


class NotPlain(ValueError):
    """The file is no JSON object that could be written again as it was: a comment inside, or a key twice."""


class Escaped(str):
    """A text in quotes, without needless escapes: "é" equals "\\u00e9". `typed` is what stood there."""

    typed: str


class Object(dict[str, Any]):
    """An object: keys and values as they were typed. `line` is all of it, where it stands on one line."""

    line = ""


class Array(list[Any]):
    """A list, likewise."""

    line = ""


@dataclass(frozen=True)
class Document:
    """A file: the comments at its head, and its object."""

    head: str
    values: Object


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
    texts = []
    for side in ("base", "ours", "theirs"):
        head = _value(*(version.head for version in versions), prefer=side)
        values = _joined(*(version.values for version in versions), prefer=side)
        text = head + _write(values, _indent(ours)) + ("\n" if ours.endswith(b"\n") else "")
        texts.append(text.replace("\n", "\r\n" if b"\r\n" in ours else "\n").encode("utf-8"))
    return join_texts(*texts) if texts[1] != texts[2] else (texts[1], True)


def _joined(base: Object, ours: Object, theirs: Object, *, prefer: str) -> Object:
    """All keys, in the order of `ours`, new ones of `theirs` after the key that they follow there.

    Where both have changed one, `prefer` says whose value it gets.
    """
    joined = Object()
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
    if isinstance(ours, Object) and isinstance(theirs, Object):
        return _joined(base if isinstance(base, Object) else Object(), ours, theirs, prefer=prefer)
    if isinstance(ours, Array) and isinstance(theirs, Array) and isinstance(base, Array):
        joined = _joined_list(base, ours, theirs)
        if joined is not None:
            return joined
    return {"base": base, "ours": ours, "theirs": theirs}[prefer]


def _joined_list(base: Array, ours: Array, theirs: Array) -> Array | None:
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
    joined = Array(_with_new([each for each in ours if each not in removed], added))
    if (ours or theirs).line and all(isinstance(each, str) for each in joined):
        joined.line = f"[{', '.join(map(_typed, joined))}]"
    return joined


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


def _read(content: bytes) -> Document:
    def without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise NotPlain("a key stands there twice")
        return found

    def refuse(constant: str) -> None:
        raise NotPlain(f"{constant} is no JSON")

    try:
        source = content.decode("utf-8").replace("\r\n", "\n")
        body = HEAD.sub("", source, count=1)
        value = json.loads(body, object_pairs_hook=without_twins, parse_constant=refuse)
    except ValueError as error:
        raise NotPlain(str(error)) from error
    if not isinstance(value, dict):
        raise NotPlain("it is no object")
    return Document(source.removesuffix(body), _parsed(body))


def _parsed(body: str) -> Any:
    """A value of which it is known that it is JSON, with its values as they were typed."""
    tokens = TOKEN.finditer(body)

    def parsed(token: re.Match[str]) -> Any:
        if token[0] not in ("{", "["):
            return _scalar(token[0])
        found: Object | Array = Object() if token[0] == "{" else Array()
        for each in tokens:
            if each[0] in ("}", "]"):
                line = body[token.start() : each.end()]
                found.line = "" if "\n" in line else line
                break
            if each[0] == ",":
                continue
            if isinstance(found, Array):
                found.append(parsed(each))
            else:
                next(tokens)  # The colon.
                found[_scalar(each[0])] = parsed(next(tokens))
        return found

    return parsed(next(tokens))


def _scalar(token: str) -> str:
    if "\\" not in token:
        return token
    text = Escaped(json.dumps(json.loads(token), ensure_ascii=False))
    text.typed = token
    return text


def _typed(scalar: str) -> str:
    return scalar.typed if isinstance(scalar, Escaped) else scalar


def _write(value: Any, indent: str, margin: str = "\n") -> str:
    if isinstance(value, str):
        return _typed(value)
    if value.line:
        return str(value.line)
    if isinstance(value, Object):
        items = [f"{_typed(key)}: {_write(each, indent, margin + indent)}" for key, each in value.items()]
    else:
        items = [_write(each, indent, margin + indent) for each in value]
    first, last = "{}" if isinstance(value, Object) else "[]"
    if not items:
        return first + last
    return first + margin + indent + f",{margin}{indent}".join(items) + margin + last


def _indent(content: bytes) -> str:
    match = re.search(rb"\n([ \t]+)[\"}]", content)
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
