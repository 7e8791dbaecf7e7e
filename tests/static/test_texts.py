"""What manage.py says exists in English and in Korean."""

from __future__ import annotations

import ast
import re
import string
from collections import defaultdict
from collections.abc import Iterator

import pytest

from harness import repository
from harness.pages import RARE
from scripts.manage import checks, faults
from scripts.manage.faults import Command, Fault
from scripts.manage.generator import fields
from scripts.manage.lessons.catalogue import LESSONS
from scripts.manage.terminal import messages
from scripts.manage.terminal.translations import LANGUAGES, ko
from scripts.manage.verbs import VERBS, doctor

# The same in every language.
NAMES = {"Python", "Node", "Git"}
# What is said by way of a variable: the names of the two sides, and of what serves both.
SIDES = ("backend", "frontend", "server", "app")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Each call of text(), and where it stands."""
    for path in repository.files("template/scripts"):
        if path.endswith(".py"):
            for node in ast.walk(ast.parse(repository.text(path))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "text":
                    yield f"{path}:{node.lineno}", node


def literal(call: ast.Call) -> str | None:
    """The English text in a call of text(), or None where it is given by a variable."""
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def literals() -> dict[str, set[str]]:
    """Each English text that stands in a call of text(), and the places."""
    found: dict[str, set[str]] = defaultdict(set)
    for place, call in calls():
        words = literal(call)
        if words:
            found[words].add(place)
    return found


def english() -> set[str]:
    """All English texts."""
    by_variable = {
        *SIDES,
        *VERBS.values(),
        *(group.title for group in checks.GROUPS),
        *(words for fault in faults.every() for words in of_fault(fault)),
        *(fix.says for fix in doctor.FIXES.values()),
        *(lesson.title for lesson in LESSONS),
        *(kind.says for kind in fields.KINDS.values()),
        *fields.EXAMPLES.values(),
        fields.LENGTH,
    }
    return (literals().keys() | by_variable) - NAMES


def of_fault(fault: Fault) -> Iterator[str]:
    """The texts in a row of the faults; commands are the same in every language."""
    yield fault.says
    for each in fault.helps:
        words = each.note if isinstance(each, Command) else each
        if words:
            yield words


def names(words: str) -> list[str]:
    return sorted(field for _, field, _, _ in string.Formatter().parse(words) if field)


def test_texts_are_found() -> None:
    assert len(english()) > 100


def test_the_languages_are_the_modules_that_are_there() -> None:
    assert {name: language.texts for name, language in LANGUAGES.items()} == {"en": {}, "ko": ko.TEXTS}
    assert messages.FIRST == "en"


def test_every_text_has_its_korean() -> None:
    lacking = {words for words in english() if words not in ko.TEXTS}
    assert not lacking


def test_no_text_is_in_rare_english() -> None:
    assert not [words for words in english() if RARE.search(words)]


def test_no_korean_is_left_of_a_text_that_is_gone() -> None:
    assert not ko.TEXTS.keys() - english()


def test_the_korean_names_the_same_values() -> None:
    assert not [words for words, korean in ko.TEXTS.items() if names(korean) != names(words)]


def test_the_korean_is_korean_and_ends_like_the_english() -> None:
    def ends(words: str) -> list[bool]:
        return [words.endswith(end) for end in (".", ":", "?")]

    assert not [words for words, korean in ko.TEXTS.items() if not re.search("[가-힣]", korean)]
    assert not [words for words, korean in ko.TEXTS.items() if ends(words) != ends(korean)]


def test_each_text_gets_the_values_that_it_names() -> None:
    wrong = [
        place
        for place, call in calls()
        if (words := literal(call)) and set(names(words)) != {keyword.arg for keyword in call.keywords}
    ]
    assert not wrong


def test_what_is_said_goes_through_the_texts() -> None:
    """Nothing that people read is said in English alone."""
    alone = [
        f"{path}:{node.lineno} {argument!r}"
        for path in repository.files("template/scripts")
        if path.endswith(".py")
        for node in ast.walk(ast.parse(repository.text(path)))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in SAYING
        for argument in _strings(node)
        if re.search(r"[A-Za-z]{2,} [a-z]{2,}", argument)
    ]
    assert not alone


SAYING = {"say", "warn", "Problem", "problem", "task", "fine", "add_argument"}


def _strings(call: ast.Call) -> Iterator[str]:
    """The sentences among a call's own arguments; those of calls inside it are others'."""
    waiting: list[ast.AST] = [*call.args, *(keyword.value for keyword in call.keywords)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, ast.Call | ast.List | ast.Tuple):
            waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": "ko_KR.eucKR"}, "ko"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_the_locale_says_which_language(environment: dict[str, str], language: str) -> None:
    assert messages.of_machine(environment) == language


def test_a_project_of_one_language_speaks_it_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "LANGUAGES", {"ko": LANGUAGES["ko"]})
    monkeypatch.setattr(messages, "FIRST", "ko")
    assert messages.of_machine({"LANG": "en_US.UTF-8"}) == messages.of_machine({"LANG": "C"}) == "ko"


def test_an_english_text_is_given_as_it_is_and_a_korean_one_translated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(messages, "_language", "en")
    assert messages.text("Node {version}, in backend/venv", version="24") == "Node 24, in backend/venv"
    messages.use("ko")
    assert messages.text("Node {version}, in backend/venv", version="24") == "Node 24, backend/venv에 있음"
