"""How each kind of field is written in Python: in models, schemas, migrations, examples and tests.

`view` gives the templates of the backend what they need beside the slice. What belongs to a kind stands in
the tables below: one row a kind.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .fields import INTEGERS, LONGEST_IN_INDEX, Field, bounds
from .names import pascal
from .rendering import python
from .slice import Slice

# `ruff format` breaks longer lines.
LINE = 100
DATABASE = "app.core.database"
FIELDS = f"{DATABASE}.fields"
# Room for longer choices: a new one needs no migration then.
LONGEST_CHOICE = 40
# The classes that schemas have anyway: an enum `page` of notes is no second NotePage.
SCHEMAS = frozenset({"Data", "Detail", "Page", "Query"})

Import = tuple[str, str]


@dataclass(frozen=True)
class Kind:
    """How one kind is written; {length}, {table} and {enum} are filled in.

    `held`: its type in Python. `column`: its type in a model, where that does not follow from `held`.
    `migrated`: its type in a migration. `taken`: its type in the schema of what comes in, where it is not
    `held`. `imports`: what the model has to import.
    """

    held: str
    migrated: str
    column: str = ""
    taken: str = ""
    imports: tuple[Import, ...] = ()


def _characters(taken: str) -> Kind:
    return Kind("str", "sa.String(length={length})", "String({length})", taken, (("sqlalchemy", "String"),))


KINDS = {
    "string": _characters("Line"),
    "email": _characters("Email"),
    "url": _characters("Url"),
    "text": Kind("str", "sa.Text()", "Text", "Text", (("sqlalchemy", "Text"),)),
    "integer": Kind("int", "sa.Integer()"),
    "decimal": Kind(
        "Decimal", "sa.Numeric(precision=12, scale=2)", "Numeric(12, 2)", "Amount",
        (("decimal", "Decimal"), ("sqlalchemy", "Numeric")),
    ),
    "boolean": Kind("bool", "sa.Boolean()"),
    "date": Kind("date", "sa.Date()", imports=(("datetime", "date"),)),
    "datetime": Kind(
        "datetime", "sa.DateTime(timezone=True)", "UtcDateTime", "Moment",
        (("datetime", "datetime"), (DATABASE, "UtcDateTime")),
    ),
    "enum": Kind(
        "{enum}", f"sa.String(length={LONGEST_CHOICE})", f"String({LONGEST_CHOICE})",
        imports=(("typing", "Literal"), ("sqlalchemy", "String")),
    ),
    "ref": Kind("int", "sa.Integer()", 'ForeignKey("{table}.id")', "Id", (("sqlalchemy", "ForeignKey"),)),
}  # fmt: skip
CHARACTERS = frozenset({"string", "text", "email", "url"})
# What the schema of what goes out imports for a kind; that of what comes in imports its `taken`.
GIVEN_IMPORTS = {
    "decimal": ("decimal", "Decimal"),
    "date": ("datetime", "date"),
    "datetime": ("datetime", "datetime"),
}

DEFAULT_CALLS = {"now": (f"{DATABASE}.models", "now"), "today": (FIELDS, "today")}


class Column:
    """A field, as the backend writes it."""

    def __init__(self, slice_: Slice, field: Field) -> None:
        self.slice = slice_
        self.field = field
        self.kind = field.kind
        self.name = field.column
        self.optional = field.optional
        self.unique = field.unique
        self.target = field.target
        # An optional one may be left out too.
        self.has_default = field.optional or field.default is not None
        self.is_searched = field.kind in CHARACTERS
        self.rules = KINDS[field.kind]
        name = pascal(field.name)
        # The name of its choices: NoteStatus.
        self.enum = f"{slice_.class_name}{name}{'Choice' if name in SCHEMAS else ''}"

    @property
    def is_indexed(self) -> bool:
        """Whether it has an index to sort by. What is unique has one anyway.

        A longer text would be too much for an index of PostgreSQL.
        """
        return not self.unique and self.kind != "text" and (self.field.length or 0) <= LONGEST_IN_INDEX

    @property
    def choices(self) -> list[str]:
        """The choices of an enum, in Python."""
        return [python(choice) for choice in self.field.choices]

    @property
    def held(self) -> str:
        """Its type in the model, and in the schema of what goes out: date | None."""
        return self._filled(self.rules.held) + self._or_none

    @property
    def mapped(self) -> str:
        """What follows its type in the model: = mapped_column(String(120), index=True)."""
        words = [self._filled(self.rules.column)] if self.rules.column else []
        if self.unique or self.is_indexed:
            words.append("unique=True" if self.unique else "index=True")
        return f" = mapped_column({', '.join(words)})" if words else ""

    @property
    def related(self) -> str:
        """The line of the model that gives what a ref leads to."""
        if self.target is None:
            return ""
        words = [f"foreign_keys=[{self.name}]"]
        if self.target.name == self.slice.name:
            words.append(f'remote_side="{self.target.class_name}.id"')
        related = f'    {self.field.name}: Mapped["{self.target.class_name}{self._or_none}"] = relationship'
        line = f"{related}({', '.join(words)})"
        return line if len(line) <= LINE else f"{related}(\n        {', '.join(words)}\n    )"

    @property
    def migrated(self) -> str:
        """Its type in a migration."""
        return self._filled(self.rules.migrated)

    @property
    def taken_class(self) -> str:
        """The class of the core's that its type in the schema of what comes in is, if it is one."""
        if self.is_bound_inside:
            return "AsWhole" if self.kind == "integer" else "AsAmount"
        if self.kind == "integer":
            return "Whole" if self._limits() else "Integer"
        if self.kind in ("string", "text") and self.optional:
            return f"Optional{self.rules.taken}"
        return self.rules.taken

    @property
    def taken(self) -> str:
        """Its type in the schema of what comes in."""
        if self.taken_class.startswith("Optional"):
            return self.taken_class
        if self.is_bound_inside:
            return f"Annotated[{self.rules.held}, {_field(self._limits())}, {self.taken_class}] | None"
        return (self.taken_class or self._filled(self.rules.held)) + self._or_none

    @property
    def checked(self) -> str:
        """What follows its type in the schema of what comes in: = Field(min_length=1, max_length=120)."""
        words = {} if self.is_bound_inside else self._limits()
        if self.default_call:
            words = {"default_factory": self.default_call} | words
        elif self.has_default and words:
            words = {"default": self.default} | words
        elif self.has_default:
            return f" = {self.default}"
        return f" = {_field(words)}" if words else ""

    @property
    def is_bound_inside(self) -> bool:
        """Whether its limits stand with the type: behind a `| None` they would not be described."""
        return self.kind in ("integer", "decimal") and self.optional and bool(self._limits())

    @property
    def default_call(self) -> str:
        """The function that makes its default, if one does: today, now."""
        return str(self.field.default) if self.field.default in ("today", "now") and not self.is_text else ""

    @property
    def is_text(self) -> bool:
        """Whether its values are texts."""
        return self.is_searched or self.kind == "enum"

    @property
    def default(self) -> str:
        """Its default, in Python."""
        return literal(self.field.default)

    @property
    def default_in_json(self) -> str:
        """Its default as the API shows it, in Python."""
        value = self.field.default
        if isinstance(value, datetime.datetime):
            return python(value.isoformat().replace("+00:00", "Z"))
        if isinstance(value, datetime.date):
            return python(value.isoformat())
        if isinstance(value, Decimal):
            return python(f"{value:.2f}")
        return literal(value)

    @property
    def for_rows_there(self) -> str:
        """What a migration gives the rows that are there already, in Python: SQL, or a text of it."""
        value = self.field.default
        if self.default_call:
            return f"sa.func.current_{'date' if self.kind == 'date' else 'timestamp'}()"
        if isinstance(value, bool):
            return f"sa.{str(value).lower()}()"
        if isinstance(value, datetime.datetime):
            # As SQLite keeps it; PostgreSQL reads it too.
            return python(f"{value:%Y-%m-%d %H:%M:%S.%f}")
        return python(str(value))

    @property
    def made(self) -> str:
        """A value that is another one for each `number`, in Python."""
        return MADE[self.kind](self)

    @property
    def varies(self) -> bool:
        """Whether `made` has more than one value."""
        least, most = self.limits if self.kind in ("integer", "decimal") else (0, 1)
        return self.made != "None" and most - least >= 1

    @property
    def wrong(self) -> list[str]:
        """Values, in JSON, that the API refuses."""
        values = WRONG[self.kind](self)
        return values if self.optional else [*values, "None"]

    @property
    def needle(self) -> str:
        """A value to be found by the word "needle"; nothing where there is no room for one."""
        value = {"email": "needle@example.org", "url": "https://example.org/needle"}.get(self.kind, "needle")
        return value if (self.field.length or 0) >= len(value) else ""

    @property
    def longest(self) -> int:
        """How many characters it may have."""
        return self.field.length or 0

    @property
    def limits(self) -> tuple[int | Decimal, int | Decimal]:
        """The least and the most that a number may be."""
        return bounds(self.field)

    @property
    def _or_none(self) -> str:
        return " | None" if self.optional else ""

    def _limits(self) -> dict[str, str]:
        if self.is_searched:
            shortest = {} if self.optional else {"min_length": "1"}
            return shortest | {"max_length": f"{self.longest:_}"}
        if self.kind == "integer":
            if bounds(self.field) == INTEGERS:
                return {}
            least, most = (int(each) for each in bounds(self.field))
            return {
                "ge": "SMALLEST" if least == INTEGERS[0] else literal(least),
                "le": "LARGEST" if most == INTEGERS[1] else literal(most),
            }
        said = {"ge": self.field.minimum, "le": self.field.maximum}
        return {word: literal(value) for word, value in said.items() if value is not None}

    def _filled(self, words: str) -> str:
        table = self.target.name if self.target else ""
        return words.format(length=self.field.length, table=table, enum=self.enum)


def _field(words: Mapping[str, str]) -> str:
    return f"Field({', '.join(f'{word}={value}' for word, value in words.items())})"


def _made_characters(column: Column) -> str:
    words = column.field.name.replace("_", " ").capitalize()
    if column.longest >= len(words) + 8:
        return f'f"{words} {{number}}"'
    return f"str(number)[-{column.longest}:]"


def _made_email(column: Column) -> str:
    """The longest that fits."""
    if column.longest >= 25:
        return 'f"person{number}@example.org"'
    return 'f"{number % 1000}@a.kr"' if column.longest >= 8 else 'f"{number % 10}@a"'


def _made_url(column: Column) -> str:
    if column.longest >= 30:
        return 'f"https://example.org/{number}"'
    return 'f"http://a/{number % 1000}"' if column.longest >= 12 else 'f"http://a/{number % 10}"'


def _made_number(column: Column) -> str:
    """Numbers from the least on; begun anew where there is little room up to the most."""
    least, most = column.limits
    start = column.field.minimum
    if start is None:
        start = max(least, min(0, most - 1_000))
    room = int(most - start) + 1
    steps = "number" if room > 1_000_000 else f"number % {room}"
    if column.kind == "decimal":
        return f"Decimal({python(f'{start:.2f}')}) + {steps}"
    return f"{literal(int(start))} + {steps}" if start else steps


# A value of each kind that is another one for each `number`.
MADE: Mapping[str, Callable[[Column], str]] = {
    "string": _made_characters,
    "text": _made_characters,
    "email": _made_email,
    "url": _made_url,
    "integer": _made_number,
    "decimal": _made_number,
    "boolean": lambda _: "number % 2 == 0",
    "date": lambda _: "date(2026, 1, 1) + timedelta(days=number)",
    "datetime": lambda _: "datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(hours=number)",
    "enum": lambda column: f"({', '.join(column.choices)})[number % {len(column.choices)}]",
    "ref": lambda column: "None" if column.optional else f"make_{_target(column)}().id",
}
MADE_IMPORTS: Mapping[str, tuple[Import, ...]] = {
    "decimal": (("decimal", "Decimal"),),
    "date": (("datetime", "date"), ("datetime", "timedelta")),
    "datetime": (("datetime", "UTC"), ("datetime", "datetime"), ("datetime", "timedelta")),
}


def _wrong_characters(column: Column) -> list[str]:
    values = [] if column.optional else ['""', '" "']
    too_long = f'"x" * {column.longest + 1:_}'
    return [*values, too_long, '"\\0"', "5"]


def _wrong_number(column: Column) -> list[str]:
    step = 1 if column.kind == "integer" else Decimal("0.01")
    least, most = (each - sign for each, sign in zip(column.limits, (step, -step), strict=True))
    if column.kind == "integer":
        return [str(least), str(most), '"1"', "0.5"]
    return [python(str(least)), python(str(most)), '"0.001"', '"many"', "1"]


# Values that are none of the kind, as JSON in Python.
WRONG: Mapping[str, Callable[[Column], list[str]]] = {
    "string": _wrong_characters,
    "text": _wrong_characters,
    "email": lambda _: ['"nobody"', '"two words@example.org"', "5"],
    "url": lambda _: ['"example.org"', '"javascript:alert(1)"', "5"],
    "integer": _wrong_number,
    "decimal": _wrong_number,
    "boolean": lambda _: ['"yes"', "1"],
    "date": lambda _: ['"2026-02-30"', '"soon"', "20260101"],
    "datetime": lambda _: ['"2026-01-01T09:00:00"', '"0001-01-01T00:00:00+14:00"', '"now"'],
    "enum": lambda _: ['"none of them"', "0"],
    "ref": lambda _: ["0", '"1"'],
}


def view(slice_: Slice) -> dict[str, object]:
    """What the templates of the backend are given beside `s`."""
    columns = [Column(slice_, each) for each in slice_.fields]
    refs = [each for each in columns if each.target]
    return {
        "columns": columns,
        "column_of": lambda field: Column(slice_, field),
        "refs": refs,
        # Each once, and not the feature itself: that needs no import.
        "targets": list({each.target.name: each.target for each in refs if each.target and
                         each.target.name != slice_.name}.values()),
        "label": next((each for each in columns if each.is_searched), None),
        "imports": imports,
        "model_imports": [each for column in columns for each in column.rules.imports],
        "data_imports": _data_imports(columns),
        "made_imports": [each for column in columns for each in MADE_IMPORTS.get(column.kind, ())],
        "listed": listed,
        "signature": signature,
        # Whether `made` counts anything: what only refers to others does not.
        "numbered": any("number" in each.made for each in columns if not each.target),
        # Whether two rows differ in anything that a test may set.
        "varies": any(each.varies for each in columns),
        "literal": literal,
    }  # fmt: skip


def _data_imports(columns: Iterable[Column]) -> set[Import]:
    """What the schemas import."""
    found: set[Import] = set()
    for column in columns:
        found |= {GIVEN_IMPORTS[column.kind]} if column.kind in GIVEN_IMPORTS else set()
        found |= {(".models", column.enum)} if column.kind == "enum" else set()
        found |= {(FIELDS, column.taken_class)} if column.taken_class else set()
        found |= {DEFAULT_CALLS[column.default_call]} if column.default_call else set()
        found |= {
            (FIELDS, bound)
            for bound in ("SMALLEST", "LARGEST")
            if f"={bound}" in column.taken + column.checked
        }
        found |= {("pydantic", "Field")} if "Field(" in column.taken + column.checked else set()
        found |= {("datetime", "UTC")} if "tzinfo=UTC" in column.checked else set()
    return found


def imports(*wanted: Iterable[Import] | Import) -> str:
    """The lines that import these, (module, name) each, sorted as `ruff check` sorts them.

    First the standard library, then packages, then the app, then this feature.
    """
    names: dict[str, set[str]] = {}
    for each in wanted:
        pairs = [each] if isinstance(each, tuple) else each
        for module, name in pairs:
            names.setdefault(module, set()).add(name)
    groups: dict[int, list[str]] = {}
    # `import pytest` comes before what is taken from a module.
    for module in sorted(names, key=lambda module: ("" not in names[module], module)):
        groups.setdefault(_group(module), []).append(_import(module, names[module]))
    return "\n\n".join("\n".join(groups[group]) for group in sorted(groups)) + "\n"


STANDARD_LIBRARY = frozenset({"datetime", "decimal", "itertools", "typing"})


def _group(module: str) -> int:
    if module.startswith("."):
        return 3
    if module.partition(".")[0] == "app":
        return 2
    return 0 if module in STANDARD_LIBRARY else 1


def _import(module: str, names: Iterable[str]) -> str:
    if "" in names:
        return f"import {module}"
    # Constants, classes, and then what is written small.
    ordered = sorted(names, key=lambda name: (_order(name), name))
    return listed(f"from {module} import ", ordered, "(", ")", always=False)


def _order(name: str) -> int:
    if len(name) > 1 and name.isupper():
        return 0
    return 1 if name[0].isupper() else 2


def listed(before: str, words: Iterable[str], opens: str, closes: str, *, always: bool = True) -> str:
    """`before`, and words in brackets: on one line where they fit, as `ruff format` writes them.

    Without `always`, the brackets are there only where there is more than one line.
    """
    words = list(words)
    line = before + (f"{opens}{', '.join(words)}{closes}" if always else ", ".join(words))
    if len(line) <= LINE:
        return line
    space = " " * (len(before) - len(before.lstrip()))
    return "\n".join([f"{before}{opens}", *(f"{space}    {word}," for word in words), f"{space}{closes}"])


def signature(name: str, arguments: Sequence[str]) -> str:
    """The head of a function that returns nothing, as `ruff format` breaks it."""
    words = ", ".join(arguments)
    line = f"def {name}({words}) -> None:"
    if len(line) <= LINE:
        return line
    if len(words) + 4 > LINE:
        words = ",\n    ".join(arguments) + ","
    return f"def {name}(\n    {words}\n) -> None:"


def literal(value: object) -> str:
    """A value as Python code, with the names that the files of a feature import."""
    if isinstance(value, Decimal):
        return f"Decimal({python(str(value))})"
    if isinstance(value, datetime.datetime):
        parts = [value.year, value.month, value.day, value.hour, value.minute]
        parts += [value.second] if value.second or value.microsecond else []
        parts += [value.microsecond] if value.microsecond else []
        return f"datetime({', '.join(map(str, parts))}, tzinfo=UTC)"
    if isinstance(value, datetime.date):
        return f"date({value.year}, {value.month}, {value.day})"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10_000:
        return f"{value:_}"
    return python(value)


def _target(column: Column) -> str:
    return column.target.singular if column.target else ""
