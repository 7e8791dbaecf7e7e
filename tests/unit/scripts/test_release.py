"""Releasing: what stands in the way is told before anything is changed. With real git, and no network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import private_venv
import release
from harness.git import commit_all, git
from scripts.manage.problem import Problem
from version import Version

MANIFEST = '[project]\nname = "틀"\nversion = "1.1.0"\n\n[tool.other]\nversion = "7.7.7"\n'
CHANGES = "# Changelog\n\n## Unreleased\n\n- Bees.\n\n## 1.1.0 – 2026-01-31\n\n- Cats.\n"
NEXT = Version(1, 2, 0)
AGREEING = "def test_versions() -> None:\n    assert True\n"


@pytest.fixture
def clone(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template's repository with one release, and something that is not released yet."""
    monkeypatch.setattr(private_venv, "ensure", lambda tests: Path(sys.executable))
    # The clone's test needs no plugin but that of -n0; loading all of them takes most of its time.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "xdist.plugin")
    folder = tmp_path / "틀 template"
    shutil.copytree(made, folder)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, which each test gets a copy of."""
    folder = tmp_path_factory.mktemp("made")
    git(folder, "init", "--quiet")
    # The test of the versions is compiled, unless the machine's PYTHONDONTWRITEBYTECODE says otherwise.
    write(folder, ".gitignore", "__pycache__/\n")
    write(folder, "pyproject.toml", MANIFEST)
    write(folder, release.AGREE, AGREEING)
    write(folder, "CHANGELOG.md", CHANGES.replace("## Unreleased\n\n- Bees.\n\n", ""))
    commit_all(folder, "Release 1.1.0")
    tag(folder, "v1.1.0")
    write(folder, "CHANGELOG.md", CHANGES)
    commit_all(folder, "Let bees in")
    return folder


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the test of the versions, which takes a second."""
    monkeypatch.setattr(release, "_require_agreement", lambda clone: None)


def write(clone: Path, path: str, text: str) -> None:
    (clone / path).parent.mkdir(parents=True, exist_ok=True)
    (clone / path).write_text(text, encoding="utf-8", newline="")


def change(clone: Path, path: str, old: str, new: str) -> None:
    text = (clone / path).read_text(encoding="utf-8")
    assert old in text
    write(clone, path, text.replace(old, new))
    commit_all(clone, "A change")


def tag(clone: Path, name: str) -> None:
    git(clone, "tag", "--annotate", name, "-m", name)


def state(clone: Path) -> list[str]:
    """All that a release may change."""
    return [
        git(clone, "rev-parse", "HEAD"),
        git(clone, "status", "--porcelain"),
        git(clone, "tag", "--list"),
    ]


def refused(clone: Path, version: Version = NEXT) -> Problem:
    """What `release.py` says, which must leave everything as it is."""
    before = state(clone)
    with pytest.raises(Problem) as raised:
        release.check(clone, version)
    assert release.main([str(version)], clone) == raised.value.exit_code
    assert state(clone) == before
    return raised.value


def test_a_release_is_a_commit_with_its_version_its_part_and_its_tag(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = git(clone, "rev-parse", "HEAD")
    assert release.main(["1.2.0"], clone) == 0
    assert git(clone, "rev-parse", "HEAD~1") == before
    assert git(clone, "log", "-1", "--format=%s") == "Release 1.2.0"
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "show", "HEAD:pyproject.toml") + "\n" == MANIFEST.replace("1.1.0", "1.2.0")
    part = f"## 1.2.0 – {date.today()}"
    assert git(clone, "show", "HEAD:CHANGELOG.md") + "\n" == CHANGES.replace("## Unreleased", part)
    assert git(clone, "cat-file", "-t", "v1.2.0") == "tag"
    assert git(clone, "rev-parse", "v1.2.0^{commit}") == git(clone, "rev-parse", "HEAD")
    printed = capsys.readouterr().out
    for words in ("1.1.0 → 1.2.0", f"Unreleased → 1.2.0 – {date.today()}", "Tag v1.2.0"):
        assert words in printed, words
    assert "git push --atomic origin main v1.2.0" in printed


def test_nothing_is_pushed(clone: Path, unhurried: None, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(clone), "origin")
    git(clone, "remote", "add", "origin", str(tmp_path / "origin"))
    git(clone, "fetch", "--quiet", "origin")
    refs = git(tmp_path / "origin", "for-each-ref")
    assert release.main(["1.2.0"], clone) == 0
    assert git(tmp_path / "origin", "for-each-ref") == refs
    # What it prints does push, both or none.
    git(clone, "push", "--quiet", "--atomic", "origin", "main", "v1.2.0")
    assert "v1.2.0" in git(tmp_path / "origin", "tag", "--list")


def test_it_is_taken_back_as_it_says(
    clone: Path, unhurried: None, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(clone)
    assert release.main(["1.2.0"], clone) == 0
    printed = [line.strip() for line in capsys.readouterr().out.partition("take it back")[2].splitlines()]
    for command in printed:
        if command.startswith("git "):
            git(clone, *command.split()[1:])
    assert state(clone) == before


@pytest.mark.parametrize("words", [["--check", "1.2.0"], ["1.2.0", "--check"], ["--check", "v1.2.0"]])
def test_a_check_changes_nothing(clone: Path, unhurried: None, words: list[str]) -> None:
    before = state(clone)
    assert release.main(words, clone) == 0
    assert state(clone) == before


def test_the_first_release_is_the_version_that_the_manifest_has_from_the_start(
    clone: Path, unhurried: None
) -> None:
    git(clone, "tag", "--delete", "v1.1.0")
    write(clone, "CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- Bees.\n")
    commit_all(clone, "As if there were no release yet")
    assert release.main(["1.1.0"], clone) == 0
    assert git(clone, "tag", "--list", "--points-at", "HEAD") == "v1.1.0"


def test_a_release_whose_tag_was_not_made_gets_it(
    clone: Path, unhurried: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Interrupted, or committed on another branch and merged here, as a protected main wants it."""
    git(clone, "switch", "--quiet", "--create", "next")
    release.prepare(clone, NEXT)
    git(clone, "switch", "--quiet", "main")
    git(clone, "merge", "--quiet", "--no-ff", "-m", "Merge the release", "next")
    commit = git(clone, "rev-parse", "HEAD")
    assert release.main(["1.2.0"], clone) == 0
    assert git(clone, "rev-parse", "v1.2.0^{commit}") == commit
    # The merge is not this program's to take back.
    assert "reset" not in capsys.readouterr().out


@pytest.mark.parametrize("version", ["1.2", "1.2.0rc1", "latest", "1.2.0.post1"])
def test_what_is_no_version_is_refused(clone: Path, version: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = state(clone)
    assert release.main([version], clone) == 2
    assert "FA092" in capsys.readouterr().err
    assert release.main([], clone) == 2
    assert state(clone) == before


@pytest.mark.parametrize("version", [Version(1, 1, 0), Version(1, 0, 9), Version(0, 99, 0)])
def test_a_version_that_is_not_higher_than_all_releases_is_refused(clone: Path, version: Version) -> None:
    assert refused(clone, version).code == "FA092"
    # Also where its tag was not fetched.
    git(clone, "tag", "--delete", "v1.1.0")
    assert refused(clone, version).code == "FA092"


def test_a_version_below_a_release_that_only_a_tag_tells_of_is_refused(clone: Path) -> None:
    tag(clone, "v1.10.0")
    problem = refused(clone)
    assert (problem.code, "1.10.0" in problem.what) == ("FA092", True)


@pytest.mark.parametrize("path", ["pyproject.toml", "new.txt"])
def test_uncommitted_work_is_refused(clone: Path, path: str) -> None:
    git(clone, "config", "status.showUntrackedFiles", "no")
    write(clone, path, f"{MANIFEST}\n")
    assert refused(clone).code == "FA093"


@pytest.mark.parametrize("words", [["switch", "--create", "next"], ["switch", "--detach"]])
def test_another_branch_is_refused(clone: Path, words: list[str]) -> None:
    git(clone, *words, "--quiet")
    assert refused(clone).code == "FA093"


def test_a_main_that_lacks_what_others_pushed_is_refused(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(clone), "theirs")
    commit_all(tmp_path / "theirs", "Pushed")
    git(clone, "remote", "add", "origin", str(tmp_path / "theirs"))
    git(clone, "fetch", "--quiet", "origin")
    problem = refused(clone)
    assert (problem.code, problem.remedy) == ("FA093", ["git pull --ff-only"])


def test_a_shallow_clone_is_refused(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", clone.as_uri(), "shallow")
    assert refused(tmp_path / "shallow").code == "FA084"


def test_a_heading_that_cannot_be_read_is_refused(clone: Path) -> None:
    change(clone, "CHANGELOG.md", "## 1.1.0 – ", "## 1.1.0 - ")
    assert refused(clone).code == "FA094"


@pytest.mark.parametrize("unreleased", ["", "## Unreleased\n\n"])
def test_nothing_new_is_no_release(clone: Path, unreleased: str) -> None:
    change(clone, "CHANGELOG.md", "## Unreleased\n\n- Bees.\n\n", unreleased)
    assert refused(clone).code == "FA094"


def test_commits_after_the_release_are_not_the_release(clone: Path) -> None:
    release.prepare(clone, NEXT)
    commit_all(clone, "Afterthought")
    assert refused(clone).code == "FA094"


@pytest.mark.parametrize("name", ["10-foo", "1.0.0", "v1.2", "v2.0.0rc1", "latest"])
def test_a_tag_that_is_no_release_is_refused(clone: Path, name: str) -> None:
    tag(clone, name)
    problem = refused(clone)
    assert (problem.code, problem.remedy) == ("FA095", [f"git tag --delete {name}"])


def test_a_tag_that_is_not_annotated_is_refused(clone: Path) -> None:
    git(clone, "tag", "v1.1.1")
    assert refused(clone).code == "FA095"


def test_a_commit_that_has_a_tag_gets_no_second_one(clone: Path) -> None:
    release.prepare(clone, NEXT)
    tag(clone, "v1.1.9")
    assert refused(clone).code == "FA095"


def test_versions_that_do_not_agree_are_refused(clone: Path) -> None:
    change(clone, release.AGREE, "assert True", "assert '3.11' == '3.12'")
    problem = refused(clone)
    assert problem.code == "FA096"
    assert any("3.12" in line for line in problem.output)


def test_a_release_with_another_version_in_the_manifest_is_refused(clone: Path) -> None:
    release.prepare(clone, NEXT)
    write(clone, "pyproject.toml", MANIFEST.replace("1.1.0", "1.3.0"))
    git(clone, "commit", "--quiet", "--all", "--amend", "--no-edit")
    assert refused(clone).code == "FA096"


def test_where_the_commit_fails_the_files_are_as_before(
    clone: Path, unhurried: None, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = clone / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho no bees >&2\nexit 1\n", encoding="utf-8", newline="")
    hook.chmod(0o755)
    before = state(clone)
    assert release.main(["1.2.0"], clone) == 1
    assert state(clone) == before
    assert "no bees" in capsys.readouterr().err


def test_where_the_manifest_has_no_place_for_the_version_nothing_is_committed(
    clone: Path, unhurried: None
) -> None:
    change(clone, "pyproject.toml", 'version = "1.1.0"\n', "version = '1.1.0'\n")
    before = state(clone)
    assert release.main(["1.2.0"], clone) == 1
    assert state(clone) == before


def test_the_notes_are_the_releases_part(
    clone: Path, unhurried: None, capsys: pytest.CaptureFixture[str]
) -> None:
    release.main(["1.2.0"], clone)
    capsys.readouterr()
    assert release.main(["--notes", "v1.2.0"], clone) == 0
    assert capsys.readouterr().out == "- Bees.\n"


@pytest.mark.parametrize(("name", "code"), [("v1.3.0", "FA094"), ("v1.1.0", "FA096"), ("v-test", "FA092")])
def test_a_tag_without_its_release_has_no_notes(
    clone: Path, unhurried: None, capsys: pytest.CaptureFixture[str], name: str, code: str
) -> None:
    release.main(["1.2.0"], clone)
    capsys.readouterr()
    assert release.main(["--notes", name], clone) > 0
    printed = capsys.readouterr()
    assert (printed.out, code in printed.err) == ("", True)


def test_it_runs_as_a_program_with_nothing_installed() -> None:
    """As GitHub runs it: that machine has no .venv."""
    words = [sys.executable, "-S", "-E", str(private_venv.REPOSITORY / "scripts" / "release.py"), "--notes"]
    finished = subprocess.run(words, capture_output=True, text=True, encoding="utf-8")
    assert (finished.returncode, "FA092" in finished.stderr) == (2, True), finished.stderr
