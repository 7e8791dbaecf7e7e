"""What is going to be written, or was: as a tree, and as differences."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from ..terminal.messages import text
from .fields import Field, meant
from .patching import Hunk


def tree(paths: Iterable[str], sign: str = "+") -> Iterator[str]:
    """The files, by folder."""
    ordered = sorted(paths, key=lambda path: path.rpartition("/")[::2])
    for folder, files in groupby(ordered, key=lambda path: path.rpartition("/")[0]):
        yield f"  {folder}/"
        yield from (f"    {sign} {path.rpartition('/')[2]}" for path in files)


def difference(path: str, before: str, after: str) -> list[str]:
    """How a file changes, as `git diff` would show it."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"a/{path}", f"b/{path}", lineterm="", n=2
    )
    return list(lines)


def fields(all_: Iterable[Field]) -> Iterator[str]:
    """How each field was understood, a line each."""
    for each in all_:
        kind = f"{each.kind} ({', '.join(each.choices)})" if each.choices else each.kind
        kind = f"ref ({each.target.name})" if each.target else kind
        yield f"  {each.name}: {', '.join([kind, *_said(each)])}"
        # A choice may be any word, and stays in the table: so it is told, and not refused.
        yield from (
            f"    {choice}: {text('Did you mean {verb!r}?', verb=meant(choice))}"
            for choice in each.choices
            if meant(choice)
        )


def _said(field: Field) -> Iterator[str]:
    if field.length:
        yield text("at most {count} letters", count=field.length)
    if field.minimum is not None:
        yield f"≥ {field.minimum}"
    if field.maximum is not None:
        yield f"≤ {field.maximum}"
    for word in ("optional", "unique", "index"):
        if getattr(field, word):
            yield word
    if field.default is not None:
        yield f"= {field.word.partition('=')[2]}"


def by_hand(left: Mapping[str, Iterable[Hunk]]) -> Iterator[str]:
    """The lines to write where a file was edited: behind which one, what goes, and what comes."""
    for path, hunks in left.items():
        yield f"  {path}"
        for hunk in hunks:
            yield f"      {hunk.before}"
            yield from (f"    - {line}" for line in hunk.taken)
            yield from (f"    + {line}" for line in hunk.given)
            yield ""
