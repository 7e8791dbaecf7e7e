"""The released versions, found from history: tags need not be in a clone, and may not be in a fork."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import changelog
from harness import repository
from harness.git import git
from scripts.manage.git import answer
from version import MANIFEST, Version, in_manifest


@dataclass(frozen=True)
class Release:
    """A version, and the commit that projects of it were made from."""

    version: Version
    commit: str


def released(folder: Path = repository.ROOT) -> list[Release]:
    """What was released on the way to HEAD, the oldest first; nothing before the first release.

    A release is the commit of the first-parent line (a merge, where it came by one) that brings the part of
    CHANGELOG.md for the version that pyproject.toml has there: scripts/release.py makes such commits.
    Raises AssertionError where the clone is shallow: releases would be missing without a word.
    """
    if git(folder, "rev-parse", "--is-shallow-repository") == "true":
        raise AssertionError(f"{folder} is a shallow clone: releases are looked for. git fetch --unshallow")
    words = ["log", "--first-parent", "--diff-merges=first-parent", "--no-patch", "--format=%H"]
    commits = git(folder, *words, "-G", "^## [0-9]", "--", changelog.FILE).splitlines()
    # Where one was taken back and made again, the last one counts.
    made = {
        version: Release(version, commit)
        for commit in reversed(commits)
        for version in _brought(folder, commit)
        if str(version) == in_manifest(git(folder, "show", f"{commit}:{MANIFEST}"))
    }
    return [made[version] for version in sorted(made)]


def _brought(folder: Path, commit: str) -> set[Version]:
    """The versions whose part of CHANGELOG.md is new in a commit."""
    now, before = (
        answer(folder, "show", f"{each}:{changelog.FILE}") or "" for each in (commit, f"{commit}^")
    )
    return changelog.released(now) - changelog.released(before)
