"""git, asked in one way: in its own language, and never for longer than one wants to wait."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .processes.children import ask

# How long git may take for an answer, where nobody waits for more (seconds).
PATIENCE = 5


def run(folder: Path, *words: str, seconds: float | None = None) -> subprocess.CompletedProcess[str]:
    """How `git words…` ends in `folder`.

    Raises FileNotFoundError where there is no git, and TimeoutExpired where it takes longer than `seconds`.
    Without `seconds` it keeps this terminal, so that it can ask for what signs a commit.
    """
    command = [shutil.which("git") or "git", *words]
    # Its sentences are looked at, so they must not be translated.
    environment = os.environ | {"LC_ALL": "C"}
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


def distrusts(finished: subprocess.CompletedProcess[str]) -> bool:
    """Whether git refused because another user owns the folder: it names its own remedy then."""
    return "safe.directory" in finished.stderr
