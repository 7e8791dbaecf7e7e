"""Taking a change over into a text that its owner has edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.manage.generator.patching import hunks, patched

OLD = "class Note:\n    id = 1\n    title = 2\n\n    def label(self):\n        return self.title\n"
NEW = OLD.replace("    title = 2\n", "    title = 2\n    rating = 3\n")
LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n", "\n"]), max_size=12).map("".join)


@given(LINES, LINES)
def test_an_unedited_text_becomes_the_new_one(old: str, new: str) -> None:
    assert patched(old, new, old) == new


@given(LINES, LINES, LINES)
def test_every_line_of_an_edited_text_that_does_not_change_stays(old: str, new: str, mine: str) -> None:
    found = patched(old, new, mine)
    if found is not None and old == new:
        assert found == mine


def test_edits_elsewhere_stay() -> None:
    mine = OLD.replace("return self.title", "return self.title.upper()") + "\n\ndef more(): ...\n"
    found = patched(OLD, NEW, f"# mine\n{mine}")
    assert found == f"# mine\n{mine}".replace("    title = 2\n", "    title = 2\n    rating = 3\n")


@pytest.mark.parametrize("edited", ["    title = 5\n", "", "    title = 2\n    mine = 4\n"])
def test_where_the_place_was_edited_nothing_is_guessed(edited: str) -> None:
    assert patched(OLD, NEW, OLD.replace("    title = 2\n", edited)) is None


def test_line_ends_stay() -> None:
    assert patched(OLD, NEW, OLD.replace("\n", "\r\n")) == NEW.replace("\n", "\r\n")


def test_what_is_left_to_write_says_where() -> None:
    (hunk,) = hunks(OLD, NEW)
    assert (hunk.before, hunk.taken, hunk.given) == ("    title = 2", (), ("    rating = 3",))
