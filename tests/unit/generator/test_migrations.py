"""What comes after what in backend/migrations/."""

from __future__ import annotations

from scripts.manage.generator import migrations
from scripts.manage.generator.migrations import Migration

ROW = [Migration("", "1", ()), Migration("", "2", ("1",)), Migration("", "3", ("2",))]


def test_the_newest_is_what_no_other_follows() -> None:
    assert migrations.head(ROW) == "3"
    assert migrations.head([]) is None
    joined = [*ROW, Migration("", "2b", ("1",)), Migration("", "4", ("3", "2b"))]
    assert migrations.head(joined) == "4"
    assert migrations.up_to(["4"], joined) == {"1", "2", "2b", "3", "4"}
    assert migrations.up_to(["2b"], joined) == {"1", "2b"}


def test_what_the_database_has_been_through_is_read() -> None:
    lines = [
        "<base> -> 0001_notes (head), Make the table notes.",
        "0001_notes -> 0002_books, From a -> b.",
        "0001_a, 0001_b -> 0002_both (head) (mergepoint), merge",
        "",
    ]
    assert migrations.shown(lines) == ["0001_notes", "0002_books", "0002_both"]


def test_numbers_go_on_from_the_highest() -> None:
    names = ("0003_notes", "12_odd", "abc", "0004")
    assert migrations.next_number([Migration("", name, ()) for name in names]) == 13
    assert migrations.next_number([]) == 1
