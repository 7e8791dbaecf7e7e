"""The versions of this template: three numbers, so that git, Copier and people sort them alike."""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

MANIFEST = "pyproject.toml"


class Version(NamedTuple):
    """A release's version. PEP 440 knows more forms; Copier passes over pre-releases without a word."""

    major: int
    minor: int
    patch: int

    @classmethod
    def of(cls, words: str) -> Version:
        """The version that is written as 1.2.0. Raises ValueError for any other text."""
        match = re.fullmatch(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)", words)
        if not match:
            raise ValueError(f"{words!r} is not three numbers, as in 1.2.0.")
        return cls(*map(int, match.groups()))

    @classmethod
    def of_tag(cls, tag: str) -> Version:
        """The version that a tag such as v1.2.0 names. Raises ValueError for any other text."""
        if not tag.startswith("v"):
            raise ValueError(f"{tag!r} does not begin with v, as in v1.2.0.")
        return cls.of(tag[1:])

    @property
    def tag(self) -> str:
        return f"v{self}"

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def in_manifest(text: str) -> str:
    """What the text of a pyproject.toml names as the project's version."""
    version: str = tomllib.loads(text)["project"]["version"]
    return version
