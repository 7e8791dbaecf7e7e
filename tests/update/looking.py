"""`copier update` of a day, and what doctor finds lost right behind it: tried once, for the tests of both."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from harness.git import git
from scripts.manage.updating import losses
from scripts.manage.updating.switch import WorkTree
from update.case import Case, attempt
from update.judge import Ended, Verdict
from update.small import Small
from update.ways import COPIER, Way


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


@dataclass
class Tried:
    """The days that were tried, by the name of their first case.

    harness/workers.py brings the tests of a day to the same worker.
    """

    small: Small
    known: dict[str, tuple[dict[str, Verdict], Looking]] = field(default_factory=dict)

    def __call__(self, day: Sequence[Case], folder: Path) -> tuple[dict[str, Verdict], Looking]:
        """What came of each case of a day, and what was found. `folder` is an empty one."""
        name = day[0].name
        if name not in self.known:
            looking = Looking()
            way = Way(COPIER.name, looking.run, is_careful=False)
            self.known[name] = attempt(day, way, self.small, folder), looking
        return self.known[name]
