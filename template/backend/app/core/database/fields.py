"""Types for the fields of schemas: what both SQLite and PostgreSQL can keep."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

# PostgreSQL keeps no NUL character in a text, and no larger number in an INTEGER.
WITHOUT_NUL = r"^[^\x00]*$"
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


def read_amount(value: object) -> object:
    """Return the number that a text holds. Raises ValueError.

    In JSON it is a text, because JavaScript's numbers know no exact 0.1.
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and re.match(AMOUNT, value, re.ASCII):
        return Decimal(value)
    raise ValueError('This is no text of a number with at most two places: "9.99".')


class AmountInApi:
    """How the description of the API shows an amount: as a text, with its limits beside it."""

    def __get_pydantic_json_schema__(self, schema: Any, _handler: object) -> dict[str, Any]:
        """Return the schema. `ge` and `le` are what a field says of it."""
        number = schema["schema"]
        limits = {"ge": "minimum", "le": "maximum"}
        said = {limits[word]: float(number[word]) for word in limits if word in number}
        return {"type": "string", "pattern": AMOUNT} | said


def none_for_blank(value: object) -> object:
    """Return None for a text in which nothing shows: that is what a form sends for an empty field."""
    return None if isinstance(value, str) and not value.strip() else value


Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=WITHOUT_NUL)]
Text = Annotated[str, StringConstraints(pattern=WITHOUT_NUL)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, pattern=EMAIL)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, pattern=URL)]
Integer = Annotated[int, Field(ge=SMALLEST, le=LARGEST)]
Amount = Annotated[
    Decimal,
    Field(max_digits=12, decimal_places=2),
    BeforeValidator(read_amount),
    AmountInApi(),
]
Id = Annotated[int, Field(ge=1, le=LARGEST)]
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]

# The same where a field may be left empty.
OptionalLine = Annotated[Line | None, BeforeValidator(none_for_blank)]
OptionalText = Annotated[Text | None, BeforeValidator(none_for_blank)]
OptionalEmail = Annotated[Email | None, BeforeValidator(none_for_blank)]
OptionalUrl = Annotated[Url | None, BeforeValidator(none_for_blank)]
