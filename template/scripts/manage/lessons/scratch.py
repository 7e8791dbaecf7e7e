"""The folder where tasks lie, and the note of how far the learner is."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

from .. import faults
from ..problem import Problem
from ..project import Project

FOLDER = "scratch"
NOTE = "lessons.json"


def folder(project: Project) -> Path:
    """Where the tasks of a project lie."""
    return project.root / FOLDER


def make(project: Project) -> None:
    """Make it, so that git passes over it. Raises Problem FA193 where it is somebody else's."""
    path = folder(project)
    if path.exists() and not (path / NOTE).is_file():
        raise Problem(faults.SCRATCH_IN_THE_WAY, folder=FOLDER)
    path.mkdir(exist_ok=True)
    (path / ".gitignore").write_text("*\n", encoding="ascii")
    if not (path / NOTE).exists():
        _write(project, {})


def remove(path: Path) -> None:
    """Delete a task's folder. Raises Problem FA194 where a program still uses it."""
    for pause in (0.2, 1, 3, None):
        try:
            shutil.rmtree(path)
            return
        except FileNotFoundError:
            return
        except OSError as error:
            if pause is None:
                raise Problem(faults.SCRATCH_NOT_DELETED, why=str(error), folder=path.name) from error
            # Windows: a virus scanner holds new files for a moment.
            time.sleep(pause)


def begun(project: Project, slug: str) -> bool:
    return (folder(project) / slug).is_dir()


def done(project: Project) -> list[str]:
    """The lessons whose check has passed, in the order in which they did."""
    return _read(project, "done")


def note_done(project: Project, slug: str) -> None:
    names = done(project)
    if slug not in names:
        _write(project, {"done": [*names, slug], "begun": _read(project, "begun")})


def note_begun(project: Project, slug: str) -> None:
    """Remember which lesson was begun last: `check` without a name looks at it."""
    others = [name for name in _read(project, "begun") if name != slug]
    _write(project, {"done": done(project), "begun": [*others, slug]})


def present(project: Project) -> str | None:
    """The lesson that was begun last, of those whose folder is there."""
    there = [name for name in _read(project, "begun") if begun(project, name)]
    return there[-1] if there else None


def _read(project: Project, key: str) -> list[str]:
    try:
        note = json.loads((folder(project) / NOTE).read_text(encoding="utf-8"))
        names = note.get(key, [])
    except (OSError, ValueError, AttributeError):
        # Lost or edited by hand: nothing but the marks in the list go with it.
        return []
    return [str(name) for name in names] if isinstance(names, list) else []


def _write(project: Project, note: dict[str, list[str]]) -> None:
    text = json.dumps(note, indent=2) + "\n"
    (folder(project) / NOTE).write_text(text, encoding="utf-8")
