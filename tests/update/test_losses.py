"""What doctor finds after plain `copier update`: all that the judge calls lost, and nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pytest

from harness.git import git
from scripts.manage.updating import losses
from scripts.manage.updating.switch import WorkTree
from update.case import Case, attempt
from update.judge import CONFLICT, KEPT, LOST, Ended
from update.owners_day import GROUPS
from update.small import Small
from update.test_owners_day import name_of
from update.ways import COPIER, Way

# Of these, no commit has what was lost.
IN_NO_COMMIT = (
    "an ignored `.env`, and the template adds a file of this name",
    "a file not committed and hidden (`status.showUntrackedFiles=no`), where the template adds one",
    "a change hidden from git (`git update-index --skip-worktree`)",
)
DAYS = [
    day for group in GROUPS if not group.is_real for day in group.days() if day[0].name not in IN_NO_COMMIT
]


@dataclass
class Looking:
    """`copier update`, and a look at what it lost right behind it."""

    found: list[str] = field(default_factory=list)
    looked: bool = False

    def run(
        self, project: Path, environment: Mapping[str, str], data: Mapping[str, str], address: str | None
    ) -> Ended:
        ended = COPIER.run(project, environment, data, address)
        with patch.dict(os.environ, environment):
            work_tree = WorkTree(project)
            update = losses.plain_update(work_tree)
            if update and not ended.crashed:
                self.looked = True
                before = git(project, "status", "--porcelain", "--ignored")
                self.found = losses.find(work_tree, [sys.executable], *update)
                assert git(project, "status", "--porcelain", "--ignored") == before
        return ended


@pytest.mark.parametrize("day", DAYS, ids=[name_of(day) for day in DAYS])
def test_doctor_finds_what_copier_lost_and_nothing_else(
    day: tuple[Case, ...], small: Small, folder: Path
) -> None:
    looking = Looking()
    verdicts = attempt(day, Way("copier update", looking.run, is_careful=False), small, folder)
    outcomes = {verdict.outcome for verdict in verdicts.values()}
    if LOST in outcomes:
        assert looking.found, [v.reasons for v in verdicts.values()]
    elif outcomes <= {KEPT, CONFLICT}:
        assert looking.looked
        assert not looking.found, verdicts
