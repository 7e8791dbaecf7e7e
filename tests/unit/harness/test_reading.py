"""How pages are measured: what counts as a word, a sentence, a section, a screen."""

from __future__ import annotations

from harness import reading
from harness.pages import Page

TEXT = """# Title of it

Type `py -m venv venv`, see [the page](page.md). `pip` comes along: 한국어 is fine too. [a.md](a.md) says how.

```sh
many words that nobody reads as prose
```

| one cell. Two sentences | another |
|---|---|
- a point {% if x %}of a list{% endif %}

## Second

Two words
"""


def test_sentences_end_with_a_sign_a_cell_a_point_and_a_line() -> None:
    assert list(reading.sentences(TEXT)) == [
        "Title of it",
        "Type Code, see the page.",
        "Code comes along: 한국어 is fine too.",
        "Code says how.",
        "one cell.",
        "Two sentences",
        "another",
        "a point of a list",
        "Second",
        "Two words",
    ]


def test_code_is_one_word_of_a_sentence_and_none_of_a_page() -> None:
    assert reading.length("Type Code, see the page.") == 5
    assert reading.words("Type `py -m venv venv`, see the page.") == 4
    assert reading.minutes("word " * 500) == 2.5


def test_sections_begin_with_the_second_headings() -> None:
    assert list(reading.sections(TEXT)) == ["", "Second"]
    assert reading.words(reading.sections(TEXT)["Second"]) == 2


def test_a_long_line_fills_several_of_a_screen() -> None:
    assert reading.screens(Page("p.md", "short\n\n" * 55)) == 1
    assert reading.screens(Page("p.md", "x" * 101)) == 2 / 55
