"""The notes that a project can begin with are what `manage.py add` writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness import notes, repository
from harness.git import git
from harness.rendered import Rendered, Renderer
from harness.running import manage, succeed


def test_notes_are_what_add_writes(
    spare: Path, render: Renderer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    answers = {name: answer for name, answer in Rendered(spare).recorded.items() if not name.startswith("_")}
    written = {}
    for languages in notes.LANGUAGES:
        before = render.fresh(tmp_path / f"before-{languages}", **answers | {"languages": languages})
        turn_into(spare, before)
        succeed(manage(spare, *notes.command(languages)))
        written[languages] = copy(spare, tmp_path / f"after-{languages}")
    if request.config.getoption(notes.OPTION):
        notes.write(tmp_path / "before-both", written)
        pytest.skip("the template's notes were written anew: look at them, and commit them")
    for languages, project in written.items():
        expected = render(**answers | {"features": [notes.NAME], "languages": languages})
        differing = {
            path
            for path in {*expected.files(), *notes.files(project)} - {repository.ANSWERS}
            if notes.content(expected.root, path) != notes.content(project, path)
        }
        assert differing == set(), languages


def turn_into(project: Path, other: Rendered) -> None:
    """Give a project that is set up the files of another one, and an empty database."""
    git(project, "clean", "-dfq")
    for path in notes.files(project):
        (project / path).unlink()
    for path in other.files():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(other.path(path), project / path)
    shutil.rmtree(project / "backend" / "instance", ignore_errors=True)


def copy(project: Path, folder: Path) -> Path:
    """The files of a project, without what was installed."""
    for path in notes.files(project):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(project / path, folder / path)
    git(folder, "init", "--quiet")
    return folder
