"""What a version of the template lays into projects and whose it is, and what may not change between two.

Projects live for years, so each version is compared with every release: CONTRIBUTING.md, "From one release to
the next". What could surprise an owner is allowed where CHANGELOG.md tells of it, in the words of TELLS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, nodes
from jinja2.exceptions import UndefinedError
from pathspec import PathSpec

import changelog
import preview
from harness import repository
from harness.git import git
from harness.releases import Release, released

# The second part of _exclude: the owner's. The first: what an answer brings. A question that an older release
# does not have is asked for with `is defined`, see `unguarded`. Of several answers to one question, one is
# asked for with `in`; an answer that is one of several with a list; yes or no by its name alone.
UPDATE_GATE = re.compile(r"\{% if _copier_operation == 'update' %\}(?P<path>/\S+)\{% endif %\}")
ANSWER_GATE = re.compile(
    r"\{% if (?:\w+ is defined and )?"
    r"(?:(?P<question>\w+) (?:==|!=) '(?P<value>[^']+)'|'(?P<one>[^']+)' (?:not )?in (?P<several>\w+)"
    r"|(?P<among>\w+) (?:not )?in \[(?P<values>'[^\]]+')\]|not (?P<declined>\w+))"
    r" %\}(?P<path>!?/\S+)\{% endif %\}"
)
# Folders in which owners have nothing of their own. Into docs/, .github/ and backend/tests/ they are told to
# put theirs, beside the template's.
OWN_FOLDERS = ("scripts", "backend/app/core", "frontend/src/app/core")
# The template's files that owners, pip, npm and ng write into: only a merge at the same path keeps that.
SHARED = preview.SHARED
YOURS, NEW, REMOVED, CHANGED = TELLS = ("Yours now", "New file", "Question removed", "Question changed")
TOLD = re.compile(r"^- ([A-Z][a-z ]+): ((?:`[^`]+`(?:, | and )?)+)", re.MULTILINE)


def matcher(globs: Iterable[str]) -> PathSpec[Any]:
    """What tells whether a path is named by a glob or lies below it, as Copier reads its tables."""
    return PathSpec.from_lines("gitignore", globs)


@dataclass(frozen=True)
class TemplateVersion:
    """copier.yml, and the paths at which files arrive in a project with every answer."""

    config: Mapping[str, Any]
    files: frozenset[str]

    @classmethod
    def of_work_tree(cls) -> TemplateVersion:
        """The template as it lies in this work tree."""
        return cls._of(repository.text("copier.yml"), repository.template_files())

    @classmethod
    def of_commit(cls, folder: Path, commit: str) -> TemplateVersion:
        """The template as it was in a commit."""
        listed = git(folder, "ls-tree", "-r", "-z", "--name-only", f"{commit}:template").split("\0")
        return cls._of(git(folder, "show", f"{commit}:copier.yml"), filter(None, listed))

    @classmethod
    def _of(cls, config: str, paths: Iterable[str]) -> TemplateVersion:
        return cls(yaml.safe_load(config), frozenset(map(repository.destination, paths)))

    @property
    def questions(self) -> dict[str, Mapping[str, Any]]:
        return {name: asked for name, asked in self.config.items() if not name.startswith("_")}

    @property
    def owners(self) -> list[str]:
        """The globs of the owner's files."""
        gates = map(UPDATE_GATE.fullmatch, self.config["_exclude"])
        return [gate["path"] for gate in gates if gate]

    @cached_property
    def _owners(self) -> PathSpec[Any]:
        return matcher(self.owners)

    def is_owners(self, path: str) -> bool:
        """Whether what lies at a path, or would, is the owner's."""
        return self._owners.match_file(path)


def faults_since_releases(
    present: TemplateVersion, changes: str, folder: Path = repository.ROOT
) -> dict[str, list[str]]:
    """What would harm projects of each release in `folder`'s history; `changes` is CHANGELOG.md's text."""
    found = {}
    for release in released(folder):
        faults = faults_since(release, present, changes, folder)
        if faults:
            found[str(release.version)] = faults
    return found


def faults_since(release: Release, present: TemplateVersion, changes: str, folder: Path) -> list[str]:
    """What would harm the projects of one release."""
    old = TemplateVersion.of_commit(folder, release.commit)
    told = Told.of(changelog.since(changes, release.version))
    return [
        *taken_from_owners(old, present),
        *handed_to_owners(old, present, told),
        *shared_files_gone(old, present),
        *new_files(old, present, told),
        *files_in_the_way(old, present),
        *answers_lost(old, present, told),
        *unguarded(old, present),
    ]


@dataclass(frozen=True)
class Told:
    """What CHANGELOG.md tells, by the words of TELLS: "- New file: `a.txt`, `b.txt`, for the bees."."""

    names: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, changes: str) -> Told:
        found: dict[str, set[str]] = {words: set() for words in TELLS}
        for words, names in re.findall(
            r"^- ([A-Z][a-z ]+): ((?:`[^`]+`(?:, | and )?)+)", changes, re.MULTILINE
        ):
            if words in found:
                found[words].update(re.findall(r"`([^`]+)`", names))
        return cls({words: frozenset(names) for words, names in found.items()})

    def knows(self, words: str, name: str) -> bool:
        """Whether something is told by its name, or by that of a folder around it."""
        around = {f"{folder}/" for folder in PurePosixPath(name).parents}
        return bool(self.names[words] & {name, *around})


def taken_from_owners(old: TemplateVersion, new: TemplateVersion) -> Iterator[str]:
    """What was the owner's stays the owner's, also where the template drops or renames it."""
    for glob in old.owners:
        if not new.is_owners(glob.removeprefix("/")):
            yield f"{glob} was the owner's: it stays in both tables of copier.yml, whatever becomes of it."


def handed_to_owners(old: TemplateVersion, new: TemplateVersion, told: Told) -> Iterator[str]:
    """What becomes the owner's keeps the text that it has in each project: owners must know."""
    for path in sorted(old.files):
        if new.is_owners(path) and not old.is_owners(path) and not told.knows(YOURS, path):
            yield f"{path} becomes the owner's: CHANGELOG.md tells so, as `- {YOURS}: `{path}`, …`."


def shared_files_gone(old: TemplateVersion, new: TemplateVersion) -> Iterator[str]:
    """`copier update` loses what the owner has written into a file that the template renames or drops."""
    shared = matcher(SHARED)
    for path in sorted(old.files - new.files):
        if shared.match_file(path) and not new.is_owners(path):
            yield f"{path} holds lines of the owner's: it is neither renamed nor dropped."


def new_files(old: TemplateVersion, new: TemplateVersion, told: Told) -> Iterator[str]:
    """Where owners may have a file of their own, a new one of the template's meets it."""
    own = matcher(f"/{folder}/" for folder in OWN_FOLDERS)
    for path in sorted(new.files - old.files):
        if not new.is_owners(path) and not own.match_file(path) and not told.knows(NEW, path):
            yield f"{path} is new, and owners may have one: CHANGELOG.md tells so, as `- {NEW}: `{path}`, …`."


def files_in_the_way(old: TemplateVersion, new: TemplateVersion) -> Iterator[str]:
    """Copier ends in a traceback where a file becomes a folder, or a folder a file.

    Where a disk knows no case, the new name and the old one that is deleted are one file.
    """
    small = {path.casefold() for path in old.files}
    for path in sorted(new.files - old.files):
        if new.is_owners(path):
            continue
        if path.casefold() in small:
            yield f"{path} only changes its case: most laptops see no difference."
        if _folders(path) & old.files:
            yield f"{path} lies in a folder that was a file."
    for path in sorted(old.files - new.files):
        if _folders(path) & new.files and not old.is_owners(path):
            yield f"{path} lay in a folder that is a file now."


def _folders(path: str) -> set[str]:
    return {folder.as_posix() for folder in PurePosixPath(path).parents}


def answers_lost(old: TemplateVersion, new: TemplateVersion, told: Told) -> Iterator[str]:
    """A question that is gone, or that refuses its old answer, gets its default without a word."""
    inherited = {name for asked in new.questions.values() for name in _names(asked.get("default", ""))}
    for name, asked in old.questions.items():
        if name not in new.questions:
            if name not in inherited and not told.knows(REMOVED, name):
                yield (
                    f"{name} is asked no more: the question that follows it takes its answer, as "
                    f"`default: {{{{ {name} | default('…') }}}}`, or CHANGELOG.md tells, as "
                    f"`- {REMOVED}: `{name}`, …`."
                )
        elif _refused(asked, new.questions[name]) and not told.knows(CHANGED, name):
            yield f"{name} refuses answers of before: CHANGELOG.md tells so, as `- {CHANGED}: `{name}`, …`."


def _names(default: Any) -> set[str]:
    """What a default is made of."""
    found = Environment().parse(str(default)).find_all(nodes.Name)
    return {node.name for node in found}


def _refused(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a type changes, or a choice is gone. Validators are not looked into."""
    if old.get("type") != new.get("type"):
        return True
    if "choices" not in new:
        return False
    return "choices" not in old or not set(values_of(old["choices"])) <= set(values_of(new["choices"]))


def values_of(choices: Any) -> list[Any]:
    """The values of choices: with labels or without, and with a validator of their own or without."""
    found = choices.values() if isinstance(choices, Mapping) else choices
    return [choice["value"] if isinstance(choice, Mapping) else choice for choice in found]


def unguarded(old: TemplateVersion, new: TemplateVersion) -> Iterator[str]:
    """An update renders the old version with the new tables: they may not rely on what that never asked."""
    environment = Environment(undefined=StrictUndefined)
    answers = dict.fromkeys(old.questions, "") | {"_copier_operation": "update"}
    for entry in [*new.config["_exclude"], *new.config["_skip_if_exists"]]:
        try:
            environment.from_string(entry).render(answers)
        except UndefinedError as error:
            yield f"{entry} stops every update ({error}): begin with `{{% if name is defined and name … %}}`."
