"""Two versions of the template, rendered with this project's answers."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import faults
from ..problem import Problem
from ..processes.failures import SHOWN_LINES
from ..terminal.messages import text
from . import answers_file

PROGRAM = Path(__file__).with_name("with_copier.py")


@dataclass(frozen=True)
class Rendered:
    """A rendered version: its folder, and the paths in it that are the owner's once they are there."""

    folder: Path
    owned: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """A version to render: with which answers, and which of them are changed.

    `as_data`: the answers were given to this very version, and count as they stand.
    """

    version: str
    answers: bytes
    as_data: bool = False
    changes: Mapping[str, str] | None = None


def render(
    python: Sequence[str | Path], template: Path, wanted: Sequence[Wanted], folder: Path
) -> list[Rendered]:
    """Render each version into a folder of its own below `folder`.

    `python` starts a Python that has Copier; `template` is the copy of the template's repository. Raises
    Problem FA145 with Copier's sentence where it refuses.
    """
    folders = [folder / str(number) for number in range(len(wanted))]
    jobs = [
        {
            "version": each.version,
            "folder": str(place),
            "answers": each.answers.decode("utf-8-sig"),
            "as_data": each.as_data,
            "changes": dict(each.changes or {}),
        }
        for each, place in zip(wanted, folders, strict=True)
    ]
    finished = subprocess.run(
        [*python, "-X", "utf8", str(PROGRAM)],
        input=json.dumps({"template": str(template), "jobs": jobs}).encode(),
        capture_output=True,
        # Its errors show paths of this folder; nothing else of this project is near.
        cwd=folder,
        env=_environment(folder),
    )
    try:
        answer = json.loads(finished.stdout)
    except ValueError:
        said = finished.stderr.decode("utf-8", "replace").strip().splitlines()[-SHOWN_LINES:]
        answer = {"error": "\n".join(said) or text("It ended with code {code}.", code=finished.returncode)}
    if isinstance(answer, dict):
        raise Problem(faults.NOT_RENDERED, why=str(answer["error"]).replace(str(template), ""))
    for place in folders:
        # Copier notes the copy that it was given; the project remembers the true address.
        if not (place / answers_file.NAME).is_file():
            raise Problem(faults.NOT_RENDERED, why=answers_file.NAME)
    return [Rendered(place, frozenset(each["owned"])) for place, each in zip(folders, answer, strict=True)]


def _environment(folder: Path) -> dict[str, str]:
    """For Copier and its git: nobody's git settings decide what it does with its own copies."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    empty = folder / "gitconfig"
    # Copies of a repository that another user owns are this user's own.
    empty.write_text("", encoding="ascii")
    return kept | {
        "GIT_CONFIG_GLOBAL": str(empty),
        "GIT_CONFIG_NOSYSTEM": "1",
        "COPIER_CACHE_DIR": str(folder / "cache"),
        "PYTHONPATH": "",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
