"""Where a project lies: names and places that programs cannot cope with."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from faults.computer import Computer
from harness.machine import is_root
from scripts.manage.checks import system


def move_to(computer: Computer, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    computer.project.rename(folder)
    computer.project = folder


@pytest.mark.fault("Folder with a : in its name", system="Linux", outcome="detected", how="a folder named so")
def test_a_colon_in_the_path_is_told_before_anything_is_made(computer: Computer, tmp_path: Path) -> None:
    move_to(computer, tmp_path / "lesson 3:30" / "app")
    message = computer.is_stopped("FA065")
    assert "lesson 3:30" in message
    assert "Rename the folder" in message
    found = computer.doctor().one("FA065")
    assert found.kind == "failed"
    assert ":" in found.text


@pytest.mark.fault(
    "Spaces and other letters in the path", system="Linux", outcome="survived", how="folders named so"
)
@pytest.mark.parametrize(
    "name", ["it's  a $HOME & (x86) ^TEMP^ @1", "한글 폴더 名前 é", "-n", "back\\slash;`id`"]
)
def test_a_folder_may_have_any_other_name(computer: Computer, tmp_path: Path, name: str) -> None:
    move_to(computer, tmp_path / name / "app")
    computer.asks_for_no_packages()
    computer.sets_up()


@pytest.mark.fault("Synchronised folder", system="Linux", outcome="detected", how="folders named so")
@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive - 서울고등학교/Desktop", "OneDrive - 서울고등학교"),
        ("Dropbox (Personal)", "Dropbox (Personal)"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-me", "CloudStorage"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "Mobile Documents"),
    ],
)
def test_a_synchronised_folder_is_warned_of(
    computer: Computer, tmp_path: Path, folder: str, service: str
) -> None:
    move_to(computer, tmp_path / folder / "app")
    found = computer.doctor().one("FA064")
    assert found.kind == "warning"
    assert service in found.text
    assert service in found.remedy[0]


@pytest.mark.fault(
    "Synchronised folder", system="Windows", outcome="detected", how="unit test only; OneDrive's variables"
)
def test_onedrive_is_known_by_its_variable_whatever_its_folder_is_called() -> None:
    folder = PureWindowsPath("C:\\Users\\me\\School\\app")
    assert system.synchronised_by(folder, {"OneDriveCommercial": "C:\\Users\\me\\School"}) == "OneDrive"
    assert system.synchronised_by(folder, {"OneDrive": "C:\\Users\\me\\Elsewhere"}) is None


@pytest.mark.parametrize("name", ["OneDriveless", "my Dropbox", "drive", "icloud-notes", "Google"])
def test_folders_with_similar_names_are_not_warned_of(name: str) -> None:
    assert system.synchronised_by(Path("/home/me") / name / "app", {}) is None


@pytest.mark.fault(
    "Path too long for Windows", system="Windows", outcome="detected", how="unit test only; lengths counted"
)
def test_a_path_is_too_long_where_the_longest_file_of_a_package_does_not_fit() -> None:
    # The longest relative paths of packages: 123 characters below frontend/node_modules.
    room = 259 - len("\\frontend\\node_modules\\") - 123
    assert not system.is_too_long("x" * room)
    assert system.is_too_long("x" * (room + 1))


@pytest.mark.fault(
    "WSL on a drive of Windows",
    system="Linux",
    outcome="detected",
    how="unit test only; the kernel's name and the path",
)
def test_a_windows_drive_in_wsl_is_known_by_kernel_and_path() -> None:
    wsl = "5.15.167.4-microsoft-standard-WSL2"
    assert system.is_windows_drive_in_wsl("/mnt/c/Users/me/app", wsl)
    assert not system.is_windows_drive_in_wsl("/home/me/app", wsl)
    assert not system.is_windows_drive_in_wsl("/mnt/c/Users/me/app", "6.8.0-45-generic")
    assert not system.is_windows_drive_in_wsl("/mnt/data/app", wsl)


@pytest.mark.fault("Run with sudo", system="Linux", outcome="detected", how="as root with SUDO_USER")
def test_sudo_is_warned_of(computer: Computer) -> None:
    if not is_root():
        pytest.skip("only root can look like sudo")
    found = computer.doctor(SUDO_USER="minji").one("FA068")
    assert found.kind == "warning"
    assert "minji" in found.text
    assert found.remedy
    assert "FA068" not in computer.doctor().codes


@pytest.mark.fault(
    "# or % in the folder's path",
    system="Linux",
    outcome="detected",
    how="a project moved into such a folder",
)
@pytest.mark.parametrize("name", ["C# class", "50% off", "two\nlines"])
def test_a_folder_that_the_tools_cannot_work_in_is_told_before_anything_is_installed(
    computer: Computer, name: str
) -> None:
    target = computer.home / name / "app"
    target.parent.mkdir()
    computer.project.rename(target)
    computer.project = target
    said = computer.is_stopped("FA065")
    assert "Rename the folder, or move the project" in said
