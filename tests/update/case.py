"""A case: what an owner did, what a release brings, and how the machine is set up; and how it is tried."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from harness.rendered import DEFAULTS, Rendered
from harness.template_repository import TemplateRepository
from update import small, snapshot
from update.judge import Told, Update, Verdict, judge
from update.small import WITHOUT_SAMPLES, Small
from update.ways import Way

Prepare = Callable[[Rendered, TemplateRepository], None]


@dataclass(frozen=True)
class Case:
    """One row of the table.

    `prepare` gets the project, with its first commit, and the template, released as OLD; what it leaves in
    either is committed, and released as NEW. With `commits=False` it commits the project itself, and what
    it leaves uncommitted stays so.
    """

    name: str
    prepare: Prepare
    told: Told = field(default_factory=Told)
    # What stands in the person's own git configuration. "{home}" is a folder with `home` in it.
    config: str = ""
    home: Mapping[str, str] = field(default_factory=dict)
    # What was answered when the project was made, where not the defaults.
    answers: Mapping[str, str] = field(default_factory=dict)
    # The project's folder in its repository.
    folder: str = ""
    commits: bool = True
    # Afterwards the template lies elsewhere, and the person says where.
    template_moves: bool = False


@dataclass
class Group:
    """A part of the table. Called, it gives the decorator that makes a case of a function."""

    title: str
    cases: list[Case] = field(default_factory=list)

    def __call__(
        self,
        name: str,
        *,
        config: str = "",
        home: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        folder: str = "",
        commits: bool = True,
        template_moves: bool = False,
        told: Told | None = None,
    ) -> Callable[[Prepare], Prepare]:
        """See Case."""

        def add(prepare: Prepare) -> Prepare:
            self.cases.append(
                Case(
                    name,
                    prepare,
                    told or Told(),
                    config,
                    home or {},
                    answers or {},
                    folder,
                    commits,
                    template_moves,
                )
            )
            return prepare

        return add


def person(case: Case, home: Path) -> dict[str, str]:
    """The variables under which the person of a case works: with settings of git in a file of their own."""
    home.mkdir()
    for name, text in case.home.items():
        (home / name).write_text(text, encoding="utf-8")
    nobodys = Path(os.environ["GIT_CONFIG_GLOBAL"]).read_text(encoding="utf-8")
    settings = home / "gitconfig"
    settings.write_text(nobodys + case.config.replace("{home}", home.as_posix()), encoding="utf-8")
    temporary = home / "tmp"
    temporary.mkdir()
    return {"GIT_CONFIG_GLOBAL": str(settings), "TMPDIR": str(temporary)} | WITHOUT_SAMPLES


@patch.dict(os.environ, WITHOUT_SAMPLES)
def attempt(case: Case, way: Way, common: Small, folder: Path) -> Verdict:
    """Bring the case about in `folder`, update in this way, and say what came of it."""
    template = common.lay_template(folder / "template")
    top = folder / "내 앱"
    project = Rendered(top / case.folder, DEFAULTS)
    base = common.lay_project(project.root, template, case.answers)
    Rendered(top).commit()
    case.prepare(project, template)
    if case.commits:
        Rendered(top).commit("Ours")
    template.release(small.NEW)
    address = template.folder
    if case.template_moves:
        address = folder / "moved"
        template.folder.rename(address)
    environment = person(case, folder / "home")
    before = snapshot.take(top)
    ended = way.run(project.root, environment, case.told.data, str(address) if case.template_moves else None)
    moved = TemplateRepository(address)
    return judge(
        Update(
            base=base,
            render=lambda answers: small.render(moved, answers),
            questions=small.questions(moved),
            version=small.NEW,
            address=str(address),
            is_owners=small.owners(moved).match_file,
            before=before,
            after=snapshot.take(top),
            ended=ended,
            shown=snapshot.status(top, environment=environment),
            status=snapshot.status(top, "--untracked-files=all"),
            prefix=f"{case.folder}/" if case.folder else "",
            told=case.told,
            is_careful=way.is_careful,
        )
    )
