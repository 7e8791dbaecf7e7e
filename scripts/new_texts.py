"""What new.sh says, in English and Korean: its own words, and those of the template's questions."""

from __future__ import annotations

import re
import string
from functools import cache

from new_korean import COPIER_KOREAN, LABELS_KOREAN, OWN_KOREAN, QUESTIONS_KOREAN
from scripts.manage.terminal import messages
from scripts.manage.terminal.translations import LANGUAGES

# Each question in a word or two, for the summary.
LABELS = {
    "project_name": "Name",
    "starting_point": "Starts as",
    "features": "Features",
    "languages": "Languages",
    "more": "Anything else",
    "project_slug": "Short name",
    "project_description": "What it is for",
    "user_name": "Author",
    "license": "Licence",
    "database": "Database",
    "ci": "Checks",
    "dev_container": "Dev container",
    "editors": "Editors",
    "dependency_updates": "Package updates",
    "backend_port": "Port of Flask",
    "frontend_port": "Port of Angular",
}


def use(language: str) -> None:
    """From here on, everything is said in this language of terminal.translations.LANGUAGES."""
    messages.use(language)
    # Beside the project's own texts, which these scripts say too.
    korean = LANGUAGES["ko"]
    LANGUAGES["ko"] = korean._replace(texts={**korean.texts, **OWN_KOREAN, **LABELS_KOREAN})


def label(name: str) -> str:
    """A question in a word or two, in the language in use."""
    return messages.text(LABELS.get(name) or name.replace("_", " ").capitalize())


def of_question(english: str) -> str:
    """A text of copier.yml in the language in use; English where it has no other."""
    if messages.language() != "ko" or not english:
        return english
    known = QUESTIONS_KOREAN | COPIER_KOREAN
    if english in known:
        return known[english]
    for pattern, korean in known.items():
        match = _matching(pattern).fullmatch(english)
        if match:
            values = {name: of_question(value) for name, value in match.groupdict().items()}
            return korean.format(**values)
    return english


@cache
def _matching(pattern: str) -> re.Pattern[str]:
    """What finds a sentence with its values again: "at most {longest} characters"."""
    parts = string.Formatter().parse(pattern)
    return re.compile(
        "".join(re.escape(words) + (f"(?P<{name}>.+)" if name else "") for words, name, _, _ in parts)
    )
