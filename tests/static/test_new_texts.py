"""What new.sh says exists in English and in Korean, the questions of copier.yml too."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator

import pytest
import yaml
from jinja2 import Environment, nodes

import new_korean
import new_texts
import preview
import repository_faults
from harness import repository
from harness.pages import RARE
from scripts.manage.faults import Command, Fault
from scripts.manage.terminal import messages
from scripts.manage.terminal.translations import ko

# The codes of what new.sh runs into; those above are of scripts for whoever makes the releases.
LAST_OF_NEW = "FA090"
# The modules that new.sh runs.
SPOKEN = (
    "new", "render", "questionnaire", "interview", "dialogue", "summary", "preview", "columns",
    "template_origin", "template_clone",
)  # fmt: skip
# The same in every language.
NAMES = {"VS Code", "PyCharm", "attendance-book"}
LITERAL, VALUE = nodes.TemplateData, nodes.Name


def questions() -> dict[str, dict[str, object]]:
    known = yaml.safe_load(repository.text("copier.yml"))
    return {name: asked for name, asked in known.items() if not name.startswith("_")}


def of_questions() -> set[str]:
    """Every text of copier.yml that a person may read."""
    found: set[str] = set()
    validators = [repository.text(path) for path in repository.files("includes") if "fault(" in _head(path)]
    for asked in questions().values():
        found |= {str(asked[key]) for key in ("help", "placeholder") if key in asked}
        validators.append(str(asked.get("validator", "")))
        choices = asked.get("choices", {})
        if isinstance(choices, dict):
            found |= set(map(str, choices))
            validators += [
                str(choice.get("validator", "")) for choice in choices.values() if isinstance(choice, dict)
            ]
    for source in validators:
        found |= set(sentences(source))
    return found - NAMES - {""}


def _head(path: str) -> str:
    return repository.text(path).partition("\n")[0]


def sentences(source: str) -> Iterator[str]:
    """What a validator says: its text with a {name} for each value, and the words it hands to a macro."""
    tree = Environment().parse(source)
    for output in tree.find_all(nodes.Output):
        words, said = "", False
        for part in [*output.nodes, None]:
            if isinstance(part, LITERAL):
                words, said = words + part.data.replace("{", "{{").replace("}", "}}"), True
            elif isinstance(part, VALUE):
                words += "{" + part.name + "}"
            else:
                if said and words.strip():
                    yield " ".join(words.split())
                words, said = "", False
    for call in tree.find_all(nodes.Call):
        given = [each.value for each in call.args if isinstance(each, nodes.Const)]
        if isinstance(call.node, nodes.Name):
            yield from (each for each in given if isinstance(each, str))


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Each call of text() with words of its own, and where it stands."""
    for name in SPOKEN:
        for node in ast.walk(ast.parse(repository.text(f"scripts/{name}.py"))):
            is_text = isinstance(node, ast.Call) and ast.unparse(node.func) == "text"
            if isinstance(node, ast.Call) and is_text and isinstance(node.args[0], ast.Constant):
                yield f"{name}.py:{node.lineno}", node


def of_faults() -> set[str]:
    rows = [row for row in vars(repository_faults).values() if isinstance(row, Fault)]
    found = set()
    for row in rows:
        if row.code <= LAST_OF_NEW:
            found.add(row.says)
            found |= {help_.note if isinstance(help_, Command) else help_ for help_ in row.helps}
    return found - {""}


def of_scripts() -> set[str]:
    """Every text of the scripts themselves."""
    literal = {str(ast.literal_eval(call.args[0])) for _, call in calls()}
    return literal | of_faults() | set(preview.COLOURS)


def names(words: str) -> list[str]:
    return sorted(field for _, field, _, _ in string.Formatter().parse(words) if field)


def test_texts_are_found() -> None:
    assert len(of_scripts()) > 50
    found = of_questions()
    assert "The name must not begin or end with a space." in found
    assert "{thing} is too long: at most {longest} characters." in found
    assert "The project needs a name." in found
    assert len(found) > 30


def test_every_text_of_the_questions_has_its_korean() -> None:
    lacking = of_questions() - new_korean.QUESTIONS_KOREAN.keys()
    assert not lacking


def test_no_korean_is_left_of_a_question_that_is_gone() -> None:
    left = new_korean.QUESTIONS_KOREAN.keys() - of_questions()
    assert not left


def test_every_text_of_the_scripts_has_its_korean() -> None:
    lacking = of_scripts() - new_korean.OWN_KOREAN.keys() - ko.TEXTS.keys()
    assert not lacking


def test_no_korean_is_left_of_a_text_that_is_gone() -> None:
    left = new_korean.OWN_KOREAN.keys() - of_scripts()
    assert not left


def test_every_question_has_a_label_in_both_languages() -> None:
    assert new_texts.LABELS.keys() == questions().keys()
    assert set(new_texts.LABELS.values()) == new_korean.LABELS_KOREAN.keys()


@pytest.mark.parametrize("labels", [new_texts.LABELS.values(), new_korean.LABELS_KOREAN.values()])
def test_labels_are_short_and_differ(labels: list[str]) -> None:
    assert len(set(labels)) == len(list(labels))
    assert max(map(len, labels)) <= 16


def tables() -> dict[str, str]:
    return (
        new_korean.QUESTIONS_KOREAN
        | new_korean.COPIER_KOREAN
        | new_korean.OWN_KOREAN
        | new_korean.LABELS_KOREAN
    )


def test_the_korean_names_the_same_values() -> None:
    assert not [words for words, korean in tables().items() if names(korean) != names(words)]


def test_the_korean_is_korean_and_ends_like_the_english() -> None:
    def ends(words: str) -> list[bool]:
        return [words.endswith(end) for end in (".", ":")]

    assert not [words for words, korean in tables().items() if not re.search("[가-힣]", korean)]
    assert not [words for words, korean in tables().items() if ends(words) != ends(korean)]


def test_no_text_is_in_rare_english() -> None:
    assert not [words for words in tables() if RARE.search(words)]


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("Under which licence may others use it?", "다른 사람은 어떤 라이선스로 쓸 수 있습니까?"),
        ("The name is too long: at most 60 characters.", "이름이 너무 깁니다. 최대 60자입니다."),
        (
            'The sentence must not contain any of " \\ < > ` { } $ or control characters.',
            '문장에는 " \\ < > ` { } $ 와 제어 문자를 쓸 수 없습니다.',
        ),
        ("Python", "Python"),
    ],
)
def test_a_sentence_of_a_question_is_given_in_korean_with_its_values(
    monkeypatch: pytest.MonkeyPatch, english: str, korean: str
) -> None:
    monkeypatch.setattr(messages, "_language", "ko")
    assert new_texts.of_question(english) == korean
    monkeypatch.setattr(messages, "_language", "en")
    assert new_texts.of_question(english) == english
