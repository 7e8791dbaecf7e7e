"""How each kind is written in Python: every kind with every modifier, compiled and linted."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from harness import repository, slices
from harness.machine import program
from scripts.manage.generator.backend import KINDS, MADE, WRONG, imports, listed, signature
from scripts.manage.generator.fields import KINDS as TYPED
from scripts.manage.generator.rendering import render, render_one
from scripts.manage.generator.slice import Slice

NOTES = ("title:string:120", "body:text:optional", "status:enum:draft:done=draft", "due:date:optional")
# What stands behind `field:` for each kind, and a default of it.
PLAIN = {kind: kind for kind in TYPED} | {"enum": "enum:draft:done", "ref": "ref:users"}
DEFAULTS = {
    "string": "it's",
    "text": 'a "word"',
    "integer": "-5",
    "decimal": "1.50",
    "boolean": "false",
    "date": "today",
    "datetime": "2027-03-01T09:00+09:00",
    "enum": "done",
    "email": "a@example.org",
    "url": "https://example.org",
}
MODIFIERS = {"optional": "optional", "unique": "unique", "index": "index", "a length": "40"}
LIMITS = {"min": "min:1", "max": "max:1000", "both": "min:1:max:1000"}


def words() -> dict[str, list[str]]:
    """{name of a feature: its fields}: every kind alone, and with everything that may be said of it."""
    found = {"notes": list(NOTES), "users": ["name:string", "email:email:unique"]}
    for kind, plain in PLAIN.items():
        ways = {"plain": plain}
        ways |= {
            words[:6].strip(): f"{plain}:{words}"
            for modifier, words in MODIFIERS.items()
            if modifier in TYPED[kind].modifiers
        }
        if "unique" in TYPED[kind].modifiers:
            ways["lone"] = f"{plain}:unique:optional"
        if "min" in TYPED[kind].modifiers:
            ways |= {name: f"{plain}:{limit}" for name, limit in LIMITS.items()}
            ways["maybe"] = f"{plain}:min:1:max:1000:optional"
        if kind in DEFAULTS:
            ways["preset"] = f"{plain}={DEFAULTS[kind]}"
        found |= {f"{kind}_{way}_rows": [f"field:{typed}"] for way, typed in ways.items()}
    found["many_rows"] = [f"one_{kind}:{plain}" for kind, plain in PLAIN.items()] + [
        "page:enum:left:right",
        "boss:ref:many_rows:optional",
        "other:ref:users:optional",
        "data:string",
    ]
    return found


def made(name: str, typed: Sequence[str]) -> Slice:
    return slices.in_a_row({name: typed})[0]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backend's folder with all these features in it."""
    folder = tmp_path_factory.mktemp("written")
    shutil.copy(repository.TEMPLATE / "backend" / "pyproject.toml", folder)
    slices.write(folder, slices.backend(slices.in_a_row(words())))
    return folder


def ruff(folder: Path, *options: str) -> None:
    finished = subprocess.run(
        [program("ruff"), *options, "--no-cache", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_every_kind_has_a_row_in_each_table() -> None:
    assert KINDS.keys() == MADE.keys() == WRONG.keys() == TYPED.keys()


def test_all_of_it_is_python(written: Path) -> None:
    files = sorted(written.rglob("*.py"))
    assert len(files) > 8 * len(words())
    for path in files:
        compile(path.read_text(encoding="utf-8"), path, "exec")


def test_ruff_finds_nothing_in_it(written: Path) -> None:
    # The core is not there; in a project, ruff sees by itself whose it is.
    ruff(written, "check", "--quiet", "--config", "lint.isort.known-first-party = ['app']")


def test_what_everybody_tries_first_is_formatted_already(written: Path) -> None:
    for name in ("notes", "users"):
        ruff(written / "app" / "features" / name, "format", "--diff", "--quiet")


def test_notes_say_what_was_typed() -> None:
    files = render(made("notes", NOTES))
    model = files["backend/app/features/notes/models.py"]
    assert "    title: Mapped[str] = mapped_column(String(120), index=True)\n" in model
    assert 'NoteStatus = Literal["draft", "done"]\n' in model
    schemas = files["backend/app/features/notes/schemas.py"]
    assert "    title: Line = Field(min_length=1, max_length=120)\n" in schemas
    assert '    status: NoteStatus = "draft"\n' in schemas
    assert "    due: date | None = None\n" in schemas
    assert 'SortBy("title", "status", "due")' in schemas
    assert "    searched = [Note.title, Note.body]\n" in files["backend/app/features/notes/routes.py"]


def test_choices_called_like_a_schema_are_no_second_one() -> None:
    files = render(made("notes", ["page:enum:left:right"]))
    assert "NotePageChoice = Literal" in files["backend/app/features/notes/models.py"]


def test_long_texts_have_no_index() -> None:
    migration = render(made("notes", ["name:string:500", "story:string:501"]))[
        "backend/migrations/0001_notes.py"
    ]
    assert "ix_notes_name" in migration
    assert "ix_notes_story" not in migration


@pytest.mark.parametrize(
    "word",
    ["rating:integer:optional", "price:decimal=0", "code:string:20:unique:optional", "by:ref:users:optional"],
)
def test_a_field_that_is_added_is_migrated_there_and_back(word: str) -> None:
    feature = made("notes", [*NOTES, word])
    field = feature.fields[-1]
    text = render_one(
        "backend/migrations/_add_field.py.j2",
        feature,
        field=field,
        revision="0002_notes_more",
        down_revision="0001_notes",
    )
    compile(text, "0002_notes_more.py", "exec")
    up, down = text.split("def downgrade")
    assert "add_column" in up
    assert f'drop_column("{field.column}")' in down
    for begin in ("fk", "uq", "ix"):
        assert (f'"{begin}_notes_{field.column}' in up) == (f'"{begin}_notes_{field.column}' in down)


def test_imports_are_sorted_and_grouped() -> None:
    wanted = [("flask", "Flask"), ("app.core", "b"), ("typing", "Any"), ("pytest", ""), (".models", "Note")]
    assert imports(wanted, ("app.core", "A"), ("app.core", "C_D")) == (
        "from typing import Any\n\nimport pytest\nfrom flask import Flask\n\n"
        "from app.core import C_D, A, b\n\nfrom .models import Note\n"
    )


def test_lines_are_broken_where_they_end() -> None:
    assert listed("x = ", ["a", "b"], "[", "]") == "x = [a, b]"
    assert listed("x = ", ["a" * 50, "b" * 50], "[", "]") == f"x = [\n    {'a' * 50},\n    {'b' * 50},\n]"
    assert signature("f", ["a: int"]) == "def f(a: int) -> None:"
    assert signature("f" * 70, ["a: int", "b: int", "c: int"]) == (
        f"def {'f' * 70}(\n    a: int, b: int, c: int\n) -> None:"
    )
