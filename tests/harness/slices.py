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
# Features with every kind of field: alone, without a value, only once, with a default, and between limits.
EVERY_KIND = {
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


def write_backend(project: Path, features: Mapping[str, Sequence[str]]) -> Path:
    """Write the backends of features, {plural: fields}, into a project with their line in the list.

    Gives the folder of the backend. The frontend and the types are left as they are.
    """
    folder = project / "backend"
    write(folder, backend(in_a_row(features)))
    path = project / lists.BACKEND
    content = path.read_text(encoding="utf-8")
    entries = "".join(f'    "{name}",\n' for name in features)
    begin = "\nfeatures: list[str] = [\n"
    assert content.count(begin) == 1
    path.write_text(content.replace(begin, f"{begin}{entries}"), encoding="utf-8")
    return folder


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
