"""sh scripts/new.sh: what it refuses, leaving nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.git import git
from harness.machine import posix_only, program
from harness.new_script import NAMED, new
from harness.template_repository import TemplateRepository


def refused(finished: subprocess.CompletedProcess[str], code: str, exit_code: int = 1) -> str:
    """The one message of a run that must have been refused."""
    assert finished.returncode == exit_code, finished.stdout + finished.stderr
    assert finished.stderr.startswith(f"✗ {code} "), finished.stderr
    assert "Traceback" not in finished.stdout + finished.stderr
    return finished.stderr


def test_an_unknown_version_is_refused(clone: TemplateRepository) -> None:
    refused(new(clone, "../app", *NAMED, "--ref", "v9.9.9"), "FA085")
    assert not (clone.folder.parent / "app").exists()


def test_a_target_that_is_not_empty_is_refused_and_stays_as_it_is(clone: TemplateRepository) -> None:
    theirs = clone.folder.parent / "app" / "homework.txt"
    theirs.parent.mkdir()
    theirs.write_text("mine", encoding="utf-8")
    assert "not empty" in refused(new(clone, "../app", *NAMED), "FA088")
    assert [path.name for path in theirs.parent.iterdir()] == ["homework.txt"]


def test_a_target_that_is_a_file_is_refused_and_stays_as_it_is(clone: TemplateRepository) -> None:
    theirs = clone.folder.parent / "app"
    theirs.write_text("mine", encoding="utf-8")
    assert "It is a file." in refused(new(clone, "../app", *NAMED), "FA088")
    assert theirs.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "target", ["app", ".", "template/app", "../틀 template/app", "../x/../틀 template/app"]
)
def test_a_target_inside_this_repository_is_refused(clone: TemplateRepository, target: str) -> None:
    before = git(clone.folder, "status", "--porcelain")
    assert "inside the template" in refused(new(clone, target, *NAMED), "FA088")
    assert git(clone.folder, "status", "--porcelain") == before


@posix_only
@pytest.mark.parametrize("target", ["app", "new/app"])
def test_a_target_that_cannot_be_written_is_refused(
    clone: TemplateRepository, tmp_path: Path, target: str
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    # root may write anywhere, unless it gives that right up.
    rights = ("--bounding-set=-dac_override", "--inh-caps=-dac_override")
    prefix = (program("setpriv"), *rights) if sys.platform != "win32" and os.geteuid() == 0 else ()
    message = refused(new(clone, str(locked / target), *NAMED, prefix=prefix), "FA088")
    assert "cannot be written to" in message
    assert list(locked.iterdir()) == []


def test_a_downloaded_archive_is_refused(clone: TemplateRepository) -> None:
    (clone.folder / ".git").rename(clone.folder.parent / "not here")
    assert "git clone" in refused(new(clone, "../app", *NAMED), "FA082")
    assert not (clone.folder.parent / "app").exists()


def test_a_shallow_clone_is_refused(clone: TemplateRepository) -> None:
    clone.commit()
    shallow = clone.folder.parent / "shallow"
    git(clone.folder.parent, "clone", "--quiet", "--depth=1", clone.folder.as_uri(), str(shallow))
    assert "unshallow" in refused(new(TemplateRepository(shallow), "../app", *NAMED), "FA084")
    assert not (clone.folder.parent / "app").exists()


@posix_only
def test_a_machine_without_git_is_refused(clone: TemplateRepository, tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "python3", "uname", "readlink"):
        (programs / name).symlink_to(program(name))
    assert "git-scm.com" in refused(new(clone, "../app", *NAMED, PATH=str(programs)), "FA081")
    assert not (clone.folder.parent / "app").exists()


@pytest.mark.parametrize(
    ("answer", "sentence", "existed"),
    [
        ("project_name=a<b", "must not contain", False),
        ("backend_port=80", "1024 to 65535", True),
        ("backend_port=many", "many", False),
        ("licence=none", "There is no question 'licence'", False),
    ],
)
def test_a_wrong_answer_is_one_sentence_and_leaves_nothing(
    ready: TemplateRepository, answer: str, sentence: str, existed: bool
) -> None:
    target = ready.folder.parent / "app"
    if existed:
        target.mkdir()
    message = refused(new(ready, "../app", *NAMED, "--data", answer), "FA089")
    assert sentence in message.splitlines()[1]
    assert target.exists() == existed
    assert not existed or list(target.iterdir()) == []


@pytest.mark.parametrize("words", [["--defaults"], ["--defaults", "--data", "backend_port=8010"]])
def test_a_project_without_a_name_is_a_usage_error(clone: TemplateRepository, words: list[str]) -> None:
    assert "needs a name" in refused(new(clone, "../app", *words), "FA087", 2)
    assert not (clone.folder.parent / "app").exists()


def test_without_a_terminal_a_missing_answer_is_told_with_the_word_that_gives_it(
    ready: TemplateRepository,
) -> None:
    message = refused(new(ready, "../app"), "FA087", 2)
    assert "Not answered: project_name" in message
    assert '--data project_name="My App"' in message
    message = refused(new(ready, "../app", "--data", "project_name=App"), "FA087", 2)
    assert "Not answered: starting_point," in message
    assert "--defaults --data " in message
    assert not (ready.folder.parent / "app").exists()


def test_an_answer_that_is_none_is_a_usage_error(clone: TemplateRepository) -> None:
    assert "KEY=VALUE" in refused(new(clone, "../app", *NAMED, "--data", "license"), "FA087", 2)


def test_no_folder_given_is_a_usage_error(clone: TemplateRepository) -> None:
    finished = new(clone)
    assert finished.returncode == 2
    assert "usage: new." in finished.stderr
