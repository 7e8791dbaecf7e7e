"""Asking for fields in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from scripts.manage.generator import asking, fields
from scripts.manage.generator.fields import KINDS, Field, Target
from scripts.manage.terminal import messages


def answering(*answers: str) -> Callable[[str], str]:
    """Answers the questions in turn; whoever asks more gets an error."""
    left = iter(answers)

    def ask(question: str) -> str:
        assert question.endswith(" ")
        return next(left)

    return ask


def check(word: str) -> Field:
    return fields.parse(word, lambda *_: Target("users", "user", {}))


@pytest.fixture(params=messages.LANGUAGES, autouse=True)
def _in_each_language(request: pytest.FixtureRequest) -> Iterator[None]:
    messages.use(request.param)
    yield
    messages.use("en")


def test_fields_are_asked_for_until_a_name_is_empty() -> None:
    ask = answering("title", "", "120 unique", "", "pages", "integer", "min:1", "1", "")
    assert asking.fields(check, ask) == ["title:string:120:unique", "pages:integer:min:1=1"]


def test_choices_and_targets_are_asked_for() -> None:
    ask = answering("status", "enum", "draft done", "", "draft", "author", "ref", "users", "optional", "")
    assert asking.fields(check, ask) == ["status:enum:draft:done=draft", "author:ref:users:optional"]


def test_a_field_that_cannot_be_is_told_and_asked_for_again(capsys: pytest.CaptureFixture[str]) -> None:
    ask = answering("class", "", "", "", "title", "", "", "", "title", "", "", "", "")
    assert asking.fields(check, ask) == ["title:string"]
    assert "FA172" in capsys.readouterr().err


@pytest.mark.parametrize("number", range(1, len(KINDS) + 1))
def test_each_number_is_the_kind_beside_it(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    kind = asking._kind(answering("0", str(len(KINDS) + 1), "x", "²", str(number)))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [words[1] for words in lines if words[:1] == [str(number)]] == [kind]
