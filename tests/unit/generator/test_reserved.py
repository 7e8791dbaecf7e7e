"""The words that the files of a feature use are reserved: a row of that name would hide them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from harness import slices
from scripts.manage.generator import names, reserved
from scripts.manage.generator.rendering import render

# A feature whose own words are found again: they are its names, and no others' can be the same.
OWN = "zebra"
WORDS = (
    "title:string:120=x", "body:text:optional", "pages:integer:min:1", "price:decimal:max:9=1",
    "done:boolean", "due:date=today", "start:datetime=now", "status:enum:draft:ready=draft",
    "author:ref:users", "mail:email", "site:url:optional",
)  # fmt: skip
FIELDS = {word.partition(":")[0] for word in WORDS}
# What TypeScript binds to a name: in an import, a variable, a member of a class.
IMPORTED = re.compile(r"import (?:type )?\{([^}]*)\}")
BOUND = re.compile(
    r"\b(?:const|let|function|readonly) (\w+)\b|^  (?:protected |private )?(?:async )?(\w+)\(", re.M
)


def files(suffix: str) -> Iterator[str]:
    made = slices.made(*WORDS, feature=slices.names(f"{OWN}s", OWN))
    for path, text in render(made).items():
        if path.endswith(suffix) and "/migrations/" not in path:
            yield text


def in_python(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (each.asname or each.name for each in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef):
            yield node.name


def in_typescript(text: str) -> Iterator[str]:
    for match in IMPORTED.finditer(text):
        yield from re.findall(r"\w+", match[1])
    for match in BOUND.finditer(text):
        yield match[1] or match[2]


def used() -> set[str]:
    """The words that stand beside the name of one row: in a function of Python, a file of TypeScript."""
    found: set[str] = set()
    for text in files(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                inside = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
                inside |= {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
                found |= inside if OWN in inside else set()
    for text in files(".ts"):
        if re.search(rf"\b{OWN}\b(?!')", text):
            found |= set(in_typescript(text))
    return {word for word in found if OWN not in word and not word.startswith(tuple(FIELDS))}


def test_a_row_cannot_be_called_what_its_files_use() -> None:
    words = {word for word in used() if names.NAME.fullmatch(word)}
    assert {"db", "data", "form"} <= words
    assert not {word for word in words if not reserved.owner(word, reserved.SINGULARS)}


def test_a_class_cannot_be_called_what_its_files_import() -> None:
    classes = {word for text in files(".py") for word in in_python(text) if word[:1].isupper()}
    classes = {word for word in classes if OWN not in word.lower() and not word.isupper()}
    assert {"Mapped", "Base", "Row"} <= classes
    assert not classes - reserved.CLASSES - {"User"}


@pytest.mark.parametrize(
    "name", ["books", "students", "tasks", "users", "orders", "events", "lessons", "loans"]
)
def test_usual_features_are_free(name: str) -> None:
    assert names.of_feature(name, None).name == name
