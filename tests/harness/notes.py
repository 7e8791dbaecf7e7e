"""The feature `notes` of the template: what `manage.py add` writes, so that the example is never older.

Its own files lie in the template as they are written; those with words in them become templates, whose lines
are asked for by the languages. A file that also holds other things (the list of the backend's features, the
API's description) becomes a template too, whose lines for the notes are asked for by the features.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from harness import questions, repository

NAME = "notes"
FIELDS = ("title:string:120", "body:text:optional", "status:enum:draft:done=draft", "due:date:optional")
LABELS = {"en": ("en=Notes",), "ko": ("ko=노트", "status.draft.ko=작성 중", "status.done.ko=완료")}
# The answers to `languages`, and what each brings.
LANGUAGES = {"both": ("en", "ko"), "en": ("en",), "ko": ("ko",)}
# What is the notes' alone, as `_exclude` in copier.yml has it.
OWN = (
    f"backend/app/features/{NAME}/",
    f"backend/migrations/0001_{NAME}.py",
    f"frontend/src/app/features/{NAME}/",
)
# Of the features and of the languages: what `add` writes is compared, and the words of Jinja are nobody's.
BY_HAND = "frontend/src/app/features/features.ts"
WITH_THEM = f"{{% if '{NAME}' in features %}}"
OPTION = "--write-notes"


def command(languages: str = "both") -> tuple[str, ...]:
    """As somebody would type it who wants these notes, where `languages` was answered so."""
    labels = [label for language in LANGUAGES[languages] for label in LABELS[language]]
    return ("add", NAME, *FIELDS, "--label", *labels)


def is_own(path: str) -> bool:
    """Whether a file of a project is there for the notes only."""
    return path.startswith(OWN)


def template_of(without: str, with_them: str) -> str:
    """A text of Jinja that gives either text, byte for byte.

    Both begin with the same line: the words of Jinja stand at the end of lines that both have.
    """
    both = without + with_them
    assert "{{" not in both and "{%" not in both and "{#" not in both, "Jinja would read it"
    before, after = without.splitlines(keepends=True), with_them.splitlines(keepends=True)
    text = ""
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            text += "".join(after[k:m])
            continue
        assert text.endswith("\n")
        otherwise = "{% else %}\n" + "".join(before[i:j]).removesuffix("\n") if j > i else ""
        lines = "\n" + "".join(after[k:m]).removesuffix("\n") if m > k else ""
        text = text.removesuffix("\n") + WITH_THEM + lines + otherwise + "{% endif %}\n"
    return text


def list_without(path: str) -> str:
    """A list of features as a project without notes has it."""
    text = repository.text(f"template/{path}.jinja")
    return questions.rendered(text, {"features": [], "languages": "both"})


def by_language(texts: Mapping[str, str]) -> str:
    """A text of Jinja that gives each of the texts, by the answer to `languages`, byte for byte."""
    marks = ("{{", "{%", "{#")
    assert not any(mark in text for text in texts.values() for mark in marks), "Jinja would read it"
    text = ""
    for answers, lines in _runs({name: each.splitlines(keepends=True) for name, each in texts.items()}):
        if len(answers) == len(texts):
            text += lines
            continue
        sign, (answer,) = ("==", answers) if len(answers) == 1 else ("!=", texts.keys() - answers)
        asked = f"{{% if languages {sign} '{answer}' %}}"
        if text.endswith("\n"):
            # At the end of the line before, as far as there is one.
            text = f"{text.removesuffix(chr(10))}{asked}\n{lines.removesuffix(chr(10))}{{% endif %}}\n"
        else:
            text += f"{asked}{lines}{{% endif %}}"
    # A file ends with a line end, which is not the text's.
    return text if text.endswith("\n") else f"{text.removesuffix('%}')}-%}}\n"


def _runs(lines: Mapping[str, list[str]]) -> Iterator[tuple[frozenset[str], str]]:
    """The lines of all texts in their order, together where the same of them have them."""
    first, *others = lines
    base = lines[first]
    having = [{first} for _ in base]
    before: list[list[tuple[frozenset[str], str]]] = [[] for _ in range(len(base) + 1)]
    for other in others:
        matcher = SequenceMatcher(None, base, lines[other], autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            if kind == "equal":
                for number in range(i, j):
                    having[number].add(other)
            elif m > k:
                before[i].append((frozenset({other}), "".join(lines[other][k:m])))
    found: list[tuple[frozenset[str], str]] = []
    for number, extra in enumerate(before):
        own = [(frozenset(having[number]), base[number])] if number < len(base) else []
        for answers, text in [*extra, *own]:
            if found and found[-1][0] == answers:
                found[-1] = (answers, found[-1][1] + text)
            else:
                found.append((answers, text))
    yield from found


def write(without: Path, with_them: Mapping[str, Path]) -> None:
    """Lay the notes into the template.

    `without` is a project in both languages that has none, `with_them` those that have them, by the answer to
    `languages`. What differs between the first two is the notes'.
    """
    both = with_them["both"]
    for path in sorted((files(without) | files(both)) - {repository.ANSWERS, BY_HAND}):
        old, new = content(without, path), content(both, path)
        if old == new:
            continue
        texts = {answer: content(project, path) for answer, project in with_them.items()}
        plain = repository.TEMPLATE / path
        jinja = plain.with_name(f"{plain.name}.jinja")
        plain.parent.mkdir(parents=True, exist_ok=True)
        if is_own(path) and len(set(texts.values())) == 1:
            target, other, text = plain, jinja, new
        else:
            target, other = jinja, plain
            text = by_language(texts) if is_own(path) else template_of(old, new)
        other.unlink(missing_ok=True)
        target.write_text(text, encoding="utf-8", newline="")


def files(project: Path) -> set[str]:
    """The files of a project that its git would keep, or already does, from its root on."""
    return set(repository.listed(project))


def content(project: Path, path: str) -> str:
    """A file's text; nothing where it is not there."""
    place = project / path
    return place.read_bytes().decode("utf-8") if place.is_file() else ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, action="store_true", help="write the notes of the template anew")
