"""A few templates and a folder that looks like a project: for tests of the generator, without installing."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness import notes
from scripts.manage import faults
from scripts.manage.generator import adding, lists, slice
from scripts.manage.generator import names as names_module
from scripts.manage.generator.adding import Templates
from scripts.manage.generator.fields import Target
from scripts.manage.generator.labels import Labels
from scripts.manage.generator.names import Names
from scripts.manage.generator.rendering import View, render
from scripts.manage.generator.slice import Slice
from scripts.manage.project import Project

MIGRATION = '''\
"""Make the table {{ s.name }}."""

revision = "{{ s.revision }}"
down_revision = {{ s.down_revision | py }}


def upgrade() -> None:
    create("{{ s.name }}", "{{ s.fields | map(attribute="column") | join(" ") }}")


def downgrade() -> None:
    drop("{{ s.name }}")
'''
ADD_FIELD = '''\
"""Add {{ field.column }} to {{ s.name }}."""

revision = "{{ revision }}"
down_revision = {{ down_revision | py }}
'''
MODELS = """\
class {{ s.class_name }}:
    first = 1

{% for field in s.fields %}
    {{ field.column }}: {{ field.kind }} = {{ field.default | py }}
{% endfor %}

    def last(self):
        return 2
"""
API = """\
export interface {{ s.class_name }} {
  readonly id: number;
{% for field in s.fields %}
  readonly {{ field.column }}: {{ view[field.kind] | default('string') }};
{% endfor %}
  readonly version: number;
}
"""
TEMPLATES = {
    "backend/app/features/NAME/__init__.py.j2": '"""{{ s.labels.en.many | sentence }}"""\n',
    "backend/app/features/NAME/models.py.j2": MODELS,
    "backend/app/features/NAME/tests/test_NAME.py.j2": "# {{ s.labels.ko.one }}\n",
    "backend/migrations/NUMBER_NAME.py.j2": MIGRATION,
    "backend/migrations/_add_field.py.j2": ADD_FIELD,
    "frontend/src/app/features/NAME/NAME-api.ts.j2": API,
    "frontend/src/app/features/NAME/SINGULAR-page.ts.j2": "// {{ s.labels.en.one | ts }}\n",
}
# Files of a project that the generator looks at.
LISTS = (lists.BACKEND, lists.FRONTEND)
# Any one.
FAULT = faults.STEP_FAILED
TYPES = "frontend/src/app/api/openapi.json"


def templates(folder: Path) -> Templates:
    """Small templates, written into a folder, and no formatters."""
    write(folder, TEMPLATES)
    views: dict[str, View] = {"backend": lambda _: {}, "frontend": lambda _: {"view": {"integer": "number"}}}
    return Templates(folder, views, lambda _project, files: dict(files))


def project(root: Path, *, database: bool = True) -> Project:
    """A folder with what the generator looks at, as the template has it."""
    files = {path: notes.list_without(path) for path in LISTS}
    files[TYPES] = "{}\n"
    if database:
        files["backend/app/core/database/__init__.py"] = ""
    write(root, files)
    return Project(root)


def add(project: Project, templates: Templates, name: str, *words: str, said: tuple[str, ...] = ()) -> None:
    """`manage.py add`, without types and database."""
    names = adding.names_of(project, name, None)
    plan = adding.plan(project, names, words or ("title:string",), said, templates=templates)
    adding.write(project, plan, lambda: None, lambda: None)


def names(name: str = "notes", singular: str = "note") -> Names:
    return Names(name, singular)


def made(*words: str, said: Labels | None = None, feature: Names | None = None) -> Slice:
    """A slice, called notes where no other names are given; its refs lead to users."""
    users = Target("users", "user", Labels().of_feature(names("users", "user")))
    said = said or Labels()
    return slice.make(feature or names(), words, said, lambda *_: users, number=1, down_revision=None)


def in_a_row(features: Mapping[str, Sequence[str]]) -> list[Slice]:
    """A slice of each, {plural: fields}; the migrations come one after the other, and refs lead anywhere."""
    found: list[Slice] = []
    for number, (name, words) in enumerate(features.items(), 1):

        def target(to: str, _word: str) -> Target:
            known = names_module.of_feature(to, None)
            return Target(known.name, known.singular, Labels().of_feature(known))

        feature = names_module.of_feature(name, None)
        down = found[-1].revision if found else None
        found.append(slice.make(feature, words, Labels(), target, number=number, down_revision=down))
    return found


def backend(slices: Sequence[Slice]) -> dict[str, str]:
    """The files of their backends, {path from backend/: text}."""
    return {
        path.removeprefix("backend/"): content
        for each in slices
        for path, content in render(each).items()
        if path.startswith("backend/")
    }


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)


def state(root: Path) -> dict[str, bytes | None]:
    """Everything in a folder: files with what they hold, and folders."""
    found: dict[str, bytes | None] = {}
    for folder, folders, files in os.walk(root):
        place = Path(folder)
        found |= {(place / name).relative_to(root).as_posix(): None for name in folders}
        found |= {(place / name).relative_to(root).as_posix(): (place / name).read_bytes() for name in files}
    return found
