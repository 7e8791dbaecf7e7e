"""What is asked, what is refused, and where defaults come from."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from copier.errors import UnsafeTemplateError
from jinja2.exceptions import UndefinedError

from harness import repository
from harness.git import git
from harness.rendered import DEFAULTS, copier, copy
from harness.template_repository import TemplateRepository

Wrong = dict[str, Any]
CONTROL = ["a\nb", "a\tb", "a\x07b", "a\x7fb", "a\x85b", "a\u2028b", "a\u202eb"]
FORBIDDEN = ['a"b', "a\\b", "a<b", "a>b", "a`b", "{{ name }}", "a}b", "$HOME"]
INVALID: list[Wrong] = [
    *(
        {"project_name": name}
        for name in ["", " ", " app", "app ", "a" * 61, "!!!", "-", *FORBIDDEN, *CONTROL]
    ),
    *({"project_slug": slug} for slug in ["", "App", "1app", "-app", "app-", "a--b", "a_b", "앱", "a" * 61]),
    *({"project_description": text} for text in ["", "  ", "a" * 201, *FORBIDDEN, *CONTROL]),
    *({"user_name": text} for text in ["", "  ", "a" * 101, *FORBIDDEN, *CONTROL]),
    *({"backend_port": port} for port in [0, -1, 80, 1023, 65536, "http", 6000, 10080]),
    *({"frontend_port": port} for port in [0, 1023, 65536, 5060]),
    {"backend_port": 4300, "frontend_port": 4300},
    {"frontend_port": 8001},
    {"license": "GPL-3.0"},
    {"features": ["blog"]},
    {"database": "mysql"},
    {"starting_point": "school"},
    {"languages": "fr"},
    {"ci": "jenkins"},
    {"editors": "vim"},
    {"dependency_updates": "daily"},
    {"dependency_updates": "dependabot", "ci": "gitlab"},
    {"dependency_updates": "dependabot", "ci": "none"},
    {"features": ["notes"], "database": "none"},
]


@pytest.fixture(scope="session")
def questions(template: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    """The template's questions over one small file: a plain folder, so that asking is all that takes time."""
    folder = tmp_path_factory.mktemp("questions")
    shutil.copy2(template.folder / "copier.yml", folder)
    shutil.copytree(template.folder / "includes", folder / "includes")
    (folder / "template").mkdir()
    shutil.copy2(template.path("project.toml.jinja"), folder / "template")
    return TemplateRepository(folder)


def test_of_every_question_a_wrong_answer_is_tried() -> None:
    asked = yaml.safe_load(repository.text("copier.yml"))
    # Copier reads any word as yes or no.
    refusing = {name for name in repository.questions() if asked[name]["type"] != "bool"}
    assert {question for wrong in INVALID for question in wrong} == refusing


@pytest.mark.parametrize("wrong", INVALID, ids=ascii)
def test_a_wrong_answer_is_refused_in_one_sentence_and_nothing_is_made(
    questions: TemplateRepository, tmp_path: Path, wrong: Wrong
) -> None:
    with pytest.raises(ValueError) as raised:
        copy(questions, tmp_path / "project", DEFAULTS | wrong)
    assert len(str(raised.value).splitlines()) == 1, str(raised.value)
    assert list(tmp_path.iterdir()) == []


VALID: list[Wrong] = [
    *(
        {"project_name": name}
        for name in ["a", "a" * 60, "3D", "앱", "C++ & me", "app (2)", "naïve #1", "🎒 bag"]
    ),
    {"project_name": "출석부", "project_slug": "a"},
    {"project_name": "출석부", "project_slug": "roll-call-2"},
    {"backend_port": 1024},
    {"backend_port": 65535},
    {"frontend_port": 8000},
    {"project_description": "a" * 200},
    {"user_name": "a" * 100},
    {"features": ["notes"]},
    {"features": ["notes"], "database": "postgresql"},
    {"features": [], "database": "none"},
    {"starting_point": "classroom", "database": "none"},
    {"starting_point": "team", "dependency_updates": "dependabot"},
    {"ci": "none", "dependency_updates": "renovate"},
]


@pytest.mark.parametrize("answers", VALID, ids=ascii)
def test_what_is_at_the_edge_of_the_allowed_is_taken(
    questions: TemplateRepository, tmp_path: Path, answers: Wrong
) -> None:
    project = copy(questions, tmp_path / "project", DEFAULTS | answers)
    settings = tomllib.loads(project.text("project.toml"))
    assert settings["project"]["name"] == (DEFAULTS | answers)["project_name"]
    assert settings["project"]["slug"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("출석부", "chulseokbu"),
        ("웹 앱", "wep-aep"),
        ("쌍둥이 읽기", "ssangdungi-ikgi"),
        ("닭과 삶", "dakgwa-sam"),
        ("꽃값", "kkotgap"),
        ("의외의 힘", "uioeui-him"),
        ("출석부 2반", "chulseokbu-2ban"),
        ("2026년 App", "nyeon-app"),
        ("Čeština & Łódź", "cestina-lodz"),
        ("Straße", "strasse"),
        ("Ærøskøbing", "aeroskobing"),
        ("L'école", "lecole"),
        ("C++", "c"),
        ("---a---b---", "a-b"),
        ("日本語", "my-app"),
        ("2026", "my-app"),
        ("🎒1", "my-app"),
    ],
)
def test_every_name_has_a_short_name_in_plain_letters(
    questions: TemplateRepository, tmp_path: Path, name: str, slug: str
) -> None:
    """Hangul by the Revised Romanization, letter by letter; what has no Latin letter is called my-app."""
    project = copy(questions, tmp_path / "project", {"project_name": name})
    assert tomllib.loads(project.text("project.toml"))["project"]["slug"] == slug


STARTING_POINTS: dict[str, dict[str, Any]] = {
    "classroom": {
        "features": ["notes"],
        "database": "sqlite",
        "ci": "github",
        "dev_container": True,
        "editors": "vscode",
        "dependency_updates": "none",
    },
    "laptop": {
        "features": [],
        "database": "sqlite",
        "ci": "github",
        "dev_container": False,
        "editors": "vscode",
        "dependency_updates": "dependabot",
    },
    "team": {
        "features": [],
        "database": "postgresql",
        "ci": "github",
        "dev_container": True,
        "editors": "both",
        "dependency_updates": "renovate",
    },
}


@pytest.fixture(scope="session")
def recording(questions: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    """The same with an answers file, as a repository with a release."""
    folder = tmp_path_factory.mktemp("recording")
    shutil.copytree(questions.folder, folder, dirs_exist_ok=True)
    shutil.copy2(repository.TEMPLATE / repository.ANSWERS_TEMPLATE, folder / "template")
    git(folder, "init", "--quiet")
    made = TemplateRepository(folder)
    made.release("v1.0.0")
    return made


@pytest.mark.parametrize("point", [None, *STARTING_POINTS])
def test_a_starting_point_sets_the_answers_of_the_rest(
    recording: TemplateRepository, tmp_path: Path, point: str | None
) -> None:
    given = {"starting_point": point} if point else {}
    recorded = copy(recording, tmp_path / "project", DEFAULTS | given).recorded
    expected = STARTING_POINTS[point or "laptop"]
    assert {question: recorded[question] for question in expected} == expected
    assert recorded["starting_point"] == (point or "laptop")


@pytest.mark.parametrize(("ci", "updates"), [("github", "dependabot"), ("gitlab", "none"), ("none", "none")])
def test_without_github_nobody_is_told_of_dependabot(
    recording: TemplateRepository, tmp_path: Path, ci: str, updates: str
) -> None:
    assert (
        copy(recording, tmp_path / "project", DEFAULTS | {"ci": ci}).recorded["dependency_updates"] == updates
    )


# An answer to each question that only "Anything else?" opens, and none of them is its default.
UNASKED: dict[str, Any] = {
    "project_slug": "roll-call",
    "project_description": "Who is here?",
    "user_name": "홍길동",
    "license": "Apache-2.0",
    "database": "postgresql",
    "ci": "gitlab",
    "dev_container": True,
    "editors": "pycharm",
    "dependency_updates": "none",
    "backend_port": 8010,
    "frontend_port": 4210,
}


def test_what_is_not_asked_can_be_given_and_stays_through_updates(
    recording: TemplateRepository, tmp_path: Path
) -> None:
    """By Copier itself; test_manage_update.py has the same for manage.py update."""
    asked = yaml.safe_load(repository.text("copier.yml"))
    assert {name for name in repository.questions() if "ask" in asked[name]} == UNASKED.keys()
    template = recording.clone(tmp_path / "template")
    usual = copy(template, tmp_path / "usual", DEFAULTS).recorded
    assert not [question for question, answer in UNASKED.items() if usual[question] == answer]

    project = copy(template, tmp_path / "project", DEFAULTS | UNASKED)
    assert {question: project.recorded[question] for question in UNASKED} == UNASKED
    project.commit()
    for version in ("v1.1.0", "v1.2.0"):
        template.write("news.txt", version)
        template.release(version)
        project.update()
        project.commit(version)
        assert project.recorded["_commit"] == version
        assert {question: project.recorded[question] for question in UNASKED} == UNASKED
    project.update(data={"backend_port": 8020})
    assert project.recorded["backend_port"] == 8020
    assert {question: project.recorded[question] for question in UNASKED} == UNASKED | {"backend_port": 8020}


def test_the_name_has_no_default(questions: TemplateRepository, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="project_name"):
        copy(questions, tmp_path / "project", {})
    assert list(tmp_path.iterdir()) == []


def test_the_users_own_settings_name_the_author(
    small: TemplateRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings.yml"
    settings.write_text(yaml.safe_dump({"defaults": {"user_name": "홍길동"}}), encoding="utf-8")
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(settings))
    project = copy(small, tmp_path / "project", DEFAULTS)
    assert project.recorded["user_name"] == "홍길동"
    assert "홍길동" in project.text("LICENSE")


def test_what_is_undefined_stops_the_copy(small: TemplateRepository, tmp_path: Path) -> None:
    broken = small.clone(tmp_path / "template")
    broken.write("docs/broken.md.jinja", "{{ no_such_answer }}\n")
    broken.release("v1.1.0")
    with pytest.raises(UndefinedError, match="no_such_answer"):
        copy(broken, tmp_path / "project", DEFAULTS)
    assert not (tmp_path / "project").exists()


def test_a_template_that_wants_trust_would_be_refused(small: TemplateRepository, tmp_path: Path) -> None:
    """What every other test relies on: without trust, a task stops the copy."""
    tasked = small.clone(tmp_path / "template")
    config = tasked.folder / "copier.yml"
    config.write_text(config.read_text(encoding="utf-8") + '\n_tasks:\n  - "true"\n', encoding="utf-8")
    tasked.release("v1.1.0")
    with pytest.raises(UnsafeTemplateError):
        copy(tasked, tmp_path / "project", DEFAULTS)


def test_the_message_after_a_copy_names_the_next_commands(small: TemplateRepository, tmp_path: Path) -> None:
    """They are run as they stand there; the first three are git's."""
    words = ["--defaults", "--data", "project_name=출석부", str(small.folder), "내 앱"]
    finished = copier("copy", *words, cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    commands = [line.strip() for line in finished.stderr.splitlines() if line.startswith("     ")]
    git_commands = [line for line in commands if line.startswith(("cd ", "git "))]
    assert [line.split()[:2] for line in git_commands[1:]] == [
        ["git", "init"],
        ["git", "add"],
        ["git", "commit"],
    ]
    for launcher in (
        "sh scripts/bootstrap.sh",
        "scripts\\bootstrap.cmd",
        "python3 manage.py dev",
        "py manage.py dev",
    ):
        assert any(line.endswith(launcher) for line in commands), launcher
    if os.name != "nt":
        script = " && ".join(git_commands)
        subprocess.run(["sh", "-c", script], cwd=tmp_path, check=True, capture_output=True)
        log = subprocess.run(["git", "-C", "내 앱", "log", "--format=%s"], cwd=tmp_path, capture_output=True)
        assert log.stdout.decode() == "Start from the template\n"
