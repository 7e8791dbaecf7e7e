"""What owners really do, and what an update makes of it: docs/updates.md says it for both ways."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import repository, update_table
from harness.template_repository import TemplateRepository
from update import small as small_template
from update.case import Case, attempt
from update.judge import CONFLICT, KEPT, STOPPED
from update.owners_day import GROUPS
from update.small import Small
from update.ways import PROJECT, WAYS, Way

CASES = [case for group in GROUPS for case in group.cases]


def _git_version() -> tuple[int, ...]:
    words = subprocess.run(["git", "--version"], check=True, capture_output=True, text=True).stdout.split()
    return tuple(int(number) for number in words[2].split(".")[:2])


@pytest.mark.skipif(os.name == "nt", reason="the table is of Linux: symbolic links, modes, hooks in sh")
@pytest.mark.skipif(
    _git_version() < tuple(map(int, update_table.GIT.split("."))),
    reason=f"the table is of git {update_table.GIT} and newer",
)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_update_does_to_the_owners_work_what_the_page_says(
    case: Case,
    way: Way,
    small: Small,
    folder: Path,
    record_property: Callable[[str, object], None],
    request: pytest.FixtureRequest,
) -> None:
    verdict = attempt(case, way, small, folder)
    record_property(update_table.OUTCOME, [case.name, way.name, verdict.outcome])
    if way is PROJECT:
        assert verdict.outcome in (KEPT, CONFLICT, STOPPED), "\n".join(verdict.reasons)
    if not request.config.getoption("--write-update-table"):
        page = update_table.PAGE.read_text(encoding="utf-8")
        said = update_table.said(page, case.name, way.name)
        assert verdict.outcome == said, "\n".join([f"write it anew:  {update_table.WRITE}", *verdict.reasons])


def test_the_small_template_is_rendered_as_copier_does(small: Small) -> None:
    """The judge compares with it, and starting Copier for each case would take longer than the updates."""
    made = dict(small.made)
    answers = small_template.recorded(made)
    del made[repository.ANSWERS]
    assert made == small_template.render(TemplateRepository(small.template.folder), answers)
