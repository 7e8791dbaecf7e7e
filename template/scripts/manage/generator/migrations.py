"""backend/migrations/: what comes after what, and the number of the next one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .. import faults
from ..problem import Problem
from ..project import Project

FOLDER = "backend/migrations"


@dataclass(frozen=True)
class Migration:
    """A migration: its file, its name, and the names of those right before it."""

    path: str
    revision: str
    down: tuple[str, ...]


def every(project: Project) -> list[Migration]:
    """All that can be read; whatever else lies there is not looked at."""
    found = []
    for path in sorted((project.root / FOLDER).glob("*.py")):
        values = _values(path.read_text(encoding="utf-8", errors="replace"))
        revision, down = values.get("revision"), values.get("down_revision")
        if isinstance(revision, str):
            names = [down] if isinstance(down, str) else down if isinstance(down, tuple | list) else []
            found.append(Migration(f"{FOLDER}/{path.name}", revision, tuple(map(str, names))))
    return found


def head(migrations: Sequence[Migration]) -> str | None:
    """The newest one; None where there is none. Raises Problem FA185 where there are several."""
    before = {name for each in migrations for name in each.down}
    heads = [each.revision for each in migrations if each.revision not in before]
    if len(heads) > 1:
        raise Problem(faults.SEVERAL_HEADS, names=", ".join(heads))
    return heads[0] if heads else None


def next_number(migrations: Iterable[Migration]) -> int:
    """One more than the highest."""
    numbers = (re.match(r"[0-9]{1,6}(?=_|$)", each.revision) for each in migrations)
    return max((int(match[0]) for match in numbers if match), default=0) + 1


def up_to(revisions: Iterable[str], migrations: Sequence[Migration]) -> set[str]:
    """These, and all that come before them."""
    by_name = {each.revision: each for each in migrations}
    found: set[str] = set()
    waiting = list(revisions)
    while waiting:
        revision = waiting.pop()
        if revision not in found:
            found.add(revision)
            waiting += by_name[revision].down if revision in by_name else ()
    return found


def shown(lines: Iterable[str]) -> list[str]:
    """The names in what `flask db current` prints: "0001_notes -> 0002_books (head), Make the table"."""
    matches = (re.match(r"(?:.*? -> )?(\w+)", line) for line in lines)
    return [match[1] for match in matches if match]


def _values(content: str) -> dict[str, object]:
    """What is assigned at the top of a module, as far as it is written out."""
    values: dict[str, object] = {}
    try:
        body = ast.parse(content).body
    except (SyntaxError, ValueError):
        return values
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(value, ast.expr):
                try:
                    values[target.id] = ast.literal_eval(value)
                except ValueError:
                    continue
    return values
