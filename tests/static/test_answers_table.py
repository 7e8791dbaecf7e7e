"""docs/answers.md counts what copier.yml and the list of answers hold now."""

from __future__ import annotations

import pytest

from harness import answers_table, distinct, repository
from harness.answers import combinations


def test_the_page_is_what_the_answers_are(request: pytest.FixtureRequest) -> None:
    page = answers_table.page()
    if request.config.getoption(answers_table.OPTION):
        answers_table.PAGE.write_text(page, encoding="utf-8", newline="\n")
    written = answers_table.PAGE.read_text(encoding="utf-8")
    assert written == page, f"write docs/answers.md anew:  {answers_table.WRITE}"


@pytest.mark.parametrize("part", distinct.PARTS)
def test_the_projects_that_are_built_have_every_distinct_part(part: str) -> None:
    built = {distinct.digest(part, answers) for answers in distinct.projects()}
    assert built == {distinct.digest(part, answers) for answers in combinations()}
    assert 1 < len(built) == distinct.number(part)


def test_an_answer_that_changes_no_file_below_makes_no_other_tree() -> None:
    assert distinct.digest("backend", {"license": "MIT"}) == distinct.digest("backend", {"license": "none"})
    assert distinct.digest("backend", {"database": "none"}) != distinct.digest("backend", {})


def test_the_page_is_linked() -> None:
    for path in ("README.md", "README.ko.md", "CONTRIBUTING.md"):
        assert "docs/answers.md" in repository.text(path), path
    assert answers_table.WRITE in repository.text("CONTRIBUTING.md")
