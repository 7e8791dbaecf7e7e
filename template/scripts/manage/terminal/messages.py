"""What users read, in English or Korean. English stands in the code; korean.py holds the translations."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping

from .korean import KOREAN

LANGUAGES = ("en", "ko")
# What Windows calls Korean, whatever the country (learn.microsoft.com, "Language Identifier Constants").
WINDOWS_KOREAN = 0x12

_language = "en"


def use(language: str) -> None:
    """From here on, texts are given in this language of LANGUAGES."""
    global _language
    _language = language


def language() -> str:
    """The language in use."""
    return _language


def text(english: str, **values: object) -> str:
    """The text in the language in use, each {name} replaced by its value."""
    words = KOREAN.get(english, english) if _language == "ko" else english
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
    """The language of this machine's user: what the locale's variables say, else what Windows speaks."""
    # The order in which POSIX asks them (Base Definitions, 8.2).
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "ko" if environment[name].lower().startswith("ko") else "en"
    if sys.platform == "win32":
        import ctypes

        return "ko" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == WINDOWS_KOREAN else "en"
    return "en"
