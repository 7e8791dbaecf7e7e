"""slice.json in a feature's folder: the words that it was made from, and what each file held then.

With it, `remove` tells an edited file from an untouched one, and `add field` knows what was there before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from .. import faults
from ..problem import Problem
from ..project import Project
from . import labels, slice
from .fields import Target
from .names import Names
from .slice import Slice

NAME = "slice.json"
FEATURES = "backend/app/features"


@dataclass(frozen=True)
class Added:
    """A field that came later, by a migration of its own."""

    word: str
    number: int
    down_revision: str


@dataclass(frozen=True)
class Manifest:
    """`words` and `labels` as they were typed; `files` the hash of each file that was written.

    `languages` are those that its texts were written in: the project may have others now.
    """

    name: str
    singular: str
    words: tuple[str, ...]
    labels: tuple[str, ...]
    languages: tuple[str, ...]
    number: int
    down_revision: str | None
    added: tuple[Added, ...]
    files: dict[str, str]

    @property
    def path(self) -> str:
        return path_of(self.name)

    @property
    def names(self) -> Names:
        return Names(self.name, self.singular)

    @property
    def revisions(self) -> tuple[str, ...]:
        """Its migrations, the oldest first."""
        field_names = ((each.number, f"{self.name}_{each.word.partition(':')[0]}") for each in self.added)
        return tuple(slice.revision(*each) for each in ((self.number, self.name), *field_names))

    def as_slice(self, targets: Callable[[str, str], Target]) -> Slice:
        """The slice, with the fields that came later. Raises the Problems of slice.make."""
        words = [*self.words, *(each.word for each in self.added)]
        said = labels.read_noted(self.labels, self.languages)
        return slice.make(
            self.names, words, said, targets, number=self.number, down_revision=self.down_revision
        )

    def text(self) -> str:
        content = asdict(self)
        # The order of files is of no meaning: sorted, so that two of the same slice are the same.
        content["files"] = dict(sorted(self.files.items()))
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    def with_files(self, files: Mapping[str, str]) -> Manifest:
        """With the hashes of these texts, besides those that it has."""
        return replace(self, files=self.files | {path: hashed(text) for path, text in files.items()})


def path_of(name: str) -> str:
    return f"{FEATURES}/{name}/{NAME}"


def hashed(text: str) -> str:
    """The hash of a text, whatever its line ends are."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def read(project: Project, name: str) -> Manifest | None:
    """The manifest of a feature; None where it has none. Raises Problem FA186 where it cannot be read."""
    path = project.root / path_of(name)
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        added = tuple(Added(**each) for each in content.pop("added"))
        words, said = tuple(content.pop("words")), tuple(content.pop("labels"))
        languages = tuple(content.pop("languages"))
        return Manifest(words=words, labels=said, languages=languages, added=added, **content)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Problem(faults.SLICE_IS_DAMAGED, why=str(error), path=path_of(name)) from error


def every(project: Project) -> Iterator[Manifest]:
    """Those of all features. Raises Problem FA186."""
    for path in sorted((project.root / FEATURES).glob(f"*/{NAME}")):
        found = read(project, path.parent.name)
        if found:
            yield found
