"""From every release to the present, whatever was answered: no conflict, and all of it the newest.

The releases come from this repository's history. One more never was: it differs from the present in each way
in which a template's files can, so that there is one to start from before the first release.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from harness import repository
from harness.git import git
from harness.ownership import TemplateVersion
from harness.releases import released
from harness.rendered import DEFAULTS, Rendered, copy
from harness.template_repository import TemplateRepository

NEVER_WAS = "v0.0.0"
PRESENT = "v999.0.0"
ANSWERS: dict[str, dict[str, Any]] = {
    "defaults": DEFAULTS,
    "others": {
        "project_name": "출석부",
        "project_slug": "chulseokbu",
        "user_name": "O'Neil & 홍길동",
        "license": "none",
        "backend_port": 1024,
        "frontend_port": 65535,
    },
}

# Of the one that never was, a project with the default answers is what test_update.py starts from.
STARTS = [(NEVER_WAS, "others"), *((each.version.tag, answers) for each in released() for answers in ANSWERS)]


def make_older(template: TemplateRepository) -> None:
    """Turn the present into what might have been before it."""
    changed = "scripts/manage/terminal/output.py"
    template.write(changed, template.path(changed).read_text(encoding="utf-8") + "\n\nOLD = True\n")
    template.write("scripts/manage/dropped.py", "DROPPED = True\n")
    template.path("docs/update.md").rename(template.path("docs/updating.md"))
    template.path("docs/offline.md").unlink()
    template.path("scripts/bootstrap.sh").chmod(0o644)
    # A question that was not asked yet. The owner's files name its answer too.
    config = template.folder / "copier.yml"
    before, _, rest = config.read_text(encoding="utf-8").partition("\nproject_description:\n")
    config.write_text(before + rest[rest.index("\n\n") + 1 :], encoding="utf-8", newline="")
    for path in repository.template_files():
        if path.endswith(".jinja") and template.path(path).exists():
            text = template.path(path).read_text(encoding="utf-8")
            template.write(path, text.replace("project_description", "'Once.'"))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    made = TemplateRepository.of_history(tmp_path_factory.mktemp("history") / "template")
    made.take_work_tree()
    make_older(made)
    made.release(NEVER_WAS)
    made.take_work_tree()
    made.release(PRESENT)
    return made


def contents(project: Rendered) -> dict[str, tuple[str, bool]]:
    """Each file's text, and whether it can be started."""
    executable = {path: os.access(project.path(path), os.X_OK) for path in project.files()}
    return {path: (project.text(path), os.name != "nt" and executable[path]) for path in executable}


def answers_known_to(version: TemplateVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: answer for name, answer in answers.items() if name in version.questions}


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
