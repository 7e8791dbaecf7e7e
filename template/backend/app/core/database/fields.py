"""Types for the fields of schemas: what both SQLite and PostgreSQL can keep."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

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


def today() -> date:
    """Return the date of this day, where the server stands."""
    return datetime.now().astimezone().date()


def in_utc(moment: datetime) -> datetime:
    """Return the same moment in UTC. Raises ValueError outside the years 1 to 9999."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("This moment lies outside the calendar.") from error


def none_for_blank(value: object) -> object:
    """Return None for a text in which nothing shows: that is what a form sends for an empty field."""
    return None if isinstance(value, str) and not value.strip() else value


Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=WITHOUT_NUL)]
Text = Annotated[str, StringConstraints(pattern=WITHOUT_NUL)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, pattern=EMAIL)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, pattern=URL)]
Integer = Annotated[int, Field(ge=SMALLEST, le=LARGEST)]
Amount = Annotated[Decimal, Field(max_digits=12, decimal_places=2)]
Id = Annotated[int, Field(ge=1, le=LARGEST)]
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]

# The same where a field may be left empty.
OptionalLine = Annotated[Line | None, BeforeValidator(none_for_blank)]
OptionalText = Annotated[Text | None, BeforeValidator(none_for_blank)]
OptionalEmail = Annotated[Email | None, BeforeValidator(none_for_blank)]
OptionalUrl = Annotated[Url | None, BeforeValidator(none_for_blank)]
