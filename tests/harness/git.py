"""git in tests: what it prints, or a failure."""

from __future__ import annotations

from pathlib import Path

from scripts.manage.git import run


def git(folder: Path, *words: str) -> str:
    """What `git words…` prints in `folder`. Raises AssertionError with git's own words where it fails."""
    finished = run(folder, *words)
    if finished.returncode != 0:
        raise AssertionError(f"`git {' '.join(words)}` in {folder}: {finished.stderr.strip()}")
    return finished.stdout.rstrip("\n")


def commit_all(folder: Path, message: str) -> str:
    """Commit everything that git does not ignore, empty or not; give the commit's id."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")
