"""The notes that a project can begin with are what `manage.py add` writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import notes, repository
from harness.rendered import Rendered, Renderer
from harness.running import manage, succeed


def test_notes_are_what_add_writes(
    spare: Path, render: Renderer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    answers = {name: answer for name, answer in Rendered(spare).recorded.items() if not name.startswith("_")}
    succeed(manage(spare, *notes.COMMAND))
    if request.config.getoption(notes.OPTION):
        before = render.fresh(tmp_path / "before", **answers | {"features": []})
        notes.write(before.root, spare)
        pytest.skip("the template's notes were written anew: look at them, and commit them")
    expected = render(**answers | {"features": [notes.NAME]})
    differing = {
        path
        for path in {*expected.files(), *notes.files(spare)} - {repository.ANSWERS}
        if notes.content(expected.root, path) != notes.content(spare, path)
    }
    assert differing == set()
