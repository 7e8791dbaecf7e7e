"""What a person is asked, and what becomes of answers when another one changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from copier._main import Worker

import questionnaire
from interview import Interview
from questionnaire import Item, Questionnaire

QUESTIONS = """\
name:
  type: str
  help: The name?
  validator: "{% if '!' in name %}No mark, please.{% endif %}"
short:
  type: str
  when: "{{ name != 'plain' }}"
  default: "{{ name | lower }}"
begin:
  type: str
  default: small
  choices: [small, large]
parts:
  type: str
  multiselect: true
  default: "{{ ['notes', 'live'] if begin == 'large' else [] }}"
  choices: [notes, live]
more:
  type: bool
  default: false
store:
  type: str
  ask: "{{ more }}"
  default: file
  choices:
    A file: file
    Nothing:
      value: none
      validator: "{% if 'notes' in parts %}Notes need a store.{% endif %}"
port:
  type: int
  ask: "{{ more }}"
  default: 8001
  validator: "{% if port < 1024 %}Too low.{% endif %}"
"""


class Person:
    """Answers each question with the next of their answers to it; without one, takes what is proposed."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, item: Item) -> Any:
        self.asked.append(item.name)
        waiting = self.answers.get(item.name, [])
        return item.read(waiting.pop(0) if waiting else item.proposed)


Begin = Callable[..., Interview]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """begin(person, **given) makes an interview."""
    (tmp_path / "template").mkdir()
    (tmp_path / "template" / "copier.yml").write_text(QUESTIONS, encoding="utf-8")
    with Worker(src_path=str(tmp_path / "template"), dst_path=tmp_path / "made", quiet=True) as worker:
        known = Questionnaire(worker)
        yield lambda person, **given: Interview(known, given, person)


def answers(interview: Interview) -> dict[str, Any]:
    return questionnaire.answers(interview.items)


def test_only_what_is_open_is_asked(begin: Begin) -> None:
    person = Person(name=["plain"])
    interview = begin(person)
    interview.run()
    assert person.asked == ["name", "begin", "parts", "more"]
    assert answers(interview) == {
        "name": "plain", "begin": "small", "parts": [], "more": False, "store": "file", "port": 8001,
    }  # fmt: skip


def test_what_is_given_beforehand_is_not_asked(begin: Begin) -> None:
    person = Person()
    interview = begin(person, name="App", begin="large", parts="[live]", more="true", store="none")
    interview.run()
    assert person.asked == ["short", "port"]
    assert answers(interview)["parts"] == ["live"]
    assert answers(interview)["store"] == "none"


def test_yes_to_more_opens_the_rest(begin: Begin) -> None:
    person = Person(name=["plain"], more=[True], port=[9000])
    interview = begin(person)
    interview.run()
    assert person.asked == ["name", "begin", "parts", "more", "store", "port"]
    assert answers(interview)["port"] == 9000


def test_a_proposal_that_was_taken_follows_the_answer_it_comes_from(begin: Begin) -> None:
    person = Person(name=["One", "Two"])
    interview = begin(person)
    interview.run()
    assert answers(interview)["short"] == "one"
    interview.change("name")
    assert answers(interview)["short"] == "two"
    assert person.asked.count("short") == 1


def test_what_was_chosen_against_the_proposal_stays(begin: Begin) -> None:
    person = Person(name=["One", "Two"], short=["mine"], parts=[["live"]], begin=["small", "large"])
    interview = begin(person)
    interview.run()
    interview.change("name")
    interview.change("begin")
    assert answers(interview)["short"] == "mine"
    assert answers(interview)["parts"] == ["live"]


def test_a_question_that_an_answer_brings_is_asked(begin: Begin) -> None:
    person = Person(name=["plain", "Korean"])
    interview = begin(person)
    interview.run()
    assert "short" not in person.asked
    interview.change("name")
    assert person.asked[-2:] == ["name", "short"]


def test_an_answer_that_another_one_rules_out_is_asked_again(begin: Begin) -> None:
    person = Person(name=["plain"], more=[True], store=["none", "file"], parts=[[], ["notes"]])
    interview = begin(person)
    interview.run()
    interview.change("parts")
    assert person.asked[-2:] == ["parts", "store"]
    assert answers(interview)["store"] == "file"


def test_a_wrong_answer_given_beforehand_is_asked(begin: Begin) -> None:
    person = Person(port=[2000])
    interview = begin(person, name="plain", port="80")
    interview.run()
    assert person.asked[-1] == "port"
    assert answers(interview)["port"] == 2000


def test_starting_over_forgets_what_was_answered_and_keeps_what_was_given(begin: Begin) -> None:
    person = Person(name=["One", "plain"], parts=[["live"]])
    interview = begin(person, port="9000")
    interview.run()
    interview.start_over()
    assert person.asked == ["name", "short", "begin", "parts", "more", "name", "begin", "parts", "more"]
    assert answers(interview) == {
        "name": "plain", "begin": "small", "parts": [], "more": False, "store": "file", "port": 9000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed", "fault"),
    [
        ("name", "no!", "No mark, please."),
        ("port", "80", "Too low."),
        ("port", "many", "'many' is no whole number."),
        ("store", "none", "Notes need a store."),
        ("begin", "huge", "'huge' is not in ['small', 'large']"),
    ],
)
def test_a_refused_answer_is_one_sentence(begin: Begin, name: str, typed: str, fault: str) -> None:
    interview = begin(Person(), name="plain", parts="[notes]")
    items = {item.name: item for item in interview.items}
    with pytest.raises(ValueError) as raised:
        items[name].read(typed)
    assert str(raised.value) == fault


def test_several_answers_are_given_with_commas(begin: Begin) -> None:
    known = begin(Person())._questionnaire
    assert known.given(["parts=notes,live", "name=a,b"]) == {"parts": "[notes,live]", "name": "a,b"}
    assert known.given(["parts=[live]"]) == {"parts": "[live]"}
    items = {item.name: item for item in known.items(known.given(["name=x", "parts=live, notes"]))}
    assert items["parts"].answer == ["notes", "live"]


def test_an_answer_to_no_question_is_refused(begin: Begin) -> None:
    with pytest.raises(ValueError, match="There is no question 'licence'"):
        begin(Person())._questionnaire.given(["licence=none"])
