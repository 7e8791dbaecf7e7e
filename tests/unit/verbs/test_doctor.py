"""doctor's report for programs is what its schema and its page say, and --fix says first what it does."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from harness import repository
from scripts.manage import checks, faults
from scripts.manage.checks import Group
from scripts.manage.checks.finding import Finding, fine
from scripts.manage.problem import Problem
from scripts.manage.project import Project
from scripts.manage.terminal import messages, output
from scripts.manage.verbs import doctor

SCHEMA = json.loads(repository.text("template/docs/doctor.schema.json"))
PAGES = ["template/docs/doctor.md.jinja", "template/docs/doctor.ko.md.jinja"]


def validate(report: object) -> None:
    """Raises ValidationError where a report is not as the schema says."""
    Draft202012Validator(SCHEMA).validate(report)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "project.toml").write_text('[project]\nname = "출석부"\n', encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture
def report(project: Project) -> Any:
    """What --json prints for one finding of each kind."""
    python, venv, *others = checks.GROUPS
    findings: dict[Group, list[Finding]] = {
        python: [fine("Python 3.13.7", "/usr/bin/python3")],
        venv: [Problem(faults.NOT_SET_UP), Problem(faults.WRONG_LINE_ENDS, names="x.sh")],
    }
    made = doctor.as_json(project, findings | {group: list[Finding]() for group in others})
    return json.loads(json.dumps(made))


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Each schema of an object, however deep."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for inner in schema.values():
            yield from objects(inner)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["properties"]["schema"]["const"] == doctor.SCHEMA


def test_the_schema_names_the_groups_of_doctor_and_no_others() -> None:
    assert SCHEMA["$defs"]["group"]["properties"]["id"]["enum"] == [group.id for group in checks.GROUPS]


def test_the_schema_names_what_a_finding_holds_and_nothing_else() -> None:
    finding = SCHEMA["$defs"]["finding"]["properties"]
    for each in (fine("well"), Problem(faults.NOT_SET_UP)):
        assert list(finding) == list(doctor._as_json(each))
    made = (fine("well"), Problem(faults.NO_COMMIT), Problem(faults.NOT_SET_UP))
    assert finding["kind"]["enum"] == [each.kind for each in made]
    assert set(finding["fix"]["enum"]) == {"", *doctor.FIXES}


def test_the_schema_leaves_no_field_open_or_out() -> None:
    assert len(list(objects(SCHEMA))) == 4
    for each in objects(SCHEMA):
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


def test_a_report_is_as_the_schema_says(report: Any) -> None:
    validate(report)
    assert report["ok"] is False
    assert report["project"] == "출석부"


@pytest.mark.parametrize(
    ("where", "field", "value"),
    [
        ([], "more", 1),
        ([], "schema", 2),
        ([], "template", 1),
        (["machine"], "more", ""),
        (["machine"], "python", None),
        (["groups", 0], "more", ""),
        (["groups", 0], "id", "disk"),
        (["groups", 0, "findings", 0], "more", ""),
        (["groups", 0, "findings", 0], "kind", "error"),
        (["groups", 0, "findings", 0], "code", "FA020"),
        (["groups", 1, "findings", 0], "code", ""),
        (["groups", 1, "findings", 0], "remedy", "manage.py setup"),
        (["groups", 1, "findings", 0], "fix", "everything"),
    ],
)
def test_any_other_report_is_refused(report: Any, where: list[Any], field: str, value: object) -> None:
    part = report
    for step in where:
        part = part[step]
    part[field] = value
    with pytest.raises(ValidationError):
        validate(report)


def test_the_version_of_the_template_is_reported(project: Project) -> None:
    answers = project.root / ".copier-answers.yml"
    answers.write_text("# Changes here …\n_commit: v1.2.0-3-gabc1234\n_src_path: x\n", encoding="utf-8")
    assert doctor.as_json(project, {})["template"] == "v1.2.0-3-gabc1234"
    answers.unlink()
    assert doctor.as_json(project, {})["template"] is None


@pytest.mark.parametrize("path", PAGES)
def test_the_page_names_every_field_and_every_group(path: str) -> None:
    page = repository.text(path)
    assert not [group.id for group in checks.GROUPS if f"`{group.id}`" not in page]
    fields = [f"findings[].{name}" for name in doctor._as_json(fine("well"))]
    fields += [name for name, schema in SCHEMA["properties"].items() if schema.get("type") != "object"]
    fields += [f".{name}" for name in SCHEMA["properties"]["machine"]["properties"]]
    assert not [field for field in fields if f"{field}`" not in page]


@pytest.mark.parametrize(("path", "language"), [(PAGES[0], "en"), (PAGES[1], "ko")])
def test_the_page_shows_the_groups_as_they_are_called(
    path: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "_language", language)
    rows = [
        line.split("|")[1].strip() for line in repository.text(path).splitlines() if line.startswith("| ")
    ]
    titles = [messages.text(group.title) for group in checks.GROUPS]
    assert [row for row in rows if row in titles] == titles


def test_marks_are_those_of_the_page() -> None:
    for path in PAGES:
        page = repository.text(path)
        assert not [mark for mark in output.MARKS.values() if mark != "→" and f"| `{mark}` |" not in page]


def test_what_fix_will_do_is_said_before_any_of_it_is_done(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def look(_: Project) -> None:
        said.append(capsys.readouterr().out)

    fixes = {name: dataclasses.replace(fix, do=look) for name, fix in doctor.FIXES.items()}
    monkeypatch.setattr(doctor, "FIXES", fixes)
    # Found in another order than they are done in, and one of them twice.
    findings: list[Finding] = [Problem(faults.NOT_SET_UP), Problem(faults.PACKAGES_DIFFER)]
    findings += [Problem(faults.WRONG_LINE_ENDS, names="x.sh")]
    assert doctor._fix(project, {checks.GROUPS[0]: findings})
    assert [line.strip() for line in said[0].splitlines() if line.strip()] == [
        "--fix will now:",
        f"1. {doctor.FIXES['line ends'].says}",
        f"2. {doctor.FIXES['setup'].says}",
    ]
    assert said[1:] == [""]


def test_fix_does_nothing_where_nothing_can_be_done(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not doctor._fix(project, {checks.GROUPS[0]: [Problem(faults.NO_TEMPORARY_FOLDER)]})
    assert "nothing that --fix could repair" in capsys.readouterr().out
