"""sh scripts/new.sh: from a clone to a project that can be updated."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.git import commit_all, git
from harness.machine import posix_only
from harness.new_script import NAMED, lend_venv, new
from harness.rendered import Rendered
from harness.template_repository import TemplateRepository

URL = "https://github.com/someone/flask-angular"


def made(finished: subprocess.CompletedProcess[str], target: Path) -> Rendered:
    """The project of a run that must have succeeded."""
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return Rendered(target)


def test_a_project_is_made_committed_and_can_be_updated(ready: TemplateRepository) -> None:
    target = ready.folder.parent / "내 앱"
    finished = new(ready, "../내 앱", *NAMED, "--no-setup")
    project = made(finished, target)
    assert (project.recorded["_src_path"], project.recorded["_commit"]) == (str(ready.folder), "v1.0.0")
    assert git(target, "log", "--format=%s") == "Start from the template"
    assert git(target, "status", "--porcelain") == ""
    assert f"{ready.folder}  at v1.0.0" in finished.stdout
    assert 'cd "../내 앱"' in finished.stdout
    assert "bootstrap" in finished.stdout
    assert finished.stdout.rstrip().endswith("manage.py dev")
    ready.write("docs/new.md", "# New\n")
    ready.release("v1.1.0")
    project.update()
    assert project.text("docs/new.md") == "# New\n"
    assert project.recorded["_commit"] == "v1.1.0"


@posix_only
def test_a_folder_whose_name_yaml_must_quote_is_remembered(small: TemplateRepository, tmp_path: Path) -> None:
    ready = small.clone(tmp_path / "our # 1, the teacher's" / "틀")
    lend_venv(ready.folder)
    target = ready.folder.parent / "app"
    project = made(new(ready, "../app", *NAMED, "--no-setup"), target)
    assert project.recorded["_src_path"] == str(ready.folder)


def test_the_answers_are_told_and_nothing_is_asked_without_a_terminal(ready: TemplateRepository) -> None:
    finished = new(ready, "../app", *NAMED, "--no-setup")
    made(finished, ready.folder.parent / "app")
    told = [line.split() for line in finished.stdout.splitlines()]
    assert ["Name", "출석부"] in told
    assert ["All", "others", "are", "as", "proposed."] in told
    assert not any(words[:2] == ["Short", "name"] for words in told)
    assert "Is this right?" not in finished.stdout
    assert "\x1b" not in finished.stdout


def test_a_preview_shows_each_file_that_would_come_and_writes_nothing(ready: TemplateRepository) -> None:
    finished = new(ready, "../app", *NAMED, "--preview")
    assert finished.returncode == 0, finished.stderr
    assert not (ready.folder.parent / "app").exists()
    assert "\x1b" not in finished.stdout
    project = made(new(ready, "../app", *NAMED, "--no-setup"), ready.folder.parent / "app")
    assert ["Short", "name", "chulseokbu"] in [line.split() for line in finished.stdout.splitlines()]
    assert f"\n{len(project.files())} files\n" in finished.stdout
    shown = {line.split()[0] for line in finished.stdout.splitlines() if line.startswith("  ")}
    assert {path for path in project.files() if "/" not in path} <= shown


def test_a_preview_needs_no_folder(ready: TemplateRepository) -> None:
    finished = new(ready, *NAMED, "--preview", "--lang", "ko")
    assert finished.returncode == 0, finished.stderr
    assert "my-app/" in finished.stdout
    assert "아무것도 쓰지 않았습니다." in finished.stdout
    assert git(ready.folder, "status", "--porcelain") == ""


def test_it_installs_nothing_twice(ready: TemplateRepository) -> None:
    finished = new(ready, "../app", *NAMED, "--no-setup")
    made(finished, ready.folder.parent / "app")
    assert "pip install" not in finished.stdout


def test_a_published_clone_is_remembered_by_its_address_without_any_network(
    ready: TemplateRepository,
) -> None:
    git(ready.folder, "remote", "add", "origin", f"{URL}.git")
    git(ready.folder, "update-ref", "refs/remotes/origin/main", "v1.0.0^{commit}")
    # Fixtures let git speak to files only.
    assert os.environ["GIT_ALLOW_PROTOCOL"] == "file"
    project = made(new(ready, "../app", *NAMED, "--no-setup"), ready.folder.parent / "app")
    assert (project.recorded["_src_path"], project.recorded["_commit"]) == (f"{URL}.git", "v1.0.0")
    # The day that a release is out there:
    ready.write("docs/new.md", "# New\n")
    ready.release("v1.1.0")
    published = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{ready.folder}.insteadOf",
        "GIT_CONFIG_VALUE_0": f"{URL}.git",
    }
    subprocess.run(
        [sys.executable, "-m", "copier", "update", "--defaults", "--quiet"],
        cwd=project.root,
        env=os.environ | published,
        check=True,
    )
    assert project.text("docs/new.md") == "# New\n"


def test_uncommitted_changes_of_the_clone_stay_out_and_no_throwaway_commit_is_recorded(
    ready: TemplateRepository,
) -> None:
    git(ready.folder, "tag", "--delete", "v1.0.0")
    ready.write("docs/draft.md", "# Draft\n")
    finished = new(ready, "../app", *NAMED, "--no-setup")
    project = made(finished, ready.folder.parent / "app")
    assert not project.path("docs/draft.md").exists()
    assert "uncommitted" in finished.stdout
    _, _, commit = project.recorded["_commit"].rpartition("+")
    assert git(ready.folder, "rev-parse", "--verify", f"{commit}^{{commit}}") == git(
        ready.folder, "rev-parse", "HEAD"
    )
    ready.commit()
    project.update()
    assert project.text("docs/draft.md") == "# Draft\n"


def test_an_older_version_can_be_wanted(ready: TemplateRepository) -> None:
    ready.write("docs/new.md", "# New\n")
    ready.release("v1.1.0")
    wanted = new(ready, "../app", *NAMED, "--no-setup", "--ref", "v1.0.0")
    project = made(wanted, ready.folder.parent / "app")
    assert project.recorded["_commit"] == "v1.0.0"
    assert not project.path("docs/new.md").exists()


def test_it_works_from_any_folder_and_into_an_empty_one(ready: TemplateRepository, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    finished = new(ready, "empty", *NAMED, "--no-setup", cwd=tmp_path, CDPATH=str(ready.folder))
    assert made(finished, tmp_path / "empty").path("manage.py").exists()


@pytest.mark.parametrize("exit_code", [0, 7])
def test_it_sets_the_project_up_and_passes_the_exit_code_on(
    ready: TemplateRepository, exit_code: int
) -> None:
    ready.write("scripts/bootstrap.sh", f"#!/bin/sh\npwd\nexit {exit_code}\n")
    ready.write("scripts/bootstrap.cmd", f"@echo off\r\ncd\r\nexit /b {exit_code}\r\n")
    ready.release("v1.1.0")
    target = ready.folder.parent / "app"
    finished = new(ready, "../app", *NAMED)
    assert finished.returncode == exit_code, finished.stderr
    assert str(target) in finished.stdout.splitlines()
    assert ("Done in" in finished.stdout) == (exit_code == 0)
    assert (target / "manage.py").exists()


def test_without_a_git_identity_the_project_is_made_and_the_user_told(
    ready: TemplateRepository, tmp_path: Path
) -> None:
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n    useConfigOnly = true\n", encoding="utf-8")
    finished = new(ready, "../app", *NAMED, "--no-setup", GIT_CONFIG_GLOBAL=str(config))
    project = made(finished, ready.folder.parent / "app")
    assert "git does not know who you are" in finished.stdout
    commands = [line.strip() for line in finished.stdout.splitlines() if line.startswith("    git ")]
    assert [command.split()[1] for command in commands] == ["config", "config", "commit"]
    assert git(project.root, "diff", "--cached", "--name-only").splitlines()
    if os.name != "nt":
        # What is proposed works: nobody is left without the commit that updates need.
        environment = os.environ | {"GIT_CONFIG_GLOBAL": str(tmp_path / "theirs")}
        script = " && ".join(commands)
        subprocess.run(
            ["sh", "-c", script], cwd=project.root, env=environment, check=True, capture_output=True
        )
        assert git(project.root, "log", "--format=%an") == "Your Name"


@posix_only
def test_the_first_commit_holds_every_file_whatever_the_users_git_says(
    ready: TemplateRepository, tmp_path: Path
) -> None:
    """Later updates would take the files that are missing from it for deleted ones."""
    (tmp_path / "ignored").write_text("core\n*.toml\n*.cmd\n", encoding="utf-8")
    (tmp_path / "hooks").mkdir()
    hook = tmp_path / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    settings = tmp_path / "gitconfig"
    settings.write_text(
        Path(os.environ["GIT_CONFIG_GLOBAL"]).read_text(encoding="utf-8")
        + f"[core]\n    excludesFile = {tmp_path}/ignored\n    hooksPath = {tmp_path}/hooks\n",
        encoding="utf-8",
    )
    # As a terminal that git itself has opened would name it.
    another = str(tmp_path / "another")
    finished = new(
        ready,
        "../app",
        *NAMED,
        "--no-setup",
        GIT_CONFIG_GLOBAL=str(settings),
        GIT_DIR=another,
        GIT_INDEX_FILE="x",
    )
    project = made(finished, ready.folder.parent / "app")
    assert "Made the first commit" in finished.stdout
    assert set(git(project.root, "ls-files").splitlines()) == set(project.files())
    assert {"project.toml", "scripts/bootstrap.cmd"} <= set(project.files())


def test_the_clone_stays_as_it_was(ready: TemplateRepository) -> None:
    before = commit_all(ready.folder, "Own work")
    new(ready, "../app", *NAMED, "--no-setup")
    assert git(ready.folder, "rev-parse", "HEAD") == before
    assert git(ready.folder, "status", "--porcelain") == ""
