"""English: it stands in the code, so nothing is translated."""

from __future__ import annotations

# What Windows calls it, whatever the country (learn.microsoft.com, "Language Identifier Constants").
WINDOWS = 0x09

TEXTS: dict[str, str] = {}
