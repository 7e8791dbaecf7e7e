"""The program that renders under a Python with Copier: what it renders, and what it says of it."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.git import commit_all, git
from scripts.manage.updating import template_source, with_copier

CONFIG = """\
_subdirectory: template
_skip_if_exists: [README.md, 기능]
name: {type: str, help: A name., default: unnamed}
port: {type: int, help: A port., default: 8000}
features: {type: str, multiselect: true, help: Features., choices: [a, b], default: [a]}
"""
FILES = {
    "{{_copier_conf.answers_file}}.jinja": "{{ _copier_answers | to_nice_yaml -}}",
    "README.md.jinja": "{{ name }}\n",
    "기능/하나": "one\n",
    "run.sh": "run\n",
    "scripts/templated.sh.jinja": "{{ port }}\n",
    "plain.sh": "plain\n",
    "features.jinja": "{{ features | join(' ') }}\n",
}
EXECUTABLE = ["template/run.sh", "template/scripts/templated.sh.jinja"]
ANSWERS = "_commit: v1\n_src_path: gh:a/b\nname: 출석부\nport: 8001\nfeatures: [b]\nold: '1'\n"


@pytest.fixture(scope="module")
def template(isolated_machine: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """v1, and v2 in which nothing is executable and the port may be no lower than 9000."""
    folder = tmp_path_factory.mktemp("template")
    git(folder, "init", "--quiet")
    for path, text in {
        "copier.yml": CONFIG,
        **{f"template/{path}": text for path, text in FILES.items()},
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "update-index", "--chmod=+x", *EXECUTABLE)
    git(folder, "commit", "--quiet", "-m", "v1")
    git(folder, "tag", "v1")
    git(folder, "update-index", "--chmod=-x", *EXECUTABLE)
    validated = CONFIG.replace("8000}", '9000, validator: \'{{ "too low" if port < 9000 else "" }}\'}')
    (folder / "copier.yml").write_text(validated, encoding="utf-8")
    git(folder, "commit", "--quiet", "-m", "v2", "copier.yml")
    git(folder, "commit", "--quiet", "-m", "v2, without executable files")
    git(folder, "tag", "v2")
    (folder / "copier.yml").write_text(CONFIG + "_tasks: [touch was-run]\n", encoding="utf-8")
    commit_all(folder, "v3, which asks for trust")
    git(folder, "tag", "v3")
    return folder


def job(
    template: Path, folder: Path, version: str = "v1", *, as_data: bool = True, **changes: str
) -> dict[str, Any]:
    repository = template / ".git"
    return {
        "template": str(template_source.lay_out(repository, version, folder / "source")),
        "executable": template_source.executable(repository, version),
        "origin": {"_commit": version, "_src_path": "gh:a/b"},
        "folder": str(folder / "rendered"),
        "answers": ANSWERS,
        "as_data": as_data,
        "changes": changes,
    }


def text(folder: Path, path: str) -> str:
    return (folder / "rendered" / path).read_text(encoding="utf-8").strip()


def test_the_paths_that_are_the_owners_are_told(template: Path, tmp_path: Path) -> None:
    """Whatever way a file system spells Korean."""
    owned = with_copier.render(job(template, tmp_path))["owned"]
    assert {unicodedata.normalize("NFC", path) for path in owned} == {"README.md", "기능/하나"}


def test_executable_files_are_told_as_the_templates_repository_has_them(
    template: Path, tmp_path: Path
) -> None:
    told = with_copier.render(job(template, tmp_path))
    assert told["executable"] == ["run.sh", "scripts/templated.sh"]
    (tmp_path / "later").mkdir()
    later = with_copier.render(job(template, tmp_path / "later", "v2", as_data=False))
    assert later["executable"] == []


def test_answers_count_as_they_stand_for_the_version_that_they_were_given_to(
    template: Path, tmp_path: Path
) -> None:
    with_copier.render(job(template, tmp_path))
    assert [text(tmp_path, path) for path in ("README.md", "scripts/templated.sh", "features")] == [
        "출석부",
        "8001",
        "b",
    ]
    assert yaml.safe_load(text(tmp_path, ".copier-answers.yml"))["_commit"] == "v1"


def test_an_answer_that_a_newer_version_refuses_becomes_its_default_and_is_told(
    template: Path, tmp_path: Path
) -> None:
    told = with_copier.render(job(template, tmp_path, "v2", as_data=False))
    assert [text(tmp_path, path) for path in ("README.md", "scripts/templated.sh", "features")] == [
        "출석부",
        "9000",
        "b",
    ]
    assert (told["refused"], told["dropped"]) == ({"port": "8001"}, {"old": "1"})


def test_changes_are_read_as_their_questions_ask(template: Path, tmp_path: Path) -> None:
    with_copier.render(job(template, tmp_path, as_data=False, name="12", port="9001", features="[a, b]"))
    answers = yaml.safe_load(text(tmp_path, ".copier-answers.yml"))
    assert (answers["name"], answers["port"], answers["features"]) == ("12", 9001, ["a", "b"])


def run(*jobs: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the program prints."""
    given = json.dumps(jobs).encode()
    printed = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    monkeypatch.setattr(sys, "stdout", printed)
    assert with_copier.main() == 0
    return json.loads(printed.buffer.getvalue())


def test_the_program_answers_for_each_job(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = tmp_path / "later"
    later.mkdir()
    answer = run(job(template, tmp_path), job(template, later, "v2", as_data=False), monkeypatch=monkeypatch)
    assert [each["executable"] for each in answer] == [["run.sh", "scripts/templated.sh"], []]


@pytest.mark.parametrize(
    ("version", "changes", "says"),
    [
        ("v1", {"nosuch": "1"}, "There is no question 'nosuch'. The questions are name, port, features."),
        ("v1", {"port": "many"}, "port is a whole number, and 'many' is none"),
        ("v2", {"port": "8001"}, "too low"),
        ("v3", {}, "unsafe"),
    ],
    ids=["no question", "no number", "refused", "asks for trust"],
)
def test_what_copier_refuses_is_a_sentence(
    version: str,
    changes: dict[str, str],
    says: str,
    template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = run(job(template, tmp_path, version, as_data=False, **changes), monkeypatch=monkeypatch)
    assert says in answer["error"]
    assert not (tmp_path / "rendered" / "was-run").exists()
