"""The answers that projects are rendered with: every pair of them occurs, and what they must give."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from covertable import make

from harness import questions

Answers = dict[str, Any]

# Names, and the short names that a person would write for them. None: nothing in it can be spelled out.
NAMES = {
    "Attendance Book": "attendance-book",
    "출석부": "chulseokbu",
    "日本語アプリ": None,
    "Größe für Überflieger": "groesse-fuer-ueberflieger",
    "Tom & Jerry's #1 app": "tom-jerrys-1-app",
}
FALLBACK = "my-app"
# What is typed, not chosen; None takes the default. Of the ports both are given, at the ends of what is
# allowed; one is given, and it is the other's usual one; or none is.
TYPED: dict[str, list[Any]] = {
    "project_name": list(NAMES),
    "project_description": [None, "It's R&D: 출석 체크 – every day, 100%!"],
    "user_name": [None, "O'Neil & 홍길동"],
    "backend_port": [None, 1024, 4200],
    "frontend_port": [None, 65535],
}
# Not varied here: it follows from the name.
FOLLOWS = {"project_slug"}
FACTORS: dict[str, list[Any]] = TYPED | {name: questions.levels(name) for name in questions.chosen()}

# Full combinations by chance are rendered on top of the pairs; this sets other ones.
SEED = os.environ.get("ANSWERS_SEED", "1")
BY_CHANCE = 4


def pairs() -> list[tuple[tuple[str, Any], tuple[str, Any]]]:
    """Every two values of two questions that a project can have."""
    found = []
    for one, other in itertools.combinations(FACTORS, 2):
        for first, second in itertools.product(FACTORS[one], FACTORS[other]):
            if is_possible({one: first, other: second}):
                found.append(((one, first), (other, second)))
    return found


def is_possible(some: Answers) -> bool:
    """Whether all else can be answered so that a project comes of it."""
    free = [name for name in _bound() if name not in some]
    tries = itertools.product(*(FACTORS[name] for name in free))
    return any(questions.is_allowed(some | dict(zip(free, values, strict=True))) for values in tries)


def _bound() -> list[str]:
    """The questions that rule something out."""
    return sorted({name for rule in questions.rules() for name in rule.names})


def covering() -> list[Answers]:
    """A short list of answers, the same on every run, in which every possible pair occurs."""
    constraints = [
        {
            "operator": "fn",
            "requires": sorted(rule.names),
            "evaluate": lambda row, rule=rule: not rule.refuses(row),
        }
        for rule in questions.rules()
    ]
    return [_given(combination) for combination in make(FACTORS, constraints=constraints)]


def starting_points() -> list[Answers]:
    """Each choice of a question that proposes the answers to others, with what it proposes."""
    return [
        {"project_name": next(iter(NAMES)), question: value}
        for question in questions.chosen()
        if questions.proposes(question)
        for value in FACTORS[question]
    ]


def by_chance(seed: str = SEED) -> list[Answers]:
    """Full combinations that nobody chose."""
    chance = random.Random(seed)
    found: list[Answers] = []
    while len(found) < BY_CHANCE:
        answers = {name: chance.choice(values) for name, values in FACTORS.items()}
        if questions.is_allowed(answers):
            found.append(_given(answers))
    return found


def combinations() -> list[Answers]:
    """All answers that are rendered, as they are given to Copier: None takes the question's default."""
    return [*covering(), *starting_points(), *by_chance()]


def _given(combination: Answers) -> Answers:
    return {name: value for name, value in combination.items() if value is not None}


def label(answers: Answers) -> str:
    """A test's id: ASCII, and telling."""
    slug = NAMES[answers["project_name"]] or FALLBACK
    chosen = [answers[name] for name in questions.chosen() if name in answers]
    words = ["+".join(value) or "none" if isinstance(value, list) else str(value) for value in chosen]
    return "-".join([slug, *words])


def params(every: Iterable[Answers] | None = None) -> Iterator[Any]:
    """All answers as parameters of a fixture."""
    for number, answers in enumerate(combinations() if every is None else every):
        yield pytest.param(answers, id=f"{number}-{label(answers)}")
