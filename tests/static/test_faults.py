"""The table of faults: every row is a sentence, is used, and gets the values that its texts name."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache

import pytest

import repository_faults
from harness import repository
from scripts.manage import faults
from scripts.manage.faults import Command, Fault

# The tables, by the name that code calls them.
TABLES = {"faults": vars(faults), "repository_faults": vars(repository_faults)}
# What makes a problem of a row, and which of its keywords fill no text.
MAKING = {"Problem", "failures.problem"}
OWN_KEYWORDS = {"why", "output", "cause", "first"}


def rows() -> dict[str, Fault]:
    """Each row by the name that code gives it: faults.NO_NODE."""
    return {
        f"{table}.{name}": row
        for table, names in TABLES.items()
        for name, row in names.items()
        if isinstance(row, Fault)
    }


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    paths = (*repository.files("template/scripts"), *repository.files("scripts"))
    return tuple((path, ast.parse(repository.text(path))) for path in paths if path.endswith(".py"))


def values_of(row: Fault) -> set[str]:
    """What its texts want to be given."""
    texts = [row.says]
    for each in row.helps:
        texts += [each.words, each.note] if isinstance(each, Command) else [each]
    fields = [field for words in texts for _, field, _, _ in string.Formatter().parse(words)]
    return {field for field in fields if field}


def problems() -> Iterator[tuple[str, list[Fault], set[str]]]:
    """Each problem that code makes of a row it names: the place, the rows it may be, the values it gives."""
    known = rows()
    for path, tree in trees():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in MAKING and call.args:
                first = call.args[0]
                named = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                made = [known[name] for name in map(ast.unparse, named) if name in known]
                given = {keyword.arg for keyword in call.keywords if keyword.arg}
                if made:
                    yield f"{path}:{call.lineno}", made, given - OWN_KEYWORDS


def test_there_are_faults_and_problems() -> None:
    assert len(rows()) > 80
    assert len(list(problems())) > 60


@pytest.mark.parametrize("name", rows())
def test_a_fault_is_a_sentence_with_a_code(name: str) -> None:
    row = rows()[name]
    assert re.fullmatch(r"FA\d{3}", row.code)
    # What stands behind a colon may be another's words.
    assert re.search(r"(\.|: \{\w+\})$", row.says)


def test_every_fault_is_used() -> None:
    used = {
        ast.unparse(node) for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    assert not rows().keys() - used


def test_every_problem_gets_the_values_that_its_texts_name() -> None:
    lacking = [
        f"{place}: {sorted(values_of(row) - given)}"
        for place, made, given in problems()
        for row in made
        if values_of(row) - given
    ]
    assert not lacking


def test_no_problem_is_given_what_no_text_names() -> None:
    spare = [
        f"{place}: {sorted(given - set().union(*map(values_of, made)))}"
        for place, made, given in problems()
        if given - set().union(*map(values_of, made))
    ]
    assert not spare
