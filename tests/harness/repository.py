"""This repository's files as they lie in the work tree: committed or not, but nothing that git ignores."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from harness.git import git

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "template"
# The one path with Jinja in it: Copier wants to name this file itself.
ANSWERS_TEMPLATE = "{{_copier_conf.answers_file}}.jinja"
ANSWERS = ".copier-answers.yml"


@cache
def files(below: str = "") -> tuple[str, ...]:
    """All paths below a folder, from the root on, with slashes, sorted."""
    return listed(ROOT, below)


def listed(repository: Path, below: str = "") -> tuple[str, ...]:
    """The files of any repository's work tree, likewise."""
    words = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    found = git(repository, *words, "--", below or ".").split("\0")
    # What was deleted and not yet committed is still listed.
    return tuple(sorted(path for path in found if path and _is_there(repository / path)))


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.is_file()


def text(path: str) -> str:
    """A file's text, its line ends as they are."""
    return (ROOT / path).read_bytes().decode("utf-8")


@cache
def template_files() -> tuple[str, ...]:
    """All paths of the template, from template/ on."""
    return tuple(path.removeprefix("template/") for path in files("template"))


@cache
def _configuration() -> dict[str, Any]:
    found = yaml.safe_load(text("copier.yml"))
    assert isinstance(found, dict)
    return found


def questions() -> set[str]:
    """The names of the questions in copier.yml."""
    return {name for name in _configuration() if not name.startswith("_")}


def excluded() -> list[str]:
    """The table of copier.yml that says which paths stay away, as it is written."""
    return list(_configuration()["_exclude"])


def destination(path: str) -> str:
    """Where a file of the template arrives in a project."""
    return ANSWERS if path == ANSWERS_TEMPLATE else path.removesuffix(".jinja")


def with_suffix(*suffixes: str, below: str = "") -> list[str]:
    """All paths whose names, without .jinja, end with one of `suffixes`."""
    return [
        path for path in files(below) if PurePosixPath(path.removesuffix(".jinja")).name.endswith(suffixes)
    ]
