"""What people read of an update: what is new, and a line for each file."""

from __future__ import annotations

import pytest

from scripts.manage.terminal import output
from scripts.manage.updating import report
from scripts.manage.updating.merge import Result
from scripts.manage.updating.report import Row
from scripts.manage.updating.store import Entry, Tree

CHANGELOG = """\
# Changelog

What is new.

## Unreleased

- Not out yet.

## [1.10.0] - 2026-11-20

### Added

- Ten.

## v1.9.0 (2026-10-01)

- Nine.

## 1.0.1

- Mended.

## 1.0.0

- The first.
"""
TEN, NINE, MENDED, UNRELEASED, FIRST = (
    ["## [1.10.0] - 2026-11-20", "", "### Added", "", "- Ten."],
    ["## v1.9.0 (2026-10-01)", "", "- Nine."],
    ["## 1.0.1", "", "- Mended."],
    ["## Unreleased", "", "- Not out yet."],
    ["## 1.0.0", "", "- The first."],
)


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("v1.9.0", "v1.10.0", [TEN]),
        ("1.0.0", "1.9", [NINE, MENDED]),
        ("1.0.1", "1.0.1", []),
        # Commits after a release have what comes after it,
        ("v1.9.0-3-g0123abc", "v1.10.0", [TEN]),
        ("v1.9.0", "0123abc", [UNRELEASED, TEN]),
        ("v1.9.0-3-g0123abc", "v1.10.0-2-g0123abc", [UNRELEASED, TEN]),
        # and of any other commit nobody knows what it has.
        ("0123abc", "1.0.1", [MENDED, FIRST]),
    ],
)
def test_the_news_are_what_is_between_two_versions(old: str, new: str, parts: list[list[str]]) -> None:
    expected = [line for part in parts for line in [*part, ""]][:-1]
    assert report.news(CHANGELOG, old, new) == expected


def test_long_news_are_cut_and_say_so() -> None:
    long = "## 2.0\n" + "- More.\n" * 100
    shown = report.news(long, "1.0", "2.0")
    assert len(shown) == report.SHOWN_LINES + 1
    assert shown[0] == "## 2.0" and shown[-1] == "…"


@pytest.mark.parametrize("changelog", ["", "# Changelog\n", "No headings at all\n", "## \n- a\n"])
def test_a_changelog_without_versions_has_no_news(changelog: str) -> None:
    assert report.news(changelog, "1.0", "2.0") == []


def tree(**files: str) -> Tree:
    return {path: Entry("100644", oid) for path, oid in files.items()}


def test_every_file_has_one_line_that_says_what_becomes_of_it() -> None:
    before = tree(same="0", newer="1", goes="2", joined="3", kept="4", conflict="5", picture="6")
    after = tree(same="0", newer="1!", new="7", joined="3!", kept="4", conflict="5!", picture="6")
    sides = {2: Entry("100644", "6"), 3: Entry("100644", "8")}
    result = Result(
        after,
        conflicts={"conflict": sides, "picture": sides},
        joined=["joined", "conflict", "picture", "joined as it was"],
        kept=["kept"],
        stay_away=["deleted"],
    )
    assert report.rows(before, result) == [
        Row("conflict", "both", "CONFLICT: you decide"),
        Row("deleted", "yours", "stays away, as you deleted it"),
        Row("goes", "the template's", "goes"),
        Row("joined", "both", "your changes and the template's"),
        Row("kept", "yours", "stays; the template no longer has it"),
        Row("new", "the template's", "new"),
        Row("newer", "the template's", "newer"),
        Row("picture", "both", "CONFLICT: you decide"),
    ]


def test_a_renamed_file_has_one_line_and_says_whether_changes_come_along() -> None:
    before = tree(old="0", mine="1", **{"features/kept": "2"})
    after = tree(moved="0", ours="1!", **{"features/kept": "2"})
    renamed = {"moved": "old", "ours": "mine"}
    assert report.rows(before, Result(after, joined=["ours"], renamed=renamed)) == [
        Row("moved", "the template's", "renamed from old"),
        Row("ours", "both", "your changes and the template's; renamed from mine"),
    ]


def test_what_only_new_projects_get_is_told_by_its_folder() -> None:
    before = tree(**{"features/kept/a": "2"})
    offered = ["features/kept/b", "features/new/c", "features/new/deep/d"]
    assert report.rows(before, Result(before, offered=offered)) == [
        Row("features/kept/b", "yours", "for new projects; here with --bring"),
        Row("features/new", "yours", "for new projects; here with --bring"),
    ]


def test_where_nothing_changes_there_is_no_line() -> None:
    assert report.rows(tree(a="1"), Result(tree(a="1"))) == []
    assert [*report.table([])] == []


def test_columns_stand_below_each_other_in_both_scripts() -> None:
    rows = [
        Row("한국어.md", "사용자", "new"),
        Row("a", "both", "newer"),
        Row("a/long/path.txt", "both", "goes"),
    ]
    lines = [*report.table(rows)]
    for row, line in zip(rows, lines, strict=True):
        assert line.split() == [row.path, row.whose, row.what]
    places = {
        (output.width(line[: line.index(row.whose)]), output.width(line.removesuffix(row.what)))
        for row, line in zip(rows, lines, strict=True)
    }
    assert len(places) == 1
