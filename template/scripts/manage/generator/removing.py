"""`manage.py remove`: takes away what `add` wrote, and nothing that somebody has written since."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from .. import faults
from ..problem import Problem
from ..project import Project
from . import adding, change, lists, manifest, migrations, referring
from .adding import Templates
from .manifest import Manifest
from .rendering import render_one
from .slice import revision

MIGRATION = "backend/migrations/NUMBER_NAME.py.j2"
# What a migration does and how it undoes that, each behind the head of its function.
HEAD = r'def {name}\(\)[^\n]*:\n(?: +""".*?"""\n)?'
BODIES = re.compile(
    rf"(?P<up>{HEAD.format(name='upgrade')})(?P<done>.*?)(?P<down>\n+{HEAD.format(name='downgrade')})(?P<undone>.*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Plan:
    """What goes (`deleted`), what was edited or is new in its folders (`kept`), the lists, and what comes.

    `by_hand` are lists in which the entry cannot be found.
    """

    name: str
    deleted: tuple[str, ...]
    kept: tuple[str, ...]
    lists: dict[str, str]
    written: dict[str, str]
    by_hand: tuple[str, ...]


def require(project: Project, name: str) -> Manifest:
    """The manifest of a feature that `add` wrote. Raises Problem FA186 where there is none."""
    found = manifest.read(project, name)
    if not found:
        known = ", ".join(each.name for each in manifest.every(project)) or "-"
        raise Problem(faults.NO_SLICE, name=name, known=known)
    return found


def plan(
    project: Project,
    name: str,
    applied: Callable[[], Sequence[str]],
    *,
    force: bool = False,
    templates: Templates | None = None,
) -> Plan:
    """What `remove` would do; nothing is changed. `applied` asks the database for its migrations.

    Raises Problem FA186 where `add` did not write the feature, FA187 where others refer to it, and FA185.
    """
    noted = require(project, name)
    others = referring.to(project, name)
    if others:
        raise Problem(faults.IS_REFERRED_TO, name=name, others=", ".join(others))
    there = migrations.every(project)
    own = {each.path for each in there if each.revision in noted.revisions}
    edited = {path for path, hash_ in noted.files.items() if _is_edited(project, path, hash_)}
    written = {}
    undone = _must_be_undone(there, noted, migrations.up_to(applied(), there)) or bool(
        own & edited and not force
    )
    if undone:
        written = _dropping(project, noted, there, templates or Templates())
    wanted = [path for path in (*noted.files, noted.path) if path not in own]
    deleted = [path for path in wanted if (project.root / path).exists() and (force or path not in edited)]
    deleted += [] if undone else sorted(own)
    kept = sorted(edited - own - set(deleted)) + _strangers(project, noted)
    changed, by_hand = _lists(project, noted)
    return Plan(name, tuple(deleted), tuple(kept), changed, written, by_hand)


def carry_out(
    project: Project, plan: Plan, make_types: Callable[[], None], upgrade: Callable[[], None]
) -> None:
    """Do it, all or nothing. Raises what `make_types` and `upgrade` raise."""
    contents: dict[str, bytes | None] = {path: each.encode() for path, each in plan.lists.items()}
    contents |= dict.fromkeys(plan.deleted)
    contents |= {path: each.encode() for path, each in plan.written.items()}
    # A server that runs meanwhile forgets the feature before its files go.
    first = [path for path in (lists.FRONTEND, lists.BACKEND) if path in contents]
    with change.begun(project, contents, adding.by_types(project)) as begun:
        begun.bring(first)
        begun.bring(path for path in contents if path not in (*first, *plan.written))
        make_types()
        begun.bring(plan.written)
    adding.bring_up_to_date(begun, upgrade)


def _must_be_undone(there: Sequence[migrations.Migration], noted: Manifest, applied: set[str]) -> bool:
    """Whether its migrations are in the database, or others build upon them: then a new one undoes them."""
    own = set(noted.revisions)
    followed = any(own & set(each.down) for each in there if each.revision not in own)
    return bool(own & applied) or followed


def _dropping(
    project: Project, noted: Manifest, there: Sequence[migrations.Migration], templates: Templates
) -> dict[str, str]:
    """The migration that drops the table: the one that makes it, the other way round."""
    number = migrations.next_number(there)
    made = noted.as_slice(partial(referring.target, project))
    made = replace(made, number=number, down_revision=migrations.head(there))
    made_as = revision(number, f"drop_{noted.name}")
    content = render_one(MIGRATION, made, templates=templates.folder, views=templates.views)
    content = content.replace(made.revision, made_as)
    content = BODIES.sub(r"\g<up>\g<undone>\g<down>\g<done>", content)
    content = re.sub(r'\A""".*?"""', f'"""Drop the table {noted.name}."""', content, flags=re.DOTALL)
    path = f"{migrations.FOLDER}/{made_as}.py"
    return templates.formatter(project, {path: content})


def _is_edited(project: Project, path: str, hash_: str) -> bool:
    try:
        return manifest.hashed((project.root / path).read_bytes().decode()) != hash_
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True


def _strangers(project: Project, noted: Manifest) -> list[str]:
    """What else lies in the folders of the feature: its owner has put it there."""
    folders = (f"{manifest.FEATURES}/{noted.name}", f"frontend/src/app/features/{noted.names.kebab}")
    found = [
        path.relative_to(project.root).as_posix()
        for folder in folders
        for path in sorted((project.root / folder).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return [path for path in found if path not in noted.files and path != noted.path]


def _lists(project: Project, noted: Manifest) -> tuple[dict[str, str], tuple[str, ...]]:
    """The lists without the feature, and those that hold it in a way that cannot be read."""
    changed, by_hand = {}, []
    for path, name in ((lists.BACKEND, noted.name), (lists.FRONTEND, noted.names.kebab)):
        content = adding.text_of(project, path)
        found = lists.without_entry(path, content, name)
        if found is not None:
            changed[path] = found
        elif lists.has(path, content, name):
            by_hand.append(path)
    return changed, tuple(by_hand)
