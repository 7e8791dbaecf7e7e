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
NO_TERMINAL = Fault(
    "FA087",
    "An answer is missing, and there is no terminal to ask at.",
    (
        Command("--data {answer}", "(gives an answer)"),
        Command("--defaults --data {answer}", "(takes what is proposed for all others)"),
    ),
    exit_code=USAGE,
)
SMALL_TERMINAL = Fault(
    "FA087",
    "The terminal is too small for the questions: {columns} columns, {lines} lines.",
    (
        "Make it larger (40 columns and 10 lines are enough), or give the answers:",
        Command("--defaults --data {answer}"),
    ),
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
NO_VERSION = Fault(
    "FA092",
    "This is no version to release: {reason}",
    (Command("python3 scripts/release.py 1.2.0"),),
    exit_code=USAGE,
)
LOW_VERSION = Fault(
    "FA092",
    "{version} is not higher than {newest}, which is released.",
    (Command("git tag --list", "(shows the releases)"),),
)
UNCOMMITTED = Fault(
    "FA093", "There are changes that are not committed.", (Command("git status", "(shows them)"),)
)
NOT_MAIN = Fault(
    "FA093", "Releases are made on the branch main, and this is {branch}.", (Command("git switch main"),)
)
BEHIND = Fault("FA093", "origin/main has commits that this main lacks.", (Command("git pull --ff-only"),))
CHANGELOG_FORM = Fault(
    "FA094", "CHANGELOG.md cannot be read: {reason}", ("Correct that heading, and commit",)
)
NOTHING_NEW = Fault(
    "FA094",
    "CHANGELOG.md has nothing to release.",
    ("Write what changed under `## Unreleased`, above all releases, and commit",),
)
NO_PART = Fault(
    "FA094", "CHANGELOG.md has no part of {version}.", ("Name a version that it has a part of, with a date",)
)
OLD_PART = Fault(
    "FA094",
    "CHANGELOG.md has a part of {version} already, and another commit brought it.",
    ("Release a higher version",),
)
NO_RELEASE_TAG = Fault(
    "FA095", "The tag {tag} is none of a release: {reason}", (Command("git tag --delete {tag}"),)
)
TAGGED = Fault(
    "FA095", "This commit has a tag already: {tag}.", ("Commit something, and release a higher version",)
)
VERSIONS_DIFFER = Fault(
    "FA096",
    "The versions in the pages and manifests do not agree.",
    (Command("sh scripts/test.sh static -k versions"),),
)
OTHER_VERSION = Fault(
    "FA096",
    "pyproject.toml names {found}, and {version} is to be released.",
    ("Let `scripts/release.py` write the version",),
)
