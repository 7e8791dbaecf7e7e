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
