"""Every distinct backend and frontend is installed, checked, tested and built: `sh scripts/test.sh trees`."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import distinct, whole_way
from harness.answers import Answers, label
from harness.projects import SetUp
from harness.rendered import DEFAULTS, Renderer


@pytest.mark.parametrize("answers", distinct.projects(), ids=lambda answers: label(DEFAULTS | answers))
def test_a_distinct_project_goes_the_whole_way(
    answers: Answers, render: Renderer, set_up: SetUp, tmp_path: Path
) -> None:
    whole_way.go(render.fresh(tmp_path / "project", **answers), set_up)
