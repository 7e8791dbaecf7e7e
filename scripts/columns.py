"""Words laid out in the columns of a terminal, where Korean letters take two each."""

from __future__ import annotations

import os
from collections.abc import Iterator

from scripts.manage.terminal import output

# Where there is no terminal, and where one does not say how large it is.
USUAL = (80, 24)


def size() -> tuple[int, int]:
    """The columns and lines of this terminal."""
    try:
        columns, lines = os.get_terminal_size()
    except OSError:
        return USUAL
    return columns or USUAL[0], lines or USUAL[1]


def count() -> int:
    """How many columns a line may take: one less than there are, as some terminals break a full line."""
    return size()[0] - 1


def wrapped(words: str, columns: int, *, indent: str = "") -> list[str]:
    """The words in lines of at most `columns`, broken between words, and inside only what has no room.

    Every line but the first begins with `indent`.
    """
    lines: list[str] = []
    line = ""
    for word in words.split():
        joined = f"{line} {word}" if line.strip() else line + word
        if output.width(joined) <= columns:
            line = joined
            continue
        if line.strip():
            lines.append(line)
            line = indent
        pieces = list(_pieces(word, columns - output.width(indent)))
        lines += [indent * bool(lines or number) + piece for number, piece in enumerate(pieces[:-1])]
        line = indent * bool(lines) + pieces[-1]
    return [*lines, line] if line.strip() or not lines else lines


def _pieces(word: str, columns: int) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and output.width(piece + letter) > max(columns, 2):
            yield piece
            piece = ""
        piece += letter
    yield piece


def padded(words: str, columns: int) -> str:
    """The words, and blanks up to `columns`."""
    return words + " " * (columns - output.width(words))
