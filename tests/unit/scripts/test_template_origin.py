"""Which address and version a new project remembers. With real git repositories, and no network."""

from __future__ import annotations

from pathlib import Path

import pytest

import template_origin
from harness.git import commit_all, git
from scripts.manage.problem import Problem

GITHUB = "https://github.com/someone/flask-angular"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "틀 template"
    folder.mkdir()
    git(folder, "init", "--quiet")
    commit_all(folder, "First")
    return folder


def head(clone: Path) -> str:
    return git(clone, "rev-parse", "HEAD")


def publish(clone: Path, url: str) -> None:
    """As if this HEAD had been fetched from `url`."""
    git(clone, "remote", "add", "origin", url)
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD")


def release(clone: Path, tag: str) -> None:
    commit_all(clone, tag)
    git(clone, "tag", "--annotate", tag, "-m", tag)


def code_of(clone: Path, wanted: str | None = None) -> str:
    with pytest.raises(Problem) as raised:
        template_origin.find(clone, wanted)
    return raised.value.code


def test_a_clone_without_origin_is_remembered_by_its_absolute_path(clone: Path) -> None:
    found = template_origin.find(clone)
    assert (found.address, found.reference) == (str(clone), head(clone))
    assert Path(found.address).is_absolute()
    assert any("keep it" in note for note in found.notes)


@pytest.mark.parametrize(
    ("origin", "address", "url"),
    [
        (GITHUB, GITHUB, f"{GITHUB}.git"),
        (f"{GITHUB}.git", f"{GITHUB}.git", f"{GITHUB}.git"),
        (f"{GITHUB}/", GITHUB, f"{GITHUB}.git"),
        ("git@github.com:someone/x.git", "git@github.com:someone/x.git", "git@github.com:someone/x.git"),
        ("https://git.example.org/x", "git+https://git.example.org/x", "https://git.example.org/x"),
        ("ssh://git@example.org/x", "git+ssh://git@example.org/x", "ssh://git@example.org/x"),
    ],
)
def test_a_published_version_is_remembered_by_its_origin_and_read_from_the_clone(
    clone: Path, origin: str, address: str, url: str
) -> None:
    publish(clone, origin)
    found = template_origin.find(clone)
    assert (found.address, found.reference) == (address, head(clone))
    assert found.git_config == {f"url.{clone}.insteadOf": url}
    assert found.notes == []


def test_copier_gives_git_the_url_that_is_read_from_the_clone() -> None:
    """Copier's own view of the addresses; without it, the clone would not be read."""
    from copier._vcs import get_repo

    for origin in (
        GITHUB,
        f"{GITHUB}.git",
        "git@github.com:a/b.git",
        "https://git.example.org/x",
        "ssh://h/x",
    ):
        address, url = template_origin._for_copier(origin)
        assert get_repo(address) == url


@pytest.mark.parametrize("user", ["someone:secret@", "token@", "x-access-token:ghp_1@"])
def test_no_password_is_remembered(clone: Path, user: str) -> None:
    publish(clone, f"https://{user}git.example.org/x.git")
    found = template_origin.find(clone)
    assert found.address == "https://git.example.org/x.git"
    assert user not in repr(found)


def test_a_version_that_was_never_pushed_is_remembered_by_the_clones_path(clone: Path) -> None:
    publish(clone, f"{GITHUB}.git")
    commit_all(clone, "Not pushed")
    found = template_origin.find(clone)
    assert (found.address, found.reference) == (str(clone), head(clone))
    assert found.git_config == {}
    assert f"not at {GITHUB}.git" in found.notes[0]


@pytest.mark.parametrize("origin", ["../elsewhere", "/srv/templates", "C:/templates"])
def test_an_origin_that_is_a_folder_is_not_remembered(clone: Path, origin: str) -> None:
    publish(clone, origin)
    assert template_origin.find(clone).address == str(clone)


def test_the_newest_release_is_taken(clone: Path) -> None:
    for tag in ("v1.0.0", "v1.9.0", "v1.10.0"):
        release(clone, tag)
    commit_all(clone, "After it")
    assert template_origin.find(clone).reference == "v1.10.0"


@pytest.mark.parametrize("tag", ["v2.0.0rc1", "v2.0.0-beta", "latest", "2.0.0.dev1"])
def test_what_is_no_release_is_not_taken(clone: Path, tag: str) -> None:
    release(clone, "v1.0.0")
    release(clone, tag)
    assert template_origin.find(clone).reference == "v1.0.0"


def test_a_release_of_another_branch_is_not_taken(clone: Path) -> None:
    release(clone, "v1.0.0")
    git(clone, "checkout", "--quiet", "-b", "next")
    release(clone, "v2.0.0")
    git(clone, "checkout", "--quiet", "main")
    assert template_origin.find(clone).reference == "v1.0.0"


@pytest.mark.parametrize("wanted", ["v1.0.0", "HEAD", "HEAD~1", "main"])
def test_a_wanted_version_is_remembered_as_something_that_does_not_move(clone: Path, wanted: str) -> None:
    release(clone, "v1.0.0")
    commit_all(clone, "After it")
    expected = wanted if wanted == "v1.0.0" else git(clone, "rev-parse", wanted)
    assert template_origin.find(clone, wanted).reference == expected


def test_uncommitted_changes_are_told_and_not_taken(clone: Path) -> None:
    committed = head(clone)
    (clone / "new.txt").write_text("not committed", encoding="utf-8")
    found = template_origin.find(clone)
    assert found.reference == committed
    assert any("uncommitted" in note for note in found.notes)


def test_an_unknown_version_is_a_problem(clone: Path) -> None:
    assert code_of(clone, "v9.9.9") == "FA085"


def test_a_repository_without_a_commit_is_a_problem(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert code_of(tmp_path) in {"FA085", "FA086"}


def test_a_downloaded_archive_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "FA082"


def test_an_archive_inside_another_repository_is_refused(clone: Path) -> None:
    # git would answer for the repository around it.
    (clone / "downloads" / "template").mkdir(parents=True)
    assert code_of(clone / "downloads" / "template") == "FA082"


def test_a_shallow_clone_is_refused(clone: Path, tmp_path: Path) -> None:
    commit_all(clone, "Second")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", clone.as_uri(), str(shallow))
    assert code_of(shallow) == "FA084"


def test_a_clone_that_belongs_to_somebody_else_is_refused(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Git's own tests use this variable for the same.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(Problem) as raised:
        template_origin.find(clone)
    assert raised.value.code == "FA083"
    assert raised.value.remedy == [f'git config --global --add safe.directory "{clone}"']


def test_no_git_is_a_problem(clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert code_of(clone) == "FA081"


def test_git_is_given_its_settings_by_the_environment(clone: Path) -> None:
    publish(clone, f"{GITHUB}.git")
    assert template_origin.find(clone).environment() == {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{clone}.insteadOf",
        "GIT_CONFIG_VALUE_0": f"{GITHUB}.git",
    }
