"""From every release to the present, whatever was answered: no conflict, and all of it the newest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.every_release import ANSWERS, NEVER_WAS, PRESENT, STARTS, answers_known_to, history
from harness.git import git
from harness.ownership import TemplateVersion
from harness.rendered import Rendered, copy
from harness.template_repository import TemplateRepository


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    return history(tmp_path_factory.mktemp("history") / "template")


def contents(project: Rendered) -> dict[str, tuple[str, bool]]:
    """Each file's text, and whether it can be started."""
    executable = {path: os.access(project.path(path), os.X_OK) for path in project.files()}
    return {path: (project.text(path), os.name != "nt" and executable[path]) for path in executable}


@pytest.mark.parametrize(("tag", "answers"), STARTS)
def test_a_project_of_every_release_becomes_what_it_would_be_today(
    template: TemplateRepository, tmp_path: Path, tag: str, answers: str
) -> None:
    old = TemplateVersion.of_commit(template.folder, tag)
    present = TemplateVersion.of_work_tree()
    given = answers_known_to(old, ANSWERS[answers])
    project = copy(template, tmp_path / "내 앱", given, vcs_ref=tag)
    project.commit()
    before = contents(project)

    project.update()

    assert git(project.root, "ls-files", "--unmerged") == ""
    after = contents(project)
    assert not [path for path in after if path.endswith(".rej")]
    assert {path: after.get(path) for path in before if old.is_owners(path)} == {
        path: content for path, content in before.items() if old.is_owners(path)
    }
    answered = answers_known_to(present, project.recorded)
    assert answers_known_to(present, given).items() <= answered.items()
    today = contents(copy(template, tmp_path / "today", answered))
    assert {path: text for path, text in after.items() if not present.is_owners(path)} == {
        path: text for path, text in today.items() if not present.is_owners(path)
    }


def test_the_release_that_never_was_differs_in_every_way(template: TemplateRepository) -> None:
    words = ["diff", "--summary", "--find-renames", "--name-status", NEVER_WAS, PRESENT, "--", "template"]
    kinds = {line[0] for line in git(template.folder, *words).splitlines()}
    assert kinds >= set("ADMR")
    changes = git(template.folder, "diff", "--summary", NEVER_WAS, PRESENT)
    assert "mode change 100644 => 100755 template/scripts/bootstrap.sh" in changes
    asked = [TemplateVersion.of_commit(template.folder, tag).questions.keys() for tag in (NEVER_WAS, PRESENT)]
    assert asked[1] - asked[0] == {"project_description"}
