"""A slice: a feature from top to bottom, as templates see it, and how it is made from words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .. import faults
from ..problem import Problem
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

    @property
    def as_target(self) -> Target:
        """What a ref of another feature's knows of it."""
        return Target(self.name, self.singular, self.labels)


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
    """The slice that these words describe; `targets` gives the feature of a ref.

    Raises the Problems of fields.parse, FA172 where a name is too long together with others, FA181 where a
    field is there twice, and FA183 where a label is for nothing.
    """
    parsed = [_labelled(fields.parse(word, targets), said) for word in words]
    fields.require_distinct(parsed)
    for each in parsed:
        _require_short(feature, each)
    said.require_known({each.name: each.choices for each in parsed})
    return Slice(
        feature.name, feature.singular, said.of_feature(feature), tuple(parsed), number, down_revision
    )


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
