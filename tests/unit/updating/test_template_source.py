"""The template's repository: which versions it has, which one a project gets, and how it is asked for."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from copier._vcs import get_latest_tag, get_repo
from packaging.version import InvalidVersion, Version

from harness.git import commit_all, git
from scripts.manage.problem import Problem
from scripts.manage.updating import template_source
from scripts.manage.updating.template_source import Versions

COMMIT = "0123abcdef" * 4
# Lowest first. packaging, which Copier asks, judges them too.
RELEASES = [
    "0.0.1",
    "v0.1",
    "0.9.9",
    "1.0",
    "v1.0.0.post1",
    "1.0.post2",
    "1.0.1",
    "v1.2",
    "1.10",
    "v1.10.0.1",
    "2",
    "2026.1.31",
    "2026.11.2",
]
NO_RELEASES = ["v1.0.0rc1", "2.0.dev1", "1.0a1", "latest", "v", "", "1..0", "main", COMMIT, "1.0-3-g0123abc"]


def test_versions_are_compared_as_copier_compares_them() -> None:
    assert sorted(RELEASES, key=Version) == RELEASES
    for lower, higher in pairwise(RELEASES):
        assert template_source.order(lower) < template_source.order(higher)


@pytest.mark.parametrize("one", ["1.0", "v1", "1.0.0", "v1.0.0.0", "1.0.post0"])
def test_zeros_and_a_v_make_no_difference(one: str) -> None:
    assert template_source.order(one) == template_source.order("1.0.0")


@pytest.mark.parametrize("version", NO_RELEASES)
def test_what_is_no_release_counts_less_than_any(version: str) -> None:
    assert template_source.order(version) < template_source.order("0")
    try:
        assert Version(version).is_prerelease or not version
    except InvalidVersion:
        pass


@pytest.mark.parametrize("digits", ["0123456", "1234567", "12345678", "1" * 40])
def test_a_commit_whose_short_name_has_only_digits_is_no_release(digits: str) -> None:
    """Of all short names, these are four in a hundred."""
    assert template_source.order(digits) < template_source.order("0")
    assert Versions(("v1.0.0",), "").update_from(digits) == "v1.0.0"
    assert Versions((), digits + "f" * 20).update_from(digits) is None


TAGS = ("v1.0.0", "v1.10.0", "v1.9.0")


@pytest.mark.parametrize(
    ("version", "found"),
    [
        ("v1.0.0", "v1.10.0"),
        ("1.9", "v1.10.0"),
        ("v1.10.0", None),
        ("1.10", None),
        ("v2.0.0", None),
        # Some commits after a release,
        ("v1.9.0-3-g0123abc", "v1.10.0"),
        ("v1.10.0-3-g0123abc", None),
        # a commit that no release is known for, and one before the release.
        ("0123abc", "v1.10.0"),
        (COMMIT, "v1.10.0"),
        ("v1.10.0rc1", "v1.10.0"),
        ("v1.10.0rc1-2-g0123abc", "v1.10.0"),
    ],
)
def test_a_project_gets_the_highest_release_that_is_newer(version: str, found: str | None) -> None:
    assert Versions(TAGS, "").update_from(version) == found


def test_a_post_release_is_newer() -> None:
    assert Versions(("v1.0.0", "v1.0.0.post1"), "").update_from("v1.0.0") == "v1.0.0.post1"
    assert Versions(("v1.0.0", "v1.0.0.post1"), "").update_from("v1.0.0.post1") is None


@pytest.mark.parametrize("version", ["0123abc", COMMIT, "v1.0.0-3-g0123abc"])
def test_without_releases_a_project_gets_the_newest_commit(version: str) -> None:
    assert Versions((), COMMIT).update_from(version) is None
    assert Versions((), "f" * 40).update_from(version) == "f" * 40


# --- Addresses ---


@pytest.mark.parametrize(
    "address",
    [
        "gh:owner/template",
        "gh:/owner/template",
        "gh:owner/template.git",
        "gl:group/sub/template",
        "https://github.com/owner/template",
        "https://github.com/owner/template.git",
        "https://gitlab.com/owner/template",
        "https://git.example.org/owner/template.git",
        "git+https://git.example.org/owner/template",
        "git+ssh://git@git.example.org/template",
        "git+file:///srv/template",
        "git@github.com:owner/template.git",
        "git@git.example.org:template",
        "git://git.example.org/template",
        "ssh://git@git.example.org/template.git",
        "file:///srv/템플릿.git",
    ],
)
def test_git_is_asked_for_what_copier_would_ask_it_for(address: str) -> None:
    assert template_source.url(address) == get_repo(address)


def test_a_folder_is_asked_for_as_copier_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "내 템플릿"
    folder.mkdir()
    git(folder, "init", "--quiet")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for address in (str(folder), "~/내 템플릿"):
        found = get_repo(address)
        assert found and Path(template_source.url(address)) == Path(found) == folder


def test_a_slash_at_the_end_of_a_web_address_does_no_harm() -> None:
    """Copier would ask for owner/template/.git."""
    for address in ("https://github.com/owner/template/", "gh:owner/template/"):
        assert template_source.url(address) == "https://github.com/owner/template.git"


# --- Repositories ---


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A template's repository with one commit."""
    folder = tmp_path / "template"
    folder.mkdir()
    git(folder, "init", "--quiet")
    commit_all(folder, "The first")
    return folder


def tag(folder: Path, *names: str) -> None:
    for name in names:
        git(folder, "tag", "--annotate", name, "-m", name)


def test_the_newest_release_is_the_one_that_copier_takes(repository: Path, tmp_path: Path) -> None:
    tag(repository, "v1.9.0", "v1.10.0", "v2.0.0rc1", "latest", "release/3.0", "v1.10.0.post1")
    commit_all(repository, "Later than all releases")
    found = template_source.versions(str(repository), tmp_path)
    assert found.newest == get_latest_tag(str(repository)) == "v1.10.0.post1"
    assert set(found.tags) == {"v1.9.0", "v1.10.0", "v1.10.0.post1"}


def test_without_releases_the_newest_is_the_last_commit(repository: Path, tmp_path: Path) -> None:
    tag(repository, "v2.0.0rc1", "latest")
    last = commit_all(repository, "The last")
    assert get_latest_tag(str(repository)) == "HEAD"
    assert template_source.versions(str(repository), tmp_path) == Versions((), last)


def test_a_repository_without_commits_has_nothing_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert not template_source.versions(str(tmp_path), tmp_path).update_from("0123abc")


def test_an_address_may_be_seen_from_the_project(repository: Path) -> None:
    tag(repository, "v1.0.0")
    project = repository.parent / "project"
    project.mkdir()
    assert template_source.versions("../template", project).newest == "v1.0.0"


def test_a_copy_has_all_versions(repository: Path, tmp_path: Path) -> None:
    tag(repository, "v1.0.0")
    last = commit_all(repository, "Later")
    (tmp_path / "update").mkdir()
    copied = template_source.copy(str(repository), tmp_path / "update", tmp_path)
    for version in ("v1.0.0", last, last[:7]):
        assert template_source.name_of(copied, version, "")
    with pytest.raises(Problem) as raised:
        template_source.name_of(copied, "v1.0.1", "https://name:secret@git.example.org/template")
    assert raised.value.code == "FA144"
    assert "secret" not in raised.value.what and "git.example.org/template" in raised.value.what


def test_a_history_that_is_cut_off_is_refused(repository: Path, tmp_path: Path) -> None:
    commit_all(repository, "The second")
    cut = tmp_path / "cut"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", str(cut))
    with pytest.raises(Problem) as raised:
        template_source.copy(str(cut), tmp_path, tmp_path)
    assert raised.value.code == "FA143"


@pytest.mark.parametrize("address", ["nowhere", "--upload-pack=touch was-run", "-u"])
def test_an_address_at_which_there_is_nothing_is_told(address: str, tmp_path: Path) -> None:
    for ask in (
        lambda: template_source.versions(address, tmp_path),
        lambda: template_source.copy(address, tmp_path / "update", tmp_path),
    ):
        with pytest.raises(Problem) as raised:
            ask()
        assert raised.value.code == "FA142"
        assert address in raised.value.what
        assert address in " ".join(raised.value.output)
    assert not (tmp_path / "was-run").exists()
