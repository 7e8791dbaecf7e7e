"""git: missing, without a repository, a commit or an identity, and with what it should not keep."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faults.computer import Computer, delete
from harness.git import git
from harness.machine import is_root, missing

LAUNCHERS = ("*.sh", "*.cmd", "*.ps1")


@pytest.mark.fault("git missing", system="Linux", outcome="survived", how="a PATH without it")
def test_without_git_set_up_works_and_doctor_says_what_needs_it(computer: Computer) -> None:
    computer.link("mkdir", "cp")
    computer.variables["PATH"] = str(computer.programs)
    found = computer.doctor().one("FA070")
    assert found.kind == "warning"
    assert "https://git-scm.com" in found.remedy[0]
    computer.asks_for_no_packages()
    computer.sets_up()


@pytest.mark.fault("git missing", system="Linux", outcome="survived", how="a git that does not run")
def test_a_git_that_does_not_run_is_no_crash(computer: Computer) -> None:
    """Apple's stub without its tools, a shim without a version behind it."""
    computer.stub("git", "echo 'xcrun: error: invalid active developer path' >&2; exit 1")
    report = computer.doctor()
    assert report.codes & {"FA070", "FA071"}
    assert all(finding.kind != "failed" for finding in report.findings if finding.group == "git")


@pytest.mark.fault(
    "No repository, or no commit", system="Linux", outcome="detected", how="without .git; git init alone"
)
@pytest.mark.parametrize("repository", [False, True])
def test_a_project_without_a_commit_is_told_what_updates_need(computer: Computer, repository: bool) -> None:
    delete(computer.project / ".git")
    if repository:
        git(computer.project, "init", "--quiet")
    found = computer.doctor().one("FA071")
    assert found.kind == "warning"
    assert {"git init", "git add --all"} <= set(found.remedy)
    typed(computer, found.remedy)
    assert "FA071" not in computer.doctor().codes


@pytest.mark.fault(
    "A repository around the project that does not keep it",
    system="Linux",
    outcome="detected",
    how="git init and a commit in the folder above",
)
def test_a_repository_around_the_project_is_not_taken_for_its_own(computer: Computer) -> None:
    delete(computer.project / ".git")
    around = computer.project.parent
    git(around, "init", "--quiet")
    git(around, "commit", "--quiet", "--allow-empty", "--message", "Other things")
    found = computer.doctor().one("FA071")
    assert str(around) in found.text
    typed(computer, found.remedy)
    assert "FA071" not in computer.doctor().codes


@pytest.mark.fault(
    "Repository of another user",
    system="Linux",
    outcome="detected",
    how="a folder that belongs to nobody, as root",
)
def test_a_repository_that_git_does_not_trust_is_not_taken_for_none(computer: Computer) -> None:
    if not is_root():
        missing("only root can give a folder to another user")
    shutil.chown(computer.project, "nobody")
    found = computer.doctor().one("FA075")
    assert found.kind == "warning"
    assert "FA071" not in computer.doctor().codes
    computer.variables["GIT_CONFIG_GLOBAL"] = str(computer.home / ".gitconfig")
    typed(computer, found.remedy)
    assert "FA075" not in computer.doctor().codes


def typed(computer: Computer, lines: list[str]) -> None:
    """Type a remedy as it stands there."""
    for line in lines:
        result = computer.run("sh", "-c", line)
        assert result.returncode == 0, f"{line}\n{result.stderr}"


@pytest.mark.fault(
    "git without identity", system="Linux", outcome="detected", how="an empty HOME, no configuration"
)
def test_git_without_a_name_is_told_with_the_lines_to_type(computer: Computer) -> None:
    config = computer.home / ".gitconfig"
    nobody = {"GIT_CONFIG_GLOBAL": str(config)}
    found = computer.doctor(**nobody).one("FA073")
    assert found.kind == "warning"
    assert [line.split()[3] for line in found.remedy] == ["user.name", "user.email"]
    computer.variables |= nobody
    typed(computer, found.remedy[:1])
    assert [line.split()[3] for line in computer.doctor().one("FA073").remedy] == ["user.email"]
    typed(computer, found.remedy[1:])
    assert "FA073" not in computer.doctor().codes


@pytest.mark.fault(
    "venv/ or node_modules/ committed", system="Linux", outcome="detected", how="git add --force"
)
@pytest.mark.parametrize(
    "folders", [["backend/venv"], ["frontend/node_modules"], ["backend/venv", "frontend/node_modules"]]
)
def test_what_every_machine_makes_for_itself_is_told_where_git_keeps_it(
    set_up: Computer, folders: list[str]
) -> None:
    git(set_up.project, "add", "--force", *folders)
    git(set_up.project, "commit", "--quiet", "-m", "Everything")
    found = set_up.doctor().one("FA072")
    assert found.kind == "warning"
    assert all(folder in found.text for folder in folders)
    typed(set_up, found.remedy)
    assert git(set_up.project, "ls-files", *folders) == ""
    assert (set_up.project / folders[0]).is_dir()
    assert "FA072" not in set_up.doctor().codes


@pytest.mark.fault(
    "A global gitignore that names files of the project",
    system="Linux",
    outcome="detected",
    how="`core`, `*.toml`",
)
def test_files_that_only_the_users_own_list_leaves_out_are_told(computer: Computer) -> None:
    ignored = computer.home / "ignored"
    ignored.write_text("core\n*.toml\n*.swp\n", encoding="utf-8")
    git(computer.project, "config", "core.excludesFile", str(ignored))
    git(computer.project, "rm", "-r", "--quiet", "--cached", ".")
    git(computer.project, "add", "--all")
    git(computer.project, "commit", "--quiet", "-m", "All but some")
    (computer.project / "backend" / ".app.py.swp").touch()
    (computer.project / "core").mkdir()
    (computer.project / "core" / "homework.py").touch()
    found = computer.doctor().one("FA078")
    assert found.kind == "warning"
    assert "backend/app/core/" in found.text
    (add, commit, _) = found.remedy
    paths = "backend/app/core backend/pyproject.toml core frontend/src/app/core project.toml"
    assert add == f"git -c core.excludesFile= add {paths}"
    typed(computer, [add, commit])
    left = git(computer.project, "ls-files", "--others", "--exclude-per-directory=.gitignore")
    assert left == "backend/.app.py.swp"
    assert "FA078" not in computer.doctor().codes


def cloned(computer: Computer, *settings: str, attributes: bool) -> dict[Path, bytes]:
    """Clone the project as people do; give the launchers as they were before."""
    scripts = computer.project / "scripts"
    right = {
        path.relative_to(scripts): path.read_bytes() for kind in LAUNCHERS for path in scripts.rglob(kind)
    }
    assert {path.suffix for path in right} == {".sh", ".cmd", ".ps1"}
    if not attributes:
        git(computer.project, "rm", "--quiet", ".gitattributes")
        git(computer.project, "commit", "--quiet", "-m", "Without attributes")
    target = computer.project.with_name("clone")
    words = [word for setting in settings for word in ("-c", setting)]
    git(computer.project, *words, "clone", "--quiet", *words, str(computer.project), str(target))
    computer.project = target
    return right


@pytest.mark.fault(
    "CRLF in .sh, LF in .cmd", system="Linux", outcome="repaired", how="clones without .gitattributes"
)
@pytest.mark.parametrize(
    ("setting", "spoilt"), [("core.autocrlf=true", "bootstrap.sh"), ("core.autocrlf=false", "bootstrap.cmd")]
)
def test_line_ends_of_another_system_are_told_and_mended(
    computer: Computer, setting: str, spoilt: str
) -> None:
    right = cloned(computer, setting, attributes=False)
    scripts = computer.project / "scripts"
    assert (scripts / spoilt).read_bytes() != right[Path(spoilt)]
    computer.is_set_up()
    found = computer.doctor().one("FA074")
    assert found.kind == "warning"
    assert spoilt in found.text
    assert "doctor --fix" in found.remedy[0]
    result = computer.manage("doctor", "--fix")
    assert result.returncode == 0, result.stdout
    assert {path: (scripts / path).read_bytes() for path in right} == right
    assert "FA074" not in computer.doctor().codes


def test_a_clone_with_any_setting_has_the_right_line_ends(computer: Computer) -> None:
    right = cloned(computer, "core.autocrlf=true", attributes=True)
    assert {path: (computer.project / "scripts" / path).read_bytes() for path in right} == right
    assert "FA074" not in computer.doctor().codes


CONFLICT = "<<<<<<< before updating\nyours\n=======\ntheirs\n>>>>>>> after updating\n"


@pytest.mark.fault(
    "Open conflict of an update",
    system="Linux",
    outcome="detected",
    how="git's marks in each file that set-up reads",
)
@pytest.mark.parametrize(
    "path",
    ["backend/requirements.txt", "frontend/package.json", "frontend/package-lock.json", "project.toml",
     ".copier-answers.yml"],
)  # fmt: skip
def test_an_open_conflict_is_told_before_anything_reads_the_file(computer: Computer, path: str) -> None:
    file = computer.project / path
    file.write_text(CONFLICT + file.read_text(encoding="utf-8"), encoding="utf-8")
    said = computer.is_stopped("FA077")
    assert path in said
    assert "docs/update.md" in said
    found = computer.doctor().one("FA077")
    assert path in found.text
