"""The two ways of updating a project: Copier's own, and the project's."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from copier import run_update
from copier.errors import UserMessageError
from plumbum import local

from scripts.manage import faults
from update.judge import Ended

Run = Callable[[Path, Mapping[str, str], Mapping[str, str], str | None], Ended]


@dataclass(frozen=True)
class Way:
    """`run` gets the project, the person's variables, answers to change, and where the template is now."""

    name: str
    run: Run
    # Whether it ends with 1 where there are conflicts, and stages what it did.
    is_careful: bool


def by_copier(
    project: Path, environment: Mapping[str, str], data: Mapping[str, str], address: str | None
) -> Ended:
    """`copier update --defaults`, within this process: a third of its time would be Python's start.

    Its command tells a UserMessageError in words and ends with 1; everything else is a traceback.
    """
    with (
        patch.dict(os.environ, environment),
        patch.object(tempfile, "tempdir", environment["TMPDIR"]),
        local.env(**environment),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            run_update(project, data=dict(data), defaults=True, overwrite=True, quiet=True, unsafe=False)
        except UserMessageError as error:
            return Ended(1, output=str(error))
        except Exception as error:
            return Ended(1, crashed=True, output=repr(error))
    return Ended(0)


def by_project(
    project: Path, environment: Mapping[str, str], data: Mapping[str, str], address: str | None
) -> Ended:
    """`manage.py update`."""
    answers = [word for name, value in data.items() for word in ("--data", f"{name}={value}")]
    words = ["update", "--no-setup", *answers, *(["--from", address] if address else [])]
    finished = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=project,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    # The fault is what it makes of an error that nothing in it has caught.
    crashed = any(sign in finished.stdout for sign in ("Traceback (most recent", faults.BUG.code))
    return Ended(finished.returncode, crashed or finished.returncode not in (0, 1), finished.stdout)


COPIER = Way("copier update", by_copier, is_careful=False)
PROJECT = Way("manage.py update", by_project, is_careful=True)
WAYS = (COPIER, PROJECT)
