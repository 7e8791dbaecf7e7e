"""With one language, no trace of the other. That an update brings it is in update/test_languages.py."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from harness import notes
from harness.rendered import Rendered, Renderer

HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
# What would name Korean where there is none.
NAMED = re.compile(r"\bKorean\b|\bko\b|\bko[-_]KR\b")
# The one place that names all values of the answer, for whoever wants another one.
ANSWERS = "(`both`, `en` or `ko`)"
# All that answers bring which words may be in.
EVERYTHING = {"features": [notes.NAME], "starting_point": "classroom"}
OF_ONE_LANGUAGE = re.compile(
    r".*\.ko\.\w+|.*/(?:translations|wording)/(?:en|ko)\.py|.*/language-switcher\.\w+"
)


def project(render: Renderer, languages: str) -> Rendered:
    return render(**EVERYTHING, languages=languages)


def told(root: Path, *words: str, **environment: str) -> str:
    """What manage.py prints."""
    finished = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return finished.stdout + finished.stderr


def test_an_english_project_has_no_letter_and_no_word_of_korean(render: Renderer) -> None:
    english = project(render, "en")
    found = [
        f"{path}: {line.strip()[:80]}"
        for path in english.files()
        for line in english.text(path).splitlines()
        if HANGUL.search(line) or NAMED.search(line.replace(ANSWERS, ""))
    ]
    assert not found


def test_a_korean_project_has_pages_in_korean_only(render: Renderer) -> None:
    korean = project(render, "ko")
    pages = [path for path in korean.files() if path.endswith(".md")]
    assert {"README.md", "backend/README.md", "docs/problems.ko.md", "docs/files.ko.md"} <= set(pages)
    assert not [path for path in pages if path.startswith("docs/") and not path.endswith(".ko.md")]
    assert not [path for path in pages if len(HANGUL.findall(korean.text(path))) < 50]


def test_a_korean_app_says_nothing_in_english(render: Renderer) -> None:
    korean = project(render, "ko")
    sources = [path for path in korean.files() if path.startswith("frontend/src/")]
    assert any("const ko = {" in korean.text(path) for path in sources)
    assert not [path for path in sources if re.search(r"\bconst en\b|[{,] en\b|\ben:", korean.text(path))]
    assert '<html lang="ko">' in korean.text("frontend/src/index.html")
    assert "JavaScript" not in korean.text("frontend/src/index.html")


@pytest.mark.parametrize("languages", ["en", "ko"])
def test_a_project_of_one_language_lacks_files_of_the_other_only(render: Renderer, languages: str) -> None:
    both, one = (set(project(render, each).files()) for each in ("both", languages))
    assert one <= both
    # Where the page has the other language's name, its text is in this one.
    english_pages = {path for path in both if path.endswith(".md") and not path.endswith(".ko.md")}
    other = english_pages if languages == "ko" else set()
    assert not {path for path in both - one if not OF_ONE_LANGUAGE.fullmatch(path) and path not in other}
    assert not [path for path in one if f"/{'ko' if languages == 'en' else 'en'}.py" in path]


@pytest.mark.parametrize("languages", ["en", "ko"])
def test_pages_of_one_language_lead_to_no_other(render: Renderer, languages: str) -> None:
    one = project(render, languages)
    pages = [path for path in one.files() if path.endswith(".md")]
    assert not [
        path for path in pages if re.search(r"^\[(?:English|한국어)\]\(", one.text(path), re.MULTILINE)
    ]


@pytest.mark.parametrize(
    ("languages", "locale", "expected"),
    [
        ("both", "ko_KR.UTF-8", "명령의 옵션:"),
        ("both", "de_DE.UTF-8", "Options of a verb:"),
        ("en", "ko_KR.UTF-8", "Options of a verb:"),
        ("ko", "en_US.UTF-8", "명령의 옵션:"),
    ],
)
def test_the_terminal_speaks_a_language_of_the_project(
    render: Renderer, languages: str, locale: str, expected: str
) -> None:
    assert expected in told(project(render, languages).root, "help", LC_ALL=locale)


@pytest.mark.parametrize("languages", ["both", "en", "ko"])
def test_a_message_leads_to_a_page_that_is_there(render: Renderer, languages: str) -> None:
    root = project(render, languages).root
    (page,) = re.findall(r"(docs/\S+\.md)#", told(root, "nothing", LC_ALL="C"))
    assert (root / page).is_file()


@pytest.mark.parametrize("languages", ["both", "en", "ko"])
def test_a_damaged_program_leads_to_a_page_that_is_there(
    render: Renderer, languages: str, tmp_path: Path
) -> None:
    damaged = render.fresh(tmp_path / "damaged", **EVERYTHING, languages=languages)
    damaged.write("scripts/manage/main.py", "def")
    (page,) = re.findall(r"(docs/\S+\.md)#", told(damaged.root, "help"))
    assert damaged.path(page).is_file()
