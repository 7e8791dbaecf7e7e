"""Every pair of answers gives a complete project with nothing of the template's machinery in it."""

from __future__ import annotations

import ast
import itertools
import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from harness import in_memory, questions, repository
from harness.answers import (
    FACTORS,
    FALLBACK,
    FOLLOWS,
    NAMES,
    by_chance,
    combinations,
    covering,
    pairs,
    params,
)
from harness.rendered import Rendered, Renderer
from harness.residue import OF_EVERY_PROJECT
from harness.template_repository import TemplateRepository

QUESTIONS = repository.questions()
JINJA = re.compile(r"\{\{|\{%|\{#|%\}|\}\}(?!\})")
DATABASE_PATHS = re.compile(
    r"backend/(app/core/database|migrations)/|backend/tests/test_migrations\.py|docs/(database|features)\."
)
DATABASE_WORDS = re.compile(
    r"database|데이터베이스|sqlite|sql_?alchemy|alembic|postgres|psycopg|migration|마이그레이션",
    re.IGNORECASE,
)
ANGULARS = re.compile(r"frontend/src/app/.*\.html|docs/lessons/.*")
LICENSES = {"MIT": "MIT License", "BSD-3-Clause": "BSD 3-Clause License", "Apache-2.0": "Apache License"}


@pytest.fixture(params=params())
def project(request: pytest.FixtureRequest, render: Renderer) -> Rendered:
    answers: dict[str, Any] = request.param
    return render(**answers)


def templated(project: Rendered) -> list[str]:
    """The project's files that came through Jinja."""
    destinations = [repository.destination(p) for p in repository.template_files() if p.endswith(".jinja")]
    return [path for path in destinations if project.path(path).exists()]


def presenting(project: Rendered) -> list[str]:
    """The pages that present the project, in its languages."""
    return ["README.md", "README.ko.md"] if value(project, "languages") == "both" else ["README.md"]


def has_database(project: Rendered) -> bool:
    return bool(value(project, "database") != "none")


def left_out(project: Rendered) -> set[str]:
    """The files of the template that have no place in a project with these answers."""
    return in_memory.left_out(in_memory.complete(project.given) | {"_copier_operation": "copy"})


@cache
def template_bytes(template: TemplateRepository, path: str) -> bytes:
    return template.path(path).read_bytes()


def value(project: Rendered, question: str) -> Any:
    """The answer that the project must show: the one given, else the default as copier.yml words it."""
    if question in project.given:
        return project.given[question]
    if question in questions.chosen():
        return questions.usual(**project.given)[question]
    name = project.given["project_name"]
    defaults = {
        "project_slug": NAMES[name] or FALLBACK,
        "project_description": "A web app made with Flask and Angular.",
        "user_name": f"{name} authors",
        "backend_port": 8001,
        "frontend_port": 4201 if project.given.get("backend_port") == 4200 else 4200,
    }
    return defaults[question]


def test_every_question_is_varied() -> None:
    assert FACTORS.keys() | FOLLOWS == QUESTIONS


def test_every_pair_of_answers_is_rendered() -> None:
    """Counted here, whoever made the list."""
    met = [
        ((one, answers.get(one)), (other, answers.get(other)))
        for answers in covering()
        for one, other in itertools.combinations(FACTORS, 2)
    ]
    missing = [pair for pair in pairs() if pair not in met]
    assert not missing


def test_only_pairs_that_a_question_refuses_are_left_out() -> None:
    """Of all that can be thought of, those of two rules: notes need a database, and Dependabot GitHub."""
    every = sum(len(FACTORS[one]) * len(FACTORS[other]) for one, other in itertools.combinations(FACTORS, 2))
    assert 0 < every - len(pairs()) < every / 50


def test_the_answers_that_are_rendered_are_few() -> None:
    # Each row holds one pair of the two longest factors: no list is shorter than all of those.
    second, longest = sorted(map(len, FACTORS.values()))[-2:]
    assert len(covering()) <= 1.3 * longest * second


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_answers_are_the_same_on_every_run(seed: str) -> None:
    code = "import json; from harness import answers; print(json.dumps(answers.combinations()))"
    words = [sys.executable, "-c", code]
    path = os.pathsep.join(str(repository.ROOT / folder) for folder in ("tests", "template"))
    environment = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": seed}
    finished = subprocess.run(words, env=environment, capture_output=True, check=True)
    assert json.loads(finished.stdout) == combinations()


def test_answers_by_chance_follow_their_seed() -> None:
    assert by_chance("1") == by_chance("1") != by_chance("2")


def test_the_files_are_the_templates_but_for_those_of_an_answer(project: Rendered) -> None:
    expected = {repository.destination(path) for path in repository.template_files()}
    assert set(project.files()) == expected - left_out(project)


def test_nothing_of_jinja_is_left(project: Rendered) -> None:
    assert {"README.md", "project.toml", "frontend/src/index.html"} <= set(templated(project))
    # Angular has {{ }} of its own, in pages and in the lesson about them.
    paths = [path for path in templated(project) if not ANGULARS.fullmatch(path)]
    assert not [path for path in paths if JINJA.search(project.text(path))]


def test_a_file_without_jinja_arrives_byte_for_byte(project: Rendered, template: TemplateRepository) -> None:
    plain = [path for path in repository.template_files() if not path.endswith(".jinja")]
    assert len(plain) > 50
    plain = sorted(set(plain) - left_out(project))
    assert not [path for path in plain if project.content(path) != template_bytes(template, path)]


def test_a_file_with_jinja_ends_with_one_line_end(project: Rendered) -> None:
    assert not [p for p in templated(project) if not re.search(r"[^\n]\n\Z", project.text(p))]


def test_no_line_of_a_file_with_jinja_ends_with_a_space(project: Rendered) -> None:
    assert not [path for path in templated(project) if re.search(r"[ \t]$", project.text(path), re.MULTILINE)]


def test_programs_stay_executable(project: Rendered) -> None:
    if os.name == "nt":
        pytest.skip("Windows knows no executable files")
    launchers = {"scripts/bootstrap.sh", "manage.py"}
    executable = {path for path in project.files() if os.access(project.path(path), os.X_OK)}
    assert executable == launchers


def test_the_answers_file_records_questions_and_the_version_only(
    project: Rendered, template: TemplateRepository
) -> None:
    recorded = project.recorded
    assert recorded.keys() <= QUESTIONS | {"_commit", "_src_path"}
    assert recorded["_commit"] == "v1.0.0"
    assert recorded["_src_path"] == str(template.folder)
    for question in QUESTIONS & recorded.keys():
        assert recorded[question] == value(project, question), question
    assert recorded.keys() >= QUESTIONS


def test_the_project_file_holds_names_and_ports(project: Rendered) -> None:
    settings = tomllib.loads(project.text("project.toml"))
    assert settings == {
        "project": {"name": value(project, "project_name"), "slug": value(project, "project_slug")},
        "ports": {"backend": value(project, "backend_port"), "frontend": value(project, "frontend_port")},
    }


def test_python_reads_the_projects_words(project: Rendered) -> None:
    module = ast.parse(project.text("backend/app/core/project.py"))
    words = {
        ast.unparse(line.targets[0]): ast.literal_eval(line.value)
        for line in module.body
        if isinstance(line, ast.Assign)
    }
    assert words == {
        "NAME": value(project, "project_name"),
        "SLUG": value(project, "project_slug"),
    }


def test_typescript_reads_the_projects_words(project: Rendered) -> None:
    # A JSON string is a string of TypeScript. The compiler reads the whole file when the project is built.
    text = project.text("frontend/src/app/core/project.ts")
    words = dict(re.findall(r'^  (\w+): (".*"),$', text, re.MULTILINE))
    assert {name: json.loads(word) for name, word in words.items()} == {
        "name": value(project, "project_name"),
        "description": value(project, "project_description"),
    }


def test_the_first_page_shows_the_command_that_adds_where_there_is_a_database(project: Rendered) -> None:
    told = re.findall(r"^  keepsData: (true|false),$", project.text("frontend/src/app/core/project.ts"), re.M)
    assert told == ["true" if has_database(project) else "false"]
    page = project.text("frontend/src/app/features/home/home-page.html")
    ((_, shown),) = re.findall(
        r"^( *)@if \(project\.keepsData\) \{\n(.*?)^\1\}", page, re.MULTILINE | re.DOTALL
    )
    assert page.count('verb="add ') == shown.count('verb="add ') == 1


def test_browsers_read_the_projects_words_in_the_manifest(project: Rendered) -> None:
    manifest = json.loads(project.text("frontend/public/site.webmanifest"))
    assert manifest["name"] == value(project, "project_name")
    assert manifest["description"] == value(project, "project_description")
    icon = project.path("frontend/public") / manifest["icons"][0]["src"]
    assert icon.is_file()
    assert '<link rel="manifest" href="site.webmanifest" />' in project.text("frontend/src/index.html")


class _Head(HTMLParser):
    """The title and the description of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.description: str | None = None
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title"
        attributes = dict(attrs)
        if tag == "meta" and attributes.get("name") == "description":
            self.description = attributes["content"]

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False


def test_a_browser_reads_the_projects_words(project: Rendered) -> None:
    text = project.text("frontend/src/index.html")
    head = _Head()
    head.feed(text)
    assert head.title == value(project, "project_name")
    assert head.description == value(project, "project_description")
    assert not re.search(r"&(?!amp;|#39;|#\d+;|lt;|gt;|quot;)", text), "a bare & is no HTML"


def test_the_readmes_begin_with_the_projects_name(project: Rendered) -> None:
    for readme in presenting(project):
        assert project.text(readme).startswith(f"# {value(project, 'project_name')}\n")


def test_every_port_is_the_one_that_was_answered(project: Rendered) -> None:
    wanted = {str(value(project, "backend_port")), str(value(project, "frontend_port"))}
    proxy = project.text("frontend/proxy.core.mjs")
    assert re.findall(r"127\.0\.0\.1:(\d+)", proxy) == [str(value(project, "backend_port"))]
    for path in templated(project):
        named = set(re.findall(r"(?:localhost|127\.0\.0\.1):(\d+)|--port[ =](\d+)", project.text(path)))
        assert {port for pair in named for port in pair if port} <= wanted, path


def test_the_licence_is_the_one_that_was_answered(project: Rendered) -> None:
    chosen = value(project, "license")
    if chosen == "none":
        assert not project.path("LICENSE").exists()
        return
    text = project.text("LICENSE")
    assert text.lstrip().startswith(LICENSES[chosen])
    if chosen != "Apache-2.0":
        assert re.search(rf"Copyright \(c\) (?:\d{{4}},? )?{re.escape(value(project, 'user_name'))}\n", text)


def test_an_option_leaves_no_word_where_it_is_declined(project: Rendered) -> None:
    readmes = [path for path in templated(project) if not OF_EVERY_PROJECT.match(path)]
    worded = [
        path for path in readmes if re.search(r"licen[cs]e|라이선스", project.text(path), re.IGNORECASE)
    ]
    if value(project, "license") == "none":
        assert not worded
    else:
        assert {"LICENSE", *presenting(project)} <= set(worded)


def test_a_project_without_a_database_has_no_word_of_one(project: Rendered) -> None:
    """But for manage.py, which serves every project, its pages, and the versions that install nothing."""
    paths = [path for path in project.files() if not OF_EVERY_PROJECT.match(path)]
    worded = {path for path in paths if DATABASE_WORDS.search(project.text(path))}
    if has_database(project):
        assert {*presenting(project), "backend/requirements.txt", "backend/conftest.py"} <= worded
    else:
        assert not worded


def test_the_packages_are_those_of_the_database_that_was_answered(project: Rendered) -> None:
    lines = project.text("backend/requirements.txt").splitlines()
    packages = {line.partition(">")[0] for line in lines if line and not line.startswith(("#", "-c "))}
    present = packages & {"sqlalchemy", "flask-sqlalchemy-lite", "flask-alembic", "psycopg[binary]"}
    by_answer = {
        "none": set(),
        "sqlite": {"sqlalchemy", "flask-sqlalchemy-lite", "flask-alembic"},
        "postgresql": {"sqlalchemy", "flask-sqlalchemy-lite", "flask-alembic", "psycopg[binary]"},
    }
    assert present == by_answer[value(project, "database")]
    assert "flask" in packages
    assert lines[-1].startswith("# --- Your packages")


def test_no_address_of_the_template_is_left(project: Rendered) -> None:
    """A project knows its template from its answers file alone."""
    words = {str(repository.ROOT), "copier.yml", "_copier"}
    assert not [
        p for p in templated(project) if p != repository.ANSWERS and words & set(project.text(p).split())
    ]
