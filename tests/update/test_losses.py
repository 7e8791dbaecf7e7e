"""What doctor finds after plain `copier update`: all that the judge calls lost, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from update.case import Case
from update.judge import CONFLICT, KEPT, LOST
from update.looking import Tried
from update.owners_day import GROUPS
from update.test_owners_day import name_of

# Of these, no commit has what was lost.
IN_NO_COMMIT = (
    "an ignored `.env`, and the template adds a file of this name",
    "a file not committed and hidden (`status.showUntrackedFiles=no`), where the template adds one",
    "a change hidden from git (`git update-index --skip-worktree`)",
)
DAYS = [
    day for group in GROUPS if not group.is_real for day in group.days() if day[0].name not in IN_NO_COMMIT
]


@pytest.mark.parametrize("day", DAYS, ids=[name_of(day) for day in DAYS])
def test_doctor_finds_what_copier_lost_and_nothing_else(
    day: tuple[Case, ...], by_copier: Tried, folder: Path
) -> None:
    verdicts, looking = by_copier(day, folder)
    outcomes = {verdict.outcome for verdict in verdicts.values()}
    if LOST in outcomes:
        assert looking.found, [v.reasons for v in verdicts.values()]
    elif outcomes <= {KEPT, CONFLICT}:
        assert looking.looked
        assert not looking.found, verdicts
