"""Which address a new project remembers as its template, so that `copier update` finds it years later."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from scripts.manage.problem import Problem


@dataclass(frozen=True)
class Source:
    """A template that can be updated from.

    `address` is what the project records; `reference` is the tag or commit to copy; `git_config` lets git
    read the clone at hand instead of the network; `notes` are sentences for the user.
    """

    address: str
    reference: str
    git_config: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """Variables that make git use `git_config` (git-config(1), GIT_CONFIG_COUNT)."""
        variables = {"GIT_CONFIG_COUNT": str(len(self.git_config))}
        for index, (key, value) in enumerate(self.git_config.items()):
            variables |= {f"GIT_CONFIG_KEY_{index}": key, f"GIT_CONFIG_VALUE_{index}": value}
        return variables


def find(clone: Path, wanted: str | None = None) -> Source:
    """The source to record for projects made from the clone at hand.

    `wanted` is a tag or commit; without it, the newest release is taken, or HEAD where there is none. The
    address is the one the clone came from, where that has this version; else the clone's own absolute path.
    Raises Problem: FA081 no git, FA082 no clone, FA083 somebody else's, FA084 shallow, FA085 no such commit.
    """
    _require_usable(clone)
    reference = _reference(clone, wanted)
    origin = _without_password(_git(clone, "config", "--get", "remote.origin.url", check=False))
    if _is_url(origin) and _is_published(clone, reference):
        address, url = _for_copier(origin.rstrip("/"))
        # Read the clone at hand under the canonical address: no network, and no second download.
        return Source(address, reference, {f"url.{clone}.insteadOf": url})
    notes = ["Updates will come from this folder: keep it, and `git pull` in it."]
    if _is_url(origin):
        notes.insert(0, f"This version is not at {origin}.")
    return Source(str(clone), reference, notes=notes + _uncommitted(clone))


def _require_usable(clone: Path) -> None:
    try:
        answer = _run(clone, "rev-parse", "--show-toplevel")
    except FileNotFoundError as error:
        raise Problem(
            "FA081",
            "git was not found.",
            why="A project that is made without git cannot be updated later.",
            remedy=["Install git from https://git-scm.com/downloads, and run this again"],
        ) from error
    if "dubious ownership" in answer.stderr:
        raise Problem(
            "FA083",
            "git does not trust this folder: another user owns it.",
            remedy=[f'git config --global --add safe.directory "{clone}"'],
        )
    if answer.returncode != 0 or Path(answer.stdout.strip()).resolve() != clone.resolve():
        raise Problem(
            "FA082",
            "This folder is not a git clone.",
            why="Projects that are made from a downloaded archive cannot be updated later.",
            remedy=["Get it with `git clone` instead, and run this there"],
        )
    if _git(clone, "rev-parse", "--is-shallow-repository") == "true":
        raise Problem(
            "FA084",
            "This clone is shallow: it lacks the history that updates need.",
            remedy=["git fetch --unshallow"],
        )


def _reference(clone: Path, wanted: str | None) -> str:
    """A release's tag, which updates recognise, or else a full commit id: nothing that may move."""
    name = wanted or _newest_tag(clone) or "HEAD"
    if _git(clone, "tag", "--list", name):
        return name
    commit = _git(clone, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False)
    if not commit:
        raise Problem(
            "FA085",
            f"This repository has no commit {name}.",
            remedy=["git tag --list    (shows the releases)"],
        )
    return commit


def _newest_tag(clone: Path) -> str | None:
    """The highest release tag among the ancestors of HEAD: what Copier would take, and updates from later."""
    tags = _git(clone, "tag", "--merged", "HEAD", "--sort=-version:refname").splitlines()
    return next((tag for tag in tags if re.fullmatch(r"v?\d+(\.\d+)*", tag)), None)


def _is_published(clone: Path, reference: str) -> bool:
    """Whether the address the clone came from has this version, as far as the last fetch or push knows."""
    return bool(_git(clone, "branch", "--remotes", "--contains", reference, check=False))


def _uncommitted(clone: Path) -> list[str]:
    if _git(clone, "status", "--porcelain"):
        return ["This folder has uncommitted changes. The project is made without them."]
    return []


def _is_url(address: str) -> bool:
    return bool(re.match(r"(https?|ssh|git)://|[\w.-]+@[\w.-]+:", address))


def _without_password(address: str) -> str:
    """The address without a user name and password, where it is a web address: projects are shared."""
    if not address.startswith(("http://", "https://")):
        return address
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _for_copier(address: str) -> tuple[str, str]:
    """The address as Copier takes it for git's, and the one that Copier then gives to git."""
    if address.endswith(".git") or address.startswith("git@"):
        return address, address
    if address.startswith(("https://github.com/", "https://gitlab.com/")):
        return address, f"{address}.git"
    return f"git+{address}", address


def _git(clone: Path, *words: str, check: bool = True) -> str:
    answer = _run(clone, *words)
    if check and answer.returncode != 0:
        raise Problem("FA086", f"`git {' '.join(words)}` failed.", why=answer.stderr.strip())
    return answer.stdout.strip()


def _run(clone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *words],
        cwd=clone,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ | {"LC_ALL": "C"},
    )
