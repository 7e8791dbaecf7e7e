"""What a project consists of, for any answers and in a moment: without Copier, and without a disk.

tests/render/test_residue.py sees that it is what Copier writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from harness import questions, repository
from harness.answers import NAMES, Answers
from harness.ownership import matcher


def complete(answers: Mapping[str, Any]) -> Answers:
    """An answer to every question: those given, and the defaults of the others."""
    chosen = questions.usual(**{name: answers[name] for name in questions.chosen() if name in answers})
    known: Answers = {"project_name": next(iter(NAMES))} | dict(answers) | chosen
    for name in questions.asked():
        if name not in known:
            known[name] = questions.default(name, known)
    return known


def files(answers: Mapping[str, Any], below: str = "") -> dict[str, str]:
    """Path and text of each file below a folder but the answers file, which only Copier can write."""
    context = complete(answers) | {"_copier_operation": "copy"}
    away = left_out(context)
    return {
        path: questions.rendered(text, context) if is_template else text
        for path, (text, is_template) in _sources().items()
        if path not in away and path.startswith(below)
    }


def left_out(context: Mapping[str, Any]) -> set[str]:
    """The paths of the template that have no place in a project, by copier.yml's table."""
    entries = (questions.rendered(entry, context) for entry in repository.excluded())
    return _matched(tuple(filter(None, entries)))


@cache
def _matched(entries: tuple[str, ...]) -> set[str]:
    arriving = map(repository.destination, repository.template_files())
    return set(matcher(entries).match_files(arriving))


@cache
def _sources() -> dict[str, tuple[str, bool]]:
    """Where the template's files arrive, their text, and whether it is Jinja."""
    return {
        repository.destination(path): (repository.text(f"template/{path}"), path.endswith(".jinja"))
        for path in repository.template_files()
        if path != repository.ANSWERS_TEMPLATE
    }
