"""A clone of this repository, as git sees it: whether it is of any use, and what git says of it."""

from __future__ import annotations

from pathlib import Path

import repository_faults
from scripts.manage import git
from scripts.manage.problem import Problem
from scripts.manage.terminal.messages import text


def require_usable(clone: Path) -> None:
    """Raises Problem: FA081 no git, FA082 no clone, FA083 somebody else's, FA084 shallow."""
    try:
        answer = git.run(clone, "rev-parse", "--show-toplevel")
    except FileNotFoundError as error:
        raise Problem(
            repository_faults.NO_GIT, why=text("Versions and updates are made with git.")
        ) from error
    if git.distrusts(answer):
        raise Problem(repository_faults.OTHERS_FOLDER, folder=clone)
    if answer.returncode != 0 or Path(answer.stdout.strip()).resolve() != clone.resolve():
        raise Problem(
            repository_faults.NO_CLONE,
            why=text("A downloaded archive has no versions: no project made from it could be updated."),
        )
    if run(clone, "rev-parse", "--is-shallow-repository") == "true":
        raise Problem(repository_faults.SHALLOW_CLONE)


def run(clone: Path, *words: str) -> str:
    """What git prints, without white space around it. Raises Problem FA086 where it fails."""
    answer = git.run(clone, *words)
    if answer.returncode != 0:
        raise Problem(repository_faults.GIT_FAILED, why=answer.stderr.strip(), words=" ".join(words))
    return answer.stdout.strip()
