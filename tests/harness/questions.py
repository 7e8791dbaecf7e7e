"""The questions of copier.yml: what may be chosen, and what rules what out."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from jinja2 import FileSystemLoader, StrictUndefined, Template, meta
from jinja2.sandbox import SandboxedEnvironment

from harness import repository

# What Copier itself reads validators with (copier._main.Worker.jinja_env).
ENVIRONMENT = SandboxedEnvironment(
    loader=FileSystemLoader(repository.ROOT),
    extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


@cache
def _template(text: str) -> Template:
    return ENVIRONMENT.from_string(text)


def rendered(text: str, answers: Mapping[str, Any]) -> str:
    """What Jinja makes of a text, compiled once. Raises UndefinedError where an answer is missing."""
    return _template(text).render(answers)


@dataclass(frozen=True)
class Rule:
    """A validator between answers that are chosen. `value` is the choice that it hangs on, if any."""

    question: str
    value: Any
    text: str
    names: frozenset[str]

    def refuses(self, answers: Mapping[str, Any]) -> bool:
        """Whether these answers, which hold all of `names`, are refused."""
        if self.value is not None and self.value not in _several(answers[self.question]):
            return False
        return bool(rendered(self.text, answers).strip())


def _several(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]


@cache
def asked() -> dict[str, dict[str, Any]]:
    """The questions in their order, as copier.yml words them."""
    config = yaml.safe_load(repository.text("copier.yml"))
    return {name: question for name, question in config.items() if not name.startswith("_")}


def choices(question: str) -> dict[str, Any]:
    """Label and value of each choice of a question; of a yes or no both; of a free answer nothing."""
    if asked()[question]["type"] == "bool":
        return {"yes": True, "no": False}
    found = asked()[question].get("choices", {})
    pairs = found.items() if isinstance(found, Mapping) else [(str(choice), choice) for choice in found]
    return {label: choice["value"] if isinstance(choice, Mapping) else choice for label, choice in pairs}


def chosen() -> list[str]:
    """The questions that are answered by choosing."""
    return list(_chosen())


@cache
def _chosen() -> tuple[str, ...]:
    return tuple(question for question in asked() if choices(question))


def is_multiple(question: str) -> bool:
    return bool(asked()[question].get("multiselect"))


def levels(question: str) -> list[Any]:
    """The answers to try: each choice; where several may be chosen none, each alone, and all."""
    values = list(choices(question).values())
    if not is_multiple(question):
        return values
    alone = [[value] for value in values]
    return [[], *alone, values] if len(values) > 1 else [[], *alone]


@cache
def rules() -> tuple[Rule, ...]:
    """What the chosen answers rule out among each other."""
    return tuple(_rules())


def _rules() -> Iterator[Rule]:
    for question in chosen():
        found = asked()[question].get("choices", {})
        of_choices = [
            (choice["value"], choice["validator"])
            for choice in (found.values() if isinstance(found, Mapping) else found)
            if isinstance(choice, Mapping) and choice.get("validator")
        ]
        for value, text in [(None, asked()[question].get("validator")), *of_choices]:
            if text:
                names = meta.find_undeclared_variables(ENVIRONMENT.parse(text)) | {question}
                if names <= set(chosen()):
                    yield Rule(question, value, text, frozenset(names))


def is_allowed(answers: Mapping[str, Any]) -> bool:
    """Whether no rule refuses what is answered so far."""
    return not any(rule.refuses(answers) for rule in rules() if rule.names <= answers.keys())


def usual(**given: Any) -> dict[str, Any]:
    """An explicit answer to every question that is answered by choosing: the defaults, but for `given`.

    Where a rule refuses that, the last questions that are not given take the first values that it allows.
    """
    free = [question for question in chosen() if question not in given]
    answers = dict(given)
    for question in chosen():
        if question in free:
            answers[question] = default(question, answers)
    if is_allowed(answers):
        return answers
    tries = itertools.product(*([answers[question], *levels(question)] for question in free))
    return next(
        found
        for found in (answers | dict(zip(free, values, strict=True)) for values in tries)
        if is_allowed(found)
    )


def default(question: str, answers: Mapping[str, Any]) -> Any:
    """What Copier proposes after `answers`."""
    proposed = asked()[question].get("default")
    if isinstance(proposed, str) and "{" in proposed:
        proposed = rendered(proposed, answers)
        if asked()[question]["type"] != "str" or is_multiple(question):
            return copy.deepcopy(_read(proposed))
    return proposed


@cache
def _read(text: str) -> Any:
    return yaml.safe_load(text)


@cache
def proposes(question: str) -> bool:
    """Whether a choice only sets what other questions propose: a starting point."""
    followers = [
        name
        for name in chosen()
        if question
        in meta.find_undeclared_variables(ENVIRONMENT.parse(str(asked()[name].get("default", ""))))
    ]
    return len(followers) > 1
