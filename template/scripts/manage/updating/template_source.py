"""The template's repository: which versions it has, and a copy of it to work with."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from .. import faults, git
from ..package_source import without_password
from ..problem import Problem
from ..processes.failures import SHOWN_LINES
from ..terminal.messages import text

# Copier's short forms of two hosts (its documentation, "Generating a project").
SHORT = {"gh:": "https://github.com/", "gl:": "https://gitlab.com/"}
# Seven digits and more, and nothing else, are a commit's short name: four of a hundred have no letter.
RELEASE = re.compile(r"(?!\d{7,}$)v?(\d+(?:\.\d+)*)(?:\.post(\d+))?")
# `git describe`, some commits after a release: v1.2.0-3-g0123abc
AFTER_RELEASE = re.compile(r"(.+)-(\d+)-g([0-9a-f]+)")


@dataclass(frozen=True)
class Versions:
    """What a template's repository has to offer: its release tags, and its newest commit."""

    tags: tuple[str, ...]
    head: str

    @property
    def newest(self) -> str:
        """The highest release; without releases, the newest commit."""
        return max(self.tags, key=order, default=self.head)

    def update_from(self, version: str) -> str | None:
        """The version that a project of `version` is updated to; None where it has the newest."""
        newest, after = self.newest, AFTER_RELEASE.fullmatch(version)
        if self.tags:
            # A commit that no release is known for: any release may be newer.
            return newest if order(newest) > order(release(version)) else None
        commit = after[3] if after else version
        return None if newest.startswith(commit) else newest


def release(version: str) -> str:
    """The release that a version is, or was made some commits after."""
    after = AFTER_RELEASE.fullmatch(version)
    return after[1] if after else version


def order(version: str) -> tuple[tuple[int, ...], int]:
    """What releases are compared by (PEP 440, final and post releases); lowest for what is no release."""
    match = RELEASE.fullmatch(version)
    if not match:
        return (), -1
    numbers = [int(number) for number in match[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return (0, *numbers), int(match[2] or 0)


def url(address: str) -> str:
    """What git is asked for, where a project remembers `address` (Copier's rules)."""
    for short, host in SHORT.items():
        if address.startswith(short):
            address = host + address.removeprefix(short).lstrip("/")
    if address.startswith("git+"):
        return address.removeprefix("git+")
    if address.startswith(tuple(SHORT.values())) and not address.endswith(".git"):
        return f"{address.rstrip('/')}.git"
    return str(Path(address).expanduser()) if address.startswith("~") else address


def versions(address: str, root: Path) -> Versions:
    """Ask the template's repository, in one go, what it has. Raises Problem FA142 where it cannot be read."""
    found = _git(root, address, "ls-remote", "--refs", "--tags", "--", url(address))
    # A second question where there is no release; HEAD is no ref that --refs would show.
    tags = tuple(line.rpartition("refs/tags/")[2] for line in found.splitlines())
    releases = tuple(tag for tag in tags if RELEASE.fullmatch(tag))
    if releases:
        return Versions(releases, "")
    head = _git(root, address, "ls-remote", "--", url(address), "HEAD")
    return Versions((), head.split()[0] if head.split() else "")


def copy(address: str, folder: Path, root: Path) -> Path:
    """A copy of the template's repository, in `folder`. Raises Problem FA142 where it cannot be read, FA143
    where its history is cut off.
    """
    target = folder / "template.git"
    _git(root, address, "clone", "--quiet", "--bare", "--", url(address), str(target))
    if git.answer(target, "rev-parse", "--is-shallow-repository") == "true":
        raise Problem(faults.SHALLOW_TEMPLATE, address=without_password(address))
    return target


def name_of(repository: Path, version: str, address: str) -> str:
    """What a project notes of a version (`git describe`). Raises Problem FA144 where there is none such."""
    # "v1.2.0-3-g0123abc" is a name that git understands as well.
    commit = git.answer(repository, "rev-parse", "--verify", "--quiet", f"{version}^{{commit}}")
    if not commit:
        raise Problem(
            faults.NO_SUCH_VERSION,
            why=text("It was deleted there, or the template is another one."),
            version=version,
            address=without_password(address),
        )
    return git.answer(repository, "describe", "--tags", "--always", commit) or commit


def lay_out(repository: Path, version: str, folder: Path) -> Path:
    """The files of a version, in a folder of their own."""
    folder.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_INDEX_FILE": str(folder.with_suffix(".index")), "GIT_WORK_TREE": str(folder)}
    # The template's own rules for line ends count, and nobody's settings.
    settings = ["core.autocrlf=false", "core.attributesFile=", "core.longpaths=true", "core.bare=false"]
    git.work(
        folder,
        *("--git-dir", str(repository), "checkout", "--quiet", "--force", version, "--", "."),
        settings=settings,
        environment=environment,
    )
    return folder


def executable(repository: Path, version: str) -> list[str]:
    """The executable files of a version, by their paths in the repository."""
    printed = git.work(repository, "ls-tree", "-r", "-z", "--full-tree", version)[1].decode(
        "utf-8", "replace"
    )
    return [line.partition("\t")[2] for line in printed.split("\0") if line.startswith("100755 ")]


def _git(root: Path, address: str, *words: str) -> str:
    if not shutil.which("git"):
        raise Problem(faults.NO_GIT, address=git.HOME_PAGE)
    finished = git.run(root, *words)
    if finished.returncode != 0:
        printed = [line for line in without_password(finished.stderr).splitlines() if line.strip()]
        raise Problem(
            faults.TEMPLATE_UNREACHABLE,
            output=printed[-SHOWN_LINES:],
            address=without_password(address),
        )
    return finished.stdout
