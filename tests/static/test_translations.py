"""No source changes without its translation."""

from __future__ import annotations

import pytest

from harness import repository, translations
from harness.translations import OPTION, WRITE


def test_every_korean_text_was_made_from_the_source_as_it_is(request: pytest.FixtureRequest) -> None:
    if request.config.getoption(OPTION):
        for each in translations.every():
            (repository.ROOT / each.path).write_text(each.renewed(), encoding="utf-8", newline="\n")
    old = [each.path for each in translations.every() if each.noted != each.wanted]
    assert not old, f"bring the Korean up to date, then:  {WRITE}"


def test_pages_and_texts_have_translations() -> None:
    paths = {each.path for each in translations.every()}
    assert {"README.ko.md", "template/README.ko.md.jinja", "template/docs/problems.ko.md.jinja"} <= paths
    assert "template/frontend/src/app/core/texts.ts.jinja" in paths
