"""A project of every release, with what its owner has done since: updated, it sets up, tests and builds.

`manage.py update` carries it, as the docs teach. One project a release: installing takes most of the time.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from harness.every_release import (
    ANSWERS,
    DELETED,
    EDITS,
    IGNORED,
    NEVER_WAS,
    PRESENT,
    answers_known_to,
    edit,
    history,
    lines_of_the_owner,
)
from harness.git import git
from harness.ownership import TemplateVersion
from harness.projects import SetUp
from harness.releases import released
from harness.rendered import copy
from harness.running import manage, succeed
from harness.template_repository import TemplateRepository

# The answers take turns.
STARTS = list(
    zip([NEVER_WAS, *(each.version.tag for each in released())], cycle(reversed(ANSWERS)), strict=False)
)

BY_STRUCTURE = ("frontend/angular.json", "frontend/package.json")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    return history(tmp_path_factory.mktemp("history") / "template")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """For one project; hundreds of megabytes, which pytest would keep."""
    yield tmp_path / "내 앱"
    shutil.rmtree(tmp_path / "내 앱", ignore_errors=True)


def same(path: str, one: str, other: str) -> bool:
    """Whether two texts say the same. What is merged by structure may have another order."""
    if path in BY_STRUCTURE:
        return bool(json.loads(one) == json.loads(other))
    return one == other


@pytest.mark.parametrize(("tag", "answers"), STARTS)
def test_an_edited_project_of_every_release_works_after_the_update(
    template: TemplateRepository, folder: Path, set_up: SetUp, tmp_path: Path, tag: str, answers: str
) -> None:
    old, present = TemplateVersion.of_commit(template.folder, tag), TemplateVersion.of_work_tree()
    project = copy(template, folder, answers_known_to(old, ANSWERS[answers]), vcs_ref=tag)
    project.commit()
    set_up(folder)
    edit(project)
    project.commit("Our shelf")

    succeed(manage(folder, "update", "--from", str(template.folder)))

    # Nothing is in conflict, and nothing of the owner's is gone or back.
    assert git(folder, "ls-files", "--unmerged") == ""
    for path, lines in lines_of_the_owner().items():
        text = project.text(path)
        assert [line for line in lines if line not in text] == [], path
    assert not [path for path in DELETED if project.path(path).exists()]
    # What came is what a new project with the same edits has.
    today = copy(template, tmp_path / "today", answers_known_to(present, project.recorded), vcs_ref=PRESENT)
    edit(today)
    tracked = set(git(folder, "ls-files", "-z").split("\0")) - {""}
    expected = {path for path in today.files() if path not in IGNORED}
    assert {path for path in tracked ^ expected if not present.is_owners(path)} == set()
    templates = {path for path in expected if not present.is_owners(path)}
    assert [path for path in templates if not same(path, project.text(path), today.text(path))] == []

    succeed(manage(folder, "types"))
    project.commit("The newest")
    succeed(manage(folder, "test"))
    succeed(manage(folder, "build"))
    assert project.path("frontend/dist/index.html").is_file()
    assert git(folder, "status", "--porcelain") == ""
    # There is nothing more to do.
    before = git(folder, "rev-parse", "HEAD")
    succeed(manage(folder, "update", "--from", str(template.folder)))
    assert (git(folder, "rev-parse", "HEAD"), git(folder, "status", "--porcelain")) == (before, "")
    assert "installed already" in succeed(manage(folder, "setup"))


def test_what_the_owner_does_is_seen_in_each_file(template: TemplateRepository, tmp_path: Path) -> None:
    """An edit that changed nothing would prove nothing."""
    project = copy(template, tmp_path / "app", ANSWERS["defaults"], vcs_ref=PRESENT)
    project.commit()
    edit(project)
    assert set(EDITS) <= {line.split(" ", 1)[1] for line in project.status()}
