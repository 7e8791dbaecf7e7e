"""`manage.py add`: everything is planned and looked at in memory, then written together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .. import faults
from ..database import state
from ..problem import Problem
from ..project import Project
from ..terminal import output
from ..terminal.messages import text
from . import change, labels, lists, manifest, migrations, names, referring, slice
from .fields import Field
from .formatting import formatted
from .manifest import Manifest
from .names import Names
from .rendering import TEMPLATES, View, render
from .slice import Slice

# What `manage.py types` writes, whether it is there yet or not.
API = "frontend/src/app/api"
BY_TYPES = ("openapi.json", "types.gen.ts", "schemas.gen.ts")

Formatter = Callable[[Project, Mapping[str, str]], dict[str, str]]


@dataclass(frozen=True)
class Templates:
    """Where the texts come from, and how they get their form. Tests have smaller ones."""

    folder: Path = TEMPLATES
    views: Mapping[str, View] | None = None
    formatter: Formatter = formatted

    def render(self, project: Project, slice_: Slice) -> dict[str, str]:
        return self.formatter(project, render(slice_, templates=self.folder, views=self.views))


@dataclass(frozen=True)
class Plan:
    """What will be written: new files, and the lists as they will be. Paths are from the project's root."""

    slice: Slice
    files: dict[str, str]
    lists: dict[str, str]

    @property
    def migrations(self) -> list[str]:
        return [path for path in self.files if path.startswith(f"{migrations.FOLDER}/")]


def require_database(project: Project) -> None:
    """Raises Problem FA162 where the project has no database."""
    if not state.is_there(project):
        raise Problem(faults.NO_DATABASE)


def names_of(project: Project, name: str, singular: str | None) -> Names:
    """The names of a feature that is to be.

    Raises Problem FA171, FA172, FA174, and FA173 where something of this name is there.
    """
    found = names.of_feature(name, singular)
    places = [
        each
        for each in (f"{manifest.FEATURES}/{found.name}", f"frontend/src/app/features/{found.kebab}")
        if _holds_something(project.root / each)
    ]
    for path, name_there in ((lists.BACKEND, found.name), (lists.FRONTEND, found.kebab)):
        content = text_of(project, path)
        if lists.find(path, content) and lists.has(path, content, name_there):
            places.append(path)
    for other in manifest.every(project):
        if {found.name, found.singular} & {other.name, other.singular}:
            places.append(other.path)
    if places:
        raise Problem(faults.NAME_IS_TAKEN, name=found.name, places=", ".join(dict.fromkeys(places)))
    return found


def _holds_something(place: Path) -> bool:
    """Whether a file is there, or a folder with more than what Python compiled, which git leaves behind."""
    if not place.is_dir():
        return place.exists()
    return any(each.is_file() and each.parent.name != "__pycache__" for each in place.rglob("*"))


def field_of(project: Project, feature: Names, word: str) -> Field:
    """One field, looked at by itself. Raises the Problems of slice.make."""
    return slice.make(
        feature, [word], labels.Labels(), partial(referring.target, project), number=1, down_revision=None
    ).fields[0]


def plan(
    project: Project,
    feature: Names,
    words: Sequence[str],
    said: Sequence[str] = (),
    *,
    templates: Templates | None = None,
) -> Plan:
    """What `add` would write; nothing is changed.

    Raises the Problems of slice.make, FA173 where a file is in the way, FA184 where a list cannot be found,
    FA185 where migrations are not in one row, and FA189 where a formatter fails.
    """
    templates = templates or Templates()
    there = migrations.every(project)
    made = slice.make(
        feature,
        words,
        labels.read(said),
        partial(referring.target, project),
        number=migrations.next_number(there),
        down_revision=migrations.head(there),
    )
    changed = _lists(project, made)
    files = templates.render(project, made)
    in_the_way = [path for path in files if (project.root / path).exists()]
    if in_the_way:
        raise Problem(faults.NAME_IS_TAKEN, name=made.name, places=", ".join(in_the_way))
    noted = Manifest(
        name=made.name,
        singular=made.singular,
        words=made.words,
        labels=tuple(said),
        languages=tuple(made.labels),
        number=made.number,
        down_revision=made.down_revision,
        added=(),
        files={},
    ).with_files(files)
    return Plan(made, files | {noted.path: noted.text()}, changed)


def write(project: Project, plan: Plan, make_types: Callable[[], None], upgrade: Callable[[], None]) -> None:
    """Write it, all or nothing.

    A server that runs meanwhile sees no half of it: the frontend's list comes when the types are there, and
    the migration last. Raises what `make_types` and `upgrade` raise.
    """
    contents: dict[str, bytes | None] = {path: each.encode() for path, each in plan.files.items()}
    contents |= {path: each.encode() for path, each in plan.lists.items()}
    last = [path for path in (lists.FRONTEND, *plan.migrations) if path in contents]
    with change.begun(project, contents, by_types(project)) as begun:
        begun.bring(path for path in contents if path not in last)
        make_types()
        begun.bring(last)
    bring_up_to_date(begun, upgrade)


def bring_up_to_date(begun: change.Change, upgrade: Callable[[], None]) -> None:
    """Let the database follow the files; where it cannot, they go back.

    Nobody can tell how far it got where this is interrupted: the files stay then, and the next `dev` goes on.
    """
    try:
        upgrade()
    except Problem:
        begun.undo()
        output.say(text("Nothing was changed."))
        raise


def by_types(project: Project) -> list[str]:
    """The files that `manage.py types` writes."""
    there = (each.name for each in (project.root / API).glob("*") if each.is_file())
    return [f"{API}/{name}" for name in sorted({*BY_TYPES, *there})]


def _lists(project: Project, made: Slice) -> dict[str, str]:
    """Both lists with the entry. Raises Problem FA184 where one cannot be found."""
    changed = {}
    for path, name in ((lists.BACKEND, made.name), (lists.FRONTEND, made.kebab)):
        content = text_of(project, path)
        entry = lists.entry(path, made)
        found = lists.with_entry(path, content, entry)
        if found is not None:
            changed[path] = found
        elif not lists.has(path, content, name):
            # With the entry in it, by hand, it is as good.
            raise Problem(faults.LIST_NOT_FOUND, path=path, entry=entry)
    return changed


def text_of(project: Project, path: str) -> str:
    """A file with its own line ends; nothing where it is not there."""
    try:
        return (project.root / path).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return ""
