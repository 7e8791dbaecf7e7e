"""A slice: a feature from top to bottom, as templates see it, and how it is made from words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .. import faults
from ..problem import Problem
from ..terminal.messages import text
from . import fields, names
from .fields import Field, Target
from .labels import Labels

# Alembic keeps a revision in a column of this length.
LONGEST_REVISION = 32


@dataclass(frozen=True)
class Slice(names.Names):
    """What templates are given. `number` is that of its migration; `words` the fields as they were typed."""

    labels: dict[str, dict[str, str]]
    fields: tuple[Field, ...]
    number: int
    down_revision: str | None

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(each.word for each in self.fields)

    @property
    def revision(self) -> str:
        """The name of its migration: 0001_notes."""
        return revision(self.number, self.name)


def revision(number: int, words: str) -> str:
    """The name of a migration."""
    return f"{number:04}_{words}"[:LONGEST_REVISION].rstrip("_")


def make(
    feature: names.Names,
    words: Sequence[str],
    said: Labels,
    targets: Callable[[str, str], Target],
    *,
    number: int,
    down_revision: str | None,
) -> Slice:
    """The slice that these words describe; `targets` gives the feature of a ref, if it is another one.

    Raises the Problems of fields.parse, FA171 where a name is too long together with others, FA180 where
    every row would need another one before it, FA181 where a field is there twice, FA183 where a label is
    for nothing.
    """
    labels = said.of_feature(feature)

    def target(name: str, word: str) -> Target:
        own = Target(feature.name, feature.singular, labels)
        return own if name == feature.name else targets(name, word)

    parsed = [_labelled(fields.parse(word, target), said) for word in words]
    fields.require_distinct(parsed)
    for each in parsed:
        _require_short(feature, each)
        _require_a_first_row(feature, each)
    said.require_known({each.name: each.choices for each in parsed})
    return Slice(feature.name, feature.singular, labels, tuple(parsed), number, down_revision)


def _labelled(field: Field, said: Labels) -> Field:
    return replace(
        field,
        labels=said.of_field(field.name),
        choice_labels={choice: said.of_choice(field.name, choice) for choice in field.choices},
    )


def _require_short(feature: names.Names, field: Field) -> None:
    """Raises Problem FA171 where the name of a constraint is longer than PostgreSQL's 63 letters."""
    constraint = f"uq_{feature.name}_{field.column}"
    if field.target:
        constraint = f"fk_{feature.name}_{field.column}_{field.target.name}"
    if len(constraint) > names.LONGEST_IN_DATABASE:
        longest = len(field.name) - (len(constraint) - names.LONGEST_IN_DATABASE)
        raise Problem(faults.NOT_A_NAME, name=field.name, longest=max(longest, 1))


def _require_a_first_row(feature: names.Names, field: Field) -> None:
    """Raises Problem FA180 where each row must refer to another of the same table."""
    if field.target and field.target.name == feature.name and not field.optional:
        why = text("The first row would have no other to refer to.")
        say = text("Say `optional`: {word}:optional", word=field.word)
        raise Problem(faults.NO_TARGET, why=why, first=[say], word=field.word, target=feature.name)
