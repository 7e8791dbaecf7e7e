"""What a project brings for GitHub is green before anybody pushes: each job's steps, in a clean clone.

GitLab's job and the dev container's steps are run in a Debian: tests/faults/test_debian.py.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness import pipelines
from harness.git import git
from harness.machine import program
from harness.rendered import Renderer

WORKFLOWS = ".github/workflows"


def test_every_job_for_github_is_green_in_a_clean_clone(render: Renderer, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("the steps of GitHub's Linux")
    program("bash")
    project = render.fresh(tmp_path / "project", ci="github")
    path = pipelines.ready_python(tmp_path / "python")
    ran = 0
    for workflow in sorted(project.path(WORKFLOWS).iterdir()):
        for job, steps in pipelines.of_github(workflow.read_text(encoding="utf-8")):
            git(tmp_path, "clone", "--quiet", str(project.root), job)
            pipelines.run_here(steps, tmp_path / job, PATH=path, GITHUB_ACTIONS="true")
            assert git(tmp_path / job, "status", "--porcelain") == ""
            ran += len(steps)
    assert ran >= 4


def test_a_step_that_fails_stops_the_pipeline(tmp_path: Path) -> None:
    steps = [pipelines.Step("false | true"), pipelines.Step("touch later")]
    with pytest.raises(AssertionError):
        pipelines.run_here(steps, tmp_path)
    assert not (tmp_path / "later").exists()
