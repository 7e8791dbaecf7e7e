"""What users read: made from names, or said with --label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .. import faults
from ..problem import Problem
from ..terminal.messages import text
from . import names
from .wording import LANGUAGES

LONGEST = 60
# en=Notes, one.en=Note, due.en=Due, status.draft.en=Draft
ENTRY = re.compile(r"(?:(?P<of>[^=]+)\.)?(?P<language>[a-z]{2})=(?P<words>.*)", re.DOTALL)
ONE = "one"
IN_CAPITALS = frozenset({"dvd", "html", "id", "isbn", "pdf", "url"})

# {"en": "Due", …}
Label = dict[str, str]


class Examples(NamedTuple):
    """Labels as somebody might say them."""

    of_feature: str
    of_field: str
    of_choice: str


@dataclass(frozen=True)
class Labels:
    """What was said with --label: for the feature (`many`, `one`), by field, and by field and choice.

    `languages` are those that labels are made in.
    """

    languages: Sequence[str] = tuple(LANGUAGES)
    many: Label = field(default_factory=dict)
    one: Label = field(default_factory=dict)
    fields: dict[str, Label] = field(default_factory=dict)
    choices: dict[tuple[str, str], Label] = field(default_factory=dict)

    def of_feature(self, feature: names.Names) -> dict[str, dict[str, str]]:
        """{"en": {"one": "Note", "many": "Notes"}, …}"""
        many = self._of_name(feature.name) | self.many
        one = self._of_name(feature.singular)
        one |= {language: LANGUAGES[language].one_of(words) for language, words in self.many.items()}
        one |= self.one
        return {language: {"one": one[language], "many": many[language]} for language in self.languages}

    def of_field(self, name: str) -> Label:
        return self._of_name(name) | self.fields.get(name, {})

    def of_choice(self, name: str, choice: str) -> Label:
        return self._of_name(choice) | self.choices.get((name, choice), {})

    def _of_name(self, name: str) -> Label:
        return {language: made for language, made in of_name(name).items() if language in self.languages}

    def require_known(self, known: Mapping[str, Iterable[str]]) -> None:
        """Raises Problem FA183 where a label is for a field, or a choice of one, that there is not.

        `known` holds the choices of each field.
        """
        for name in self.fields:
            if name not in known:
                raise _refused(f"{name}.…", text("There is no field {name}.", name=name))
        for name, choice in self.choices:
            if choice not in known.get(name, ()):
                why = text("There is no choice {name}:{choice}.", name=name, choice=choice)
                raise _refused(f"{name}.{choice}.…", why)


def read(entries: Iterable[str], languages: Sequence[str] = tuple(LANGUAGES)) -> Labels:
    """What --label says. Raises Problem FA183 where an entry cannot be understood."""
    labels = Labels(languages)
    for entry in entries:
        match = ENTRY.fullmatch(entry)
        if not match or match["language"] not in LANGUAGES:
            raise _refused(entry)
        words = _checked(entry, match["words"])
        if match["language"] not in languages:
            continue
        name, _, choice = (match["of"] or "").partition(".")
        if choice:
            place = labels.choices.setdefault((name, choice), {})
        elif name == ONE:
            place = labels.one
        elif name:
            place = labels.fields.setdefault(name, {})
        else:
            place = labels.many
        place[match["language"]] = words
    return labels


def read_noted(entries: Iterable[str], languages: Iterable[str]) -> Labels:
    """What was said when a feature was written, in the languages that it has and the project has still.

    Raises Problem FA183 where an entry cannot be understood.
    """
    there = [language for language in languages if language in LANGUAGES]
    matches = {entry: ENTRY.fullmatch(entry) for entry in entries}
    said = [entry for entry, match in matches.items() if not match or match["language"] in LANGUAGES]
    return read(said, there or tuple(LANGUAGES))


def of_name(name: str) -> Label:
    """Made from a name, in each language: due → Due; where no word is known, the name itself."""
    words = [word.upper() if word in IN_CAPITALS else word for word in name.split("_")]
    plain = " ".join(words)
    plain = plain[:1].upper() + plain[1:]
    singular = names.singular_of(name)
    return {
        language: wording.known.get(name) or wording.known.get(singular) or plain
        for language, wording in LANGUAGES.items()
    }


def examples() -> Examples:
    """A feature's in each language, a field's and a choice's in one."""
    last = list(LANGUAGES)[-1]
    _, field, choice = LANGUAGES[last].examples
    return Examples(
        " ".join(f'{name}="{wording.examples[0]}"' for name, wording in LANGUAGES.items()),
        f'title.{last}="{field}"',
        f'status.draft.{last}="{choice}"',
    )


def _refused(entry: str, why: str = "") -> Problem:
    of_feature, of_field, of_choice = examples()
    return Problem(
        faults.NOT_A_LABEL,
        why=why,
        entry=entry,
        of_feature=of_feature,
        of_field=of_field,
        of_choice=of_choice,
    )


def _checked(entry: str, words: str) -> str:
    """The words, as one Unicode form. Raises Problem FA183 where they are no line of 1 to 60 letters."""
    words = unicodedata.normalize("NFC", words).strip()
    if not words or len(words) > LONGEST:
        why = text("A label has 1 to {longest} letters.", longest=LONGEST)
        raise _refused(entry, why)
    # Cc: control characters, Cf: invisible ones that turn the direction, Cs: halves of a letter.
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in words):
        raise _refused(entry, text("It holds a character that nobody sees."))
    return words
