"""docs/venv-claims.md says what the tests' marks say, and every sentence of it is in the page."""

from __future__ import annotations

import pytest

from harness import claim_table, repository
from harness.claim_table import SAID_IN, WRITE

# What the widespread mistakes are about, each a word of what is said.
REQUIRED = (
    "PYTHONPATH", "base_prefix", "clone", "moved", "while it is activated", "beside lib", "~/.m2",
    "everywhere", "--break-system-packages", "prompt", "changes much",
)  # fmt: skip


def test_the_page_is_what_the_marks_say(request: pytest.FixtureRequest) -> None:
    page = claim_table.page(claim_table.claims())
    if request.config.getoption("--write-claim-table"):
        claim_table.PAGE.write_text(page, encoding="utf-8", newline="\n")
    assert claim_table.PAGE.read_text(encoding="utf-8") == page, f"write it anew:  {WRITE}"


def test_every_widespread_mistake_has_its_row() -> None:
    said = " ".join(claim.said for claim in claim_table.claims())
    assert [words for words in REQUIRED if words not in said] == []


def test_every_sentence_is_in_the_page_word_for_word() -> None:
    text = repository.text(SAID_IN)
    missing = [claim.sentence for claim in claim_table.claims() if claim.sentence not in text]
    assert missing == []
