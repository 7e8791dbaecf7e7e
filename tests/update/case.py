"""A case: what an owner did, what a release brings, and how the machine is set up; and how it is tried."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

from harness import repository
from harness.rendered import DEFAULTS, Rendered
from harness.template_repository import TemplateRepository
from update import small, snapshot
from update.judge import Files, Told, Update, Verdict, judge
from update.small import NEW, WITHOUT_SAMPLES
from update.ways import Way

Prepare = Callable[[Rendered, TemplateRepository], None]
TOP = "내 앱"


@dataclass(frozen=True)
class Setting:
    """How the machine and the project's repository are set up."""

    # What stands in the person's own git configuration. "{home}" is a folder with the files of `home`.
    config: str = ""
    home: Mapping[str, str] = field(default_factory=dict)
    # What was answered when the project was made, where not the defaults.
    answers: Mapping[str, str] = field(default_factory=dict)
    # The project's folder in its repository.
    folder: str = ""
    # Whether all is committed before the update. Else the case commits what it wants committed.
    commits: bool = True
    # Afterwards the template lies elsewhere, and the person says where.
    template_moves: bool = False


PLAIN = Setting()
NOTHING = Told()


@dataclass(frozen=True)
class Case:
    """One row of the table.

    `prepare` gets the project, with its first commit, and the template, released as OLD; what it leaves in
    either is committed, and released as NEW.
    """

    name: str
    prepare: Prepare
    told: Told = NOTHING
    setting: Setting = PLAIN
    # Cases of one group and one day are one owner's and one update: each is about other files. 0: alone.
    day: int = 0


@dataclass
class Group:
    """A part of the table. Called, it gives the decorator that makes a case of a function."""

    title: str
    # Whether its projects are made from the template itself, and not from the small one.
    is_real: bool = False
    cases: list[Case] = field(default_factory=list)

    def __call__(
        self, name: str, setting: Setting = PLAIN, *, told: Told = NOTHING, day: int = 0
    ) -> Callable[[Prepare], Prepare]:
        def add(prepare: Prepare) -> Prepare:
            self.cases.append(Case(name, prepare, told, setting, day))
            return prepare

        return add

    def days(self) -> list[tuple[Case, ...]]:
        """The cases, those of one day together."""
        together = sorted((case for case in self.cases if case.day), key=lambda case: case.day)
        days = [tuple(cases) for _, cases in groupby(together, key=lambda case: case.day)]
        return days + [(case,) for case in self.cases if not case.day]


class Ground(Protocol):
    """A template that cases are tried with."""

    @property
    def template(self) -> TemplateRepository:
        """It, released as OLD. Nobody changes it."""

    def lay_template(self, folder: Path) -> TemplateRepository:
        """A copy of it that may be changed."""

    def lay_project(self, folder: Path, template: TemplateRepository, answers: Mapping[str, Any]) -> Files:
        """Write a project, as if it had been made from `template` with these answers; give its files."""

    def render(self, template: TemplateRepository, answers: Mapping[str, Any]) -> Files:
        """What a project made of the template's newest version holds, but for the answers file."""


def attempt(day: Sequence[Case], way: Way, ground: Ground, folder: Path) -> dict[str, Verdict]:
    """Bring the cases about in a project in `folder`, update in this way; for each case, what came of it."""
    setting = day[0].setting
    assert len(day) == 1 or all(case.setting is PLAIN for case in day)
    told = _all_told(day)
    with patch.dict(os.environ, WITHOUT_SAMPLES):
        template = ground.lay_template(folder / "template")
        top = folder / TOP
        project = Rendered(top / setting.folder, DEFAULTS)
        base = ground.lay_project(project.root, template, setting.answers)
        Rendered(top).commit()
        touched = {case.name: _prepare(case, project, template) for case in day}
        if setting.commits:
            Rendered(top).commit("Ours")
        template.release(NEW)
        if setting.template_moves:
            template = TemplateRepository(template.folder.rename(folder / "moved"))
        environment = _person(setting, folder / "home")
        before = snapshot.take(top)
        address = str(template.folder) if setting.template_moves else None
        ended = way.run(project.root, environment, told.data, address)
        update = Update(
            base=base,
            render=lambda answers: ground.render(template, answers),
            questions=small.questions(template),
            version=NEW,
            address=str(template.folder),
            were_owners=small.owners(ground.template).match_file,
            are_owners=small.owners(template).match_file,
            before=before,
            after=snapshot.take(top),
            ended=ended,
            shown=snapshot.status(top, environment=environment),
            status=snapshot.status(top, "--untracked-files=all"),
            prefix=f"{setting.folder}/" if setting.folder else "",
            told=told,
            is_careful=way.is_careful,
        )
    return {case.name: judge(update, but_for=_of_others(case.name, touched)) for case in day}


def _prepare(case: Case, project: Rendered, template: TemplateRepository) -> set[str]:
    """Let a case do its part; give the files that it changed on either side."""
    before = _both(project, template)
    case.prepare(project, template)
    after = _both(project, template)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def _both(project: Rendered, template: TemplateRepository) -> dict[str, object]:
    """What each file holds, in the project and in the template."""
    mine = snapshot.read_files(project.root)
    theirs = snapshot.read_files(template.folder / "template")
    shown = {repository.destination(path): entry for path, entry in theirs.items()}
    return {path: (mine.get(path), shown.get(path)) for path in {*mine, *shown}}


def _of_others(name: str, touched: Mapping[str, set[str]]) -> set[str]:
    """The files that other cases are about. Raises AssertionError where two cases are about one file."""
    others = set().union(*(paths for other, paths in touched.items() if other != name))
    assert not others & touched[name], f"{name}: {others & touched[name]} is another case's too"
    return others


def _all_told(day: Sequence[Case]) -> Told:
    """What all cases of a day say together."""
    if len(day) == 1:
        return day[0].told
    told = Told()
    for case in day:
        assert not (case.told.data or case.told.must_stop or case.told.may_stop), case.name
        told = Told(
            template_moved={**told.template_moved, **case.told.template_moved},
            owner_moved={**told.owner_moved, **case.told.owner_moved},
            unwanted=told.unwanted | case.told.unwanted,
        )
    return told


def _person(setting: Setting, home: Path) -> dict[str, str]:
    """The variables under which a person works: with settings of git in a file of their own."""
    home.mkdir()
    for name, text in setting.home.items():
        (home / name).write_text(text, encoding="utf-8")
    nobodys = Path(os.environ["GIT_CONFIG_GLOBAL"]).read_text(encoding="utf-8")
    settings = home / "gitconfig"
    settings.write_text(nobodys + setting.config.replace("{home}", home.as_posix()), encoding="utf-8")
    temporary = home / "tmp"
    temporary.mkdir()
    return {"GIT_CONFIG_GLOBAL": str(settings), "TMPDIR": str(temporary)} | WITHOUT_SAMPLES
