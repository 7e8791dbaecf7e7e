"""Projects made from the template under test, with Copier's API and never with trust."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from copier import run_copy, run_update

from harness import repository
from harness.faster_copier import OneCheckout, faster
from harness.git import commit_all, git
from harness.template_repository import TemplateRepository

DEFAULTS = {"project_name": "Attendance Book"}


@dataclass(frozen=True)
class Rendered:
    """A project on disk, and the answers that were given for it."""

    root: Path
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def recorded(self) -> dict[str, Any]:
        """What the project's answers file says."""
        answers = yaml.safe_load(self.text(repository.ANSWERS))
        assert isinstance(answers, dict)
        return answers

    def files(self) -> list[str]:
        """All its files, with slashes, sorted; git's own left out."""
        found = []
        for folder, below, names in os.walk(self.root):
            if folder == str(self.root) and ".git" in below:
                below.remove(".git")
            start = Path(folder).relative_to(self.root).as_posix()
            there = [name for name in names if Path(folder, name).is_file()]
            found += there if start == "." else [f"{start}/{name}" for name in there]
        return sorted(found)

    def path(self, path: str) -> Path:
        return self.root / path

    def content(self, path: str) -> bytes:
        return self.path(path).read_bytes()

    def text(self, path: str) -> str:
        return self.path(path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        self.path(path).parent.mkdir(parents=True, exist_ok=True)
        self.path(path).write_text(text, encoding="utf-8", newline="")

    def append(self, path: str, text: str) -> None:
        self.write(path, self.text(path) + text)

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a place, which must be there; every other byte stays as it is."""
        content = self.path(path).read_bytes()
        assert old.encode() in content, f"{path} has no {old!r}"
        self.path(path).write_bytes(content.replace(old.encode(), new.encode(), 1))

    def commit(self, message: str = "Start from the template") -> None:
        """Commit everything; the first call makes the repository."""
        if not self.path(".git").exists():
            git(self.root, "init", "--quiet")
        commit_all(self.root, message)

    def status(self) -> set[str]:
        """What differs from the last commit: "M path", "D path", or "A path" for what is new."""
        git(self.root, "add", "--all")
        lines = git(self.root, "diff", "--cached", "--no-renames", "--name-status").splitlines()
        return {line.replace("\t", " ") for line in lines}

    def update(self, **options: Any) -> None:
        """Take the template's newest release, as `copier update --defaults` does."""
        run_update(self.root, defaults=True, overwrite=True, quiet=True, unsafe=False, **options)


@dataclass(frozen=True)
class Shared(Rendered):
    """A project that many tests look at and none may change. What they look at is read once."""

    _contents: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    _digests: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    _texts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return tuple(super().files())

    def files(self) -> list[str]:
        return list(self._files)

    def content(self, path: str) -> bytes:
        if path not in self._contents:
            self._contents[path] = super().content(path)
        return self._contents[path]

    def digest(self, path: str) -> str:
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(self.content(path)).hexdigest()
        return self._digests[path]

    def text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = super().text(path)
        return self._texts[path]

    def write(self, path: str, text: str) -> None:
        raise AssertionError(f"{path} belongs to a project that other tests look at too")

    def replace(self, path: str, old: str, new: str) -> None:
        self.write(path, new)


def copy(template: TemplateRepository, target: Path, answers: Mapping[str, Any], **options: Any) -> Rendered:
    """Make a project in `target`, a new folder. Raises what Copier raises: for a wrong answer ValueError."""
    with faster():
        run_copy(
            str(template.folder),
            target,
            data=dict(answers),
            defaults=True,
            quiet=True,
            unsafe=False,
            **options,
        )
    return Rendered(target, answers)


def copier(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Copier's own command, as people type it: without --trust."""
    return subprocess.run(
        [sys.executable, "-m", "copier", *words],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


class Renderer:
    """Makes each project once, and gives it again for the same answers. Nobody may change what it gives."""

    def __init__(self, template: TemplateRepository, folder: Path) -> None:
        self._template = template
        self._folder = folder
        self._checkout = OneCheckout()
        self._made: dict[str, Shared] = {}

    def __call__(self, **answers: Any) -> Shared:
        """The project for `answers`; what is not given is DEFAULTS, then the questions' own defaults."""
        answers = DEFAULTS | answers
        key = json.dumps(answers, sort_keys=True)
        if key not in self._made:
            with self._checkout.shared():
                made = copy(self._template, self._folder / str(len(self._made)), answers)
            self._made[key] = Shared(made.root, made.given)
        return self._made[key]

    def fresh(self, target: Path, **answers: Any) -> Rendered:
        """The same in `target`, under git, with its first commit: it may be changed."""
        made = self(**answers)
        shutil.copytree(made.root, target)
        project = Rendered(target, made.given)
        project.commit()
        return project

    def close(self) -> None:
        """Remove what it made the projects from."""
        self._checkout.remove()
