"""What `manage.py add` writes of a backend: linted, typed, migrated and tested in a project."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from harness import slices
from harness.machine import program
from harness.running import environment, run, succeed
from scripts.manage.generator import lists

# Every kind: alone, without a value, only once, with a default, and between limits.
FEATURES = {
    "users": ["name:string", "email:email:unique", "joined:date=today"],
    "notes": [
        "title:string:120",
        "body:text:optional",
        "status:enum:draft:done=draft",
        "due:date:optional",
        "author:ref:users",
    ],
    "many_rows": [
        *("line:string", "story:text", "count:integer", "price:decimal", "done:boolean", "day:date"),
        *("start:datetime", "state:enum:open:shut", "owner:ref:users", "mail:email", "link:url"),
        *("page:enum:left:right:optional", "boss:ref:many_rows:optional", "helper:ref:users:optional"),
        *("data:string", "type:string", "series:integer:min:1:max:5"),
    ],
    "maybe_rows": [
        *("line:string:optional", "story:text:optional", "count:integer:optional:min:1"),
        *("price:decimal:optional:min:0:max:5", "done:boolean:optional", "day:date:optional"),
        *("start:datetime:optional", "state:enum:open:shut:optional", "owner:ref:users:optional"),
        *("mail:email:optional", "link:url:optional"),
    ],
    "lone_rows": [
        *("line:string:unique", "count:integer:unique", "price:decimal:unique", "day:date:unique"),
        *("start:datetime:unique", "owner:ref:users:unique", "mail:email:unique", "link:url:unique"),
        *("nick:string:unique:optional", "boss:ref:lone_rows:unique:optional"),
    ],
    "preset_rows": [
        *("line:string=it's", "story:text=one", "count:integer=5", "price:decimal=1.5", "done:boolean=false"),
        *("day:date=today", "start:datetime=now", "state:enum:open:shut=shut", "mail:email=a@example.org"),
        *("link:url=https://example.org", "first:date=2027-03-01", "last:datetime=2027-03-01T09:00+09:00"),
    ],
    "tight_rows": [
        *("line:string:1", "story:text:5", "low:integer:max:-10", "high:integer:min:2147483000"),
        *("price:decimal:min:0.5", "debt:decimal:max:-1", "mail:email:7", "link:url:12"),
    ],
    "loners": ["owner:ref:users:optional"],
    "book_titles": ["number:integer:min:5:max:5"],
}


@pytest.fixture
def backend(spare: Path) -> Path:
    """The backend of a project with all these features."""
    folder = spare / "backend"
    slices.write(folder, slices.backend(slices.in_a_row(FEATURES)))
    path = spare / lists.BACKEND
    content = path.read_text(encoding="utf-8")
    entries = "".join(f'    "{name}",\n' for name in FEATURES)
    begin = "features: list[str] = [\n"
    assert content.count(f"\n{begin}") == 1
    path.write_text(content.replace(f"\n{begin}", f"\n{begin}{entries}"), encoding="utf-8")
    return folder


def python(backend: Path) -> Path:
    return backend / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def test_it_passes_its_tests_and_its_migrations_make_what_the_models_say(backend: Path) -> None:
    # The description of the API is written by `manage.py types`, which needs the frontend.
    words = ("-m", "pytest", "-q", "app", "tests", "--deselect=tests/test_openapi.py")
    output = succeed(run(python(backend), *words, cwd=backend))
    passed = re.search(r"(\d+) passed", output)
    assert passed
    assert int(passed[1]) > 40 * len(FEATURES)


def test_it_is_linted_and_typed(backend: Path) -> None:
    succeed(run(python(backend), "-m", "ruff", "check", "--quiet", cwd=backend))
    finished = subprocess.run(
        [program("mypy"), "--strict", "--explicit-package-bases", f"--python-executable={python(backend)}",
         "--no-incremental", "app", "migrations"],
        cwd=backend,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )  # fmt: skip
    assert re.search(r"checked \d+ source files", finished.stdout), finished.stderr
    # The core overwrites methods of Flask and WhiteNoise, which a type checker does not take.
    wrong = [
        line for line in finished.stdout.splitlines() if line.startswith(("app/features/", "migrations/"))
    ]
    assert [line for line in wrong if not line.startswith("app/features/environment/")] == []


def test_examples_fill_every_table_once(backend: Path) -> None:
    seed = ("-m", "flask", "--app", "app", "--debug", "db", "seed")
    output = succeed(run(python(backend), *seed, cwd=backend))
    assert [f"{name}: 25 added" in output for name in FEATURES] == [True] * len(FEATURES)
    output = succeed(run(python(backend), *seed, cwd=backend))
    assert [f"{name}: 0 added" in output for name in FEATURES] == [True] * len(FEATURES)
