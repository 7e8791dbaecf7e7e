"""The judge of updates sees what is lost: each test is an update that does one thing wrong, or none."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from harness import repository
from harness.git import git
from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import NOTHING, PLAIN, Case, Prepare, Setting, attempt
from update.judge import CONFLICT, CRASH, HALF, KEPT, LOST, STOPPED, WRONG, Ended, Told, Verdict
from update.small import (
    ANGULAR,
    CORE,
    ENV_EXAMPLE,
    GUIDE,
    HELPER,
    ICON,
    NEW,
    OLD,
    PACKAGES,
    RUN,
    TOOL,
    Small,
    configure,
)
from update.ways import Way

Damage = Callable[[Rendered], object]
MARKED = "<<<<<<< ours\n{ours}\n=======\ntool_15 = 'mended'\n>>>>>>> theirs\n"
LOGO = "docs/logo.png"


def prepare(project: Rendered, template: TemplateRepository) -> None:
    """The owner adds, changes and deletes; the template changes some of the same files."""
    project.replace(TOOL, "tool_05 = 5", "tool_05 = 'ours'")
    project.replace(TOOL, "tool_25 = 25\n", "")
    project.path(HELPER).unlink()
    project.path(ENV_EXAMPLE).unlink()
    project.path(ICON).write_bytes(b"\0ours")
    project.write("backend/.env", "PASSWORD=ours\n")
    project.path(CORE).chmod(0o755)
    project.replace(PACKAGES, '"rxjs"', '"leaflet": "^1.9.4",\n    "rxjs"')
    template.replace(TOOL, "tool_15 = 15", "tool_15 = 'mended'")
    template.replace(CORE, "error_05 = 5", "error_05 = 'mended'")
    template.replace(ENV_EXAMPLE, "SETTING_05 = 5", "SETTING_05 = 'mended'")
    template.replace(PACKAGES, '"tslib": "^2.8.1"', '"tslib": "^2.9.0"')


def prepare_pictures(project: Rendered, template: TemplateRepository) -> None:
    """And both sides add a file that cannot be merged."""
    prepare(project, template)
    project.path(LOGO).write_bytes(b"\0ours")
    template.path(LOGO).write_bytes(b"\0theirs")


def update_rightly(project: Rendered) -> None:
    """What an update should do after `prepare`."""
    project.replace(repository.ANSWERS, OLD, NEW)
    project.replace(TOOL, "tool_15 = 15", "tool_15 = 'mended'")
    project.replace(CORE, "error_05 = 5", "error_05 = 'mended'")
    project.replace(PACKAGES, '"tslib": "^2.8.1"', '"tslib": "^2.9.0"')
    git(project.root, "add", "--all")


def nothing(project: Rendered) -> None:
    """An update that does not."""


def ask_about(project: Rendered, path: str) -> None:
    """Leave a file as a conflict in the index, and the work tree as it is."""
    blob = git(project.root, "rev-parse", f"HEAD:{path}")
    stages = f"0 {'0' * 40}\t{path}\n100644 {blob} 2\t{path}\n"
    subprocess.run(
        ["git", "update-index", "--index-info"], cwd=project.root, input=stages.encode(), check=True
    )


def judged(
    small: Small,
    folder: Path,
    update: Callable[[Rendered], object],
    *,
    prepare: Prepare = prepare,
    config: str = "",
    exit_code: int = 0,
    is_careful: bool = False,
) -> Verdict:
    return of_way(
        small, folder, update, prepare, Setting(config=config), exit_code=exit_code, is_careful=is_careful
    )


def of_way(
    small: Small,
    folder: Path,
    update: Callable[[Rendered], object],
    prepare: Prepare,
    setting: Setting,
    *,
    told: Told = NOTHING,
    exit_code: int = 0,
    crashed: bool = False,
    is_careful: bool = False,
) -> Verdict:
    def run(
        project: Path, environment: Mapping[str, str], data: Mapping[str, str], address: str | None
    ) -> Ended:
        update(Rendered(project))
        return Ended(exit_code, crashed)

    case = Case("planted", prepare, told, setting)
    return attempt([case], Way("planted", run, is_careful), small, folder)[case.name]


def test_a_right_update_keeps_all(small: Small, folder: Path) -> None:
    assert judged(small, folder, update_rightly, is_careful=True) == Verdict(KEPT, ())


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (lambda project: project.replace(TOOL, "tool_05 = 'ours'", "tool_05 = 5"), "tool_05 = 'ours'"),
        (
            lambda project: project.replace(TOOL, "tool_24 = 24\n", "tool_24 = 24\ntool_25 = 25\n"),
            "tool_25 = 25",
        ),
        (lambda project: project.write(HELPER, "again\n"), HELPER),
        (lambda project: project.write(ENV_EXAMPLE, "again\n"), ENV_EXAMPLE),
        (lambda project: project.path(ICON).write_bytes(b"\0theirs"), ICON),
        (lambda project: project.write("backend/.env", "PASSWORD=\n"), "backend/.env"),
        (lambda project: project.path(CORE).chmod(0o644), CORE),
        (lambda project: project.replace(PACKAGES, '"leaflet": "^1.9.4",', ""), "leaflet"),
        (lambda project: project.replace(repository.ANSWERS, "Welcome", "Hello"), "greeting"),
        (lambda project: project.path(repository.ANSWERS).unlink(), "answers"),
    ],
)
def test_what_the_owner_lost_is_seen(small: Small, folder: Path, damage: Damage, what: str) -> None:
    def update(project: Rendered) -> None:
        update_rightly(project)
        damage(project)

    verdict = judged(small, folder, update)
    assert verdict.outcome == LOST
    assert [reason for reason in verdict.reasons if what in reason]


@pytest.mark.parametrize(
    ("is_asked", "verdict"),
    [
        (True, Verdict(CONFLICT, (f"{LOGO}: shows both sides", f"{LOGO}: unmerged"))),
        (False, Verdict(LOST, (f"{LOGO}: is not the owner's",))),
    ],
)
def test_one_of_two_pictures_is_lost_where_nobody_is_asked(
    small: Small, folder: Path, is_asked: bool, verdict: Verdict
) -> None:
    def update(project: Rendered) -> None:
        update_rightly(project)
        project.path(LOGO).write_bytes(b"\0theirs")
        if is_asked:
            ask_about(project, LOGO)

    assert judged(small, folder, update, prepare=prepare_pictures) == verdict


@pytest.mark.parametrize(("ours", "outcome"), [("tool_05 = 'ours'", CONFLICT), ("tool_05 = 5", LOST)])
def test_a_conflict_must_show_the_owners_line(small: Small, folder: Path, ours: str, outcome: str) -> None:
    def update(project: Rendered) -> None:
        update_rightly(project)
        project.write(TOOL, MARKED.format(ours=ours))
        ask_about(project, TOOL)

    assert judged(small, folder, update).outcome == outcome


@pytest.mark.parametrize(
    ("config", "outcome"), [("", CONFLICT), ("[status]\nshowUntrackedFiles = no\n", LOST)]
)
def test_a_rejected_line_counts_where_git_status_shows_it(
    small: Small, folder: Path, config: str, outcome: str
) -> None:
    def update(project: Rendered) -> None:
        update_rightly(project)
        project.replace(TOOL, "tool_05 = 'ours'", "tool_05 = 5")
        project.write(f"{TOOL}.rej", "@@ -5 +5 @@\n-tool_05 = 5\n+tool_05 = 'ours'\n")

    assert judged(small, folder, update, config=config).outcome == outcome


@pytest.mark.parametrize(
    "damage",
    [
        lambda project: project.replace(TOOL, "tool_15 = 'mended'", "tool_15 = 15"),
        lambda project: project.replace(PACKAGES, '"^2.9.0"', '"^2.8.1"'),
        lambda project: project.append(PACKAGES, "}\n"),
        lambda project: project.append(ANGULAR, "\n"),
        lambda project: project.path(RUN).chmod(0o644),
        lambda project: project.replace(repository.ANSWERS, NEW, OLD),
        lambda project: project.write("docs/left-behind.md", ""),
        lambda project: git(project.root, "commit", "--quiet", "-m", "Done"),
    ],
)
def test_what_the_update_did_wrong_is_seen(small: Small, folder: Path, damage: Damage) -> None:
    def update(project: Rendered) -> None:
        update_rightly(project)
        damage(project)

    assert judged(small, folder, update).outcome == WRONG


def test_an_update_that_does_nothing_is_wrong_where_it_says_that_all_is_well(
    small: Small, folder: Path
) -> None:
    assert judged(small, folder, nothing).outcome == WRONG
    assert judged(small, folder / "2", nothing, exit_code=1).outcome == STOPPED


def test_an_update_that_stops_half_way_is_wrong(small: Small, folder: Path) -> None:
    verdict = judged(small, folder, update_rightly, exit_code=1)
    assert verdict == Verdict(WRONG, ("exit code 1",))


def test_a_careful_update_stages_what_it_did_and_ends_with_1_where_it_asks(
    small: Small, folder: Path
) -> None:
    def unstaged(project: Rendered) -> None:
        update_rightly(project)
        git(project.root, "reset", "--quiet", "--", TOOL)

    def asks(project: Rendered) -> None:
        update_rightly(project)
        project.path(LOGO).write_bytes(b"\0theirs")
        ask_about(project, LOGO)

    assert judged(small, folder, unstaged).outcome == KEPT
    verdict = judged(small, folder / "2", unstaged, is_careful=True)
    assert verdict == Verdict(WRONG, (f"{TOOL}: is not staged",))
    for exit_code, outcome in {0: WRONG, 1: CONFLICT}.items():
        verdict = judged(
            small,
            folder / f"asks-{exit_code}",
            asks,
            prepare=prepare_pictures,
            exit_code=exit_code,
            is_careful=True,
        )
        assert verdict.outcome == outcome


def test_a_traceback_is_told_from_a_half_updated_project(small: Small, folder: Path) -> None:
    def half(project: Rendered) -> None:
        project.append(TOOL, "half = 1\n")

    crash = of_way(small, folder, nothing, prepare, PLAIN, exit_code=1, crashed=True)
    assert crash.outcome == CRASH
    assert of_way(small, folder / "2", half, prepare, PLAIN, exit_code=1, crashed=True).outcome == HALF


def test_work_beside_the_project_is_the_owners_too(small: Small, folder: Path) -> None:
    def beside(project: Rendered, template: TemplateRepository) -> None:
        Rendered(project.root.parent).write("other.txt", "ours\n")
        prepare(project, template)

    def update(project: Rendered) -> None:
        update_rightly(project)
        Rendered(project.root.parent).write("other.txt", "theirs\n")

    verdict = of_way(small, folder, update, beside, Setting(folder="app"))
    assert verdict == Verdict(LOST, ("other.txt, outside the project",))


BOOK, OWN_RUN, NEW_PAGE = "docs/book.md", "tools/run.sh", "docs/new.md"
MOVES = Told(template_moved={GUIDE: BOOK}, owner_moved={RUN: OWN_RUN}, unwanted=frozenset({NEW_PAGE}))


def prepare_moves(project: Rendered, template: TemplateRepository) -> None:
    """Each side renames a file that the other one changes, and the template adds one that has no place."""
    project.replace(GUIDE, "guide_05 = 5", "guide_05 = 'ours'")
    project.path("tools").mkdir()
    project.path(RUN).rename(project.path(OWN_RUN))
    template.path(GUIDE).rename(template.path(BOOK))
    template.replace(RUN, "run_05 = 5", "run_05 = 'theirs'")
    template.write(NEW_PAGE, "New.\n")


def follow_moves(project: Rendered) -> None:
    """What an update should do after `prepare_moves`."""
    project.replace(repository.ANSWERS, OLD, NEW)
    project.path(GUIDE).rename(project.path(BOOK))
    project.replace(OWN_RUN, "run_05 = 5", "run_05 = 'theirs'")


@pytest.mark.parametrize(
    ("damage", "outcome"),
    [
        (nothing, KEPT),
        (lambda project: project.replace(BOOK, "guide_05 = 'ours'", "guide_05 = 5"), LOST),
        (lambda project: project.write(GUIDE, project.text(BOOK)), WRONG),
        (lambda project: project.write(RUN, "again\n"), LOST),
        (lambda project: project.replace(OWN_RUN, "run_05 = 'theirs'", "run_05 = 5"), WRONG),
        (lambda project: project.write(NEW_PAGE, "New.\n"), LOST),
    ],
)
def test_files_are_followed_where_a_side_moved_them(
    small: Small, folder: Path, damage: Damage, outcome: str
) -> None:
    def update(project: Rendered) -> None:
        follow_moves(project)
        damage(project)

    assert of_way(small, folder, update, prepare_moves, PLAIN, told=MOVES).outcome == outcome


def test_an_update_that_should_have_refused_is_wrong(small: Small, folder: Path) -> None:
    verdict = of_way(small, folder, update_rightly, prepare, PLAIN, told=Told(must_stop=True))
    assert verdict == Verdict(WRONG, ("went ahead",))


def test_the_answer_to_a_renamed_question_is_looked_for_by_its_new_name(small: Small, folder: Path) -> None:
    def rename(project: Rendered, template: TemplateRepository) -> None:
        configure(template, lambda tables: tables.update(salutation=tables.pop("greeting")))
        template.replace("project.toml.jinja", "{{ greeting }}", "{{ salutation }}")

    def update(project: Rendered) -> None:
        project.replace(repository.ANSWERS, OLD, NEW)
        project.replace(repository.ANSWERS, "greeting: Welcome", "salutation: Hello")
        project.replace("project.toml", "Welcome", "Hello")

    told = Told(renamed={"greeting": "salutation"})
    verdict = of_way(small, folder, update, rename, PLAIN, told=told)
    assert verdict == Verdict(LOST, ("salutation was answered 'Welcome', and is 'Hello'",))


def grow(path: str) -> Prepare:
    """The owner adds a line to a file."""
    return lambda project, template: project.append(path, "ours = 1\n")


def test_each_case_of_a_day_is_judged_by_its_own_files(small: Small, folder: Path) -> None:
    def run(
        project: Path, environment: Mapping[str, str], data: Mapping[str, str], address: str | None
    ) -> Ended:
        Rendered(project).replace(repository.ANSWERS, OLD, NEW)
        Rendered(project).replace(GUIDE, "ours = 1\n", "")
        return Ended(0)

    day = [Case("one", grow(TOOL), day=1), Case("other", grow(GUIDE), day=1)]
    verdicts = attempt(day, Way("planted", run, False), small, folder)
    assert {name: verdict.outcome for name, verdict in verdicts.items()} == {"one": KEPT, "other": LOST}


def test_two_cases_of_a_day_cannot_be_about_one_file(small: Small, folder: Path) -> None:
    day = [Case("one", grow(TOOL), day=1), Case("other", grow(TOOL), day=1)]
    with pytest.raises(AssertionError, match="is another case's too"):
        attempt(day, Way("planted", lambda *_: Ended(0), False), small, folder)
