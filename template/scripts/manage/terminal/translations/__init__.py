"""The languages that the terminal speaks: one module each. The answer decides which are here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple


class Language(NamedTuple):
    """A language that the terminal speaks."""

    # Its number in Windows, without the country.
    windows: int
    # From the English text, as it stands in the code, to this language's; what is missing stays English.
    texts: Mapping[str, str]
    # What people type for a yes, besides "y".
    yes: tuple[str, ...]


def _read(name: str) -> Language:
    module = import_module(f".{name}", __package__)
    return Language(module.WINDOWS, module.TEXTS, module.YES)


# By its code, such as "en"; the first one is spoken on machines of any other language.
LANGUAGES = {name: _read(name) for name in sorted(module.name for module in iter_modules(__path__))}
