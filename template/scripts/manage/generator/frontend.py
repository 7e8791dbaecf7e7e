"""How each kind of field is written in TypeScript and HTML: in drafts, forms, lists, details and specs.

`view` gives the templates of the frontend what they need beside the slice. What belongs to a kind stands in
the table below: one row a kind.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .fields import Field, bounds
from .rendering import typescript
from .slice import Slice
from .wording import LANGUAGES

# A list shows so many fields; all of them are on the page of the row.
IN_LIST = 5


@dataclass(frozen=True)
class Kind:
    """How one kind is written. {row} is a variable, {name} the field; {type} its type, {base} without null.

    `control`: its HTML. `draft`: the type of what the control holds, `empty` what that is at first.
    `to_draft`, `to_data`: from a row of the API to the draft and back; `or_empty`, `or_null` the same where
    it may be missing. `shown`: as people read it; {formats} and {choices} are filled in too.
    `is_wide`: whether it has a row of its own on the page. `in_list`: whether lists show it.
    """

    control: str
    shown: str
    draft: str = "string"
    empty: str = "''"
    to_draft: str = "{row}.{name}"
    or_empty: str = "{row}.{name} ?? ''"
    to_data: str = "draft.{name}"
    or_null: str = "draft.{name} || null"
    is_wide: bool = False
    in_list: bool = True
    is_number: bool = False
    is_sorted: bool = True


INPUT = '<input{type} [formField]="form.{name}" />'
SELECT = "select"

KINDS = {
    "string": Kind(INPUT.replace("{type}", ""), "{formats}.text({row}.{name})"),
    "text": Kind(
        '<textarea [formField]="form.{name}"></textarea>', "{formats}.text({row}.{name})",
        is_wide=True, in_list=False, is_sorted=False,
    ),
    "email": Kind(INPUT.replace("{type}", ' type="email"'), "{formats}.text({row}.{name})"),
    "url": Kind(INPUT.replace("{type}", ' type="url"'), "{formats}.text({row}.{name})", in_list=False),
    "integer": Kind(
        INPUT.replace("{type}", ' type="number"'), "{formats}.number({row}.{name})",
        draft="number | null", empty="null", or_empty="{row}.{name}",
        to_data="Number(draft.{name})", or_null="draft.{name}", is_number=True,
    ),
    "decimal": Kind(
        INPUT.replace("{type}", ' inputmode="decimal"'), "{formats}.decimal({row}.{name})", is_number=True
    ),
    "boolean": Kind(
        INPUT.replace("{type}", ' type="checkbox"'), "{formats}.flag({row}.{name})",
        draft="boolean", empty="false",
    ),
    "date": Kind(INPUT.replace("{type}", ' type="date"'), "{formats}.date({row}.{name})"),
    "datetime": Kind(
        INPUT.replace("{type}", ' type="datetime-local"'), "{formats}.moment({row}.{name})",
        to_draft="toLocal({row}.{name})", or_empty="{row}.{name} ? toLocal({row}.{name}) : ''",
        to_data="toMoment(draft.{name})", or_null="draft.{name} ? toMoment(draft.{name}) : null",
    ),
    "enum": Kind(SELECT, "{choices}.{name}[{row}.{name}]", draft="{type}"),
    "ref": Kind(
        SELECT, "{formats}.text({row}.{field}_label)",
        to_draft="String({row}.{name})", or_empty="String({row}.{name} ?? '')",
        to_data="Number(draft.{name})", or_null="draft.{name} ? Number(draft.{name}) : null",
        is_sorted=False,
    ),
}  # fmt: skip
# A box is on or off: where nothing may be said too, there are three answers.
OPTIONAL_BOOLEAN = Kind(
    SELECT, "{formats}.flag({row}.{name})",
    or_empty="{row}.{name} === null ? '' : String({row}.{name})",
    or_null="draft.{name} ? draft.{name} === 'true' : null",
)  # fmt: skip
SEARCHED = frozenset({"string", "text", "email", "url"})
IN_MOMENTS = ("now", "today", "toLocal", "toMoment")


class Control:
    """A field, as the frontend writes it."""

    def __init__(self, slice_: Slice, field: Field) -> None:
        self.field = field
        self.kind = field.kind
        self.name = field.column
        self.labels = field.labels
        self.optional = field.optional
        self.target = field.target
        self.type = f"{slice_.class_name}Detail['{self.name}']"
        is_three = field.kind == "boolean" and field.optional
        self._rules = OPTIONAL_BOOLEAN if is_three else KINDS[field.kind]
        self.is_wide = self._rules.is_wide
        self.is_number = self._rules.is_number
        self.is_sorted = self._rules.is_sorted
        self.in_list = self._rules.in_list
        self.is_searched = field.kind in SEARCHED
        # The options of a ref: authorOptions.
        self.options = f"{camel(field.name)}Options"

    @property
    def control(self) -> str:
        """Its HTML; nothing for a <select>, whose options the template writes."""
        return "" if self._rules.control == SELECT else self._filled(self._rules.control)

    @property
    def tag(self) -> str:
        """The element that its control is."""
        return self.control.partition("<")[2].partition(" ")[0] or SELECT

    @property
    def is_checkbox(self) -> bool:
        """Whether its control is a box, which is clicked, not typed into."""
        return self._rules.draft == "boolean"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a <select> offers: the values, and the expressions of what people read."""
        if self.kind == "enum":
            return [(each, f"texts().choices.{self.name}.{each}") for each in self.field.choices]
        return [(each, f"words().flags.{each}") for each in ("true", "false")]

    @property
    def may_be_empty(self) -> bool:
        """Whether a <select> begins with nothing chosen."""
        return self.optional or self.field.default is None

    @property
    def draft_type(self) -> str:
        """The type of what the control holds."""
        if self.kind == "enum":
            held = f"NonNullable<{self.type}>" if self.optional else self.type
            return f"{held} | ''" if self.may_be_empty else held
        return self._rules.draft

    @property
    def empty(self) -> str:
        """What the control of a new row holds."""
        value = self.field.default
        if value is None:
            return self._rules.empty
        if value in ("now", "today") and self.kind in ("date", "datetime"):
            return f"{value}()"
        if isinstance(value, datetime.datetime):
            return f"toLocal('{_moment(value)}')"
        if isinstance(value, Decimal):
            return typescript(f"{value:.2f}")
        if isinstance(value, bool):
            return typescript(str(value).lower() if self.optional else value)
        return typescript(value.isoformat() if isinstance(value, datetime.date) else value)

    def to_draft(self, row: str) -> str:
        """From a row of the API to what the control holds."""
        return self._filled(self._rules.or_empty if self.optional else self._rules.to_draft, row=row)

    @property
    def to_data(self) -> str:
        """From what the control holds to what the API takes."""
        if self.kind == "enum" and not self.optional and self.may_be_empty:
            return f"draft.{self.name} as {self.type}"
        return self._filled(self._rules.or_null if self.optional else self._rules.to_data)

    def shown(self, row: str, formats: str, choices: str) -> str:
        """As people read it; `formats` and `choices` are where those come from."""
        words = self._filled(self._rules.shown, row=row, formats=formats, choices=choices)
        if self.kind == "enum" and self.optional:
            return f"{row}.{self.name} ? {words} : {formats}.text(null)"
        return words

    @property
    def sample(self) -> str:
        """A value as the API sends it, for the specs."""
        return typescript(self._sample())

    @property
    def other(self) -> str:
        """Another value than the sample, as the API sends it, for the specs."""
        if self.kind == "enum":
            return typescript(self.field.choices[1])
        others = {"integer": "0", "decimal": "'0.01'", "boolean": "false", "date": "'2027-12-31'",
                  "datetime": "'2027-12-31T09:30:00Z'", "ref": "2"}  # fmt: skip
        return others.get(self.kind, "'Somebody else'")

    @property
    def typed(self) -> str:
        """What somebody types who fills in the control, for the specs."""
        value = self._sample()
        if self.kind == "datetime":
            return typescript("2026-01-31T09:30")
        return typescript(str(value).lower() if isinstance(value, bool) else str(value))

    def _sample(self) -> str | int | bool:
        field = self.field
        if field.kind in ("integer", "decimal"):
            least, most = bounds(field)
            value = min(max(Decimal(3), Decimal(least)), Decimal(most))
            return int(value) if field.kind == "integer" else f"{value:.2f}"
        if field.kind in ("string", "text"):
            return f"First {field.name.replace('_', ' ')}"[: field.length].strip()
        samples: dict[str, str | int | bool] = {
            "email": "minji@example.org",
            "url": "https://example.org",
            "boolean": True,
            "date": "2026-01-31",
            "datetime": "2026-01-31T09:30:00Z",
            "ref": 1,
        }
        return field.choices[0] if field.kind == "enum" else samples[field.kind]

    def _filled(self, words: str, **more: str) -> str:
        return words.format(name=self.name, field=self.field.name, type=self.type, **more)


def view(slice_: Slice) -> dict[str, object]:
    """What the templates of the frontend are given beside `s`."""
    controls = [Control(slice_, each) for each in slice_.fields]
    label = next((each for each in controls if each.is_searched), None)
    # A line says it all; a link, and a text of many lines, have their place on the page besides.
    others = [each for each in controls if each is not label or each.kind != "string"]
    in_list = [each for each in controls if each is not label and each.in_list][: IN_LIST - 1]
    first = label.name if label else "id"
    sortable = [*([first] if not label or label.is_sorted else []), *(c.name for c in in_list if c.is_sorted)]
    return {
        "ng": ng,
        "controls": controls,
        # What a row is called after; the other fields are shown under their names.
        "label": label,
        "others": others,
        "in_list": in_list,
        "list_needs_formats": any(_needs_formats(each) for each in in_list),
        "needs_formats": any(_needs_formats(each) for each in controls),
        # The first column that sorts, if one does.
        "sorted_by": sortable[0] if sortable else None,
        "refs": [each for each in controls if each.target],
        # Each of them once: what is asked for the options.
        "targets": sorted({each.target.kebab for each in controls if each.target}),
        "enums": [each for each in controls if each.kind == "enum"],
        # What has to be filled in, and begins empty.
        "must": [
            each
            for each in controls
            if each.kind != "boolean" and not each.optional and each.field.default is None
        ],
        "row": camel(slice_.singular),
        "rows": camel(slice_.name),
        "sample": f"sample{slice_.class_name}",
        "another": f"other{slice_.class_name}",
        "moments": moments(controls),
        "texts": {
            language: LANGUAGES[language].texts(said["one"], said["many"])
            for language, said in slice_.labels.items()
        },
    }


def moments(controls: Sequence[Control]) -> list[str]:
    """What a draft imports from the core's moments."""
    texts = [words for each in controls for words in (each.empty, each.to_draft("row"), each.to_data)]
    return [name for name in IN_MOMENTS if any(f"{name}(" in words for words in texts)]


def ng(expression: str) -> str:
    """An expression in an Angular template."""
    return f"{{{{ {expression} }}}}"


def _needs_formats(control: Control) -> bool:
    return "formats." in control.shown("row", "formats", "choices")


def camel(name: str) -> str:
    """book_title → bookTitle"""
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def _moment(value: datetime.datetime) -> str:
    """A moment as the API writes it."""
    return value.isoformat().replace("+00:00", "Z")
