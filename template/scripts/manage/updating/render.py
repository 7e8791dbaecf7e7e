"""Two versions of the template, rendered with this project's answers."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import faults
from ..problem import Problem
from ..processes.failures import SHOWN_LINES
from ..terminal.messages import text
from . import template_source
from .answers_file import Origin

PROGRAM = Path(__file__).with_name("with_copier.py")


@dataclass(frozen=True)
class Rendered:
    """A rendered version: its folder, and the paths in it that are the owner's once they are there.

    `executable` are the paths of executable files, of which Windows does not know it. `dropped` are answers
    that this version does not ask for, by question, and `refused` those that it does not allow and has
    replaced.
    """

    folder: Path
    owned: frozenset[str]
    executable: frozenset[str]
    dropped: Mapping[str, str]
    refused: Mapping[str, str]


@dataclass(frozen=True)
class Wanted:
    """A version to render, and with which answers, some of which are `changes`.

    `template` is a folder with that version of the template, of whose files some are `executable`; `origin`
    what the project notes of where it came from. `as_data`: the answers were given to this very version, and
    count as they stand.
    """

    template: Path
    executable: Collection[str]
    origin: Origin
    answers: bytes
    as_data: bool = False
    changes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        repository: Path,
        origin: Origin,
        answers: bytes,
        folder: Path,
        *,
        as_data: bool = False,
        changes: Mapping[str, str] | None = None,
    ) -> Wanted:
        """The version that `origin` names, out of the template's repository; its files come into `folder`."""
        return cls(
            template_source.lay_out(repository, origin.version, folder),
            template_source.executable(repository, origin.version),
            origin,
            answers,
            as_data,
            changes or {},
        )


def render(python: Sequence[str | Path], wanted: Sequence[Wanted], folder: Path) -> list[Rendered]:
    """Render each version into a folder of its own below `folder`.

    `python` starts a Python that has Copier. Raises Problem FA145 with Copier's sentence where it refuses.
    """
    folders = [folder / f"rendered-{number}" for number in range(len(wanted))]
    jobs = [
        {
            "template": str(each.template),
            "executable": list(each.executable),
            "folder": str(place),
            "answers": each.answers.decode("utf-8-sig"),
            "as_data": each.as_data,
            "changes": dict(each.changes),
            "origin": {"_commit": each.origin.version, "_src_path": each.origin.address},
        }
        for each, place in zip(wanted, folders, strict=True)
    ]
    finished = subprocess.run(
        [*python, "-X", "utf8", str(PROGRAM)],
        input=json.dumps(jobs).encode(),
        capture_output=True,
        cwd=folder,
        env=_environment(folder),
    )
    try:
        answer = json.loads(finished.stdout)
    except ValueError:
        said = finished.stderr.decode("utf-8", "replace").strip().splitlines()[-SHOWN_LINES:]
        answer = {"error": "\n".join(said) or text("It ended with code {code}.", code=finished.returncode)}
    if isinstance(answer, dict):
        raise Problem(faults.NOT_RENDERED, why=answer["error"])
    return [
        Rendered(
            place,
            frozenset(each["owned"]),
            frozenset(each["executable"]),
            each["dropped"],
            each["refused"],
        )
        for place, each in zip(folders, answer, strict=True)
    ]


def _environment(folder: Path) -> dict[str, str]:
    """For Copier: nobody's settings of git, and no git at all, so that it does not ask it about each file."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    # uv and a venv's Python are called by their paths.
    return kept | {"PATH": str(folder / "no-programs"), "PYTHONDONTWRITEBYTECODE": "1"}
