"""Types for the fields of schemas: what both SQLite and PostgreSQL can keep."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, core_schema

# PostgreSQL keeps no NUL character in a text, and no larger number in an INTEGER.
WITHOUT_NUL = r"^[^\x00]*$"
# At least one character that shows.
SHOWS = r"^[^\x00]*[^\s\x00][^\x00]*$"
SMALLEST, LARGEST = -(2**31), 2**31 - 1

# What browsers take in <input type="email"> (HTML Standard, "Valid email address").
EMAIL = (
    r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$"
)
# Nothing but these two: a link to "javascript:" would run as a script.
URL = r"^https?://[^\s\x00/?#]+(?:[/?#][^\s\x00]*)?$"

# 12 digits, two of them behind the point.
AMOUNT = r"^-?[0-9]{1,10}(\.[0-9]{1,2})?$"


def today() -> date:
    """Return the date of this day, where the server stands."""
    return datetime.now().astimezone().date()


def in_utc(moment: datetime) -> datetime:
    """Return the same moment in UTC. Raises ValueError outside the years 1 to 9999."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("This moment lies outside the calendar.") from error


def whole(value: object) -> object:
    """Return 2 for 2.0, which JSON does not tell apart."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def read_amount(value: object) -> object:
    """Return the number that a text holds. Raises ValueError.

    In JSON it is a text, because JavaScript's numbers know no exact 0.1.
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and re.match(AMOUNT, value, re.ASCII):
        return Decimal(value)
    raise ValueError('This is no text of a number with at most two places: "9.99".')


class ReadAmount:
    """Reads an amount, and shows in the description of the API that it is a text, with its limits."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return what checks it: `read_amount` first, then the limits."""
        return core_schema.no_info_before_validator_function(read_amount, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, _handler: object) -> dict[str, Any]:
        """Return the description. `ge` and `le` are what a field says of it."""
        number = schema["schema"]
        limits = {"ge": "minimum", "le": "maximum"}
        said = {limits[word]: float(number[word]) for word in limits if word in number}
        return {"type": "string", "pattern": AMOUNT} | said


def none_for_blank(value: object) -> object:
    """Return None for a text in which nothing shows: that is what a form sends for an empty field."""
    return None if isinstance(value, str) and not value.strip() else value


AnyLine = Annotated[str, StringConstraints(strip_whitespace=True, pattern=WITHOUT_NUL)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=SHOWS)]
AnyText = Annotated[str, StringConstraints(pattern=WITHOUT_NUL)]
Text = Annotated[str, StringConstraints(pattern=SHOWS)]
Email = Annotated[str, StringConstraints(pattern=EMAIL)]
Url = Annotated[str, StringConstraints(pattern=URL)]
# Limits of a number stand before these, so that they come into the description of the API:
# Annotated[int, Field(ge=1), AsWhole] | None. Without `| None`, `Whole = Field(ge=1)` does.
AsWhole = BeforeValidator(whole)
AsAmount = ReadAmount()
Whole = Annotated[int, AsWhole]
Integer = Annotated[int, Field(ge=SMALLEST, le=LARGEST), AsWhole]
Id = Annotated[int, Field(ge=1, le=LARGEST), AsWhole]
Amount = Annotated[Decimal, AsAmount]
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]

# Texts that may be left empty.
OptionalLine = Annotated[AnyLine | None, BeforeValidator(none_for_blank)]
OptionalText = Annotated[AnyText | None, BeforeValidator(none_for_blank)]
