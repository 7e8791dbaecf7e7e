"""The pages for owners: an index that has all of them, files that are there, diagrams that can be drawn."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from harness import repository
from harness.pages import Page, all_pages

INDEX = {"en": "template/docs/README.md.jinja", "ko": "template/docs/README.ko.md.jinja"}
KINDS = ["Learn", "Do", "Look up", "Understand"]
NODE = r'\w+(?:\["[^"]+"\]|\[\("[^"]+"\)\])?'
# What GitHub's Mermaid takes of a flowchart, as far as these pages use it.
LINE = re.compile(rf'flowchart (?:LR|TD)|{NODE}(?: -->(?:\|"[^"]+"\|)? {NODE})?|\{{%-? .+ %\}}')


def owners_pages(language: str) -> set[str]:
    """The pages of docs/ in a language, as their readers see their names."""
    names = {
        PurePosixPath(page.path.removesuffix(".jinja")).name
        for page in all_pages()
        if PurePosixPath(page.path).parent.as_posix() == "template/docs"
    }
    return {name for name in names if name.endswith(".ko.md") == (language == "ko")}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_index_has_every_page(language: str) -> None:
    linked = {link.partition("#")[0] for link in Page.read(INDEX[language]).links}
    names = owners_pages(language)
    assert len(names) > 10
    assert names - linked - {PurePosixPath(INDEX[language]).name.removesuffix(".jinja")} == set()


def test_the_index_is_in_four_kinds() -> None:
    assert re.findall(r"^## (.+)$", repository.text(INDEX["en"]), re.MULTILINE) == KINDS


def test_every_diagram_can_be_drawn() -> None:
    diagrams = [body for page in all_pages() for language, body in page.code_blocks if language == "mermaid"]
    assert len(diagrams) >= 4
    lines = [line.strip() for body in diagrams for line in body.splitlines()]
    assert [line for line in lines if line and not LINE.fullmatch(line)] == []


@pytest.mark.parametrize("name", ["tour", "testing", "debugging", "configuration"])
def test_the_files_that_a_page_names_are_there(name: str) -> None:
    there = {path.removeprefix("template/").removesuffix(".jinja") for path in repository.files("template")}
    there |= {f"{parent}/" for path in there for parent in PurePosixPath(path).parents}
    (page,) = (
        page for page in all_pages() if re.fullmatch(rf"template/docs/{name}\.md(\.jinja)?", page.path)
    )
    named = set(re.findall(r"`((?:backend|frontend|scripts|docs)/[\w./-]*)`", page.text))
    made = {"backend/venv", "backend/venv/", "backend/instance/", "frontend/node_modules/", "backend/.env"}
    made |= {"backend/app/features/environment/tests/test_mine.py"}
    assert named
    assert named - there - made == set()
