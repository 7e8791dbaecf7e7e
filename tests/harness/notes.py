"""The feature `notes` of the template: what `manage.py add` writes, so that the example is never older.

Its own files lie in the template as they are written. A file that also holds other things (the lists of
features, the API's description) becomes a template, whose lines for the notes are asked for by the answer.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from jinja2 import Environment

from harness import repository

NAME = "notes"
# As somebody would type it who wants these notes.
COMMAND = (
    "add",
    NAME,
    "title:string:120",
    "body:text:optional",
    "status:enum:draft:done=draft",
    "due:date:optional",
    "--label",
    "en=Notes",
    "ko=노트",
    "status.draft.ko=작성 중",
    "status.done.ko=완료",
)
# What is the notes' alone, as `_exclude` in copier.yml has it.
OWN = (
    f"backend/app/features/{NAME}/",
    f"backend/migrations/0001_{NAME}.py",
    f"frontend/src/app/features/{NAME}/",
)
WITH_THEM = f"{{% if '{NAME}' in features %}}"
OPTION = "--write-notes"


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
    return Environment(keep_trailing_newline=True).from_string(text).render(features=[])


def write(without: Path, with_them: Path) -> None:
    """Lay the notes into the template: what differs between two projects, one of which has them."""
    for path in sorted(files(without) | files(with_them)):
        old, new = content(without, path), content(with_them, path)
        if old == new:
            continue
        target = repository.TEMPLATE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_own(path):
            target.write_text(new, encoding="utf-8", newline="")
        else:
            target.unlink(missing_ok=True)
            target.with_name(f"{target.name}.jinja").write_text(
                template_of(old, new), encoding="utf-8", newline=""
            )


def files(project: Path) -> set[str]:
    """The files of a project that its git would keep, or already does, from its root on."""
    return set(repository.listed(project))


def content(project: Path, path: str) -> str:
    """A file's text; nothing where it is not there."""
    place = project / path
    return place.read_bytes().decode("utf-8") if place.is_file() else ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, action="store_true", help="write the notes of the template anew")
