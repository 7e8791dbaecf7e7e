"""Disks that are full, and folders that take nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from faults.computer import Computer
from faults.namespace import Namespace
from harness.machine import is_root
from scripts.manage import stamp

STRANGER = 65534
SIZES = re.compile(r"\d[\d.]* [MG]B")


def move_to(computer: Computer, corner: Namespace, folder: Path) -> None:
    """Put the project into a folder of the corner."""
    shutil.copytree(computer.project, corner.path(folder) / "app", symlinks=True)
    computer.corner = corner
    computer.project = folder / "app"


@pytest.mark.fault("Disk full", system="Linux", outcome="detected", how="the project on a tmpfs of 12 MB")
def test_a_small_disk_is_told_before_anything_is_made(
    computer: Computer, corner: Namespace, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    corner.mount_small_disk(disk, "12m")
    move_to(computer, corner, disk)
    message = computer.is_stopped("FA060")
    needed, free = SIZES.findall(message)
    assert needed.endswith("GB") and 0.8 < float(needed.split()[0]) < 2
    assert free.endswith("MB") and float(free.split()[0]) < 12
    assert str(disk / "app") in message
    assert "Free some space" in message
    found = computer.doctor().one("FA060")
    assert found.kind == "failed"
    assert SIZES.findall(found.text)[0] == needed
    assert found.remedy


@pytest.mark.fault(
    "Disk of the temporary files full", system="Linux", outcome="detected", how="TMPDIR on a tmpfs of 12 MB"
)
def test_a_small_temporary_disk_is_told_too(computer: Computer, corner: Namespace, tmp_path: Path) -> None:
    disk = tmp_path / "temporary files"
    disk.mkdir()
    corner.mount_small_disk(disk, "12m")
    computer.corner = corner
    computer.variables["TMPDIR"] = str(disk)
    message = computer.is_stopped("FA060")
    assert str(disk) in message
    assert "TMPDIR" in message
    assert len(SIZES.findall(message)) == 2
    found = computer.doctor().one("FA060")
    assert str(disk) in found.text


def test_a_small_disk_is_enough_for_what_is_installed_already(
    set_up: Computer, corner: Namespace, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    corner.mount_small_disk(disk, "12m")
    set_up.corner = corner
    set_up.variables["TMPDIR"] = str(disk)
    assert "FA060" not in set_up.doctor().codes


@pytest.mark.fault(
    "Folder that cannot be written to", system="Linux", outcome="detected", how="read-only bind mount"
)
def test_a_read_only_folder_is_told_before_anything_is_made(computer: Computer, corner: Namespace) -> None:
    corner.make_read_only(computer.project)
    computer.corner = corner
    message = computer.is_stopped("FA061")
    assert str(computer.project) in message
    assert "Move the project" in message
    found = computer.doctor().one("FA061")
    assert found.kind == "failed"
    assert str(computer.project) in found.text


@pytest.mark.fault(
    "Folder that cannot be written to",
    system="Linux",
    outcome="detected",
    how="a folder of root's, as an ordinary user (setpriv --reuid)",
)
def test_a_folder_of_somebody_else_is_told_with_its_owner(
    computer: Computer, corner: Namespace, systems_python: Path
) -> None:
    becomes_another_user(computer, corner, systems_python)
    message = computer.is_stopped("FA061")
    assert "/mnt" in message
    assert "root" in message
    found = computer.doctor().one("FA061")
    assert "root" in " ".join([found.text, *found.facts])


@pytest.mark.fault(
    "Folder that cannot be written to",
    system="Linux",
    outcome="detected",
    how="a venv that root made (sudo), as an ordinary user",
)
def test_a_venv_that_was_made_with_sudo_is_told_with_its_owner(
    computer: Computer, corner: Namespace, systems_python: Path
) -> None:
    computer.is_set_up(systems_python)
    stamp.remove(computer.as_project.venv)
    becomes_another_user(computer, corner, systems_python)
    for path in (computer.seen, *computer.seen.rglob("*")):
        if not path.is_relative_to(computer.seen / "backend" / "venv"):
            shutil.chown(path, STRANGER, STRANGER)
    message = computer.is_stopped("FA061")
    assert "/mnt/backend/venv" in message
    assert "root" in message


def becomes_another_user(computer: Computer, corner: Namespace, python: Path) -> None:
    """An ordinary user of this machine, who finds the project in /mnt."""
    if not is_root():
        pytest.skip("only root can become another user")
    # The folders above are root's alone: elsewhere, the other user gets at it.
    corner.lay_over("/mnt", computer.project)
    computer.corner, computer.project = corner, Path("/mnt")
    computer.python = python
    computer.user = ["setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups"]
    computer.variables |= {"HOME": "/nonexistent", "TMPDIR": "/tmp", "PATH": "/usr/bin:/bin"}


@pytest.mark.fault(
    "Folder that cannot be written to", system="Linux", outcome="detected", how="read-only backend/"
)
def test_a_folder_inside_that_is_closed_is_named(computer: Computer, corner: Namespace) -> None:
    backend = computer.project / "backend"
    corner.make_read_only(backend)
    computer.corner = corner
    assert str(backend) in computer.is_stopped("FA061")
