"""doctor in a new project: what it prints, what it leaves alone, and what its page says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import laptops
from harness import repository
from harness.git import git
from harness.pages import Page
from harness.rendered import Rendered, Renderer
from harness.running import OFFLINE, run
from scripts.manage import checks
from scripts.manage.checks import editor
from scripts.manage.checks import git as git_check
from scripts.manage.project import Project

# Nobody's virtual environment: what a person has before set-up.
PYTHON = Path(getattr(sys, "_base_executable", sys.executable))
KOREAN = {"LC_ALL": "ko_KR.UTF-8"}
PAGE = "template/docs/doctor.md.jinja"


def doctor(root: Path, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return run(PYTHON, root / "manage.py", "doctor", *words, cwd=root, **OFFLINE | extra)


def tree(root: Path) -> dict[str, Any]:
    """All there is, and what tells whether a file was changed; Python's caches left out."""
    return {
        path.relative_to(root).as_posix(): None
        if path.is_dir()
        else (path.stat().st_mtime_ns, path.read_bytes())
        for path in root.rglob("*")
        if "__pycache__" not in path.parts
    }


@dataclass(frozen=True)
class Run:
    """A run of doctor, and the project before and after it."""

    result: subprocess.CompletedProcess[str]
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def report(self) -> Any:
        return json.loads(self.result.stdout)


@pytest.fixture(scope="module")
def new(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project with its first commit, shared: doctor changes nothing."""
    return render.fresh(tmp_path_factory.mktemp("doctor") / "내 앱").root


@pytest.fixture(scope="module")
def reported(new: Path) -> Run:
    """`doctor --json` on a Korean machine, before the first set-up."""
    before = tree(new)
    result = doctor(new, "--json", **KOREAN)
    return Run(result, before, tree(new))


def test_a_real_report_is_as_the_schema_says(new: Path, reported: Run) -> None:
    schema = json.loads((new / "docs" / "doctor.schema.json").read_bytes())
    Draft202012Validator(schema).validate(reported.report)
    assert [group["id"] for group in reported.report["groups"]] == [group.id for group in checks.GROUPS]
    assert reported.report["template"] == "v1.0.0"


def test_the_table_of_a_class_takes_a_real_report(tmp_path: Path, reported: Run) -> None:
    (tmp_path / "report.json").write_text(reported.result.stdout, encoding="utf-8")
    laptop = laptops.read(tmp_path / "report.json")
    assert laptop.failed == sorted(
        {
            finding["code"]
            for group in reported.report["groups"]
            for finding in group["findings"]
            if finding["kind"] == "failed"
        }
    )
    assert all(finding.fault for finding in laptop.findings)


def test_before_set_up_it_fails_and_changes_nothing(reported: Run) -> None:
    assert reported.result.returncode == 1
    assert reported.report["ok"] is False
    findings = {group["id"]: group["findings"] for group in reported.report["groups"]}
    assert [finding["code"] for finding in findings["venv"]] == ["FA020"]
    assert findings["packages"] == []
    assert reported.after == reported.before


def test_a_report_speaks_english_whatever_the_machine_speaks(reported: Run) -> None:
    assert reported.result.stdout.isascii()
    assert [group["title"] for group in reported.report["groups"]] == [group.title for group in checks.GROUPS]


def test_a_report_speaks_korean_where_that_is_asked_for(new: Path) -> None:
    report = json.loads(doctor(new, "--json", "--lang", "ko").stdout)
    assert report["groups"][0]["title"] == "시스템"
    assert "아직 설치하지 않은" in report["groups"][2]["findings"][0]["text"]


def test_people_are_spoken_to_in_the_language_of_their_machine(new: Path) -> None:
    printed = doctor(new, **KOREAN).stdout
    assert "✗ FA020 아직 설치하지 않은 프로젝트입니다." in printed
    assert "docs/problems.ko.md" in printed


def test_a_report_and_mending_do_not_go_together(new: Path) -> None:
    result = doctor(new, "--json", "--fix")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "not allowed with argument" in result.stderr


def remedy(code: str, language: str) -> list[str]:
    """The lines of the block that a code's section shows."""
    section = re.split(r"^## ", repository.text("template/docs/problems.md.jinja"), flags=re.MULTILINE)
    (page,) = [Page(code, text) for text in section if text.startswith(f"{code}\n")]
    ((_, body),) = [block for block in page.code_blocks if block[0] == language]
    return [line for line in body.splitlines() if line]


def type_in(root: Path, lines: Sequence[str]) -> None:
    for line in lines:
        assert line.startswith("git ")
        subprocess.run(line, shell=True, cwd=root, check=True, capture_output=True)


def codes(root: Path) -> list[str]:
    """What doctor finds about git."""
    return [finding.code for finding in git_check.check(Project(root)) if finding.code]


def test_the_page_mends_a_project_without_a_commit(render: Renderer, tmp_path: Path) -> None:
    copied = render.fresh(tmp_path / "app")
    subprocess.run(["git", "update-ref", "-d", "HEAD"], cwd=copied.root, check=True)
    assert codes(copied.root) == ["FA071"]
    type_in(copied.root, remedy("FA071", "sh"))
    assert codes(copied.root) == []


def test_the_page_takes_out_of_git_what_was_committed(project: Rendered) -> None:
    made = ["backend/venv/pyvenv.cfg", "frontend/node_modules/a/index.js"]
    for path in made:
        project.write(path, "x\n")
    git(project.root, "add", "--force", *made)
    git(project.root, "commit", "--quiet", "-m", "Everything")
    assert codes(project.root) == ["FA072"]
    type_in(project.root, remedy("FA072", "sh"))
    assert codes(project.root) == []
    assert all(project.path(path).exists() for path in made)
    assert project.status() == set()


def test_the_page_tells_git_who_one_is(
    project: Rendered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    (tmp_path / "gitconfig").touch()
    assert codes(project.root) == ["FA073"]
    type_in(project.root, remedy("FA073", "sh"))
    assert codes(project.root) == []


def test_the_page_tells_vs_code_where_python_is(project: Rendered) -> None:
    settings = project.path(".vscode/settings.json")
    lines = project.text(".vscode/settings.json").splitlines()
    without = [line for line in lines if "python.defaultInterpreterPath" not in line]
    assert len(without) == len(lines) - 1
    settings.write_text("\n".join(without), encoding="utf-8")
    assert [finding.code for finding in editor.check(Project(project.root))] == ["FA110"]
    with_it = [without[0], *remedy("FA110", "json"), *without[1:]]
    settings.write_text("\n".join(with_it), encoding="utf-8")
    assert [finding.kind for finding in editor.check(Project(project.root))] == ["done"]
    assert json.loads(settings.read_bytes())["python.defaultInterpreterPath"].endswith("backend/venv")


# What `>` writes: sh and cmd, PowerShell 7, and Windows PowerShell.
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_pages_program_prints_a_line_per_student(reported: Run, tmp_path: Path, encoding: str) -> None:
    well = reported.report | {"ok": True, "groups": []}
    (tmp_path / "김하늘.json").write_text(reported.result.stdout, encoding=encoding)
    (tmp_path / "Ada.json").write_text(json.dumps(well), encoding=encoding)
    ((_, code),) = [block for block in Page.read(PAGE).code_blocks if block[0] == "python"]
    (tmp_path / "class.py").write_text(code, encoding="utf-8")
    lines = run(PYTHON, "class.py", cwd=tmp_path, PYTHONUTF8="1").stdout.splitlines()
    system = reported.report["machine"]["system"]
    assert lines[0] == f"Ada\t{system}\tready"
    assert lines[1].startswith(f"김하늘\t{system}\tFA020 ")
