"""What a feature is called: from the plural that is typed to folders, tables, classes and addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import faults
from ..problem import Problem
from ..terminal.messages import LANGUAGES, text
from . import reserved

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# A revision is 0001_NAME and has at most 32 letters (Alembic's column version_num).
LONGEST = 27
# PostgreSQL cuts every name behind 63 bytes.
LONGEST_IN_DATABASE = 63
# These have no plural that differs, or none that a rule finds: they need --singular.
WITHOUT_PLURAL = frozenset({"news", "series", "species"})
IRREGULAR = {
    "children": "child",
    "cookies": "cookie",
    "men": "man",
    "movies": "movie",
    "people": "person",
    "statuses": "status",
    "women": "woman",
}
# How a plural ends, and what one of them ends with; the first that fits counts.
RULES = (
    (re.compile(r"(?<=[a-z]{2})ies$"), "y"),
    (re.compile(r"(?<=ss|sh|ch)es$|(?<=[xz])es$"), ""),
    (re.compile(r"(?<![su])s$"), ""),
)


@dataclass(frozen=True)
class Names:
    """A feature's names: `name` "book_titles", `singular` "book_title"."""

    name: str
    singular: str

    @property
    def class_name(self) -> str:
        """BookTitle"""
        return pascal(self.singular)

    @property
    def plural_class(self) -> str:
        """BookTitles"""
        return pascal(self.name)

    @property
    def kebab(self) -> str:
        """book-titles: the folder and the files of the frontend, and the address."""
        return self.name.replace("_", "-")

    @property
    def singular_kebab(self) -> str:
        return self.singular.replace("_", "-")


def of_feature(name: str, singular: str | None) -> Names:
    """The names of a feature.

    Raises Problem FA171 where one is no name, FA172 where it is reserved, FA174 where there is no singular.
    """
    require_name(name, LONGEST)
    require_free(name, reserved.FEATURES)
    if singular is None:
        singular = singular_of(name)
    require_name(singular, LONGEST)
    if singular == name:
        raise Problem(faults.NO_SINGULAR, name=name, proposed=_proposed(name))
    names = Names(name, singular)
    taken = reserved.owner(singular, reserved.SINGULARS)
    if not taken and names.class_name in reserved.CLASSES:
        taken = "this project"
    if taken:
        raise Problem(
            faults.NAME_IS_RESERVED,
            why=_reason(singular, taken),
            first=[text("Say what one of them is called: --singular my_{name}", name=singular)],
            name=singular,
        )
    return names


def singular_of(plural: str) -> str:
    """What one of them is called: notes, note; the word itself where no rule finds another."""
    before, underscore, last = plural.rpartition("_")
    if last in WITHOUT_PLURAL:
        return plural
    singular = IRREGULAR.get(last)
    if singular is None:
        pattern, end = next((rule for rule in RULES if rule[0].search(last)), (None, ""))
        singular = pattern.sub(end, last) if pattern else last
    return f"{before}{underscore}{singular}"


def require_name(name: str, longest: int) -> None:
    """Raises Problem FA171 where this is no name that Python, SQL, TypeScript and addresses take."""
    if NAME.fullmatch(name) and len(name) <= longest:
        return
    better = snake(name)
    first = []
    if NAME.fullmatch(better) and len(better) <= longest:
        first = [text("Write {name}", name=better)]
    elif not name.isascii():
        label = f"{list(LANGUAGES)[-1]}={name}"
        first = [text("Take an English word; what users read is a label: --label {label}", label=label)]
    raise Problem(faults.NOT_A_NAME, first=first, name=name, longest=longest)


def require_free(name: str, table: dict[str, frozenset[str]]) -> None:
    """Raises Problem FA172 where the name is a word of somebody else's."""
    taken = reserved.owner(name, table)
    if taken is None and table is reserved.FIELDS and name.startswith("model_"):
        taken = "pydantic"
    if taken:
        raise Problem(faults.NAME_IS_RESERVED, why=_reason(name, taken), name=name)


def pascal(name: str) -> str:
    """book_title → BookTitle"""
    return "".join(part.capitalize() for part in name.split("_"))


def snake(name: str) -> str:
    """What somebody meant who typed a name in another way: BookTitle, book-title, "book title"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^\w]+|_+", "_", spaced, flags=re.ASCII).strip("_").lower() if name.isascii() else ""


def _proposed(name: str) -> str:
    """A singular for a word that has none; a word without an s is maybe a singular itself."""
    return f"{name}_item"[:LONGEST].rstrip("_")


def _reason(name: str, taken: str) -> str:
    if taken == "this project":
        return text("The project itself has something of this name.")
    if taken == "every table":
        return text("Every table has it already, or uses the word for something else.")
    return text("It is a word of {owner}.", owner=taken)
