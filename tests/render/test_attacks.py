"""Whatever is typed is refused with a reason, or every file can be read and shows it as it was typed."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from harness import in_memory, questions, repository
from harness.answers import Answers
from harness.rendered import Renderer

# Words that mean something to one of the languages that a project is written in, or to what shows it.
ATTACKS = [
    *('"', "'", '"""', "'''", "\\", "\\n", "\\u0041", "`", "``", "´"),
    *("{{ 7 * 7 }}", "{% raw %}", "{# #}", "}}", "${HOME}", "$HOME", "$(id)", "%PATH%", "!x!", "^&"),
    *("\n", "\r\n", "\t", "\0", "\x1b[31m", "\x85", "\u2028", "\u202e", "\u2066", "\ufeff", "\u200b"),
    *("</script>", "</title><script>alert(1)</script>", "<!--", "-->", "&amp;", "&lt;", "&#0;", "]]>"),
    *(
        "---",
        "...",
        "- a",
        "a: b",
        "a:",
        ": a",
        "# a",
        " #a",
        "!!python/object",
        "&a",
        "*a",
        "|",
        ">",
        "?",
        "@",
    ),
    *("[table]", "a = 1", "true", "null", "~", "1e3", "0x1F", "2026-11-29", "no", "", " ", "%YAML 1.2"),
    *("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "; rm -rf /", "| cat", "&& id", "--help", "-rf"),
    *("🎒", "👩‍👩‍👧‍👦", "한국어", "ㄱㄴㄷ", "שלום", "مرحبا", "é", "é", "ß", "İ", "x" * 500, "가" * 61),
    *(
        "../../etc/passwd",
        "C:\\Windows",
        "con",
        "*/",
        "/*",
        "//",
        "__proto__",
        "constructor",
        "[x](y)",
        "**b**",
    ),
]
TEXT = st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=12)), max_size=4).map("".join)
FREE = [
    name
    for name, question in questions.asked().items()
    if question["type"] == "str" and "choices" not in question
]


def refusal(name: str, answers: Answers) -> str:
    """What copier.yml has against an answer; "" where it takes it."""
    return questions.rendered(questions.asked()[name]["validator"], answers).strip()


class Head(HTMLParser):
    """The title and the description of a page, and whether a script begins in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title, self.description, self.tags = "", "", set[str]()
        self._in_title = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._in_title = tag == "title"
        if dict(attrs).get("name") == "description":
            self.description = dict(attrs)["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""


def constants(module: str) -> dict[str, Any]:
    """The names of a Python module, and the texts that they stand for."""
    lines = [line for line in ast.parse(module).body if isinstance(line, ast.Assign)]
    return {ast.unparse(line.targets[0]): ast.literal_eval(line.value) for line in lines}


# For each file that can be parsed, what reads it.
READERS: dict[str, Callable[[str], Any]] = {
    ".py": ast.parse,
    ".json": json.loads,
    ".webmanifest": json.loads,
    ".toml": tomllib.loads,
    ".yml": yaml.safe_load,
    ".html": Head,
}


@cache
def parse(end: str, text: str) -> None:
    """Read a file. Once: most are the same whatever is typed."""
    READERS[end](text)


TEMPLATED = [repository.destination(path) for path in repository.template_files() if path.endswith(".jinja")]


def assert_shown_as_typed(answers: Answers) -> None:
    """Check every file that answers are written into."""
    files = in_memory.files(answers)
    for path in TEMPLATED:
        for end in READERS:
            if path.endswith(end) and path in files:
                parse(end, files[path])
    name, slug, about = (answers[f"project_{what}"] for what in ("name", "slug", "description"))
    assert tomllib.loads(files["project.toml"])["project"] == {"name": name, "slug": slug}
    manifest = json.loads(files["frontend/public/site.webmanifest"])
    assert (manifest["name"], manifest["description"]) == (name, about)
    words = constants(files["backend/app/core/project.py"])
    assert (words["NAME"], words["SLUG"]) == (name, slug)
    page = Head(files["frontend/src/index.html"])
    assert (page.title, page.description) == (name, about)
    assert page.tags == Head(in_memory.files({})["frontend/src/index.html"]).tags
    strings = [line.strip().partition(": ")[2].rstrip(",") for line in typescript(files)]
    assert {json.loads(string) for string in strings} >= {name, about}
    assert files["README.md"].splitlines()[0] == f"# {name}"
    assert answers["user_name"] in files["LICENSE"]
    # The answers file, as Copier's own filter writes it: an update reads these texts again.
    template = repository.text(f"template/{repository.ANSWERS_TEMPLATE}")
    recorded = questions.rendered(template, {"_copier_answers": answers})
    assert yaml.safe_load(recorded) == answers


def typescript(files: dict[str, str]) -> list[str]:
    """The lines of core/project.ts that hold a text."""
    return [line for line in files["frontend/src/app/core/project.ts"].splitlines() if ': "' in line]


def test_every_free_answer_is_attacked() -> None:
    assert set(FREE) == {"project_name", "project_slug", "project_description", "user_name"}


@pytest.mark.parametrize("name", FREE)
@given(typed=TEXT)
@example(typed="")
@example(typed="&lt;")
@example(typed="x" * 500)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_typed_is_refused_with_a_reason_or_shown_as_typed(name: str, typed: str) -> None:
    answers = in_memory.complete({"project_name": "Attendance Book", name: typed})
    reason = refusal(name, answers)
    if reason:
        assert len(reason.splitlines()) == 1
        assert reason.endswith(".")
        assert len(reason.split()) >= 3
        return
    # What follows from a name that is taken is taken too.
    assert not [other for other in FREE if refusal(other, answers)]
    assert_shown_as_typed(answers)


@pytest.mark.parametrize("name", [name for name in FREE if name != "project_slug"])
@given(typed=st.sampled_from(ATTACKS), around=st.sampled_from(["{}", "a{}", "{}b", "가 {} 나"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_other_languages_read_as_more_than_text_is_shown_as_typed(
    name: str, typed: str, around: str
) -> None:
    answers = in_memory.complete({"project_name": "Attendance Book", name: around.format(typed)})
    assume(not refusal(name, answers))
    assert_shown_as_typed(answers)


@pytest.mark.parametrize(
    "attack", ['"', "\\", "{{ 7 * 7 }}", "${HOME}", "\n", "\u202e", "</script>", "x" * 500]
)
@pytest.mark.parametrize("name", FREE)
def test_what_cannot_be_shown_everywhere_is_refused(name: str, attack: str) -> None:
    assert refusal(name, in_memory.complete({"project_name": "Attendance Book", name: f"a{attack}b"}))


def test_copier_writes_down_what_was_typed(render: Renderer) -> None:
    """The answers file of a real project, for the worst that is taken."""
    worst = {
        "project_name": "=cmd|' /C calc'!A0 # - a: &b *c",
        "project_description": "!!python/object: [x](y) %YAML '' @ ? | 🎒 مرحبا --help; rm -rf / && id",
        "user_name": "~ null: #1, O'Neil & 홍길동 - [a], (b)",
    }
    project = render(**worst)
    assert {name: project.recorded[name] for name in worst} == worst
    assert_shown_as_typed(in_memory.complete(worst))
