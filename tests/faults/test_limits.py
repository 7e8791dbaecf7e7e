"""Limits that Linux sets to each user."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults.computer import Computer
from faults.namespace import Namespace
from harness.machine import missing

WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")


@pytest.mark.fault(
    "inotify limit too low",
    system="Linux",
    outcome="detected",
    how="a file over /proc/sys/fs/inotify/max_user_watches",
)
def test_a_low_limit_of_watched_files_is_told_with_the_command_that_raises_it(
    computer: Computer, corner: Namespace, tmp_path: Path
) -> None:
    if not WATCHES.exists():
        missing(f"there is no {WATCHES}")
    low, high = tmp_path / "low", tmp_path / "high"
    low.write_text("8192\n", encoding="ascii")
    high.write_text("524288\n", encoding="ascii")
    computer.corner = corner
    corner.lay_over(WATCHES, low)
    found = computer.doctor().one("FA067")
    assert found.kind == "warning"
    assert "8192" in found.text
    assert "sudo sysctl fs.inotify.max_user_watches=524288" in found.remedy
    corner.lay_over(WATCHES, high)
    assert "FA067" not in computer.doctor().codes


# Root, who runs these tests, has no limit of threads.
EIGHT_THREADS = """
import threading
start = threading.Thread.start
def start_one_of_few(thread):
    if threading.active_count() > 8:
        raise RuntimeError("can't start new thread")
    start(thread)
threading.Thread.start = start_one_of_few
"""


def limited(computer: Computer, statement: str) -> None:
    """Let manage.py run in a terminal with this limit."""
    computer.runs_first(f"import resource\n{statement}")


@pytest.mark.fault(
    "Narrow limits of a terminal (ulimit)",
    system="Linux",
    outcome="detected",
    how="ulimit -n 64; ulimit -v; a Python that gets eight threads (ulimit -u)",
)
@pytest.mark.parametrize(
    ("statement", "told", "raised"),
    [
        ("resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))", "64 files", "ulimit -n 4096"),
        ("resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))", "1.0 GB", "ulimit -v unlimited"),
        (EIGHT_THREADS, "more programs and threads", "ulimit -u 4096"),
    ],
    ids=["files", "addresses", "threads"],
)
def test_a_narrow_limit_is_told_with_the_command_that_raises_it(
    computer: Computer, statement: str, told: str, raised: str
) -> None:
    limited(computer, statement)
    report = computer.doctor()
    found = report.one("FA132")
    assert found.kind == "failed"
    assert told in found.text
    assert raised in found.remedy[0]
    assert raised in computer.is_stopped("FA132")
