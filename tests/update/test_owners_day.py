"""What owners really do, and what an update makes of it: docs/updates.md says it for both ways."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import repository, update_table
from update.case import Case, Ground, Group, attempt
from update.judge import CONFLICT, KEPT, STOPPED
from update.looking import Tried
from update.owners_day import GROUPS
from update.small import Small, recorded
from update.ways import COPIER, PROJECT, WAYS, Way

DAYS = [(group, day) for group in GROUPS for day in group.days()]


def name_of(day: tuple[Case, ...]) -> str:
    return day[0].name if len(day) == 1 else f"{len(day)} in one day: {day[0].name}, and more"


def _git_version() -> tuple[int, ...]:
    words = subprocess.run(
        ["git", "--version"], check=True, capture_output=True, encoding="utf-8"
    ).stdout.split()
    return tuple(int(number) for number in words[2].split(".")[:2])


@pytest.mark.skipif(sys.platform != "linux", reason="the table is of Linux: links, modes, names of files")
@pytest.mark.skipif(
    _git_version() < tuple(map(int, update_table.GIT.split("."))),
    reason=f"the table is of git {update_table.GIT} and newer",
)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize(("group", "day"), DAYS, ids=[name_of(day) for _, day in DAYS])
def test_an_update_does_to_the_owners_work_what_the_page_says(
    group: Group,
    day: tuple[Case, ...],
    way: Way,
    folder: Path,
    record_property: Callable[[str, object], None],
    request: pytest.FixtureRequest,
) -> None:
    if way is COPIER and not group.is_real:
        tried: Tried = request.getfixturevalue("by_copier")
        verdicts, _ = tried(day, folder)
    else:
        ground: Ground = request.getfixturevalue("real" if group.is_real else "small")
        verdicts = attempt(day, way, ground, folder)
    for name, verdict in verdicts.items():
        record_property(update_table.OUTCOME, [name, way.name, verdict.outcome])
    if way is PROJECT:
        told = {case.name: case.told for case in day}
        for name, verdict in verdicts.items():
            fine = {KEPT, CONFLICT} | ({STOPPED} if told[name].may_stop or told[name].must_stop else set())
            assert verdict.outcome in fine, f"{name}: {verdict}"
    if not request.config.getoption("--write-update-table"):
        page = update_table.PAGE.read_text(encoding="utf-8")
        for name, verdict in verdicts.items():
            said = update_table.said(page, name, way.name)
            assert verdict.outcome == said, f"{name}: {verdict}; write it anew:  {update_table.WRITE}"


def test_the_small_template_is_rendered_as_copier_does(small: Small) -> None:
    """The judge compares with it, and starting Copier for each case would take longer than the updates."""
    made = dict(small.made)
    answers = recorded(made)
    del made[repository.ANSWERS]
    assert made == small.render(small.template, answers)
