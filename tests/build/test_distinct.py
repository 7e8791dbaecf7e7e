"""Two projects with another backend or frontend than the usual one; `sh scripts/test.sh trees` has all."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import distinct, whole_way
from harness.answers import Answers, label
from harness.projects import SetUp
from harness.rendered import DEFAULTS, Renderer


def others() -> list[Answers]:
    """Those that differ from the usual project on both sides come first."""
    usual = {part: distinct.digest(part, {}) for part in distinct.PARTS}
    found = [
        answers for answers in distinct.projects() if distinct.digest("backend", answers) != usual["backend"]
    ]
    return sorted(found, key=lambda answers: distinct.digest("frontend", answers) == usual["frontend"])[:2]


@pytest.mark.parametrize("answers", others(), ids=lambda answers: label(DEFAULTS | answers))
def test_another_project_goes_the_whole_way(
    answers: Answers, render: Renderer, set_up: SetUp, tmp_path: Path
) -> None:
    whole_way.go(render.fresh(tmp_path / "project", **answers), set_up)
