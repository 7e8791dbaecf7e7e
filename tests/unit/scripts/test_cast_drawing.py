"""What a terminal is sent becomes lines, and lines become a picture that can be read back."""

from __future__ import annotations

import re

import pytest

import cast_drawing
from cast_drawing import Line, Printed, Take

SENT = (
    "\x1b[36m→\x1b[0m \x1b[1mpython3 -m venv venv\x1b[0m\r\n"
    "\x1b[2m  … 가상 0.2 s\x1b[0m\r\x1b[2K\x1b[2m  … 가상 0.4 s\x1b[0m\r\x1b[2K"
    "\x1b[32m✓\x1b[0m a < b & c\r\n\r\nend"
).encode()


def printed(*chunks: bytes) -> Printed:
    made = Printed()
    for number, chunk in enumerate(chunks):
        made.take(number, chunk)
    return made


def test_lines_colours_and_what_was_wiped_away_are_told_apart() -> None:
    made = printed(SENT)
    assert [(line.text, line.until is None) for line in made.lines] == [
        ("→ python3 -m venv venv", True),
        ("  … 가상 0.2 s", False),
        ("  … 가상 0.4 s", False),
        ("✓ a < b & c", True),
        ("", True),
    ]
    assert made.lines[0].parts == (("→", "c"), (" ", ""), ("python3 -m venv venv", "b"))
    assert made.plain() == "→ python3 -m venv venv\n✓ a < b & c\n\nend"


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_letters_and_colours_may_come_in_pieces(size: int) -> None:
    pieces = [SENT[start : start + size] for start in range(0, len(SENT), size)]
    assert [line.text for line in printed(*pieces).lines] == [line.text for line in printed(SENT).lines]
    assert "�" not in printed(*pieces).plain()
    assert "\x1b" not in printed(*pieces).plain()


def takes() -> list[Take]:
    long = "x" * 130
    return [
        Take("first", (*printed(SENT).lines, Line(100, ((long, "b"),)))),
        Take("second", tuple(Line(number, ((f"line {number}", ""),)) for number in range(40))),
    ]


def test_the_picture_gives_back_what_was_printed() -> None:
    lines = cast_drawing.lines_of(cast_drawing.picture(takes()))
    assert lines == cast_drawing.transcript(takes())
    assert "x" * 130 in lines
    assert "  … 가상 0.4 s" not in lines


def test_long_waits_are_cut() -> None:
    (total,) = set(re.findall(r"\{animation:\w+ ([\d.]+)s", cast_drawing.picture(takes())))
    assert float(total) < 60


def test_every_moment_lies_in_the_animation() -> None:
    moments = [float(each) for each in re.findall(r"([\d.]+)%\{", cast_drawing.picture(takes()))]
    assert 0 <= min(moments) <= max(moments) <= 100


def test_a_page_takes_the_text_between_its_marks() -> None:
    page = f"before\n{cast_drawing.BEGIN}\nold\n{cast_drawing.END}\nafter\n"
    written = cast_drawing.with_transcript(page, takes())
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert cast_drawing.shown_in(written) == cast_drawing.transcript(takes())
    assert cast_drawing.with_transcript(written, takes()) == written
    with pytest.raises(ValueError, match="has no"):
        cast_drawing.with_transcript("no marks", takes())
