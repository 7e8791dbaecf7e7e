"""Releases are found from history, however they came into it."""

from __future__ import annotations

from pathlib import Path

import pytest

import release
from harness.git import commit_all, git
from harness.releases import Release, released
from harness.small_template import SmallTemplate
from version import Version


@pytest.fixture
def template(tmp_path: Path) -> SmallTemplate:
    return SmallTemplate.make(tmp_path / "template")


def head(template: SmallTemplate) -> str:
    return git(template.folder, "rev-parse", "HEAD")


def test_releases_are_found_without_tags_the_oldest_first(template: SmallTemplate) -> None:
    first = Release(Version(1, 0, 0), head(template))
    template.tell("Bees.")
    template.commit()
    template.release("1.10.0")
    second = Release(Version(1, 10, 0), head(template))
    template.release("1.9.1")
    between = Release(Version(1, 9, 1), head(template))
    template.commit("After them")
    git(template.folder, "tag", "--delete", "v1.0.0", "v1.10.0", "v1.9.1")
    assert released(template.folder) == [first, between, second]


def test_what_the_release_script_commits_is_a_release(template: SmallTemplate) -> None:
    template.tell("Bees.")
    template.commit()
    release.prepare(template.folder, Version(1, 2, 0))
    assert released(template.folder)[-1] == Release(Version(1, 2, 0), head(template))


def test_a_history_without_a_release_has_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n\n- Bees.\n", encoding="utf-8")
    commit_all(tmp_path, "First")
    assert released(tmp_path) == []


def test_a_release_that_was_merged_is_the_merge(template: SmallTemplate) -> None:
    git(template.folder, "switch", "--quiet", "--create", "next")
    template.release("1.1.0")
    git(template.folder, "switch", "--quiet", "main")
    git(template.folder, "merge", "--quiet", "--no-ff", "-m", "Merge", "next")
    assert released(template.folder)[-1] == Release(Version(1, 1, 0), head(template))


def test_a_release_that_was_taken_back_and_made_again_is_the_last_one(template: SmallTemplate) -> None:
    template.release("1.1.0")
    git(template.folder, "revert", "--no-edit", "HEAD")
    git(template.folder, "tag", "--delete", "v1.1.0")
    template.release("1.1.0")
    assert released(template.folder)[-1] == Release(Version(1, 1, 0), head(template))
    assert len(released(template.folder)) == 2


def test_a_part_that_is_mended_later_makes_no_release(template: SmallTemplate) -> None:
    before = released(template.folder)
    template.lay("CHANGELOG.md", template.text("CHANGELOG.md").replace("2026-11-30", "2026-12-01"))
    template.commit()
    # Somebody else's version, told of afterwards.
    template.lay("CHANGELOG.md", template.text("CHANGELOG.md") + "\n## 0.9.0 – 2026-01-31\n\n- Old.\n")
    template.commit()
    assert released(template.folder) == before


def test_a_shallow_clone_is_told(template: SmallTemplate, tmp_path: Path) -> None:
    template.release("1.1.0")
    git(tmp_path, "clone", "--quiet", "--depth=1", template.folder.as_uri(), "shallow")
    with pytest.raises(AssertionError, match=r"shallow clone.*git fetch --unshallow"):
        released(tmp_path / "shallow")
