"""copier.yml: few questions in sentences, no trust, and two tables of paths that agree."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from jinja2 import Environment

from harness import repository
from harness.git import git
from harness.ownership import ANSWER_GATE, UPDATE_GATE, TemplateVersion, matcher, values_of
from harness.releases import released

# Each of these makes Copier ask whether the template is trusted, on a copy or on a later update.
NEEDS_TRUST = {"_tasks", "_migrations", "_jinja_extensions", "_external_data"}


def parsed(text: str) -> dict[str, Any]:
    config = yaml.safe_load(text)
    assert isinstance(config, dict)
    return config


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    return parsed(repository.text("copier.yml"))


@pytest.fixture(scope="module")
def questions(config: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: question for name, question in config.items() if not name.startswith("_")}


def test_copying_and_updating_never_ask_for_trust(config: dict[str, Any]) -> None:
    assert not NEEDS_TRUST & config.keys()


def test_no_release_ever_asked_for_trust() -> None:
    # An update looks at the version it comes from, too.
    configs = {
        str(release.version): TemplateVersion.of_commit(repository.ROOT, release.commit).config
        for release in released()
    }
    untrusted = {version: sorted(NEEDS_TRUST & config.keys()) for version, config in configs.items()}
    assert not any(untrusted.values()), untrusted


def test_releases_are_annotated_tags_that_copier_can_sort(isolated_machine: None) -> None:
    # A tag such as 10-foo crashes Copier in every project; a light tag can be moved unseen.
    tags = git(repository.ROOT, "for-each-ref", "--format=%(refname:short) %(objecttype)", "refs/tags")
    wrong = [line for line in tags.splitlines() if not re.fullmatch(r"v\d+\.\d+\.\d+ tag", line)]
    assert not wrong


def test_every_question_but_the_name_has_a_default(questions: dict[str, dict[str, Any]]) -> None:
    assert {name for name, question in questions.items() if "default" not in question} == {"project_name"}


def test_every_question_is_a_sentence(questions: dict[str, dict[str, Any]]) -> None:
    helps = {name: str(question.get("help", "")) for name, question in questions.items()}
    wrong = {name: help_ for name, help_ in helps.items() if not re.fullmatch(r"[A-Z]\S* \S+ .*[?.)]", help_)}
    assert not wrong


def test_every_free_answer_is_validated(questions: dict[str, dict[str, Any]]) -> None:
    free = {name for name, asked in questions.items() if "choices" not in asked and asked["type"] != "bool"}
    assert not {name for name in free if "validator" not in questions[name]}


def test_every_text_question_proposes_something(questions: dict[str, dict[str, Any]]) -> None:
    texts = {name: q for name, q in questions.items() if q["type"] == "str" and "choices" not in q}
    assert not {name for name, question in texts.items() if not question.keys() & {"placeholder", "default"}}


def test_what_is_undefined_stops_the_copy(config: dict[str, Any]) -> None:
    assert config["_envops"]["undefined"] == "jinja2.StrictUndefined"


def test_the_answers_file_keeps_its_usual_name(config: dict[str, Any]) -> None:
    # Another one would force `-a` on every update.
    assert "_answers_file" not in config
    assert repository.ANSWERS_TEMPLATE in repository.template_files()


def test_both_tables_name_the_same_files_of_the_owner(config: dict[str, Any]) -> None:
    gated = TemplateVersion.of_work_tree().owners
    assert gated
    assert gated == config["_skip_if_exists"]


def test_every_excluded_path_hangs_on_an_answer_that_exists(
    config: dict[str, Any], questions: dict[str, dict[str, Any]]
) -> None:
    rest = [entry for entry in config["_exclude"] if not UPDATE_GATE.fullmatch(entry)]
    assert not [entry for entry in rest if not hangs_on_an_answer(entry, questions)]


def hangs_on_an_answer(entry: str, questions: dict[str, dict[str, Any]]) -> bool:
    match = ANSWER_GATE.fullmatch(entry)
    if not match:
        return False
    if match["declined"]:
        return bool(questions.get(match["declined"], {}).get("type") == "bool")
    asked = questions.get(match["question"] or match["several"] or match["among"], {})
    values = re.findall(r"'([^']+)'", match["values"] or "") or [match["value"] or match["one"]]
    is_several = bool(match["several"])
    return set(values) <= set(values_of(asked.get("choices", {}))) and is_several == asked.get(
        "multiselect", False
    )


def test_a_question_that_may_not_be_asked_keeps_its_answer(questions: dict[str, dict[str, Any]]) -> None:
    """With `when`, Copier forgets what was given by --data; with `ask` it does not."""
    assert not {name for name, question in questions.items() if "when" in question}
    names = list(questions)
    asked = names[: names.index("more") + 1]
    assert {name: question.get("ask") for name, question in questions.items()} == {
        name: None if name in asked else "{{ more }}" for name in names
    }
    assert len(asked) <= 5


def test_every_starting_point_decides_the_same_questions(questions: dict[str, dict[str, Any]]) -> None:
    points = starting_points()
    assert set(points) == set(values_of(questions["starting_point"]["choices"]))
    decided = {
        name for name, question in questions.items() if "starting_point" in str(question.get("default"))
    }
    assert {point: set(answers) for point, answers in points.items()} == dict.fromkeys(points, decided)


def starting_points() -> dict[str, dict[str, Any]]:
    table = Environment().from_string(repository.text("includes/starting_points.jinja")).module
    points = vars(table)["STARTING_POINTS"]
    assert isinstance(points, dict)
    return points


def test_every_path_in_the_tables_exists(config: dict[str, Any]) -> None:
    """Or did in a release: what the template dropped may lie in its owners' projects for years."""
    gates = [gate.fullmatch(entry) for entry in config["_exclude"] for gate in (UPDATE_GATE, ANSWER_GATE)]
    # With a ! it takes back what an entry before it names.
    entries = {match["path"].removeprefix("!") for match in gates if match} | set(config["_skip_if_exists"])
    assert len(entries) > 10
    versions = [TemplateVersion.of_commit(repository.ROOT, release.commit) for release in released()]
    arriving = TemplateVersion.of_work_tree().files.union(*(version.files for version in versions))
    assert not [entry for entry in entries if not any(matcher([entry]).match_files(arriving))]


def test_one_page_tells_which_files_are_the_owners(config: dict[str, Any]) -> None:
    owners = [path.removeprefix("/") for path in config["_skip_if_exists"]]
    for ending in (".md", ".ko.md"):
        pages = [
            path
            for path in repository.with_suffix(".md", below="template")
            if path.removesuffix(".jinja").endswith(".ko.md") == (ending == ".ko.md")
        ]
        telling = [page for page in pages if all(path in repository.text(page) for path in owners)]
        assert telling, f"no page *{ending} names all of {owners}"
