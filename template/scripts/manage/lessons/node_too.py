"""Lesson 7: node_modules is to Node what a venv is to Python."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..terminal.messages import manage, text
from . import evidence, scratch
from .lesson import Lesson, Step, Task, step

PACKAGE = "dayjs"
PROJECTS = {"old": "1.10", "new": "1.11"}


def set_up(task: Task) -> None:
    for name, version in PROJECTS.items():
        folder = task.folder / name
        folder.mkdir()
        manifest = {"name": name, "private": True, "dependencies": {PACKAGE: f"~{version}.0"}}
        (folder / "package.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="ascii")


def check(task: Task) -> Iterator[Step]:
    for name, version in PROJECTS.items():
        folder = task.folder / name
        installing = manage(f"npm --prefix ../{scratch.FOLDER}/{task.folder.name}/{name} install")
        there = _version(_json(folder / "node_modules" / PACKAGE / "package.json"))
        yield step(
            evidence.is_version(there, version),
            text(
                "{package} is installed in {folder}.",
                package=f"{PACKAGE} {version}",
                folder=task.shown(folder),
            ),
            text("Let npm install what its package.json asks for: {command}", command=installing),
        )
        lock = _json(folder / "package-lock.json").get("packages", {})
        yield step(
            _version(lock.get(f"node_modules/{PACKAGE}", {})) == there,
            text("{file} holds this very version.", file=task.shown(folder / "package-lock.json")),
            text("npm writes that file itself: {command}", command=installing),
        )
    stray = [path for path in (task.folder, task.folder.parent) if (path / "node_modules").exists()]
    yield step(
        not stray,
        text("Nothing lies above the two projects, where both would find it."),
        text("Delete {folder}.", folder=", ".join(task.shown(path / "node_modules") for path in stray)),
    )


def _json(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(evidence.read(path))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _version(package: Mapping[str, Any]) -> str:
    return str(package.get("version", ""))


LESSON = Lesson(
    7,
    "node-too",
    "The same for Node",
    set_up,
    check,
    hands_in=tuple(f"{name}/{file}" for name in PROJECTS for file in ("package.json", "package-lock.json")),
    anew=(
        "sh scripts/bootstrap.sh",
        *(f"python3 manage.py npm --prefix ../{scratch.FOLDER}/07-node-too/{name} ci" for name in PROJECTS),
    ),
)
