"""All answers at a glance, each with a short label; those that nobody was asked for, dimmer and below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from copier._types import MISSING

import columns
import new_texts
from questionnaire import Item
from scripts.manage.terminal import output
from scripts.manage.terminal.messages import text

# Where a choice's name ends, and what explains it begins.
EXPLAINED = re.compile(r" \(|, ")


def lines(items: Sequence[Item], room: int) -> Iterator[str]:
    """The summary, in lines of at most `room` columns."""
    known = [item for item in items if item.answer is not MISSING]
    labels = max((output.width(new_texts.label(item.name)) for item in known), default=0)
    asked = [item for item in known if item.is_asked]
    others = [item for item in known if not item.is_asked]
    yield output.paint(text("Your answers"), "strong")
    for item in asked:
        yield from _row(item, item.answer, labels, room)
    if others:
        yield output.paint(text("Without a question"), "strong")
    for item in others:
        for line in _row(item, item.answer, labels, room):
            yield output.paint(line, "quiet")


def given(items: Sequence[Item], room: int) -> Iterator[str]:
    """The answers of somebody who wanted no questions: what they gave, and that the rest is as proposed."""
    theirs = [item for item in items if item.is_given]
    labels = max((output.width(new_texts.label(item.name)) for item in theirs), default=0)
    yield output.paint(text("Your answers"), "strong")
    for item in theirs:
        yield from _row(item, item.answer, labels, room)
    if any(item.applies and not item.is_given for item in items):
        yield f"  {text('All others are as proposed.')}"


def answered(item: Item, answer: Any, room: int) -> list[str]:
    """One answer, right after its question."""
    words = f"{new_texts.label(item.name)}: {_words(item, answer)}"
    first, *others = columns.wrapped(words, room - 2)
    return [f"{output.mark('done')} {first}", *(f"  {line}" for line in others)]


def value(item: Item) -> str:
    """An answer in a few words: the choice's name without what explains it."""
    return _words(item, item.answer)


def _row(item: Item, answer: Any, labels: int, room: int) -> Iterator[str]:
    before = "  " + columns.padded(new_texts.label(item.name), labels) + "  "
    blanks = " " * output.width(before)
    for number, line in enumerate(columns.wrapped(_words(item, answer), room - len(blanks))):
        yield (blanks if number else before) + line


def _words(item: Item, answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(_words(item, each) for each in answer) or text("none")
    for choice in item.choices:
        if choice.value == answer:
            return EXPLAINED.split(new_texts.of_question(str(choice.title)))[0]
    if isinstance(answer, bool):
        return text("Yes") if answer else text("No")
    return str(answer)
