"""kit.json: what a kit holds, and what it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO

from .. import faults
from ..node import node_modules
from ..problem import Problem
from ..project import Project
from ..python import venv
from ..terminal.messages import text

NAME = "kit.json"
WHEELS = "wheels"
NPM = "npm.zip"
# What a kit is made from, as people know it.
INPUTS = {
    "backend": "backend/requirements.txt, requirements-dev.txt, constraints.txt",
    "frontend": "frontend/package.json, package-lock.json, .npmrc",
}
# Raised when an older manage.py could not install from a kit any more.
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """`inputs` are the fingerprints of the project's files; `wheels` the files by system and Python.

    `registries` is what npm's settings said about addresses: its cache is only good for the same ones.
    `files` holds the SHA-256 of each file. It is written last.
    """

    inputs: Mapping[str, str]
    wheels: Mapping[str, Mapping[str, Sequence[str]]]
    registries: Mapping[str, str]
    files: Mapping[str, str]

    @classmethod
    def parse(cls, content: str) -> Manifest:
        """From the content of kit.json.

        Raises ValueError where that is none, and Problem FA125 where this manage.py is too old for it.
        """
        facts = json.loads(content)
        if not isinstance(facts, dict) or not isinstance(facts.get("format"), int):
            raise ValueError("it names no format")
        if facts["format"] > FORMAT:
            raise Problem(
                faults.KIT_IS_NEWER,
                why=text(
                    "It has format {number}; these scripts read up to {known}.",
                    number=facts["format"],
                    known=FORMAT,
                ),
            )
        try:
            return cls(facts["inputs"], facts["wheels"], facts["registries"], facts["files"])
        except KeyError as error:
            raise ValueError(f"it lacks {error}") from error

    def as_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1) + "\n"

    def describe(self) -> str:
        """The systems and Pythons, for people: "windows-x64 with Python 3.12, 3.13; linux-x64 with …"."""
        return "; ".join(
            text("{system} with Python {pythons}", system=system, pythons=", ".join(pythons))
            for system, pythons in self.wheels.items()
        )


def inputs_of(project: Project) -> dict[str, str]:
    """The fingerprints of what a kit is made from, side by side with INPUTS, as the stamps have them."""
    return {
        "backend": venv.of(project).facts()["requirements"],
        "frontend": node_modules.facts(project)["packages"],
    }


def sha256_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
