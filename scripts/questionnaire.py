"""The template's questions with the answers so far: who is asked what, what is proposed, what is wrong.

copier.yml is read and judged by Copier's own parts, so that an answer means here what it means to
`copier copy`. Copier names them private: pyproject.toml holds the one version that this is tested with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from copier._main import Worker
from copier._types import MISSING
from copier._user_data import AnswersMap, Question
from questionary import Choice

from scripts.manage.terminal.messages import text

# What Copier puts before a validator's own sentence.
PREFIX = re.compile(r"(Validation error for question|Invalid choice for) '\w+': ")


@dataclass(frozen=True)
class Item:
    """A question and its answer, given all the other answers.

    `applies` is False where the answers before it leave no such question; `is_asked` tells whether a person
    is asked. `proposed` is what they are offered, and `answer` what counts: what was given, else that;
    MISSING where there is none. `fault` says what is wrong with it, and is empty where nothing is.
    """

    name: str
    question: Question
    applies: bool
    is_asked: bool
    is_given: bool
    proposed: Any
    answer: Any
    fault: str

    @property
    def choices(self) -> list[Choice]:
        """What can be chosen. One that the other answers rule out is disabled by a sentence that says why."""
        return list(self.question._formatted_choices)

    @property
    def is_yes_or_no(self) -> bool:
        return self.question.get_type_name() == "bool"

    def read(self, typed: Any) -> Any:
        """An answer as Copier takes it. Raises ValueError with one sentence for what it refuses."""
        try:
            answer = self.question.parse_answer(typed)
        except (ValueError, TypeError) as error:
            if self.question.get_type_name() == "int" and not self.choices:
                raise ValueError(f"{typed!r} is no whole number.") from error
            raise ValueError(_sentence(error)) from error
        try:
            self.question.validate_answer(answer)
        except ValueError as error:
            raise ValueError(_sentence(error)) from error
        return answer


class Questionnaire:
    """The questions of the template that a Copier worker was made for."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self.names = list(worker.template.questions_data)

    def given(self, data: list[str]) -> dict[str, Any]:
        """The answers in words such as license=none; several to one question have commas between them.

        Raises ValueError for an answer to no question: Copier would pass over it without a word.
        """
        answers: dict[str, Any] = {}
        for item in data:
            name, _, words = item.partition("=")
            if name not in self.names:
                known = ", ".join(self.names)
                raise ValueError(
                    text("There is no question {name!r}. The questions are {known}.", name=name, known=known)
                )
            several = self._worker.template.questions_data[name].get("multiselect")
            is_list = words.lstrip().startswith("[")
            answers[name] = f"[{words}]" if several and not is_list else words
        return answers

    def items(self, given: Mapping[str, Any]) -> list[Item]:
        """The questions in the order of copier.yml, each with the answer that it gets.

        Those behind a question that has no good answer yet are left out: they may hang on it.
        """
        worker = self._worker
        worker.answers = AnswersMap(
            init=dict(given), metadata=worker.template.metadata, external=worker._external_data()
        )
        items = []
        for name in self.names:
            items.append(self._item(name, given))
            if items[-1].is_asked and (items[-1].fault or items[-1].answer is MISSING):
                break
        return items

    def _item(self, name: str, given: Mapping[str, Any]) -> Item:
        worker = self._worker
        # Answers of its own, and none in them: asked for its default, it gives what copier.yml or the
        # user's settings propose.
        question = Question(
            answers=AnswersMap(),
            context=worker._render_context(),
            jinja_env=worker.jinja_env,
            settings=worker.settings,
            var_name=name,
            **worker.template.questions_data[name],
        )
        applies, fault = question.get_when(), ""
        try:
            proposed = question.get_default()
        except ValueError as error:
            proposed, fault = MISSING, _sentence(error)
        answer = proposed
        item = Item(name, question, applies, False, name in given, proposed, answer, fault)
        if name in given:
            try:
                answer, fault = item.read(given[name]), ""
            except ValueError as error:
                answer, fault = given[name], str(error)
        if answer is not MISSING:
            worker.answers.user[name] = answer
        if not applies:
            worker.answers.hide(name)
        is_asked = bool(fault) or (applies and question.get_ask())
        return Item(name, question, applies, is_asked, name in given, proposed, answer, fault)


def answers(items: list[Item]) -> dict[str, Any]:
    """What Copier is given: every answer to a question that there is."""
    return {item.name: item.answer for item in items if item.applies and item.answer is not MISSING}


def _sentence(error: Exception) -> str:
    """What a person is told of a refused answer, in one line."""
    words = PREFIX.sub("", str(error) or type(error).__name__)
    return " ".join(words.split())
