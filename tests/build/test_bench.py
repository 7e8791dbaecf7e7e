"""The benchmark runs: each part that costs little, once. How fast anything is decides nothing here."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

import bench
from harness import repository
from harness.rendered import Renderer
from harness.running import manage, run, succeed
from harness.slices import state
from harness.template_repository import TemplateRepository


def test_the_machine_and_updating_are_measured(tmp_path: Path) -> None:
    report = tmp_path / "rows.json"
    words = ("--only", "machine,update", "--runs", "1", "--json", report)
    printed = succeed(run(sys.executable, repository.ROOT / "scripts/bench.py", *words, cwd=tmp_path))
    rows = {row["name"]: row for row in json.loads(report.read_text(encoding="utf-8"))}
    (machine,) = (name for name in rows if name.startswith("this machine: "))
    assert rows.keys() == {machine, "update", "update --check"}
    for name, row in rows.items():
        assert f"| {name} |" in printed
        assert all(run > 0 for run in row["runs"])
    assert rows["update"]["raw"]


def test_copying_is_measured(
    template: TemplateRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "STARTING_POINTS", ("team",))
    rows = list(bench.measure_copy(bench.Lab(tmp_path, template.folder, runs=1)))
    for point, whole, each in zip(bench.STARTING_POINTS, rows[::2], rows[1::2], strict=True):
        assert re.fullmatch(rf"copier copy, {point}, \d{{3}} files", whole.name)
        assert each.name == f"copier copy, {point}, for each file"
        assert whole.raw and all(seconds > 0 for seconds in (*whole.runs, *whole.raw, *each.runs))


def test_what_copying_is_compared_with_brings_the_same_files(tmp_path: Path, render: Renderer) -> None:
    project, template, copied = render().root, tmp_path / "내 template", tmp_path / "copied"
    bench._as_template(project, template)
    succeed(run(*bench.COPIER, "copy", "--quiet", "--vcs-ref", "HEAD", template, copied, cwd=tmp_path))
    assert state(copied) == state(project)


def test_lists_of_a_feature_are_measured(spare: Path, tmp_path: Path) -> None:
    lab = bench.Lab(tmp_path, tmp_path / "template", runs=1)
    lab.project = spare
    succeed(manage(spare, "add", bench.FEATURES[0], *bench.FIELDS))
    found = bench._lists(lab, bench.FEATURES[0], rows=30, requests=2)
    assert found.keys() == {"list", "by hand", "sort", "search"}
    assert all(milliseconds > 0 for milliseconds in found.values())


def test_what_is_built_is_measured(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "REQUESTS", 80)
    lab = bench.Lab(tmp_path, tmp_path / "template", runs=1)
    lab.project = built
    # More than an empty page, in kB; what it may have at most, is a target.
    assert bench._initial_bundle(lab) > 20
    with bench._serving(lab) as (process, port):
        assert process.poll() is None
        assert bench._requests_a_second(port, "/api/health") > 0
