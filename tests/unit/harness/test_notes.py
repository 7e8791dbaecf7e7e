"""Texts in several languages, as one text of Jinja."""

from __future__ import annotations

import pytest

from harness import notes, questions

LISTS = {
    "both": "[\n  en,\n  ko\n]\n",
    "en": "[\n  en\n]\n",
    "ko": "[\n  ko\n]\n",
}
# Nothing that all have stands first or last.
BLOCKS = {
    "both": "const en;\n\nconst ko: typeof en;\n\nexport { en, ko };\n",
    "en": "const en;\n\nexport { en };\n",
    "ko": "const ko;\n\nexport { ko };\n",
}


@pytest.mark.parametrize("texts", [LISTS, BLOCKS, dict.fromkeys(LISTS, "the same\n")])
def test_each_language_gives_its_text_byte_for_byte(texts: dict[str, str]) -> None:
    template = notes.by_language(texts)
    assert {name: questions.rendered(template, {"languages": name}) for name in texts} == texts
    assert template.endswith("\n") and not template.endswith("\n\n")


def test_what_jinja_would_read_is_refused() -> None:
    with pytest.raises(AssertionError, match="Jinja"):
        notes.by_language({"both": "{{ a }}\n", "en": "a\n"})
