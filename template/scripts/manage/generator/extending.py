"""`manage.py add field`: one more field in a feature, at the places that are as `add` wrote them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from .. import faults
from ..problem import Problem
from ..project import Project
from . import adding, change, labels, manifest, migrations, referring, removing, slice
from .adding import Templates
from .fields import Field
from .manifest import Added, Manifest
from .patching import Hunk, hunks, patched
from .rendering import render_one
from .slice import Slice

# Not a file of every feature: rendered for a field, on its own.
MIGRATION = "backend/migrations/_add_field.py.j2"
# What stands behind the = of a default, by kind.
EXAMPLES = {
    "integer": "0", "decimal": "0", "boolean": "false", "date": "today", "datetime": "now",
    "email": "office@example.org", "url": "https://example.org",
}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Files as they will be, new ones among them, and for each file that was edited what is left to write."""

    slice: Slice
    field: Field
    files: dict[str, str]
    by_hand: dict[str, list[Hunk]]


def plan(
    project: Project, name: str, word: str, said: Sequence[str] = (), *, templates: Templates | None = None
) -> Plan:
    """What `add field` would write; nothing is changed.

    Raises Problem FA186 where `add` did not write the feature, FA188 where rows would be without a value, and
    what slice.make and migrations.head raise.
    """
    templates = templates or Templates()
    noted = removing.require(project, name)
    there = migrations.every(project)
    targets = partial(referring.target, project)
    head = migrations.head(there) or ""
    before = noted.as_slice(targets)
    # What has no word of this project's languages is refused; what the feature lacks, is noted.
    labels.read(said)
    added = Added(word, migrations.next_number(there), head)
    later = replace(noted, added=(*noted.added, added), labels=(*noted.labels, *said))
    after = later.as_slice(targets)
    field = after.fields[-1]
    _require_value(field)
    merged, by_hand = _merged(project, noted, before, after, templates)
    files = merged | _migration(project, after, field, added, templates)
    untouched = {
        path: text
        for path, text in files.items()
        if path not in noted.files or _is_untouched(project, noted, path)
    }
    later = later.with_files(untouched)
    return Plan(after, field, files | {later.path: later.text()}, by_hand)


def write(project: Project, plan: Plan, make_types: Callable[[], None], upgrade: Callable[[], None]) -> None:
    """Write it, all or nothing. Raises what `make_types` and `upgrade` raise."""
    contents: dict[str, bytes | None] = {path: each.encode() for path, each in plan.files.items()}
    last = [path for path in contents if path.startswith(f"{migrations.FOLDER}/")]
    with change.begun(project, contents, adding.by_types(project)) as begun:
        begun.bring(path for path in contents if path.startswith("backend/") and path not in last)
        make_types()
        begun.bring(path for path in contents if not path.startswith("backend/"))
        begun.bring(last)
    adding.bring_up_to_date(begun, upgrade)


def _require_value(field: Field) -> None:
    """Raises Problem FA188 where rows that are there would have nothing in a field that needs something."""
    if field.optional or field.default is not None:
        return
    example = field.choices[0] if field.choices else EXAMPLES.get(field.kind, "-")
    if field.kind == "ref" or field.unique:
        raise Problem(faults.NEEDS_OPTIONAL, word=field.word)
    raise Problem(faults.NEEDS_DEFAULT, word=field.word, example=example)


def _merged(
    project: Project, noted: Manifest, before: Slice, after: Slice, templates: Templates
) -> tuple[dict[str, str], dict[str, list[Hunk]]]:
    """The files with the field in them, and what found no place. A file is changed wholly or not at all."""
    old, new = (_without_migration(templates.render(project, each), each) for each in (before, after))
    files: dict[str, str] = {}
    by_hand: dict[str, list[Hunk]] = {}
    for path, text in new.items():
        if old.get(path) == text:
            continue
        mine = adding.text_of(project, path)
        found = patched(old.get(path, ""), text, mine)
        if found is None:
            by_hand[path] = hunks(old.get(path, ""), text)
        else:
            files[path] = found
    return files, by_hand


def _without_migration(files: Mapping[str, str], slice_: Slice) -> dict[str, str]:
    return {path: text for path, text in files.items() if not path.startswith(f"{migrations.FOLDER}/")}


def _migration(
    project: Project, after: Slice, field: Field, added: Added, templates: Templates
) -> dict[str, str]:
    name = slice.revision(added.number, f"{after.name}_{field.name}")
    content = render_one(
        MIGRATION,
        after,
        templates=templates.folder,
        views=templates.views,
        field=field,
        revision=name,
        down_revision=added.down_revision,
    )
    path = f"{migrations.FOLDER}/{name}.py"
    return templates.formatter(project, {path: content})


def _is_untouched(project: Project, noted: Manifest, path: str) -> bool:
    return manifest.hashed(adding.text_of(project, path)) == noted.files[path]
