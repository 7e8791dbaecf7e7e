"""git, asked in one way: in its own language, and never for longer than one wants to wait."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from . import faults
from .problem import Problem
from .processes.children import as_typed, ask
from .processes.failures import SHOWN_LINES

# How long git may take for an answer, where nobody waits for more (seconds).
PATIENCE = 5
HOME_PAGE = "https://git-scm.com/downloads"
# What git tells its hooks of where they work (githooks(5)): for another repository, it would be wrong.
OF_HOOKS = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
)


def run(folder: Path, *words: str, seconds: float | None = None) -> subprocess.CompletedProcess[str]:
    """How `git words…` ends in `folder`, whichever repository a hook or the user's shell names.

    Raises FileNotFoundError where there is no git, and TimeoutExpired where it takes longer than `seconds`.
    Without `seconds` it keeps this terminal, so that it can ask for what signs a commit.
    """
    command = [shutil.which("git") or "git", *words]
    # Its sentences are looked at, so they must not be translated.
    environment = without_repository() | {"LC_ALL": "C"}
    if seconds is not None:
        return ask(command, cwd=folder, environment=environment, seconds=seconds)
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def answer(folder: Path, *words: str, seconds: float | None = None) -> str | None:
    """What git prints, without white space around it; None where it fails, or does not run to its end."""
    try:
        finished = run(folder, *words, seconds=seconds)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return finished.stdout.strip() if finished.returncode == 0 else None


def work(
    folder: Path,
    *words: str,
    settings: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
    content: bytes = b"",
    accepted: Container[int] = (0,),
) -> tuple[int, bytes]:
    """Let git do something in `folder` that must succeed; its exit code, and what it prints, byte for byte.

    `settings` ("core.quotepath=false") count more than all files with settings; `environment` is all that it
    gets, without it what this program has; `content` is given to it. Raises Problem FA146 where it ends with
    a code that is not `accepted`, and FA070 where there is no git.
    """
    program = shutil.which("git")
    if not program:
        raise Problem(faults.NO_GIT, address=HOME_PAGE)
    if environment is None:
        environment = without_repository()
    finished = subprocess.run(
        [program, *(word for setting in settings for word in ("-c", setting)), *words],
        cwd=folder,
        env={**environment, "LC_ALL": "C"},
        input=content,
        capture_output=True,
    )
    if finished.returncode not in accepted:
        printed = finished.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Problem(faults.GIT_FAILED, output=printed[-SHOWN_LINES:], words=words[0])
    return finished.returncode, finished.stdout


def must_keep(root: Path, seconds: float | None = None) -> None:
    """Make sure that git keeps the project at `root`, by itself or as a part of a larger repository.

    Raises Problem FA071 where it does not, or there is no commit, and FA075 where git does not trust the
    folder; FileNotFoundError and TimeoutExpired as `run`.
    """
    head = run(root, "rev-parse", "--verify", "--quiet", "HEAD", seconds=seconds)
    if distrusts(head):
        raise Problem(faults.GIT_DISTRUSTS_FOLDER, folder=as_typed([root]))
    if head.returncode != 0:
        raise Problem(faults.NO_COMMIT)
    # A repository around the project has commits of its own.
    if not answer(root, "ls-files", "--", "manage.py", seconds=seconds):
        around = answer(root, "rev-parse", "--show-toplevel", seconds=seconds)
        raise Problem(faults.NOT_ADDED, folder=around or "git")


def without_repository() -> dict[str, str]:
    """The variables of this program, but for those that name another repository than the folder's."""
    return {name: value for name, value in os.environ.items() if name not in OF_HOOKS}


def gathered(paths: Iterable[str], kept: Iterable[str]) -> list[str]:
    """The paths, but a folder in place of all that lies in it, where git keeps nothing of that folder."""
    folders = {folder for path in kept for folder in PurePosixPath(path).parents}
    found = set()
    for path in paths:
        whole = [folder for folder in PurePosixPath(path).parents if folder not in folders]
        found.add(str(whole[-1] if whole else path))
    return sorted(found)


def distrusts(finished: subprocess.CompletedProcess[str]) -> bool:
    """Whether git refused because another user owns the folder: it names its own remedy then."""
    return "safe.directory" in finished.stderr
