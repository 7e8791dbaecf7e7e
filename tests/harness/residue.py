"""What an answer brings into a project, found by comparing projects; and what of it is there without it.

Own to an answer are its name, the files that come with it, their names, and the packages that come with it.
Where it is not given, none of that may be found, unless another answer brings the same: "brought" is all that
is there with an answer and not without.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import Any

from harness import in_memory, questions
from harness.answers import Answers
from harness.paths import folders

Files = dict[str, str]
# What is the same in every project, whatever was answered: the program behind manage.py, which serves all of
# them, its pages, and the versions of packages that install nothing.
OF_EVERY_PROJECT = re.compile(
    r"scripts/|backend/constraints\.txt|docs/(problems|update|doctor)\.|\.copier-answers\.yml"
    r"|frontend/package-lock\.json"
)
WORD = re.compile(r"[^\W\d_][\w.+-]*\w")
# A package in a list of them: at the beginning of a line, or as a name of JSON.
PACKAGE = re.compile(r'^(?P<pip>[A-Za-z][\w.\[\]-]*)(?=[<>=~!]=?)|^ +"(?P<npm>@?[\w./-]+)": "[\^~]?\d', re.M)
LISTS = ("backend/requirements.txt", "backend/requirements-dev.txt", "frontend/package.json")
# Answers that bring nothing: their names are words of every text.
NONE, ANY = "none", "any"
NOTHING = {NONE, ANY, "no", "yes", "both", "all"}
# Pages and comments that mean any feature, or its page, say `notes`, as Rails' guides say `articles`.
FOR_EXAMPLE = {"notes", "notes-page", "notes-page.ts"}


@dataclass(frozen=True)
class Option:
    """One choice of one question; with the value ANY all choices but none."""

    question: str
    label: str
    value: Any

    def __str__(self) -> str:
        return f"{self.question}-{self.value}"

    def is_on(self, answers: Mapping[str, Any]) -> bool:
        """Whether these answers, which are complete, hold it."""
        answer = answers[self.question]
        if self.value == ANY:
            return bool(answer != NONE)
        return self.value in answer if isinstance(answer, list) else bool(self.value == answer)

    @property
    def given(self) -> Answers:
        multiple = questions.is_multiple(self.question)
        if self.value == ANY:
            return {self.question: self._others[0]}
        # What a starting point proposes is not its own: the other answers stay as they usually are.
        others = questions.usual() if questions.proposes(self.question) else {}
        return others | {self.question: [self.value] if multiple else self.value}

    @cached_property
    def complete(self) -> Answers:
        """An answer to every question, for the project that it gives."""
        return in_memory.complete(self.given)

    @cached_property
    def on(self) -> Files:
        """A project with it, and else nothing unusual."""
        return files(self.given)

    @property
    def _others(self) -> list[Any]:
        """The choices without it; of ANY, those that it stands for."""
        mine = NONE if self.value == ANY else self.value
        return [value for value in questions.choices(self.question).values() if value != mine]

    @cached_property
    def offs(self) -> list[Files]:
        """Projects without it, and else nothing unusual."""
        if questions.is_multiple(self.question):
            return [files({self.question: []})]
        values = [NONE] if self.value == ANY else self._others
        return [files(self.given | {self.question: value}) for value in values]

    @cached_property
    def brought_words(self) -> set[str]:
        """The words that are there with it, and not without."""
        return set().union(*(words_of(self.on) - words_of(off) for off in self.offs))

    @cached_property
    def brought_files(self) -> set[str]:
        return set().union(*(self.on.keys() - off.keys() for off in self.offs))

    @cached_property
    def own_files(self) -> set[str]:
        """The files that only it brings."""
        return set(self.on).difference(*self.offs)

    @cached_property
    def names(self) -> set[str]:
        """What it is called: its value and its label, up to what explains it; of a yes the question.

        A starting point's name is a word of every text.
        """
        if questions.proposes(self.question):
            return set()
        if self.value is True:
            words = self.question.split("_")
            return {between.join(words) for between in ("", " ", "-", "_")} if len(words) > 1 else set()
        label = re.split(r" ?[,(:;]", self.label)[0]
        found = {str(self.value).lower(), label.lower() if len(label.split()) <= 2 else ""}
        return {name for name in found if len(name) > 2 and self.value not in NOTHING} - FOR_EXAMPLE

    @cached_property
    def signs(self) -> set[str]:
        """What gives it away beside its name: the names of its files and folders, and its packages."""
        known = set().union(*({*off, *folders(off)} for off in self.offs))
        new = {*self.own_files, *folders(self.own_files)} - known
        of_files = _names_of(new) - _names_of(known) - FOR_EXAMPLE
        # A folder's name may be any word: it is meant where a slash follows.
        words = {PurePosixPath(path).name for path in new if re.fullmatch(r"(.*/)?[a-z]+", path)}
        of_files = {f"{name}/" if name in words else name for name in of_files}
        without = set().union(*(packages(off) for off in self.offs))
        return {sign for sign in of_files | (packages(self.on) - without) if len(sign) > 2}


def _names_of(paths: Iterable[str]) -> set[str]:
    """The names of files and folders; also without their end, as imports have them, if that is no word."""
    names = {PurePosixPath(path).name.lower() for path in paths}
    return names | {stem for name in names if re.search(r"[\W\d_]", stem := name.rpartition(".")[0])}


def files(answers: Mapping[str, Any]) -> Files:
    """A project's files, but for what is the same in every project. Made once for the same answers."""
    return _files(_key(answers))


def _key(answers: Mapping[str, Any]) -> str:
    return json.dumps(answers, sort_keys=True)


@cache
def _files(answers: str) -> Files:
    found = in_memory.files(json.loads(answers))
    return {path: text for path, text in found.items() if not OF_EVERY_PROJECT.match(path)}


@cache
def options() -> tuple[Option, ...]:
    """Every choice; and any of a question that can be none."""
    each = (
        Option(question, label, value)
        for question in questions.chosen()
        for label, value in questions.choices(question).items()
        if value is not False
    )
    can_be_none = (name for name in questions.chosen() if NONE in questions.choices(name).values())
    return (*each, *(Option(question, "", ANY) for question in can_be_none))


def words_of(files: Files) -> set[str]:
    return set().union(*(_words(text) for text in files.values()))


@cache
def _words_of_project(answers: str) -> frozenset[str]:
    return frozenset(words_of(_files(answers)))


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in WORD.findall(text))


def packages(files: Files) -> set[str]:
    """The packages that a project names in its lists."""
    texts = [files.get(path, "") for path in LISTS]
    return {
        (match["pip"] or match["npm"]).partition("[")[0].lower()
        for text in texts
        for match in PACKAGE.finditer(text)
    }


def residue(option: Option, answers: Answers) -> Iterator[str]:
    """What of an option is in a project that does not have it. Its answers are complete."""
    assert not option.is_on(answers)
    project = files(answers)
    of_others = _files_of_answers(_key(answers))
    yield from (f"{path} is there" for path in sorted(option.own_files & project.keys() - of_others))
    allowed = _words_of_answers(_key(answers))
    names = {name for name in option.names if not _is_part_of(name, allowed)}
    yield from _found(names, project)
    # A file that another answer brings may tell of what it does not have.
    yield from _found(option.signs, {path: project[path] for path in project.keys() - of_others})
    # Words of its own in other files: they come by a condition that asks for something else.
    for word in sorted((only_its_words(option) & _words_of_project(_key(answers))) - allowed):
        yield f"{word} is brought by it, and here without it"


@cache
def _given_in(answers: str) -> tuple[Option, ...]:
    return tuple(option for option in options() if option.is_on(json.loads(answers)))


@cache
def _files_of_answers(answers: str) -> frozenset[str]:
    return frozenset().union(*(option.brought_files for option in _given_in(answers)))


@cache
def _words_of_answers(answers: str) -> frozenset[str]:
    """The words that what was answered may bring."""
    brought = (option.brought_words for option in _given_in(answers))
    return frozenset(typed_words(json.loads(answers)).union(*brought))


def _is_part_of(name: str, words: frozenset[str]) -> bool:
    return all(any(part in word for word in words) for part in name.split())


def _found(texts: set[str], files: Files) -> Iterator[str]:
    """Where any of some texts begins a word."""
    if texts:
        # A file's name may be the end of another's: ci.yml of .gitlab-ci.yml.
        begins = (rf"{'(?<!-)' * ('.' in text)}{re.escape(text)}" for text in sorted(texts))
        pattern = rf"(?<![a-z])(?:{'|'.join(begins)})"
        for path, text in files.items():
            yield from (f"{path}:{found}" for found in _found_in(text, pattern))


@cache
def _found_in(text: str, pattern: str) -> tuple[str, ...]:
    """Looked for once: most files are the same in many projects."""
    return tuple(
        f"{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for match in re.finditer(pattern, text, re.IGNORECASE)
    )


@cache
def only_its_words(option: Option) -> frozenset[str]:
    """The words that an option brings into files that are there without it too, and no other option does.

    Not those of its own files: a text of a licence is made of everybody's words.
    """
    others = [other for other in options() if not option.is_on(other.complete)]
    without = [*option.offs, *(other.on for other in others)]
    shared = {path: text for path, text in option.on.items() if path not in option.brought_files}
    return frozenset(words_of(shared).difference(*map(words_of, without)))


def typed_words(answers: Answers) -> set[str]:
    """The words of what was typed."""
    typed = [str(value) for name, value in answers.items() if name not in questions.chosen()]
    return set().union(*map(_words, typed))
