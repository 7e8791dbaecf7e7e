"""Which paths every system can hold."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
WINDOWS_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{device}{number}" for device in ("COM", "LPT") for number in "0123456789¹²³"
}
WINDOWS_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
# Windows' limit is 260, and the deepest path of an installed package takes 123 of it.
LONGEST = 110


def is_legal_on_windows(path: str) -> bool:
    return not any(
        WINDOWS_FORBIDDEN.search(part)
        or part.endswith((".", " "))
        or part.split(".")[0].rstrip().upper() in WINDOWS_RESERVED
        for part in PurePosixPath(path).parts
    )


def meeting(paths: Iterable[str]) -> list[str]:
    """The places at which two paths arrive where a disk knows no case, or no form of an accent."""
    places = Counter(unicodedata.normalize("NFC", path).casefold() for path in paths)
    return [place for place, times in places.items() if times > 1]


def folders(paths: Iterable[str]) -> set[str]:
    """All folders on the way to files."""
    return {str(folder) for path in paths for folder in PurePosixPath(path).parents}
