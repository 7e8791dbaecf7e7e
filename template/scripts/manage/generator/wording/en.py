"""English, which names are written in anyway."""

from __future__ import annotations

from .. import names

KNOWN: dict[str, str] = {}
EXAMPLES = ("Notes", "Heading", "Rough")


def one_of(many: str) -> str:
    """Reading lists → Reading list"""
    before, space, last = many.rpartition(" ")
    return f"{before}{space}{names.singular_of(last)}"


def texts(one: str, many: str) -> dict[str, str]:
    """What the pages of a feature say."""
    one, many = lower(one), lower(many)
    return {
        "new": f"New {one}",
        "edit": f"Edit {one}",
        "empty": f"No {many} yet",
        "notFound": f"There is no such {one}",
    }


def lower(label: str) -> str:
    """A label within a sentence: "Note" → "note"; "PDF file" stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
