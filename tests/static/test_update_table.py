"""docs/updates.md has a row for each case and no other; the update layer tries the cases themselves."""

from __future__ import annotations

from harness import repository, update_table
from update.judge import OUTCOMES
from update.owners_day import GROUPS
from update.ways import WAYS

GROUPED = {group.title: [case.name for case in group.cases] for group in GROUPS}


def test_the_page_has_a_row_for_each_case_and_no_other() -> None:
    text = update_table.PAGE.read_text(encoding="utf-8")
    page = update_table.page(GROUPED, [way.name for way in WAYS], OUTCOMES, update_table.read(text))
    assert text == page, f"write docs/updates.md anew:  {update_table.WRITE}"


def test_no_two_cases_have_one_name_and_each_stands_in_a_cell() -> None:
    names = [name for cases in GROUPED.values() for name in cases]
    assert len(set(names)) == len(names)
    assert not [name for name in names if "|" in name or "\n" in name]


def test_the_page_says_only_what_is_known() -> None:
    said = update_table.read(update_table.PAGE.read_text(encoding="utf-8"))
    assert {outcome for ways in said.values() for outcome in ways.values()} <= set(OUTCOMES)


def test_the_page_is_linked() -> None:
    for path in ("README.md", "README.ko.md", "CONTRIBUTING.md"):
        assert "docs/updates.md" in repository.text(path), path
    assert update_table.WRITE in repository.text("CONTRIBUTING.md")
