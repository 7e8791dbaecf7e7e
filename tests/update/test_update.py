"""From one release to the next: the template's changes arrive, the owner's work stays, no trust is asked.

Every update here is made with unsafe=False: a release that wanted trust would fail them all.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness import moved_in, repository
from harness.git import git
from harness.ownership import TemplateVersion, matcher
from harness.rendered import DEFAULTS, Rendered, Renderer, copier, copy
from harness.template_repository import TemplateRepository

REQUIREMENTS = "backend/requirements.txt"
REQUIREMENTS_TEMPLATE = f"{REQUIREMENTS}.jinja"
FIXED = "scripts/manage/terminal/output.py"
OWN_FEATURE = {
    "backend/app/features/notes/__init__.py": '"""Notes."""\n',
    "backend/app/features/notes/routes.py": "NOTES = 1\n",
    "frontend/src/app/features/notes/notes-page.ts": "export default class NotesPage {}\n",
    "docs/lesson.md": "# Lesson 1\n",
    "backend/migrations/0001_notes.py": "pass\n",
}
# An owner's file of every kind, and a text in it that the owner changes.
EDITED = {
    "README.md": ("# ", "# Our own "),
    "README.ko.md": ("# ", "# 우리 "),
    "LICENSE": ("MIT License", "MIT License (ours)"),
    ".vscode/settings.json": ("{\n", '{\n  "editor.fontSize": 18,\n'),
    ".run/dev.run.xml": ('name="dev"', 'name="ours"'),
    ".devcontainer/devcontainer.json": ("{\n", '{\n  "remoteUser": "ours",\n'),
    "renovate.json": ("{\n", '{\n  "labels": ["ours"],\n'),
    "backend/app/features/__init__.py": (
        "features: list[str] = [",
        'features: list[str] = [\n    "notes",\n',
    ),
    "backend/app/features/environment/routes.py": ('"""', '"""Ours. '),
    "backend/app/__init__.py": ('"""', '"""Ours. '),
    "backend/migrations/script.py.mako": ('"""$', '"""Ours: $'),
    "frontend/proxy.conf.mjs": ("export default {\n", "export default {\n  // ours\n"),
    "frontend/src/main.ts": ("bootstrapApplication(", "/* ours */ bootstrapApplication("),
    "frontend/src/app/app.config.ts": ("providers: [\n", "providers: [\n    // ours\n"),
    "frontend/src/app/app.css": ("/* Yours", "/* ours, Yours"),
    "frontend/src/app/app.html": ("<app-shell", "<!-- ours --><app-shell"),
    "frontend/src/app/app.routes.ts": ("[...", "[/* ours */ ..."),
    "frontend/src/app/app.spec.ts": ("describe('App'", "describe('App, ours'"),
    "frontend/src/app/app.ts": ("export class App {\n", "export class App {\n  // ours\n"),
    "frontend/public/favicon.svg": ("<svg", "<svg data-owner='us'"),
    "frontend/src/index.html": ("<title>", "<title>Our "),
    "frontend/src/styles.css": ("{", "{ /* ours */"),
    "frontend/src/app/api/openapi.json": ("{", "{ "),
    "frontend/src/app/features/features.ts": ("[\n", "[\n  // ours\n"),
}


# Every editor and tool that brings files of the owner's.
ANSWERS = DEFAULTS | {"editors": "both", "dev_container": True, "dependency_updates": "renovate"}


def test_the_projects_of_the_tests_are_those_of_copiers_command(
    render: Renderer, template: TemplateRepository, tmp_path: Path
) -> None:
    """They are made by Copier's API, and faster: harness/faster_copier.py."""
    many: list[dict[str, Any]] = [DEFAULTS, ANSWERS | {"license": "none", "languages": "en"}]
    for number, answers in enumerate(many):
        data = [word for name, value in answers.items() for word in ("--data", f"{name}={value}")]
        typed = Rendered(tmp_path / str(number))
        finished = copier("copy", "--defaults", *data, str(template.folder), str(typed.root), cwd=tmp_path)
        assert finished.returncode == 0, finished.stderr
        assert entries(typed) == entries(render(**answers))


def entries(project: Rendered) -> dict[str, tuple[bytes, int]]:
    """What a copy writes of each file: its content, and who may run it."""
    return {
        path: (project.content(path), project.path(path).stat().st_mode & 0o111) for path in project.files()
    }


def old_and_new(template: TemplateRepository) -> None:
    """Two releases, v1.0.0 and v1.1.0, that differ in every way a template's files can."""
    git(template.folder, "tag", "--delete", "v1.0.0")
    template.write("scripts/manage/dropped.py", "DROPPED = True\n")
    template.write("scripts/manage/old_name.py", "NAMED = True\n" * 20)
    template.release("v1.0.0")
    template.replace(FIXED, '"""', '"""Mended. ')
    template.replace(REQUIREMENTS_TEMPLATE, "\nbrotli", "\nhumanize>=4,<5\nbrotli")
    last = template.path(REQUIREMENTS_TEMPLATE).read_text(encoding="utf-8").rstrip().splitlines()[-3]
    template.replace(REQUIREMENTS_TEMPLATE, last, f"{last}\nflask-compress>=1,<2")
    template.write("scripts/manage/arrived.py", "ARRIVED = True\n")
    template.path("scripts/manage/dropped.py").unlink()
    template.path("scripts/manage/old_name.py").rename(template.path("scripts/manage/new_name.py"))
    # The owner's files change in the template too, for those who start later; and there is a new feature.
    for path, (old, new) in EDITED.items():
        source = path if template.path(path).exists() else f"{path}.jinja"
        if template.path(source).exists() and path != "LICENSE":
            template.replace(source, old, new.replace("ours", "theirs").replace("Our", "Their"))
    template.write("backend/app/features/calendar/__init__.py", '"""A new example."""\n')
    template.write("frontend/src/app/features/calendar/calendar-page.ts", "export default class {}\n")
    template.write(".vscode/launch.json", "{}\n")
    template.release("v1.1.0")


@pytest.fixture(scope="module")
def releases(template: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    clone = template.clone(tmp_path_factory.mktemp("releases"))
    old_and_new(clone)
    return clone


@pytest.fixture(scope="module")
def made(releases: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """A project of v1.0.0. Shared: `project` is a copy for one test."""
    return copy(releases, tmp_path_factory.mktemp("made") / "project", ANSWERS, vcs_ref="v1.0.0")


@pytest.fixture
def project(made: Rendered, tmp_path: Path) -> Rendered:
    target = Rendered(tmp_path / "내 앱", made.given)
    for path in made.files():
        target.path(path).parent.mkdir(parents=True, exist_ok=True)
        target.path(path).write_bytes(made.path(path).read_bytes())
        target.path(path).chmod(made.path(path).stat().st_mode)
    target.commit()
    return target


# What the new release changes in a project whose owner did nothing.
ARRIVES = {
    "M .copier-answers.yml",
    f"M {FIXED}",
    f"M {REQUIREMENTS}",
    "A scripts/manage/arrived.py",
    "A scripts/manage/new_name.py",
    "D scripts/manage/dropped.py",
    "D scripts/manage/old_name.py",
}


def has_conflicts(project: Rendered) -> bool:
    """Copier ends well even then: what docs/update.md tells its readers to look at."""
    unmerged = git(project.root, "ls-files", "--unmerged")
    return bool(unmerged or list(project.root.rglob("*.rej")))


def test_the_edits_of_this_file_cover_all_kinds_of_owners_files(made: Rendered) -> None:
    owners = TemplateVersion.of_work_tree().owners
    assert owners
    assert not [owner for owner in owners if not any(matcher([owner]).match_files(EDITED))]
    assert not [path for path, (old, _) in EDITED.items() if old not in made.text(path)]


def test_an_untouched_project_gets_exactly_what_the_template_changed(project: Rendered) -> None:
    project.update()
    assert not has_conflicts(project)
    assert project.status() == ARRIVES
    assert '"""Mended. ' in project.text(FIXED)
    assert project.text("scripts/manage/arrived.py") == "ARRIVED = True\n"
    assert project.recorded["_commit"] == "v1.1.0"


def test_an_app_of_another_shape_meets_no_update_of_the_core(
    template: TemplateRepository, tmp_path: Path
) -> None:
    """All of both core/ changes, and a line of each list that both sides need."""
    releases = template.clone(tmp_path / "template")
    project = copy(releases, tmp_path / "내 앱", DEFAULTS, vcs_ref="v1.0.0")
    moved_in.move_in(project.root, "http://127.0.0.1:9999")
    manifest = "frontend/package.json"
    project.write(
        manifest, project.text(manifest).replace('    "rxjs"', '    "leaflet": "^1.9.4",\n    "rxjs"')
    )
    project.commit("Move in")
    kept = {path: project.text(path) for path in moved_in.files()}
    changed = [
        path for path in repository.files("template") if "/core/" in path and not path.endswith(".json")
    ]
    assert len(changed) > 30
    for path in changed:
        source = path.removeprefix("template/")
        # At its top: at its end, Jinja may take the blank line away again.
        releases.write(source, "\n" + releases.path(source).read_text(encoding="utf-8"))
    releases.replace(manifest, '"@angular/common": "22.', '"@angular/common": "99.')
    releases.replace("frontend/angular.json", '"analytics": false', '"analytics": true')
    releases.replace(REQUIREMENTS_TEMPLATE, "flask>=3.1", "flask>=3.2")
    releases.release("v1.1.0")

    project.update()

    assert not has_conflicts(project)
    assert {path: project.text(path) for path in kept} == kept
    assert '"@angular/common": "99.' in project.text(manifest)
    assert '"leaflet"' in project.text(manifest)
    assert '"analytics": true' in project.text("frontend/angular.json")
    assert "src/styles.scss" in project.text("frontend/angular.json")
    assert "flask>=3.2" in project.text(REQUIREMENTS)
    assert "flask-restx" in project.text(REQUIREMENTS)
    arrived = {line.split(maxsplit=1)[1].strip('"') for line in project.status()}
    renewed = {repository.destination(path.removeprefix("template/")) for path in changed}
    assert renewed <= arrived


def test_an_update_keeps_every_edit_of_the_owner(project: Rendered) -> None:
    for path, (old, new) in EDITED.items():
        project.write(path, project.text(path).replace(old, new, 1))
    for path, text in OWN_FEATURE.items():
        project.write(path, text)
    project.commit("Our work")
    before = {path: project.text(path) for path in [*EDITED, *OWN_FEATURE]}
    project.update()
    assert not has_conflicts(project)
    assert {path: project.text(path) for path in before} == before
    assert project.status() == ARRIVES


def test_an_update_brings_no_new_example_into_the_owners_folders(project: Rendered) -> None:
    project.update()
    assert not project.path("backend/app/features/calendar").exists()
    assert not project.path("frontend/src/app/features/calendar").exists()
    assert not project.path(".vscode/launch.json").exists()


@pytest.mark.parametrize(
    "gone", ["README.md", "LICENSE", "frontend/public/favicon.svg", ".vscode/settings.json"]
)
def test_what_the_owner_deleted_of_the_own_files_stays_deleted(project: Rendered, gone: str) -> None:
    project.path(gone).unlink()
    project.commit("Away")
    project.update()
    assert not project.path(gone).exists()
    assert project.status() == ARRIVES


def test_a_whole_feature_that_the_owner_deleted_stays_deleted(project: Rendered) -> None:
    git(project.root, "rm", "-r", "--quiet", "backend/app/features/environment")
    project.commit("Away")
    project.update()
    assert not project.path("backend/app/features/environment").exists()


def test_a_file_of_the_templates_that_the_owner_deleted_stays_deleted(project: Rendered) -> None:
    project.path("frontend/.prettierignore").unlink()
    project.commit("Away")
    project.update()
    assert not project.path("frontend/.prettierignore").exists()


def test_the_owners_packages_stay_and_the_templates_arrive(project: Rendered) -> None:
    own = "# For the charts\nmatplotlib>=3,<4\npandas\n"
    project.append(REQUIREMENTS, own)
    project.commit("Our packages")
    project.update()
    assert not has_conflicts(project)
    text = project.text(REQUIREMENTS)
    assert text.endswith(own)
    assert "\nhumanize>=4,<5\nbrotli" in text
    assert "\nflask-compress>=1,<2\n" in text


def test_an_edit_of_a_template_file_survives_where_the_template_changed_other_lines(
    project: Rendered,
) -> None:
    project.append(FIXED, "\n\ndef ours() -> None: ...\n")
    project.commit("Our line")
    project.update()
    assert not has_conflicts(project)
    assert project.text(FIXED).endswith("def ours() -> None: ...\n")
    assert '"""Mended. ' in project.text(FIXED)


def test_a_conflict_is_marked_and_documented_because_copier_ends_as_if_all_were_well(
    project: Rendered,
) -> None:
    project.write(FIXED, project.text(FIXED).replace('"""', '"""Ours, on the same line. ', 1))
    project.commit("Our line")
    project.update()
    assert has_conflicts(project)
    text = project.text(FIXED)
    markers = ["<<<<<<< before updating", ">>>>>>> after updating"]
    assert all(marker in text for marker in markers)
    assert "Ours, on the same line." in text
    assert '"""Mended. ' in text
    for page in ("template/docs/update.md.jinja", "template/docs/update.ko.md.jinja"):
        documented = repository.text(page)
        assert all(marker in documented for marker in markers), page
        assert all(
            check in documented for check in ("git diff --check", "git ls-files --unmerged", ".rej")
        ), page


def test_the_documented_checks_find_a_conflict(project: Rendered) -> None:
    project.write(FIXED, project.text(FIXED).replace('"""', '"""Ours, on the same line. ', 1))
    project.commit("Our line")
    project.update()
    assert f"UU {FIXED}" in git(project.root, "status", "--short").splitlines()
    check = subprocess.run(
        ["git", "diff", "--check"], cwd=project.root, capture_output=True, text=True, encoding="utf-8"
    )
    assert "leftover conflict marker" in check.stdout
    assert FIXED in git(project.root, "ls-files", "--unmerged")


def test_the_documented_checks_are_silent_without_one(project: Rendered) -> None:
    project.update()
    assert "UU" not in git(project.root, "status", "--short")
    assert git(project.root, "diff", "--check") == ""
    assert git(project.root, "ls-files", "--unmerged") == ""


def test_a_dropped_file_that_the_owner_had_edited_can_be_brought_back_as_documented(
    project: Rendered,
) -> None:
    """Copier deletes it without a word: the page says so, and how to bring it back."""
    dropped = "scripts/manage/dropped.py"
    project.append(dropped, "OURS = True\n")
    project.commit("Our line")
    project.update()
    assert f" D {dropped}" in git(project.root, "status", "--short").splitlines()
    git(project.root, "restore", dropped)
    assert project.text(dropped).endswith("OURS = True\n")
    for page in ("template/docs/update.md.jinja", "template/docs/update.ko.md.jinja"):
        assert "git restore scripts/" in repository.text(page)


def test_an_update_can_be_undone_as_documented(project: Rendered) -> None:
    project.append("README.md", "Ours.\n")
    project.commit("Our work")
    before = project.files()
    project.update()
    git(project.root, "reset", "--hard", "--quiet")
    added = {path.removeprefix("A ") for path in ARRIVES if path.startswith("A ")}
    assert set(project.files()) - added == set(before)
    assert git(project.root, "diff", "HEAD") == ""


def test_uncommitted_work_stops_the_update_and_stays(project: Rendered) -> None:
    project.append("README.md", "Not committed.\n")
    finished = copier("update", "--defaults", cwd=project.root)
    assert finished.returncode != 0
    assert "dirty" in finished.stderr
    assert project.text("README.md").endswith("Not committed.\n")
    assert project.recorded["_commit"] == "v1.0.0"


def test_the_command_line_updates_too_and_says_what_comes_next(project: Rendered) -> None:
    finished = copier("update", "--defaults", cwd=project.root)
    assert finished.returncode == 0, finished.stderr
    assert project.status() == ARRIVES
    for words in ("git status", "bootstrap.sh", "bootstrap.cmd", "manage.py test", "git commit -m"):
        assert words in finished.stderr, words


def test_a_second_update_changes_nothing(project: Rendered) -> None:
    project.update()
    project.commit("Update")
    project.update()
    assert project.status() == set()


def test_answers_can_be_changed_by_an_update(project: Rendered) -> None:
    project.update(data={"backend_port": 8010})
    assert not has_conflicts(project)
    assert "backend = 8010" in project.text("project.toml")
    assert "127.0.0.1:8010" in project.text("frontend/proxy.core.mjs")
    assert project.recorded["backend_port"] == 8010


def test_launchers_stay_executable(project: Rendered) -> None:
    if os.name == "nt":
        pytest.skip("Windows knows no executable files")
    project.update()
    assert os.access(project.path("scripts/bootstrap.sh"), os.X_OK)
    assert "mode change" not in git(project.root, "diff", "--summary", "HEAD")


def test_a_recopy_keeps_the_owners_files(project: Rendered) -> None:
    from copier import run_recopy

    for path, (old, new) in EDITED.items():
        project.write(path, project.text(path).replace(old, new, 1))
    for path, text in OWN_FEATURE.items():
        project.write(path, text)
    project.commit("Our work")
    before = {path: project.text(path) for path in [*EDITED, *OWN_FEATURE]}
    run_recopy(project.root, defaults=True, overwrite=True, quiet=True, unsafe=False)
    assert {path: project.text(path) for path in before} == before
    assert '"""Mended. ' in project.text(FIXED)
    assert project.recorded["_commit"] == "v1.1.0"


def test_a_project_made_before_the_first_release_updates_to_it(
    template: TemplateRepository, tmp_path: Path
) -> None:
    early = template.clone(tmp_path / "template")
    git(early.folder, "tag", "--delete", "v1.0.0")
    project = copy(early, tmp_path / "project", DEFAULTS)
    project.append("README.md", "Ours.\n")
    project.commit()
    early.write("docs/next.md", "# Next\n")
    early.commit()
    project.update()
    assert project.status() == {"M .copier-answers.yml", "A docs/next.md"}
    project.commit("From commit to commit")
    early.write("docs/first.md", "# First\n")
    early.release("v0.1.0")
    project.update()
    assert project.status() == {"M .copier-answers.yml", "A docs/first.md"}
    assert project.recorded["_commit"] == "v0.1.0"
    assert project.text("README.md").endswith("Ours.\n")


def test_a_release_that_wants_trust_would_be_refused(
    releases: TemplateRepository, project: Rendered, tmp_path: Path
) -> None:
    """What all the tests above rely on."""
    from copier.errors import UnsafeTemplateError

    tasked = releases.clone(tmp_path / "template")
    config = tasked.folder / "copier.yml"
    config.write_text(config.read_text(encoding="utf-8") + '\n_tasks:\n  - "true"\n', encoding="utf-8")
    tasked.release("v1.2.0")
    recorded = project.text(repository.ANSWERS)
    project.write(repository.ANSWERS, recorded.replace(str(releases.folder), str(tasked.folder)))
    project.commit("Another source")
    with pytest.raises(UnsafeTemplateError):
        project.update()


RELEASED = [tag for tag in git(repository.ROOT, "tag", "--list", "v*").splitlines() if tag]


@pytest.mark.parametrize("tag", RELEASED)
def test_a_project_of_every_release_updates_to_the_work_tree(tag: str, tmp_path: Path) -> None:
    source = TemplateRepository(tmp_path / "template")
    git(tmp_path, "clone", "--quiet", str(repository.ROOT), str(source.folder))
    project = copy(source, tmp_path / "project", DEFAULTS, vcs_ref=tag)
    kept = {
        path: f"{project.text(path)}\n<!-- ours -->\n" for path in ("README.md", "frontend/src/styles.css")
    }
    for path, text in kept.items():
        project.write(path, text)
    project.commit()
    git(source.folder, "rm", "-r", "--quiet", "--", ".")
    TemplateRepository.lay_work_tree(source.folder)
    source.release("v999.0.0")
    project.update()
    assert not has_conflicts(project)
    assert {path: project.text(path) for path in kept} == kept
    assert project.recorded["_commit"] == "v999.0.0"
