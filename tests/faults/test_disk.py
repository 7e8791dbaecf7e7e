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


@pytest.mark.fault(
    "Folder of the temporary files gone or full",
    system="Linux",
    outcome="survived",
    how="TMPDIR deleted; TMPDIR on a tmpfs without room",
)
@pytest.mark.parametrize("fault", ["gone", "full"])
def test_programs_get_a_temporary_folder_that_works(
    computer: Computer, corner: Namespace, tmp_path: Path, fault: str
) -> None:
    folder = tmp_path / "temporary files"
    if fault == "full":
        folder.mkdir()
        corner.mount_small_disk(folder, "4k")
        corner.sh('head -c 4096 /dev/zero > "$1"', folder / "all of it")
        computer.corner = corner
    found = computer.doctor(TMPDIR=str(folder)).one("FA131")
    assert found.kind == "warning"
    assert "TMPDIR" in found.text and str(folder) in found.text
    npm = (computer.programs / "npm").read_text(encoding="utf-8").partition("\n")[2]
    computer.stub("npm", f'echo x > "$TMPDIR/npm.$$" || exit 1\nrm "$TMPDIR/npm.$$"\n{npm}')
    computer.asks_for_no_packages()
    assert "FA131" in computer.sets_up(TMPDIR=str(folder))


def test_a_temporary_disk_that_is_almost_full_is_told_after_set_up_too(
    set_up: Computer, corner: Namespace, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    corner.mount_small_disk(disk, "1m")
    set_up.corner = corner
    assert str(disk) in set_up.doctor(TMPDIR=str(disk)).one("FA060").text


@pytest.mark.fault(
    "Home folder that cannot be written to",
    system="Linux",
    outcome="detected",
    how="HOME on a read-only bind mount; HOME that is a file",
)
@pytest.mark.parametrize("fault", ["read-only", "file"])
def test_a_home_folder_that_takes_nothing_is_told_before_anything_is_made(
    computer: Computer, corner: Namespace, tmp_path: Path, fault: str
) -> None:
    home = tmp_path / "nobody's home"
    if fault == "file":
        home.touch()
    else:
        home.mkdir()
        corner.make_read_only(home)
        computer.corner = corner
    variables = {"HOME": str(home), "npm_config_cache": ""}
    message = computer.is_stopped("FA130", **variables)
    assert str(home / ".npm") in message
    assert "npm_config_cache" in message
    found = computer.doctor(**variables).one("FA130")
    assert found.kind == "failed"
    # What it advises helps.
    computer.stub("npm", '[ "$1" = config ] && echo "$npm_config_cache"; exit 0')
    assert "FA130" not in computer.doctor(**variables | {"npm_config_cache": str(tmp_path)}).codes


def test_who_has_everything_is_only_warned_of_a_home_that_takes_nothing(
    set_up: Computer, tmp_path: Path
) -> None:
    home = tmp_path / "nobody's home"
    home.touch()
    assert set_up.doctor(HOME=str(home), npm_config_cache="").one("FA130").kind == "warning"
