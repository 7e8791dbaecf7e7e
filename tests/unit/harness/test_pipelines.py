"""Pipelines are read as their services read them, and nothing of them is passed over."""

from __future__ import annotations

import pytest

from harness import pipelines, repository
from harness.pipelines import Step

JOB = """\
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@0123
      - run: one
        if: runner.os != 'Windows'
      - run: two
        if: runner.os == 'Windows'
      - run: three
        working-directory: backend
"""


def test_a_job_of_github_is_read_for_a_system() -> None:
    assert list(pipelines.of_github(JOB)) == [("check", [Step("one"), Step("three", "backend")])]
    ((_, steps),) = pipelines.of_github(JOB, "Windows")
    assert [step.words for step in steps] == ["two", "three"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("actions/checkout@0123", "somebody/else@0123"),
        ("runner.os == 'Windows'", "always()"),
        ("run: one", "run: echo ${{ github.actor }}"),
        ("working-directory: backend", "continue-on-error: true"),
        ("runs-on: ubuntu-latest", "container: node"),
    ],
)
def test_what_is_not_known_is_refused(old: str, new: str) -> None:
    assert old in JOB
    with pytest.raises(ValueError):
        list(pipelines.of_github(JOB.replace(old, new)))


def test_a_job_of_gitlab_is_read() -> None:
    text = "include: []\ncheck:\n  image: python:3.13\n  before_script: [one]\n  script: [two, three]\n"
    assert list(pipelines.of_gitlab(text)) == [("check", [Step("one"), Step("two"), Step("three")])]
    with pytest.raises(ValueError):
        list(pipelines.of_gitlab(text.replace("image:", "services:")))


def test_a_dev_container_runs_its_hooks_in_order() -> None:
    text = '{"postStartCommand": "two", "postCreateCommand": "one", "image": "debian"}'
    assert pipelines.of_dev_container(text) == [Step("one"), Step("two")]


def test_the_projects_workflow_is_understood() -> None:
    ((_, steps),) = pipelines.of_github(repository.text("template/.github/workflows/ci.yml"))
    assert steps[0] == Step("sh scripts/bootstrap.sh")
    assert len(steps) == 4
