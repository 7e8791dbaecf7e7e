"""sh scripts/new.sh at a real terminal: a person answers, errs, goes back, agrees or leaves."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

if sys.platform == "win32":
    pytest.skip("pexpect needs a POSIX terminal", allow_module_level=True)

import new_korean
from harness import repository
from harness.git import git
from harness.new_script import launcher, lend_venv
from harness.rendered import Rendered, copy
from harness.screen import CLEAR, CTRL_C, CTRL_D, DOWN, ENTER, UP, Screen
from harness.template_repository import TemplateRepository
from scripts.manage.terminal import output

QUESTIONS: dict[str, dict[str, Any]] = {
    name: asked
    for name, asked in yaml.safe_load(repository.text("copier.yml")).items()
    if not name.startswith("_")
}
KOREAN = new_korean.QUESTIONS_KOREAN | new_korean.OWN_KOREAN | new_korean.LABELS_KOREAN
AGREE, MAKE = "Is this right?", "Make the project"
# From "Make the project" down.
CHANGE, FILES, OVER, LEAVE = range(1, 5)

Start = Callable[..., "Person"]


class Person:
    """Somebody at a terminal who reads English or Korean."""

    def __init__(self, screen: Screen, language: str) -> None:
        self.screen = screen
        self.language = language
        self.asked: list[str] = []

    def reads(self, english: str) -> str:
        return str(KOREAN.get(english, english)) if self.language == "ko" else english

    def question(self, name: str) -> str:
        return self.reads(str(QUESTIONS[name]["help"]))

    def meets(self) -> str:
        """The question on the screen, or AGREE for the summary."""
        texts = {name: self.question(name) for name in QUESTIONS} | {AGREE: self.reads(AGREE)}
        self.screen.until_any(texts.values())
        return next(name for name, words in texts.items() if words in self.screen.text)

    def answers(self, *keys: str) -> None:
        """Press keys and Enter, and wait until the question is gone."""
        name = self.meets()
        words = self.reads(AGREE) if name == AGREE else self.question(name)
        self.asked.append(name)
        self.screen.press(*keys, ENTER)
        self.screen.until_gone(words)

    def answers_all(self, **keys: list[str]) -> None:
        """Answer up to the summary: with the keys for a question, else with what is proposed."""
        while (name := self.meets()) != AGREE:
            self.answers(*keys.get(name, []))

    def chooses(self, entry: int) -> None:
        """Take the entry of the summary so many below the first."""
        self.screen.until(self.reads(AGREE))
        self.screen.press(*[DOWN] * entry, ENTER)
        self.screen.until_gone(self.reads(AGREE))

    def makes(self) -> None:
        self.chooses(0)
        assert self.screen.end() == 0, self.screen.text


@pytest.fixture(scope="module")
def lent(small: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    """A clone in which new.sh has been run before. It leaves clones as they are."""
    clone = small.clone(tmp_path_factory.mktemp("prompt") / "틀 template")
    lend_venv(clone.folder)
    return clone


@pytest.fixture
def start(lent: TemplateRepository, tmp_path: Path) -> Iterator[Start]:
    """start(words…) runs new.sh; the project becomes tmp_path/app, and temporary files go to tmp_path/tmp."""
    screens: list[Screen] = []
    (tmp_path / "tmp").mkdir()

    def begin(*words: str, language: str = "en", columns: int = 80, lines: int = 40) -> Person:
        variables = {"LC_ALL": "", "LANG": f"{language}_XX.UTF-8", "TMPDIR": str(tmp_path / "tmp")}
        command = [*launcher(lent), "app", *(words or ["--no-setup"])]
        screens.append(Screen(command, tmp_path, columns=columns, lines=lines, variables=variables))
        return Person(screens[-1], language)

    yield begin
    for screen in screens:
        screen.close()


def assert_nothing_is_left(tmp_path: Path) -> None:
    assert [path.name for path in tmp_path.iterdir()] == ["tmp"]
    assert list((tmp_path / "tmp").iterdir()) == []


def assert_within(person: Person, columns: int) -> None:
    """No line fills the terminal, or was broken by it; but what is typed goes on where there is room."""
    said = [line for line in person.screen.lines if not line.startswith("  > ")]
    assert not [line for line in said if output.width(line) >= columns]


def assert_as_by_data(lent: TemplateRepository, tmp_path: Path, answers: Mapping[str, object]) -> None:
    """What came is what `copier copy` makes of the same answers, the answers file too."""
    made, wanted = Rendered(tmp_path / "app"), copy(lent, tmp_path / "wanted", answers, vcs_ref="v1.0.0")
    assert made.files() == wanted.files()
    assert [path for path in made.files() if made.text(path) != wanted.text(path)] == []
    assert made.recorded == wanted.recorded


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("columns", [80, 40])
def test_a_person_errs_corrects_it_and_changes_an_answer(
    start: Start, lent: TemplateRepository, tmp_path: Path, language: str, columns: int
) -> None:
    person = start(language=language, columns=columns)
    assert person.meets() == "project_name"
    person.screen.press("a" * 61, ENTER)
    told = {"en": "The name is too long: at most 60", "ko": "이름이 너무 깁니다. 최대 60자입니다."}
    person.screen.until(told[language])
    person.answers(CLEAR, "출석부")
    person.answers_all(more=[UP], project_slug=[CLEAR, "roll-call"], features=[" "])
    assert len(person.asked) == len(set(person.asked))
    notes = "노트" if language == "ko" else "Notes"
    assert any(line.split() == [person.reads("Features"), notes] for line in person.screen.lines)
    person.chooses(CHANGE)
    person.screen.until(person.reads("Which answer?"))
    person.screen.press(ENTER)
    assert person.meets() == "project_name"
    person.answers(CLEAR, "도서관")
    person.makes()
    answers = {
        "project_name": "도서관",
        "features": ["notes"],
        "more": True,
        "project_slug": "roll-call",
    }
    assert_as_by_data(lent, tmp_path, answers)
    assert git(tmp_path / "app", "log", "--format=%s") == "Start from the template"


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("columns", [80, 40])
def test_every_question_and_choice_is_whole_and_no_word_is_broken(
    start: Start, language: str, columns: int
) -> None:
    person = start(language=language, columns=columns)
    while (name := person.meets()) != AGREE:
        asked = QUESTIONS[name]
        wanted = [asked["help"]]
        if "choices" in asked:
            wanted += asked["choices"] if isinstance(asked["choices"], dict) else []
        for english in wanted:
            assert person.reads(str(english)) in person.screen.text
        assert_within(person, columns)
        person.answers(*{"project_name": ["출석부"], "more": [UP]}.get(name, []))
    for label in ("Name", "Short name"):
        assert f"{person.reads(label)} " in person.screen.text
    assert person.reads("Leave, and make nothing") in person.screen.text
    assert_within(person, columns)


def test_an_arrow_goes_up_and_down_among_the_choices(
    start: Start, lent: TemplateRepository, tmp_path: Path
) -> None:
    person = start()
    person.answers_all(project_name=["App"], more=[UP], database=[DOWN, DOWN, UP])
    person.makes()
    assert_as_by_data(lent, tmp_path, {"project_name": "App", "more": True, "database": "postgresql"})


def test_starting_over_asks_everything_again(start: Start, lent: TemplateRepository, tmp_path: Path) -> None:
    person = start()
    person.answers_all(project_name=["First"], features=[" "])
    before = list(person.asked)
    person.chooses(OVER)
    person.asked.clear()
    person.answers_all(project_name=["Second"])
    assert person.asked == before
    person.makes()
    assert_as_by_data(lent, tmp_path, {"project_name": "Second"})


def test_the_files_can_be_seen_before_agreeing(start: Start, tmp_path: Path) -> None:
    person = start(lines=90)
    person.answers_all(project_name=["App"])
    person.chooses(FILES)
    person.screen.until("manage.py template")
    assert "README.md yours" in person.screen.text
    assert not (tmp_path / "app").exists()
    person.makes()
    assert (tmp_path / "app" / "manage.py").exists()


@pytest.mark.parametrize("place", ["the first question", "a choice", "the summary"])
def test_ctrl_c_leaves_nothing_and_says_so(
    start: Start, lent: TemplateRepository, tmp_path: Path, place: str
) -> None:
    person = start()
    assert person.meets() == "project_name"
    if place == "a choice":
        person.answers("App")
        while "choices" not in QUESTIONS[person.meets()]:
            person.answers()
    if place == "the summary":
        person.answers_all(project_name=["App"])
    person.screen.press(CTRL_C)
    assert person.screen.end() == 130
    assert person.screen.lines[-1] == "Stopped. Nothing was made."
    assert "Traceback" not in person.screen.seen
    assert_nothing_is_left(tmp_path)
    assert git(lent.folder, "status", "--porcelain") == ""


def test_ctrl_c_while_it_copies_takes_everything_back(start: Start, tmp_path: Path) -> None:
    person = start()
    person.answers_all(project_name=["App"])
    person.screen.send(ENTER)
    ends = time.monotonic() + 60
    while not (tmp_path / "app").exists():
        assert time.monotonic() < ends, "\n".join(person.screen.lines)
    person.screen.send(CTRL_C)
    assert person.screen.end() == 130
    assert "Stopped. Nothing was made." in person.screen.lines[-1]
    assert "Traceback" not in person.screen.seen
    assert_nothing_is_left(tmp_path)


def test_the_end_of_the_input_leaves_too(start: Start, tmp_path: Path) -> None:
    person = start(language="ko")
    assert person.meets() == "project_name"
    person.screen.press(CTRL_D)
    assert person.screen.end() == 130
    assert person.screen.lines[-1] == "멈췄습니다. 아무것도 만들지 않았습니다."
    assert_nothing_is_left(tmp_path)


def test_leaving_at_the_summary_makes_nothing(start: Start, tmp_path: Path) -> None:
    person = start()
    person.answers_all(project_name=["App"])
    person.chooses(LEAVE)
    assert person.screen.end() == 130
    assert person.screen.lines[-1] == "Stopped. Nothing was made."
    assert_nothing_is_left(tmp_path)


def test_with_every_answer_given_only_the_summary_asks(
    start: Start, lent: TemplateRepository, tmp_path: Path
) -> None:
    answers = {"project_name": "출석부", "features": ["notes"], "frontend_port": 4300, "license": "none"}
    answers = copy(lent, tmp_path / "other", answers, vcs_ref="v1.0.0").recorded | answers
    answers = {name: value for name, value in answers.items() if name in QUESTIONS}
    words = [
        f"--data={name}={','.join(value) if isinstance(value, list) else value}"
        for name, value in answers.items()
    ]
    person = start("--no-setup", *words)
    assert person.meets() == AGREE
    person.makes()
    assert_as_by_data(lent, tmp_path, answers)


@pytest.mark.parametrize(("columns", "lines"), [(39, 24), (80, 9)])
def test_a_terminal_that_is_too_small_is_told_with_the_word_that_answers(
    start: Start, tmp_path: Path, columns: int, lines: int
) -> None:
    person = start(columns=columns, lines=lines)
    assert person.screen.end() == 2
    shown = "".join(person.screen.text.split())
    assert f"{columns}columns,{lines}lines" in shown
    assert '--defaults--dataproject_name="MyApp"' in shown
    assert_nothing_is_left(tmp_path)
