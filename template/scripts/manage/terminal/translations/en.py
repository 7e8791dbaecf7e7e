"""English: it stands in the code, so nothing is translated."""

from __future__ import annotations

# What Windows calls it, whatever the country (learn.microsoft.com, "Language Identifier Constants").
WINDOWS = 0x09
YES = ("yes",)

TEXTS: dict[str, str] = {}
