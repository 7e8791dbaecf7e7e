"""Asking for a feature's fields in the terminal, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from ..problem import Problem
from ..terminal import output
from ..terminal.messages import text
from .fields import FLAGS, KINDS, LENGTH, LIMITS, Field


def fields(check: Callable[[str], Field], ask: Callable[[str], str] = input) -> list[str]:
    """The words of all fields that somebody describes; an empty name ends.

    `check` reads a word, and raises a Problem where it cannot be: it is shown, and the field asked for again.
    """
    output.say(text("Describe the fields, one after the other. An empty name ends."))
    words: list[str] = []
    while True:
        output.say()
        name = ask(text("Name of the field (title): ")).strip()
        if not name:
            return words
        word = _word(name, ask)
        try:
            if any(name == each.partition(":")[0] for each in words):
                output.warn(text("There is a field {name} already.", name=name))
                continue
            check(word)
        except Problem as problem:
            problem.show()
            continue
        words.append(word)
        output.say(f"{output.mark('done')} {word}")


def _word(name: str, ask: Callable[[str], str]) -> str:
    kind = _kind(ask)
    parts = [name, kind]
    if kind == "enum":
        parts += ask(text("Choices (draft done): ")).split()
    elif kind == "ref":
        parts += ask(text("Which feature does it refer to (users)? ")).split()
    known = [each for each in FLAGS if each in KINDS[kind].modifiers]
    known += [f"{each}:1" for each in LIMITS if each in KINDS[kind].modifiers]
    known += ["120"] if LENGTH in KINDS[kind].modifiers else []
    parts += ask(text("What else ({known}; Enter: nothing)? ", known=" ".join(known))).split()
    default = ask(text("Default (Enter: none): ")).strip() if kind != "ref" else ""
    return ":".join(parts) + (f"={default}" if default else "")


def _kind(ask: Callable[[str], str]) -> str:
    """One of KINDS, by its number or its name."""
    for number, (kind, rules) in enumerate(KINDS.items(), 1):
        output.say(f"  {number:>2}  {kind:<9} {text(rules.says)}")
    kinds = list(KINDS)
    while True:
        answer = ask(text("Kind (Enter: 1): ")).strip() or "1"
        if answer in kinds:
            return answer
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(kinds):
            return kinds[int(answer) - 1]
        output.warn(text("A number from 1 to {count}, please.", count=len(kinds)))
