"""Words in columns: broken between words, Korean letters two columns wide."""

from __future__ import annotations

import pytest

import columns
from scripts.manage.terminal import output

SENTENCES = [
    "Under which licence may others use it?",
    "다른 사람은 어떤 라이선스로 쓸 수 있습니까?",
    "a" * 90,
    "가" * 45 + " 끝",
    "short",
    "a " + "b" * 50 + " c",
]


@pytest.mark.parametrize("words", SENTENCES)
@pytest.mark.parametrize("room", [11, 20, 37, 38, 79])
@pytest.mark.parametrize("indent", ["", "  "])
def test_no_line_is_too_long_and_no_letter_is_lost(words: str, room: int, indent: str) -> None:
    lines = columns.wrapped(words, room, indent=indent)
    assert max(map(output.width, lines)) <= room
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(line.startswith(indent) for line in lines[1:])


def test_lines_break_between_words() -> None:
    assert columns.wrapped("a bb ccc dddd", 6) == ["a bb", "ccc", "dddd"]
    assert columns.wrapped("a bb ccc dddd", 8, indent="  ") == ["a bb ccc", "  dddd"]
    assert columns.wrapped("나라 말", 6) == ["나라", "말"]


def test_nothing_is_one_empty_line() -> None:
    assert columns.wrapped("", 10) == [""]
