"""No project of any release is harmed by the template as it is now: the rules are in harness/ownership.py."""

from __future__ import annotations

import re
from dataclasses import replace

import changelog
from harness import ownership, repository
from harness.git import git
from harness.ownership import OWN_FOLDERS, SHARED, TemplateVersion, matcher
from harness.releases import Release, released
from harness.template_repository import TemplateRepository
from version import Version


def test_the_template_keeps_the_rules_for_projects_of_every_release() -> None:
    changes = repository.text(changelog.FILE)
    assert ownership.faults_since_releases(TemplateVersion.of_work_tree(), changes) == {}


def test_the_rules_can_read_this_template(template: TemplateRepository) -> None:
    """Before the first release too: this template against itself as a release, and then with a breach."""
    release = Release(Version(0, 0, 0), git(template.folder, "rev-parse", "HEAD"))
    present = TemplateVersion.of_work_tree()
    nothing_told = f"## {changelog.UNRELEASED}\n"

    def found(present: TemplateVersion) -> list[str]:
        return ownership.faults_since(release, present, nothing_told, template.folder)

    assert found(present) == []
    (fault,) = found(replace(present, files=present.files | {"planted.txt"}))
    assert fault.startswith("planted.txt is new")
    without_author = {name: part for name, part in present.config.items() if name != "user_name"}
    (fault,) = found(replace(present, config=without_author))
    assert fault.startswith("user_name is asked no more")
    without_owners = {**present.config, "_exclude": []}
    assert len(found(replace(present, config=without_owners))) == len(present.owners) > 10


def test_every_tag_stands_on_the_commit_of_its_release() -> None:
    commits = {release.version.tag: release.commit for release in released()}
    tags = git(repository.ROOT, "tag", "--list").splitlines()
    tagged = {tag: git(repository.ROOT, "rev-parse", f"{tag}^{{commit}}") for tag in tags}
    assert tagged.items() <= commits.items()


def test_the_page_of_files_names_the_templates_own_folders() -> None:
    for page in ("template/docs/files.md.jinja", "template/docs/files.ko.md.jinja"):
        templates = repository.text(page).split("\n## ")[2]
        assert not [folder for folder in OWN_FOLDERS if f"`{folder}/`" not in templates], page


def test_files_of_both_are_there_and_none_is_the_owners_alone() -> None:
    present = TemplateVersion.of_work_tree()
    for entry in SHARED:
        found = list(matcher([entry]).match_files(present.files))
        assert found, entry
        assert not [path for path in found if present.is_owners(path)]


def test_the_tests_that_contributing_names_exist() -> None:
    named = re.findall(r"`(test_\w+?)_?…?`", repository.text("CONTRIBUTING.md").partition("## From one")[2])
    source = repository.text("tests/unit/harness/test_ownership.py")
    assert len(named) > 5
    assert not [name for name in named if f"def {name}" not in source]
