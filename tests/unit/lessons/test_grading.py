"""What graders get: the lists of Classroom 50, made from the checks themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from harness.git import commit_all, git
from scripts.manage.lessons import grading, node_too
from scripts.manage.lessons.catalogue import LESSONS
from scripts.manage.project import Project
from scripts.manage.verbs import lesson

# What a runner of Classroom 50 tells an autograder (its wiki, "Advanced Autograding").
RUNNER = {
    "CLASSROOM": "web-1",
    "ASSIGNMENT": "lessons",
    "ASSIGNMENT_TYPE": "individual",
    "OWNER": "hong",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/commit/a1b2c3d",
    "RELEASE_URL": "https://example.org/releases/1",
    "REVIEW_URL": "https://example.org/compare/1",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "backend/app/core/database").mkdir(parents=True)
    return Project(tmp_path)


def call(project: Project, *words: str) -> int:
    parser = lesson.parser()
    parser.add_argument("--lang")
    return lesson.run(project, parser.parse_args(["grade", *words]))


def handed_in(project: Project) -> None:
    """Lesson 7, done."""
    task = node_too.LESSON.task(project)
    for name, version in (("old", "1.10.8"), ("new", "1.11.19")):
        package = task.folder / name / "node_modules" / "dayjs"
        package.mkdir(parents=True)
        (package / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
        lock = {"packages": {"node_modules/dayjs": {"version": version}}}
        (task.folder / name / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")


class TestTests:
    @pytest.fixture
    def tests(self, project: Project, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
        assert call(project, "--tests") == 0
        found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
        return found

    def test_it_is_a_bare_list_in_the_form_of_the_schema(self, tests: list[dict[str, Any]]) -> None:
        keys = {
            "name": str,
            "type": str,
            "setup": str,
            "run": str,
            "timeout": int,
            "exit-code": int,
            "points": int,
        }
        for row in tests:
            assert {key: type(value) for key, value in row.items()} == keys
            assert row["type"] == "run" and 0 < row["timeout"] <= 600
            assert 0 < len(row["name"].encode()) <= 100
        assert len({row["name"] for row in tests}) == len(tests)

    def test_it_holds_what_can_leave_its_machine(self, tests: list[dict[str, Any]]) -> None:
        numbers = [int(re.findall(r"lesson check (\d+)", row["run"])[0]) for row in tests]
        assert numbers == [4, 5, 7, 8, 10]
        assert {each.number for each in LESSONS if each.hands_in or each.in_project} == set(numbers)

    def test_what_is_made_anew_stands_where_the_check_looks(self, tests: list[dict[str, Any]]) -> None:
        for each, row in zip(filter(grading.can_be_handed_in, LESSONS), tests, strict=True):
            folders = set(re.findall(r"scratch/([\w-]+)", row["setup"]))
            assert folders == (set() if each.in_project else {each.slug})


class TestResult:
    @pytest.fixture
    def result(
        self, project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> dict[str, Any]:
        for name, value in RUNNER.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-06-01T23:32:01+09:00")
        (project.root / "README.md").write_text("출석부\n", encoding="utf-8")
        git(project.root, "init", "--quiet")
        commit_all(project.root, "Hand it in")
        handed_in(project)
        assert call(project, "--result") == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    def test_it_says_whose_work_it_is_and_when_it_was_committed(self, result: dict[str, Any]) -> None:
        said = {key: value for key, value in result.items() if key not in ("score", "max-score", "tests")}
        assert said == {
            "schema": "classroom50/result/v1",
            "classroom": "web-1",
            "assignment": "lessons",
            "assignment_type": "individual",
            "owner": "hong",
            "submission": "submit/2026-06-01T14-32-05Z-a1b2c3d",
            "commit": "https://example.org/commit/a1b2c3d",
            "release": "https://example.org/releases/1",
            "review": "https://example.org/compare/1",
            "datetime": "2026-06-01T14:32:01Z",
        }

    def test_points_are_those_of_the_checks(self, result: dict[str, Any]) -> None:
        rows = {row["test-name"][:2]: row for row in result["tests"]}
        assert [*rows] == ["04", "05", "07", "08", "10"]
        assert {number for number, row in rows.items() if row["passed"]} == {"07"}
        assert [row["score"] for row in rows.values()] == [0, 0, 10, 0, 0]
        assert (result["score"], result["max-score"]) == (10, 50)
        assert "04-werkzeug-trap" in rows["04"]["message"] and rows["07"]["message"] == ""


def test_by_hand_it_is_a_result_too(project: Project) -> None:
    result = grading.result(project, {}, {})
    assert result["submission"] == "submit/by-hand"
    assert all(result[key] for key in ("classroom", "assignment", "owner", "commit", "release", "review"))


def test_all_at_once_is_shown_and_told_to_programs(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_in(project)
    assert call(project, "--json") == 1
    rows = json.loads(capsys.readouterr().out)["lessons"]
    assert [row["number"] for row in rows if row["passed"]] == [7]
    assert len(rows) == len(LESSONS) and all(row["steps"][-1]["hint"] for row in rows if not row["passed"])
    assert call(project) == 1
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if " 7  " in line] == ["✓"]
