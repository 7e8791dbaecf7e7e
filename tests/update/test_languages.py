"""Whoever wants another language later gets it by an update."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from copier._main import Worker

from harness import notes
from harness.git import git
from harness.rendered import Renderer

# All that answers bring which words may be in.
EVERYTHING = {"features": [notes.NAME], "starting_point": "classroom"}


def changes(render: Renderer, folder: Path, old: str, new: str) -> Iterator[Any]:
    """A project of the answer `old` that is told `new`: itself, and one that was made with `new`."""
    yield render.fresh(folder / "project", **EVERYTHING, languages=old)
    yield render(**EVERYTHING, languages=new)


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("old", "new"), [("en", "both"), ("both", "ko")])
def test_another_answer_brings_the_other_pages_and_keeps_what_is_the_owners(
    render: Renderer, tmp_path: Path, old: str, new: str
) -> None:
    changed, made = changes(render, tmp_path, old, new)
    changed.append("frontend/src/app/features/home/home-texts.ts", "// mine\n")
    changed.commit("Mine")
    with pytest.MonkeyPatch.context() as patch:
        # Copier would start a git for each file, to ask whether it is executable.
        patch.setattr(Worker, "_sync_git_index_executable_bit", lambda *_: None)
        changed.update(data={"languages": new}, vcs_ref="HEAD")
    assert git(changed.root, "diff", "--name-only", "--diff-filter=U") == ""
    owners = re.compile(
        r"README|\.copier-answers|frontend/src/(?:app/features|index|styles)|backend/app/features"
    )
    theirs = [path for path in made.files() if not owners.match(path)]
    assert not [path for path in theirs if not changed.path(path).is_file()]
    assert not [path for path in theirs if changed.text(path) != made.text(path)]
    gone = {path for path in render(**EVERYTHING, languages=old).files() if path not in set(made.files())}
    assert not [path for path in gone if not owners.match(path) and changed.path(path).exists()]
    assert changed.text("frontend/src/app/features/home/home-texts.ts").endswith("// mine\n")
