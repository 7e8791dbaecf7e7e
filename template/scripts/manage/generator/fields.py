"""The words that describe a field: title:string:120, status:enum:draft:done=draft, author:ref:users.

    NAME:KIND[:CHOICE or TARGET …][:MODIFIER …][=DEFAULT]

Colons and words, nothing that a shell changes. A default goes to the end of the word, so it may hold colons;
with spaces the whole word stands in quotes, which all shells understand.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from .. import faults
from ..problem import Problem
from ..terminal.messages import text
from . import names, reserved

Value = str | int | Decimal | bool | datetime.date | datetime.datetime

OPTIONAL, UNIQUE, INDEX, MINIMUM, MAXIMUM, LENGTH = "optional", "unique", "index", "min", "max", "a length"
# Together with the prefix and the table's name, an index stays below what PostgreSQL takes.
LONGEST_NAME = 27
# A row of an index has at most 2,704 bytes in PostgreSQL; a letter has up to 4.
LONGEST_IN_INDEX = 500
# What a column of 32 bits holds, and one of 12 digits, 2 of them behind the point.
INTEGERS = (-(2**31), 2**31 - 1)
DECIMALS = (Decimal("-9999999999.99"), Decimal("9999999999.99"))
DECIMAL_PLACES = 2
# A unique field needs room for more than a page of rows.
LEAST_ROOM = 100
# HTML, "valid email address", without what no mail goes to: a name without a dot.
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Target(names.Names):
    """The feature that a ref leads to."""

    labels: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Field:
    """A field, as templates see it. What was not said is None; `length` is set where the kind has one."""

    name: str
    kind: str
    word: str
    length: int | None = None
    optional: bool = False
    unique: bool = False
    index: bool = False
    default: Value | None = None
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    choices: tuple[str, ...] = ()
    target: Target | None = None
    labels: dict[str, str] = field(default_factory=dict)
    choice_labels: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def column(self) -> str:
        """What it is called in the database, and in the API's data."""
        return f"{self.name}_id" if self.kind == "ref" else self.name


@dataclass(frozen=True)
class Kind:
    """A kind of field: what it is for (as the terminal asks), what may be said of it, how a value is read.

    `length` is what it has where none is said, `longest` the most. `read` gives the value of a default's
    words, and raises ValueError where they are none.
    """

    says: str
    modifiers: frozenset[str]
    read: Callable[[str], Value] | None
    length: int = 0
    longest: int = 0


def _whole(words: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,10}", words):
        raise ValueError(words)
    return int(words)


def _decimal(words: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,10}(\.[0-9]{1,2})?", words):
        raise ValueError(words)
    return Decimal(words)


def _truth(words: str) -> bool:
    return {"true": True, "false": False}[words]


def _date(words: str) -> Value:
    return words if words == "today" else datetime.date.fromisoformat(words)


def _moment(words: str) -> Value:
    if words == "now":
        return words
    moment = datetime.datetime.fromisoformat(words)
    if moment.tzinfo is None:
        raise ValueError(words)
    return moment.astimezone(datetime.UTC)


def _line(words: str) -> str:
    if not words.isprintable() or words != words.strip():
        raise ValueError(words)
    return words


def _email(words: str) -> str:
    if not EMAIL.fullmatch(words):
        raise ValueError(words)
    return words


def _url(words: str) -> str:
    parts = urlsplit(words)
    if parts.scheme not in ("http", "https") or not parts.hostname or not re.fullmatch(r"\S+", words):
        raise ValueError(words)
    return words


def _modifiers(*others: str) -> frozenset[str]:
    return frozenset({OPTIONAL, *others})


KINDS = {
    "string": Kind("a line of text", _modifiers(LENGTH, UNIQUE, INDEX), _line, 200, 1_000),
    "text": Kind("a text of many lines", _modifiers(LENGTH), _line, 10_000, 1_000_000),
    "integer": Kind("a whole number", _modifiers(UNIQUE, INDEX, MINIMUM, MAXIMUM), _whole),
    "decimal": Kind("a number with two places: money", _modifiers(UNIQUE, INDEX, MINIMUM, MAXIMUM), _decimal),
    "boolean": Kind("yes or no", _modifiers(INDEX), _truth),
    "date": Kind("a day", _modifiers(UNIQUE, INDEX), _date),
    "datetime": Kind("a day and a time", _modifiers(UNIQUE, INDEX), _moment),
    "enum": Kind("one of a few words: status:enum:draft:done", _modifiers(INDEX), None),
    "ref": Kind("a row of another feature: author:ref:users", _modifiers(UNIQUE, INDEX), None),
    "email": Kind("an email address", _modifiers(LENGTH, UNIQUE, INDEX), _email, 254, 254),
    "url": Kind("the address of a page", _modifiers(LENGTH, UNIQUE, INDEX), _url, 2_000, 2_000),
}
# What people type who know it from elsewhere.
OTHER_NAMES = {
    "str": "string", "varchar": "string", "char": "string", "int": "integer", "number": "integer",
    "bigint": "integer", "float": "decimal", "double": "decimal", "numeric": "decimal", "money": "decimal",
    "bool": "boolean", "timestamp": "datetime", "time": "datetime", "choice": "enum", "select": "enum",
    "references": "ref", "reference": "ref", "belongs_to": "ref", "foreignkey": "ref", "fk": "ref",
    "mail": "email", "uri": "url", "link": "url", "longtext": "text", "textarea": "text",
}  # fmt: skip
FLAGS = (OPTIONAL, UNIQUE, INDEX)
# A letter more, less or other: `optinal`, `uniqe`; not `options`, `indexed`.
NEARLY_ALIKE = 0.87
LIMITS = (MINIMUM, MAXIMUM)


def parse(word: str, targets: Callable[[str, str], Target]) -> Field:
    """The field that a word describes. `targets` gives the feature of a ref's name, for a word.

    Raises Problem FA171, FA172, FA175 to FA179, and what `targets` raises.
    """
    head, equals, default = word.partition("=")
    name, *parts = head.split(":")
    if not name or not parts or "" in parts:
        raise Problem(faults.NOT_A_FIELD, word=word)
    names.require_name(name, LONGEST_NAME)
    names.require_free(name, reserved.FIELDS)
    kind = _known_kind(parts[0], word)
    said = _Said(word, kind)
    made = said.take(parts[1:])
    if kind == "ref":
        made["target"] = targets(said.target(), word)
    found = Field(name, kind, word, **made)
    names.require_free(found.column, reserved.COLUMNS)
    if equals:
        found = _with_default(found, default)
    _require_room(found)
    return found


def require_distinct(fields: Sequence[Field]) -> None:
    """Raises Problem FA181 where two fields have one name, or one column: author:ref:users, author_id."""
    taken: dict[str, str] = {}
    for each in fields:
        # What the API shows of a ref, besides its number.
        used = {each.name, each.column} | ({f"{each.name}_label"} if each.kind == "ref" else set())
        for name in sorted(used):
            if name in taken:
                raise Problem(faults.FIELD_TWICE, name=name, one=taken[name], other=each.word)
        taken |= dict.fromkeys(used, each.word)


class _Said:
    """Takes what is said of a field, one part after the other."""

    def __init__(self, word: str, kind: str) -> None:
        self._word = word
        self._kind = kind
        self._rules = KINDS[kind]
        self._own: list[str] = []

    def take(self, parts: Sequence[str]) -> dict[str, Any]:
        """What Field is made with. Raises Problem FA177 to FA179."""
        made: dict[str, Any] = {}
        rest = iter(parts)
        for part in rest:
            if part in FLAGS:
                self._put(made, part, part, True)
            elif part in LIMITS:
                self._put(made, part, f"{part}imum", self._limit(part, next(rest, "")))
            elif re.fullmatch(r"[0-9]+", part):
                self._put(made, LENGTH, "length", self._length(part))
            elif self._kind in ("enum", "ref"):
                self._own.append(part)
            else:
                raise self._unknown(part)
        if self._kind == "enum":
            made["choices"] = self._choices()
        if made.get(UNIQUE):
            # Its index is there already.
            made.pop(INDEX, None)
        if self._rules.length:
            in_index = made.keys() & {UNIQUE, INDEX}
            made.setdefault("length", min(self._rules.length, LONGEST_IN_INDEX if in_index else 10**9))
            if in_index and made["length"] > LONGEST_IN_INDEX:
                raise self._limits(text("An index takes {most} letters.", most=LONGEST_IN_INDEX))
        self._require_order(made)
        return made

    def target(self) -> str:
        """The one name behind ref:. Raises Problem FA175."""
        if len(self._own) != 1:
            raise Problem(
                faults.NOT_A_FIELD, why=text("A ref names one feature: author:ref:users."), word=self._word
            )
        return self._own[0]

    def _put(self, made: dict[str, Any], modifier: str, key: str, value: object) -> None:
        if modifier not in self._rules.modifiers:
            kinds = ", ".join(kind for kind, rules in KINDS.items() if modifier in rules.modifiers)
            raise Problem(
                faults.MODIFIER_DOES_NOT_FIT,
                why=text("These have it: {kinds}.", kinds=kinds),
                modifier=text(modifier),
                kind=self._kind,
                word=self._word,
            )
        if key in made:
            raise Problem(faults.NOT_A_FIELD, why=text("It says {what} twice.", what=key), word=self._word)
        made[key] = value

    def _limit(self, which: str, words: str) -> int | Decimal:
        if which not in self._rules.modifiers:
            # Said first by _put, whatever the words are.
            return 0
        read, (least, most) = (_decimal, DECIMALS) if self._kind == "decimal" else (_whole, INTEGERS)
        try:
            value = read(words)
        except ValueError:
            why = text("Behind {which} stands a number: {which}:1.", which=which)
            raise self._limits(why) from None
        if not least <= value <= most:
            raise self._limits(text("The column holds {least} to {most}.", least=least, most=most))
        return value

    def _length(self, words: str) -> int:
        longest = self._rules.longest
        if longest and not 1 <= int(words) <= longest:
            why = text("A {kind} has 1 to {most} letters.", kind=self._kind, most=longest)
            longer = [text("Take the kind text")] if self._kind == "string" else []
            raise self._limits(why, longer)
        return int(words)

    def _choices(self) -> tuple[str, ...]:
        """Raises Problem FA171 where a choice is no name, FA175 where there are too few or one is twice."""
        if len(self._own) < 2:
            why = text("An enum names its choices: status:enum:draft:done.")
            raise Problem(faults.NOT_A_FIELD, why=why, word=self._word)
        for choice in self._own:
            names.require_name(choice, LONGEST_NAME)
            names.require_free(choice, {"Python": reserved.PYTHON})
            if self._own.count(choice) > 1:
                raise Problem(
                    faults.NOT_A_FIELD, why=text("It says {what} twice.", what=choice), word=self._word
                )
        return tuple(self._own)

    def _require_order(self, made: dict[str, Any]) -> None:
        least, most = made.get("minimum"), made.get("maximum")
        if least is not None and most is not None and least > most:
            raise self._limits(text("The least is more than the most."))

    def _limits(self, why: str, first: Sequence[str] = ()) -> Problem:
        return Problem(faults.NO_SUCH_LIMIT, why=why, first=first, word=self._word)

    def _unknown(self, part: str) -> Problem:
        known = [each for each in (*FLAGS, *LIMITS) if each in self._rules.modifiers]
        close = difflib.get_close_matches(part, known, n=1)
        why = text("Did you mean {verb!r}?", verb=close[0]) if close else ""
        shown = ", ".join([*known, *([text(LENGTH)] if LENGTH in self._rules.modifiers else [])])
        return Problem(faults.NO_MODIFIER, why=why, part=part, kind=self._kind, known=shown, word=self._word)


def _known_kind(kind: str, word: str) -> str:
    """Raises Problem FA176 where there is no such kind."""
    if kind in KINDS:
        return kind
    close = [OTHER_NAMES[kind.lower()]] if kind.lower() in OTHER_NAMES else []
    close += difflib.get_close_matches(kind.lower(), KINDS, n=1)
    why = text("Did you mean {verb!r}?", verb=close[0]) if close else ""
    raise Problem(faults.NO_KIND, why=why, kind=kind, kinds=", ".join(KINDS), word=word)


def _with_default(field_: Field, words: str) -> Field:
    """Raises Problem FA177 where the kind has none, FA178 where it is not a value of the field."""
    if field_.kind == "ref" or field_.unique:
        kind = f"{field_.kind}:{UNIQUE}" if field_.unique else field_.kind
        why = text("Each row has another value.") if field_.unique else text("Which rows there are differs.")
        raise Problem(
            faults.MODIFIER_DOES_NOT_FIT, why=why, modifier=text("a default"), kind=kind, word=field_.word
        )
    read = KINDS[field_.kind].read
    try:
        value = read(words) if read else words
    except (ValueError, KeyError, InvalidOperation):
        raise _no_value(field_, words) from None
    if field_.choices and value not in field_.choices:
        raise _no_value(field_, words, _one_of(field_.choices, words))
    if isinstance(value, str) and field_.length and not 1 <= len(value) <= field_.length:
        raise _no_value(field_, words, text("A {kind} has 1 to {most} letters.",
                                            kind=field_.kind, most=field_.length))  # fmt: skip
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        least, most = bounds(field_)
        if not least <= value <= most:
            raise _no_value(field_, words, text("The field holds {least} to {most}.", least=least, most=most))
    return replace(field_, default=value)


def meant(choice: str) -> str:
    """The modifier that a choice may be a misspelling of; nothing where there is none."""
    return "".join(difflib.get_close_matches(choice, FLAGS, n=1, cutoff=NEARLY_ALIKE))


def bounds(field_: Field) -> tuple[int | Decimal, int | Decimal]:
    """The least and the most that a number may be: what was said, else what its column holds."""
    least, most = DECIMALS if field_.kind == "decimal" else INTEGERS
    return (
        least if field_.minimum is None else field_.minimum,
        most if field_.maximum is None else field_.maximum,
    )


def _no_value(field_: Field, words: str, why: str = "") -> Problem:
    return Problem(
        faults.NOT_A_DEFAULT,
        why=why or text(EXAMPLES[field_.kind]),
        words=words,
        name=field_.name,
        word=field_.word,
    )


# What a default looks like, by kind.
EXAMPLES = {
    "string": "A default is one line: greeting:string=Hello.",
    "text": "A default is one line: greeting:string=Hello.",
    "integer": "A default is a whole number: pages:integer=1.",
    "decimal": "A default has at most two places: price:decimal=9.99.",
    "boolean": "A default is true or false: done:boolean=false.",
    "date": "A default is today, or a day: due:date=2027-03-01.",
    "datetime": "A default is now, or a moment with its zone: start:datetime=2027-03-01T09:00Z.",
    "enum": "A default is one of the choices: status:enum:draft:done=draft.",
    "email": "A default is an address: sender:email=office@example.org.",
    "url": "A default is an address: site:url=https://example.org.",
}


def _one_of(choices: Iterable[str], words: str) -> str:
    known = text("The choices are {choices}.", choices=", ".join(choices))
    if ":" in words:
        # status:enum:draft:done=draft:optional
        known += "\n" + text("A default goes to the end of the word: what else you say stands before it.")
    return known


def _require_room(field_: Field) -> None:
    """Raises Problem FA179 where a unique number has too few values for a page of rows."""
    if field_.unique and field_.kind in ("integer", "decimal"):
        least, most = bounds(field_)
        if most - least + 1 < LEAST_ROOM:
            why = text("A unique number needs room for {count} rows at least.", count=LEAST_ROOM)
            raise Problem(faults.NO_SUCH_LIMIT, why=why, word=field_.word)
