"""The languages that features are written in: one module each. The answer decides which are here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple


class Wording(NamedTuple):
    """What is said of a feature in one language."""

    # What fields, features and choices with these names are called; of others, the name itself.
    known: Mapping[str, str]
    # From what many are called to what one is called.
    one_of: Callable[[str], str]
    # From what one and many are called to the texts of the pages, by their names there.
    texts: Callable[[str, str], dict[str, str]]
    # Labels of a feature, of a field and of a choice, as somebody might say them.
    examples: tuple[str, str, str]


def _read(name: str) -> Wording:
    module = import_module(f".{name}", __package__)
    return Wording(module.KNOWN, module.one_of, module.texts, module.EXAMPLES)


# By its code, such as "en".
LANGUAGES = {name: _read(name) for name in sorted(module.name for module in iter_modules(__path__))}
