"""The faults that this repository's own scripts know; rows as in template/scripts/manage/faults.py."""

from __future__ import annotations

from scripts.manage.faults import USAGE, Command, Fault

TOOLS_FAILED = Fault("FA080", "The tools could not be installed into .venv.")
NO_GIT = Fault(
    "FA081", "git was not found.", ("Install git from https://git-scm.com/downloads, and run this again",)
)
NO_CLONE = Fault(
    "FA082", "This folder is not a git clone.", ("Get it with `git clone` instead, and run this there",)
)
OTHERS_FOLDER = Fault(
    "FA083",
    "git does not trust this folder: another user owns it.",
    (Command('git config --global --add safe.directory "{folder}"'),),
)
SHALLOW_CLONE = Fault(
    "FA084",
    "This clone is shallow: it lacks the history that updates need.",
    (Command("git fetch --unshallow"),),
)
NO_SUCH_COMMIT = Fault(
    "FA085",
    "This repository has no commit {name}.",
    (Command("git tag --list", "(shows the releases)"),),
)
GIT_FAILED = Fault("FA086", "`git {words}` failed.")
NO_ANSWER = Fault(
    "FA087",
    "--data {item!r} is no answer.",
    (Command('--data project_name="My App"'),),
    exit_code=USAGE,
)
NO_NAME = Fault(
    "FA087",
    "The project needs a name: the only question without a default.",
    (Command('--defaults --data project_name="My App"'),),
    exit_code=USAGE,
)
NO_PLACE = Fault("FA088", "No project can be made in {target}.", ("Name another folder: ../my-app",))
NOT_MADE = Fault("FA089", "The project was not made.", ("Run this again",))
NOT_UPDATABLE = Fault("FA090", "The new project does not remember its template, and could never be updated.")
NO_LAYER = Fault(
    "FA091",
    "There is no layer {layer!r}.",
    (Command("sh scripts/test.sh --help"),),
    exit_code=USAGE,
)
