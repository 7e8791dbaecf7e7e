"""Which address a new project remembers as its template, so that `copier update` finds it years later."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import repository_faults
import template_clone
from scripts.manage import git
from scripts.manage.package_source import without_password
from scripts.manage.problem import Problem
from scripts.manage.terminal.messages import text


@dataclass(frozen=True)
class TemplateOrigin:
    """Where a project's template comes from, and can be updated from.

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


def find(clone: Path, wanted: str | None = None) -> TemplateOrigin:
    """What to record for projects made from the clone at hand.

    `wanted` is a tag or commit; without it, the newest release is taken, or HEAD where there is none. The
    address is the one the clone came from, where that has this version; else the clone's own absolute path.
    Raises Problem: FA081 no git, FA082 no clone, FA083 somebody else's, FA084 shallow, FA085 no such commit.
    """
    template_clone.require_usable(clone)
    reference = _reference(clone, wanted)
    origin = without_password(git.answer(clone, "config", "--get", "remote.origin.url") or "")
    if _is_url(origin) and _is_published(clone, reference):
        address, url = _for_copier(origin.rstrip("/"))
        # Read the clone at hand under the canonical address: no network, and no second download.
        return TemplateOrigin(address, reference, {f"url.{clone}.insteadOf": url})
    notes = [text("Updates will come from this folder: keep it, and `git pull` in it.")]
    if _is_url(origin):
        notes.insert(0, text("This version is not at {address}.", address=origin))
    return TemplateOrigin(str(clone), reference, notes=notes + _uncommitted(clone))


def _reference(clone: Path, wanted: str | None) -> str:
    """A release's tag, which updates recognise, or else a full commit id: nothing that may move."""
    name = wanted or _newest_tag(clone) or "HEAD"
    if template_clone.run(clone, "tag", "--list", name):
        return name
    commit = git.answer(clone, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if not commit:
        raise Problem(repository_faults.NO_SUCH_COMMIT, name=name)
    return commit


def _newest_tag(clone: Path) -> str | None:
    """The highest release tag among the ancestors of HEAD: what Copier would take, and updates from later."""
    tags = template_clone.run(clone, "tag", "--merged", "HEAD", "--sort=-version:refname").splitlines()
    return next((tag for tag in tags if re.fullmatch(r"v?\d+(\.\d+)*", tag)), None)


def _is_published(clone: Path, reference: str) -> bool:
    """Whether the address the clone came from has this version, as far as the last fetch or push knows."""
    return bool(git.answer(clone, "branch", "--remotes", "--contains", reference))


def _uncommitted(clone: Path) -> list[str]:
    if template_clone.run(clone, "status", "--porcelain"):
        return [text("This folder has uncommitted changes. The project is made without them.")]
    return []


def _is_url(address: str) -> bool:
    return bool(re.match(r"(https?|ssh|git)://|[\w.-]+@[\w.-]+:", address))


def _for_copier(address: str) -> tuple[str, str]:
    """The address as Copier takes it for git's, and the one that Copier then gives to git."""
    if address.endswith(".git") or address.startswith("git@"):
        return address, address
    if address.startswith(("https://github.com/", "https://gitlab.com/")):
        return address, f"{address}.git"
    return f"git+{address}", address
