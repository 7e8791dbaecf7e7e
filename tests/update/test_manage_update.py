"""manage.py update: what a person sees, and that the project is as before, or done, and never between."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from harness.git import commit_all, git
from harness.machine import posix_only
from harness.rendered import DEFAULTS, Rendered, copy
from harness.running import environment, manage, number_of, succeed
from harness.template_repository import TemplateRepository

SCRIPT = "scripts/manage/terminal/output.py"
TEXT = "docs/text.md"
PACKAGES = "frontend/package.json"
# A new file among the owner's.
NEW_ICON = "frontend/public/second.svg"
# A template as small as the program allows: what it is made of, and some of each kind of file.
KEPT = (
    "manage.py",
    "project.toml.jinja",
    "scripts/",
    "includes/",
    ".gitignore.jinja",
    ".gitattributes",
    "README.md.jinja",
    "LICENSE.jinja",
    "docs/update.md",
    "docs/files.md.jinja",
    "backend/requirements.txt",
    "backend/app/__init__.py",
    "backend/app/features/",
    "frontend/package.json",
    "frontend/public/",
    "{{_copier_conf.answers_file}}.jinja",
)
NEWEST = "newest version"
# What doctor says of an update by Copier that did no harm.
NOTHING_LOST = "`copier update` has lost nothing of yours"


@dataclass(frozen=True)
class Releases:
    """A template's repository with two releases, and a project that was made from the first one."""

    template: TemplateRepository
    made: Path

    def project(self, folder: Path) -> Rendered:
        """A copy of the project, for one test."""
        shutil.copytree(self.made, folder, symlinks=True)
        return Rendered(folder)


def small(template: TemplateRepository, folder: Path) -> TemplateRepository:
    """A clone of the template with few files, released as v1.0.0."""
    clone = template.clone(folder)
    for tag in git(folder, "tag").split():
        git(folder, "tag", "--delete", tag)
    top = folder / "template"
    for path in [path for path in top.rglob("*") if path.is_file()]:
        if not path.relative_to(top).as_posix().startswith(KEPT):
            path.unlink()
    clone.write("scripts/old.py", "OLD = 1\n" * 20)
    clone.write("docs/dropped.md", "# Dropped\n")
    clone.write(TEXT, "# Text\n\nThe first line\nThe second line\n")
    clone.release("v1.0.0")
    return clone


@pytest.fixture(scope="module")
def releases(template: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> Releases:
    folder = tmp_path_factory.mktemp("releases")
    clone = small(template, folder / "틀")
    made = copy(clone, folder / "made", DEFAULTS, vcs_ref="v1.0.0")
    made.commit()
    clone.replace(SCRIPT, '"""', '"""Better. ')
    clone.replace(TEXT, "The first line", "A better first line")
    clone.replace(PACKAGES, '"scripts": {', '"scripts": {\n    "theirs": "x",')
    clone.path("scripts/old.py").rename(clone.path("scripts/renamed.py"))
    clone.path("docs/dropped.md").unlink()
    clone.write("docs/arrived.md", "# Arrived\n")
    clone.write(NEW_ICON, "<svg/>\n")
    (clone.folder / "CHANGELOG.md").write_text(
        "# Changelog\n\n## 1.1.0 – 2027-01-01\n\n- A better start.\n\n## 1.0.0\n\n- The first.\n",
        encoding="utf-8",
    )
    clone.release("v1.1.0")
    return Releases(clone, made.root)


@pytest.fixture
def project(releases: Releases, tmp_path: Path) -> Rendered:
    return releases.project(tmp_path / "내 앱")


def update(project: Rendered, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """`manage.py update` without installing; English, by the Python that has Copier."""
    extra.setdefault("LC_ALL", "C.UTF-8")
    return manage(project.root, "update", "--no-setup", *words, cwd=None, **extra)


def refused(finished: subprocess.CompletedProcess[str], code: str, exit_code: int = 1) -> str:
    """What was said at a refusal."""
    assert finished.returncode == exit_code, finished.stdout + finished.stderr
    assert finished.stderr.startswith(f"✗ {code} "), finished.stderr
    assert "Traceback" not in finished.stderr
    return finished.stderr


Snapshot = dict[str, tuple[int, bytes]]


def snapshot(project: Rendered) -> Snapshot:
    """Every file of a project and of its git folder, but for what git notes of times, and its objects."""
    found = {}
    for path in project.root.rglob("*"):
        name = path.relative_to(project.root).as_posix()
        of_git = name == ".git/index" or name.startswith(".git/objects/")
        if path.is_file() and not of_git and "__pycache__" not in name:
            found[name] = (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
    return found


def is_clean(project: Rendered) -> bool:
    return git(project.root, "status", "--porcelain") == ""


def arrived(project: Rendered) -> None:
    """All that v1.1.0 changes is there, and staged; nothing is committed."""
    assert '"""Better. ' in project.text(SCRIPT)
    assert project.text("docs/arrived.md") == "# Arrived\n"
    assert project.path("scripts/renamed.py").is_file()
    assert not project.path("scripts/old.py").exists()
    assert project.recorded["_commit"] == "v1.1.0"
    assert git(project.root, "diff", "--name-only") == ""
    assert git(project.root, "ls-files", "--others", "--exclude-standard") == ""


def test_the_templates_changes_arrive_beside_the_owners(project: Rendered, releases: Releases) -> None:
    project.append("scripts/old.py", "OURS = 1\n")
    project.write(PACKAGES, project.text(PACKAGES).replace('"scripts": {', '"scripts": {\n    "ours": "y",'))
    project.append("README.md", "Ours.\n")
    project.write("backend/app/features/notes/routes.py", "NOTES = 1\n")
    head = commit_all(project.root, "Our work")
    said = succeed(update(project))
    arrived(project)
    assert git(project.root, "rev-parse", "HEAD") == head
    assert project.text("scripts/renamed.py").endswith("OURS = 1\n")
    packages = project.text(PACKAGES)
    assert '"ours": "y"' in packages and '"theirs": "x"' in packages
    assert project.text("README.md").endswith("Ours.\n")
    assert not project.path("docs/dropped.md").exists()
    assert project.recorded["_src_path"] == str(releases.template.folder)
    assert "- A better start." in said and "- The first." not in said
    assert "git commit -m" in said


def test_the_result_is_a_fresh_render_of_the_new_version(
    project: Rendered, releases: Releases, tmp_path: Path
) -> None:
    # As new projects have it, what only they get included.
    succeed(update(project, "--bring", "frontend/public"))
    fresh = copy(releases.template, tmp_path / "fresh", DEFAULTS, vcs_ref="v1.1.0")
    assert fresh.files() == [path for path in project.files() if "__pycache__" not in path]
    assert [
        path for path in fresh.files() if fresh.path(path).read_bytes() != project.path(path).read_bytes()
    ] == []


def test_a_second_update_has_nothing_to_do(project: Rendered) -> None:
    succeed(update(project))
    project.commit("The update")
    assert NEWEST in succeed(update(project))
    before = snapshot(project)
    assert NEWEST in succeed(update(project))
    assert snapshot(project) == before and is_clean(project)


def test_check_tells_by_its_exit_code_after_one_question_to_the_template(
    project: Rendered, tmp_path: Path
) -> None:
    calls, path = counting_git(tmp_path)
    before = snapshot(project)
    finished = update(project, "--check", PATH=path)
    assert (finished.returncode, finished.stderr) == (5, "")
    assert "v1.0.0 → v1.1.0" in finished.stdout
    asked = [line for line in calls.read_text(encoding="utf-8").splitlines() if "ls-remote" in line.split()]
    assert len(asked) == 1
    assert not [line for line in calls.read_text(encoding="utf-8").splitlines() if "clone" in line.split()]
    assert snapshot(project) == before
    succeed(update(project))
    project.commit("The update")
    assert NEWEST in succeed(update(project, "--check"))


def test_a_dry_run_shows_every_file_and_changes_none(project: Rendered) -> None:
    before = snapshot(project)
    objects = sorted((project.root / ".git" / "objects").rglob("*"))
    said = succeed(update(project, "--dry-run"))
    for path in (SCRIPT, "docs/arrived.md", "docs/dropped.md", "scripts/renamed.py", PACKAGES):
        assert any(line.split()[0] == path for line in said.splitlines() if line.strip()), path
    assert "Nothing was changed." in said
    assert snapshot(project) == before and is_clean(project)
    assert sorted((project.root / ".git" / "objects").rglob("*")) == objects


def test_what_only_new_projects_get_is_named_and_stays_out(project: Rendered) -> None:
    said = succeed(update(project))
    assert any(line.split()[:2] == [NEW_ICON, "yours"] for line in said.splitlines() if line.strip())
    assert not project.path(NEW_ICON).exists()


def test_what_only_new_projects_get_and_what_was_deleted_can_be_brought(project: Rendered) -> None:
    git(project.root, "rm", "--quiet", "README.md")
    project.commit("No README")
    succeed(update(project, "--bring", "./frontend\\public/", "--bring", "README.md"))
    arrived(project)
    assert project.text(NEW_ICON) == "<svg/>\n"
    assert git(project.root, "diff", "--staged", "--name-status", "--", "README.md") == "A\tREADME.md"


def test_what_is_not_there_or_here_already_cannot_be_brought(project: Rendered) -> None:
    before = snapshot(project)
    for path in ("frontend/public/none", "docs/text.md"):
        assert path in refused(update(project, "--bring", path), "FA159", 2)
    assert snapshot(project) == before


def test_an_update_that_is_not_committed_can_be_taken_back(project: Rendered) -> None:
    project.append("scripts/old.py", "OURS = 1\n")
    project.commit("Our work")
    before = snapshot(project)
    succeed(update(project))
    refused(update(project), "FA151")
    succeed(update(project, "--abort"))
    assert snapshot(project) == before and is_clean(project)
    refused(update(project, "--abort"), "FA152", 2)


def test_a_committed_update_is_over(project: Rendered) -> None:
    succeed(update(project))
    git(project.root, "commit", "--quiet", "-m", "The update")
    refused(update(project, "--abort"), "FA152", 2)
    assert NEWEST in succeed(update(project))


def change_the_same_line(project: Rendered, path: str) -> None:
    """Change what v1.1.0 changes too."""
    project.write(path, project.text(path).replace("The first line", "Our first line"))
    project.commit("Our line")


def test_a_conflict_is_marked_listed_and_can_be_settled(project: Rendered) -> None:
    change_the_same_line(project, TEXT)
    assert TEXT in refused(update(project), "FA153")
    assert f"UU {TEXT}" in git(project.root, "status", "--short").splitlines()
    text = project.text(TEXT)
    mine, theirs = text.partition("<<<<<<< yours\n")[2].partition(">>>>>>> template\n")[0].split("=======\n")
    assert "Our first line" in mine and "A better first line" in theirs
    assert project.text("docs/arrived.md") == "# Arrived\n"
    refused(update(project), "FA151")
    # Added, with the marks still in it: everybody has done that once.
    git(project.root, "add", "--all")
    assert TEXT in refused(update(project, "--continue"), "FA153")
    start, _, rest = text.partition("<<<<<<< yours\n")
    project.write(TEXT, start + "Our better line\n" + rest.partition(">>>>>>> template\n")[2])
    git(project.root, "add", "--all")
    assert "git commit -m" in succeed(update(project, "--continue"))
    arrived_files = git(project.root, "diff", "--cached", "--name-only").splitlines()
    assert TEXT in arrived_files and "docs/arrived.md" in arrived_files


def test_a_conflict_can_be_taken_back(project: Rendered) -> None:
    change_the_same_line(project, TEXT)
    before = snapshot(project)
    refused(update(project), "FA153")
    succeed(update(project, "--abort"))
    assert snapshot(project) == before and is_clean(project)


def test_a_conflict_in_the_program_itself_leaves_it_able_to_run(project: Rendered) -> None:
    """The template's lines are in place; git shows the file in conflict, and has the owner's."""
    project.write(SCRIPT, project.text(SCRIPT).replace('"""', '"""Ours. ', 1))
    project.commit("Our line")
    before = snapshot(project)
    said = refused(update(project), "FA153")
    assert f"git show HEAD:./{SCRIPT}" in said
    assert project.text(SCRIPT).startswith('"""Better. ')
    assert f"UU {SCRIPT}" in git(project.root, "status", "--short").splitlines()
    assert git(project.root, "show", f":2:{SCRIPT}").startswith('"""Ours. ')
    assert SCRIPT in refused(update(project, "--continue"), "FA153")
    succeed(update(project, "--abort"))
    assert snapshot(project) == before and is_clean(project)


def test_an_answer_can_change_with_the_version_and_without(project: Rendered) -> None:
    succeed(update(project, "--data", "backend_port=8010"))
    arrived(project)
    assert "backend = 8010" in project.text("project.toml")
    assert project.recorded["backend_port"] == 8010
    project.commit("The update")
    succeed(update(project, "--data", "backend_port=8020"))
    assert "backend = 8020" in project.text("project.toml")


def test_answers_that_nobody_was_asked_for_stay(releases: Releases, tmp_path: Path) -> None:
    """By manage.py update; render/test_questions.py has the same for Copier itself, with all of them."""
    given = {"project_slug": "roll-call", "ci": "gitlab", "dev_container": True, "editors": "pycharm"}
    project = copy(releases.template, tmp_path / "project", DEFAULTS | given, vcs_ref="v1.0.0")
    before = project.recorded
    assert before.items() >= given.items()
    project.commit()
    succeed(update(project))
    assert project.recorded == before | {"_commit": "v1.1.0"}
    project.commit("The update")
    succeed(update(project, "--data", "editors=both"))
    assert project.recorded == before | {"_commit": "v1.1.0", "editors": "both"}


def test_a_file_of_the_owners_that_a_changed_answer_brings_arrives(project: Rendered) -> None:
    project.path("LICENSE").unlink()
    project.commit("No licence")
    succeed(update(project, "--data", "license=none"))
    project.commit("The update")
    succeed(update(project, "--data", "license=BSD-3-Clause"))
    assert project.text("LICENSE").startswith("BSD 3-Clause License")


@pytest.mark.parametrize(
    ("data", "code", "exit_code", "why"),
    [
        ("nosuch=1", "FA145", 1, "There is no question 'nosuch'"),
        ("backend_port=80000000", "FA145", 1, "port"),
        ("backend_port", "FA155", 2, "KEY=VALUE"),
    ],
)
def test_a_wrong_answer_is_one_sentence(
    project: Rendered, data: str, code: str, exit_code: int, why: str
) -> None:
    before = snapshot(project)
    assert why in refused(update(project, "--data", data), code, exit_code)
    assert snapshot(project) == before


def test_an_answer_changed_by_hand_reaches_the_files(project: Rendered) -> None:
    answers = project.text(".copier-answers.yml")
    project.write(".copier-answers.yml", answers.replace("backend_port: 8001", "backend_port: 8011"))
    project.commit("Another port")
    succeed(update(project))
    assert "backend = 8011" in project.text("project.toml")


def test_a_template_that_moved_is_found_by_its_new_address(releases: Releases, tmp_path: Path) -> None:
    project = releases.project(tmp_path / "app")
    gone, moved = tmp_path / "gone", tmp_path / "it's moved"
    answers = project.text(".copier-answers.yml")
    project.write(".copier-answers.yml", answers.replace(str(releases.template.folder), str(gone)))
    project.commit("From elsewhere")
    assert str(gone) in refused(update(project), "FA142")
    releases.template.clone(moved)
    succeed(update(project, "--from", str(moved)))
    arrived(project)
    assert project.recorded["_src_path"] == str(moved)


def test_unsaved_changes_stop_it(project: Rendered) -> None:
    project.append(SCRIPT, "# not saved\n")
    before = snapshot(project)
    assert SCRIPT in refused(update(project), "FA147")
    assert snapshot(project) == before


@pytest.mark.parametrize("ignored", [False, True])
def test_a_file_that_git_does_not_keep_is_never_overwritten(project: Rendered, ignored: bool) -> None:
    if ignored:
        project.append(".gitignore", "/docs/arrived.md\n")
        project.commit("Ignore it")
    project.write("docs/arrived.md", "mine\n")
    before = snapshot(project)
    assert "docs/arrived.md" in refused(update(project), "FA149")
    assert snapshot(project) == before


def test_files_that_the_first_commit_left_out_are_not_taken_for_deleted(project: Rendered) -> None:
    """With `core` or `*.toml` in the owner's own list of ignored files."""
    git(project.root, "rm", "--quiet", "--cached", "-r", "scripts/manage/terminal", "project.toml")
    (project.path(".git") / "info" / "exclude").write_text("terminal\n*.toml\n", encoding="utf-8")
    git(project.root, "commit", "--quiet", "-m", "Without some")
    before = snapshot(project)
    message = refused(update(project), "FA078")
    assert "project.toml, scripts/manage/terminal/" in message
    assert "git -c core.excludesFile= add project.toml scripts/manage/terminal\n" in message
    assert snapshot(project) == before
    project.append(".gitignore", "terminal/\n/project.toml\n")
    project.commit("They stay out")
    succeed(update(project))
    assert project.recorded["_commit"] == "v1.1.0"


def findings(project: Rendered, **extra: str) -> dict[str, dict[str, object]]:
    """What doctor says of git, by code."""
    report = json.loads(manage(project.root, "doctor", "--json", cwd=None, **extra).stdout)
    (group,) = [each for each in report["groups"] if each["id"] == "git"]
    return {each["code"] or each["text"]: each for each in group["findings"]}


@posix_only
def test_doctor_finds_what_copier_lost_and_its_remedy_brings_it(project: Rendered) -> None:
    project.append("docs/dropped.md", "mine\n")
    project.append(TEXT, "mine, too\n")
    project.commit("Mine")
    project.update()
    assert not project.path("docs/dropped.md").exists()
    found = findings(project)["FA157"]
    assert found["kind"] == "failed"
    assert "docs/dropped.md" in str(found["text"]) and TEXT not in str(found["text"])
    remedy = [str(line) for line in cast("list[str]", found["remedy"])]
    assert remedy[0] == "git show HEAD:./docs/dropped.md"
    assert git(project.root, *remedy[0].split()[1:]).endswith("\nmine")
    for command in remedy[2:4]:
        git(project.root, *command.split()[1:])
    assert remedy[4].endswith("manage.py update")
    succeed(update(project))
    assert project.text("docs/dropped.md").endswith("\nmine\n")
    arrived(project)
    # What the careful way brought is none of Copier's: it is not looked at.
    assert {"FA157", NOTHING_LOST}.isdisjoint(findings(project))


def test_doctor_says_where_copier_has_lost_nothing_or_it_cannot_look(
    releases: Releases, project: Rendered
) -> None:
    assert NOTHING_LOST not in findings(project)
    project.update()
    assert NOTHING_LOST in findings(project)
    project.replace(".copier-answers.yml", f"_src_path: {releases.template.folder}", "_src_path: /nowhere")
    found = findings(project)["FA158"]
    assert found["kind"] == "warning"
    assert "/nowhere" in str(found["facts"])


def test_a_merge_of_the_owners_is_finished_first(project: Rendered) -> None:
    git(project.root, "switch", "--quiet", "--create", "side")
    commit_all(project.root, "Side")
    git(project.root, "switch", "--quiet", "main")
    commit_all(project.root, "Main")
    git(project.root, "merge", "--quiet", "--no-commit", "--no-ff", "side")
    assert "git merge --abort" in refused(update(project), "FA150")


def test_what_cannot_be_is_said_before_anything_changes(project: Rendered) -> None:
    before = snapshot(project)
    refused(update(project, "--to", "v9.9.9"), "FA144")
    assert snapshot(project) == before
    succeed(update(project))
    project.commit("The update")
    refused(update(project, "--to", "v1.0.0"), "FA154")


def test_a_project_that_forgot_its_template_is_told_so(project: Rendered) -> None:
    answers = project.text(".copier-answers.yml")
    project.write(
        ".copier-answers.yml", "".join(line for line in answers.splitlines(True) if "_commit" not in line)
    )
    project.commit("Oops")
    assert "_commit" in refused(update(project), "FA141")


def test_a_shallow_template_is_told_so(releases: Releases, project: Rendered, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", releases.template.folder.as_uri(), str(shallow))
    refused(update(project, "--from", str(shallow)), "FA143")


def test_it_needs_no_identity_and_runs_no_hook(project: Rendered, tmp_path: Path) -> None:
    for hook in ("pre-commit", "post-checkout", "post-index-change", "post-merge"):
        path = project.path(f".git/hooks/{hook}")
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\nexit 1\n", encoding="utf-8")
        path.chmod(0o755)
    empty = tmp_path / "gitconfig"
    empty.write_text("[user]\n    useConfigOnly = true\n", encoding="utf-8")
    succeed(update(project, GIT_CONFIG_GLOBAL=str(empty)))
    assert not (tmp_path / "ran").exists()
    arrived(project)


def test_it_works_on_a_detached_head_and_in_a_linked_work_tree(project: Rendered, tmp_path: Path) -> None:
    git(project.root, "worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"))
    linked = Rendered(tmp_path / "linked")
    succeed(update(linked))
    arrived(linked)
    assert is_clean(project)
    succeed(update(linked, "--abort"))
    assert is_clean(linked)


def test_a_project_in_a_folder_of_a_repository_leaves_the_rest_alone(
    releases: Releases, tmp_path: Path
) -> None:
    project = releases.project(tmp_path / "수업" / "우리 앱")
    shutil.rmtree(project.root / ".git")
    other = tmp_path / "수업" / "다른 것.txt"
    other.write_text("one\n", encoding="utf-8")
    git(tmp_path / "수업", "init", "--quiet")
    commit_all(tmp_path / "수업", "All")
    # Of no concern to the update: it is not in the project.
    other.write_text("two\n", encoding="utf-8")
    git(tmp_path / "수업", "add", "--all")
    succeed(update(project))
    arrived(project)
    succeed(update(project, "--abort"))
    assert git(tmp_path / "수업", "status", "--porcelain", "-z") == "M  다른 것.txt\0"
    assert other.read_text(encoding="utf-8") == "two\n"


def counting_git(folder: Path, *, kill_at: int = 0) -> tuple[Path, str]:
    """A git that notes each call in a file, and PATH with it in front.

    With `kill_at` it kills all of its process group after that call.
    """
    place, calls = folder / "bin", folder / "calls.txt"
    place.mkdir()
    calls.touch()
    (place / "git").write_text(
        "#!/bin/sh\n"
        f"echo \"$@\" >> '{calls}'\n"
        f"n=$(wc -l < '{calls}')\n"
        f"'{shutil.which('git')}' \"$@\"; code=$?\n"
        f'if [ "$n" -eq {kill_at} ]; then kill -9 0; fi\n'
        "exit $code\n",
        encoding="utf-8",
    )
    (place / "git").chmod(0o755)
    return calls, f"{place}{os.pathsep}{os.environ['PATH']}"


def killed_update(project: Rendered, **extra: str) -> int:
    """The exit code of an update that leads a process group of its own."""
    words = [sys.executable, "manage.py", "update", "--no-setup"]
    return subprocess.run(
        words,
        cwd=project.root,
        env=environment(**extra),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ).returncode


@pytest.fixture(scope="module")
def moments(releases: Releases, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, str]]:
    """Ten of the calls of git in an update, by number: five all over it, and the last five that write."""
    folder = tmp_path_factory.mktemp("moments")
    calls, path = counting_git(folder)
    succeed(update(releases.project(folder / "app"), PATH=path))
    lines = calls.read_text(encoding="utf-8").splitlines()
    writing = [
        number
        for number, line in enumerate(lines, 1)
        if {"checkout-index", "update-index"} & set(line.split())
    ][-5:]
    spread = [1 + (writing[0] - 2) * step // 4 for step in range(5)]
    return [(number, lines[number - 1]) for number in [*spread, *writing]]


@posix_only
@pytest.mark.parametrize("number", range(10))
def test_killed_at_any_moment_the_project_is_as_before_or_done(
    project: Rendered, moments: list[tuple[int, str]], tmp_path: Path, number: int
) -> None:
    call, line = moments[number]
    before = snapshot(project)
    _, path = counting_git(tmp_path, kill_at=call)
    assert killed_update(project, PATH=path) == -number_of("SIGKILL"), line
    # The last call but one has written files; what comes next puts them back, whatever it is.
    assert is_clean(project) == (number < 7), line
    assert update(project, "--check").returncode == 5
    assert snapshot(project) == before and is_clean(project), line


@posix_only
def test_killed_at_the_last_step_it_is_put_back(project: Rendered) -> None:
    """Between git's index and the note that says so: no call of git is there."""
    before = snapshot(project)
    program = (
        "import os, signal, sys\n"
        "from scripts.manage.updating import switch\n"
        "real = switch.WorkTree._replace_index\n"
        "def replace(self, *files):\n"
        "    real(self, *files)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "switch.WorkTree._replace_index = replace\n"
        "from scripts.manage.main import main\n"
        "sys.exit(main(['update', '--no-setup']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=project.root, env=environment(PYTHONPATH=str(project.root)),
        capture_output=True, check=False,
    )  # fmt: skip
    assert ended.returncode == -number_of("SIGKILL")
    assert not is_clean(project)
    succeed(update(project, "--data", "backend_port=8010", "--dry-run"))
    assert snapshot(project) == before and is_clean(project)
