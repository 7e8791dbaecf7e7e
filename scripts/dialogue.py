"""The questions as a person sees them at a terminal of 40 columns or more, in English or Korean.

Each question goes when it is answered, and one line with the answer stays.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import questionary
from copier._types import MISSING
from questionary import Choice, Style
from questionary.prompts import common

import columns
import new_texts
import summary
from interview import Interview
from questionnaire import Item, Questionnaire
from scripts.manage.terminal import output
from scripts.manage.terminal.messages import text

# Below this, a question and its choices have no room.
LEAST_COLUMNS, LEAST_LINES = 40, 10
# As wide on every terminal: a Korean one may draw questionary's own » ● ○ over two columns.
POINTER = ">"
MARKS = {"INDICATOR_SELECTED": "[x]", "INDICATOR_UNSELECTED": "[ ]"}
# Before a choice stand the pointer and blanks; before one of several, its mark too; "- " before one that
# cannot be chosen.
BEFORE_CHOICE, BEFORE_MARKED, BEFORE_DISABLED = 3, 4, 2
STYLE = Style([("qmark", "fg:ansicyan"), ("highlighted", "fg:ansicyan"), ("disabled", "fg:ansibrightblack")])
PLAIN = Style([("question", "bold"), ("pointer", "bold"), ("highlighted", "bold")])


def is_possible() -> bool:
    """Whether somebody can be asked: they type and read at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and output.is_terminal()


def has_room() -> bool:
    found = columns.size()
    return found[0] >= LEAST_COLUMNS and found[1] >= LEAST_LINES


def hold(
    questionnaire: Questionnaire, given: dict[str, Any], show_files: Callable[[list[Item]], None], done: str
) -> list[Item] | None:
    """Ask what is not given, show the summary, and change answers until the person agrees to `done`.

    Gives the answers, or None where the person leaves. Raises KeyboardInterrupt for Ctrl-C and Ctrl-D.
    """
    for name, value in MARKS.items():
        setattr(common, name, value)
    interview = Interview(questionnaire, given, ask)
    interview.run()
    while True:
        items = interview.items
        output.say()
        for line in summary.lines(items, columns.count()):
            output.say(line)
        output.say()
        match _select(
            text("Is this right?"),
            [
                Choice(done, "done"),
                Choice(text("Change one answer"), "change"),
                Choice(text("Show the files first"), "files"),
                Choice(text("Start over"), "over"),
                Choice(text("Leave, and make nothing"), "leave"),
            ],
        ):
            case "done":
                return items
            case "change":
                name = _select(text("Which answer?"), _changeable(items))
                if name:
                    interview.change(name)
            case "files":
                show_files(items)
            case "over":
                output.say(text("From the start."))
                interview.start_over()
            case _:
                return None


def _changeable(items: Sequence[Item]) -> list[Choice]:
    room = columns.count() - BEFORE_CHOICE
    known = [item for item in items if item.applies]
    labels = max(output.width(new_texts.label(item.name)) for item in known) + 2
    choices = []
    for item in known:
        words = columns.padded(new_texts.label(item.name), labels) + summary.value(item)
        choices.append(Choice(_cut(words, room), item.name))
    return [*choices, Choice(text("(none, back)"), "")]


def _cut(words: str, room: int) -> str:
    """The beginning of the words, where they have no room."""
    if output.width(words) <= room:
        return words
    while output.width(words) > room - 1:
        words = words[:-1]
    return words + "…"


def ask(item: Item) -> Any:
    """Ask one question until its answer is good; say in one line what was answered.

    Gives the answer as Copier takes it. Raises KeyboardInterrupt for Ctrl-C and Ctrl-D.
    """
    fault, typed = item.fault if item.is_given else "", None
    while True:
        if fault:
            _complain(new_texts.of_question(fault))
        typed = _typed(item, typed)
        try:
            answer = item.read(typed)
        except ValueError as error:
            fault = str(error)
            continue
        for line in summary.answered(item, answer, columns.count()):
            output.say(line)
        return answer


def _complain(words: str) -> None:
    lines = columns.wrapped(words, columns.count() - 2)
    output.say(f"{output.mark('failed')} {lines[0]}")
    for line in lines[1:]:
        output.say(f"  {line}")


def _typed(item: Item, before: Any) -> Any:
    """What a person types or chooses. `before` is what they did the last time, and was refused."""
    message = new_texts.of_question(item.question.get_message().strip())
    start = item.answer if before is None else before
    if item.question.multiselect:
        chosen = start if isinstance(start, list) else []
        return _several(message, item.choices, chosen)
    if item.choices:
        return _select(message, [_shown(choice) for choice in item.choices], start)
    if item.is_yes_or_no:
        answers = [Choice(text("Yes"), True), Choice(text("No"), False)]
        return _select(message, answers, start is True)
    return _line(item, message, "" if start is MISSING or start is None else str(start))


def _line(item: Item, message: str, start: str) -> str:
    placeholder = new_texts.of_question(item.question.get_placeholder())
    lines = [*_question(message), f"  {POINTER}"]
    asked = questionary.text(
        "\n".join(lines),
        default=start,
        qmark="?",
        style=_style(),
        placeholder=[("fg:ansibrightblack", placeholder)] if placeholder else None,
        # Before what goes on in the next line, as it has no room in the first.
        prompt_continuation="    ",
        erase_when_done=True,
    )
    return str(_answer(asked))


def _select(message: str, choices: Sequence[Choice], start: Any = None) -> Any:
    room = columns.count() - BEFORE_CHOICE
    known = [choice.value for choice in choices if not choice.disabled]
    return _answer(
        questionary.select(
            "\n".join(_question(message)),
            choices=[_laid_out(choice, room) for choice in choices],
            default=start if start in known else None,
            qmark="?",
            pointer=POINTER,
            style=_style(),
            instruction=" ",
            erase_when_done=True,
        )
    )


def _several(message: str, choices: Sequence[Choice], chosen: Sequence[Any]) -> Any:
    room = columns.count() - BEFORE_CHOICE - BEFORE_MARKED
    hint = text("(space chooses, Enter goes on)")
    shown = [_laid_out(_shown(choice), room, is_checked=choice.value in chosen) for choice in choices]
    return _answer(
        questionary.checkbox(
            "\n".join([*_question(message), f"  {hint}"]),
            choices=shown,
            qmark="?",
            pointer=POINTER,
            style=_style(),
            instruction="",
            erase_when_done=True,
        )
    )


def _question(message: str) -> list[str]:
    """The question's lines, with room for the mark before them."""
    first, *others = columns.wrapped(message, columns.count() - 2)
    return [first, *(f"  {line}" for line in others)]


def _shown(choice: Choice) -> Choice:
    """A choice in the language in use."""
    title, fault = new_texts.of_question(str(choice.title)), choice.disabled
    return Choice(f"{title}: {new_texts.of_question(fault)}" if fault else title, choice.value, fault)


def _laid_out(choice: Choice, room: int, *, is_checked: bool = False) -> Choice:
    """A choice whose words are broken into lines, as a terminal would cut them off."""
    words, indent = str(choice.title), BEFORE_CHOICE + (columns.count() - BEFORE_CHOICE - room)
    if choice.disabled:
        room, indent = room - BEFORE_DISABLED, indent + BEFORE_DISABLED
    if output.width(words) > room:
        words = f"\n{' ' * indent}".join(columns.wrapped(words, room))
    # The reason stands in the words already; questionary adds a text, and no more than that.
    disabled: Any = bool(choice.disabled)
    return Choice(words, choice.value, disabled or None, checked=is_checked)


def _answer(asked: questionary.Question) -> Any:
    try:
        return asked.unsafe_ask()
    except EOFError as error:
        raise KeyboardInterrupt from error


def _style() -> Style:
    return PLAIN if os.environ.get("NO_COLOR") else STYLE
