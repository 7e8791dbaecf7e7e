"""What users read, in a language of the project. English stands in the code, the others in translations/."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping

from .translations import LANGUAGES as LANGUAGES

FIRST = next(iter(LANGUAGES))
# What is taken for a yes, whatever language is in use.
YES = frozenset({"y"}.union(*(each.yes for each in LANGUAGES.values())))
# Where Windows keeps the country in the number of a language; the rest is the language.
WINDOWS_LANGUAGE = 0x3FF

_language = FIRST


def use(language: str) -> None:
    """From here on, texts are given in this language of LANGUAGES, by its code."""
    global _language
    _language = language


def language() -> str:
    """The language in use."""
    return _language


def text(english: str, **values: object) -> str:
    """The text in the language in use, each {name} replaced by its value."""
    words = LANGUAGES[_language].texts.get(english, english)
    return words.format(**values) if values else words


def typed_python() -> str:
    """What this machine's user types to start Python: Windows has `py` or `python`, the others `python3`."""
    if os.name == "nt":
        return "py" if shutil.which("py") else "python"
    return "python3"


def manage(words: str) -> str:
    """A call of manage.py as this machine's user types it."""
    return f"{typed_python()} manage.py {words}"


def of_machine(environment: Mapping[str, str] = os.environ) -> str:
    """The language of this machine's user, where the project has it, else the project's first one.

    The locale's variables say which it is, else what Windows speaks.
    """
    # The order in which POSIX asks them (Base Definitions, 8.2).
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return next((each for each in LANGUAGES if environment[name].lower().startswith(each)), FIRST)
    if sys.platform == "win32":
        import ctypes

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage() & WINDOWS_LANGUAGE
        return next((name for name, each in LANGUAGES.items() if each.windows == number), FIRST)
    return FIRST
