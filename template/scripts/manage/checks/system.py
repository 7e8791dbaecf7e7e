"""This machine: its disks, the project's folder, the variables of the terminal."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePath
from shutil import disk_usage

from .. import faults, stamp
from ..node import node_modules, runtime
from ..problem import Problem
from ..processes import limits
from ..processes.child_environment import harmful_variables, useless_temporary_folders
from ..processes.children import ask
from ..project import WINDOWS, Project
from ..terminal import output
from ..terminal.messages import text
from .finding import Finding, fine

# What set-up writes, in bytes: measured, and rounded up. Node is the most of backend/venv.
VENV_SIZE = 400_000_000
NODE_MODULES_SIZE = 450_000_000
# What pip unpacks in the temporary folder meanwhile.
TEMPORARY_SIZE = 250_000_000
TEMPORARY_LEAST = 4_000_000
# The least that a set-up project shall have for its builds and caches.
SPARE_SIZE = 100_000_000

# Windows' limit for a path without the setting LongPathsEnabled (learn.microsoft.com, "Maximum Path Length
# Limitation"), and the longest paths of packages below a project's folder.
MAX_PATH = 259
LONGEST_BELOW = len("frontend/node_modules/") + 123

# No virtual environment can be made below the first; Angular's tools take the others for parts of an address,
# or for the end of a line.
UNUSABLE = (os.pathsep, "#", "%", "\n", "\r")

SYNCHRONISED = re.compile(
    r"OneDrive( - .+|-.+)?|Dropbox( \(.+\))?|Google ?Drive(-.+)?|iCloud ?Drive|Mobile Documents|CloudStorage",
    re.IGNORECASE,
)
# File watchers of an editor and of two servers together: systems of today allow a million.
ENOUGH_WATCHES = 65_536
WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")


def check(project: Project) -> Iterator[Finding]:
    yield fine(f"{platform.system()} {platform.release()}, {platform.machine()}", project.root)
    yield from limits.problems()
    yield from disk(project)
    yield from writable(project)
    yield from path(project)
    yield from variables()
    yield from temporary_folders()
    yield from cache(project)
    yield from user()
    yield from file_watching(project)


def disk(project: Project) -> Iterator[Finding]:
    """Whether there is room for what set-up still has to write, and for its temporary files."""
    missing = VENV_SIZE * (stamp.read(project.venv) is None) + NODE_MODULES_SIZE * (
        not node_modules.is_there(project)
    )
    needed = {project.root: SPARE_SIZE + missing}
    try:
        temporary = Path(tempfile.gettempdir())
    except OSError:
        yield Problem(faults.NO_TEMPORARY_FOLDER)
        return
    # Tests and builds need some, too.
    beside = TEMPORARY_SIZE if missing else TEMPORARY_LEAST
    if temporary.stat().st_dev == project.root.stat().st_dev:
        needed[project.root] += beside
    else:
        needed[temporary] = beside
    for folder, size in needed.items():
        free = disk_usage(folder).free
        if free < size:
            yield Problem(
                faults.TEMPORARY_DISK_IS_FULL if folder == temporary else faults.DISK_IS_FULL,
                folder=folder,
                needed=output.size(size),
                free=output.size(free),
            )


def writable(project: Project) -> Iterator[Finding]:
    folders = [project.root, project.backend, project.frontend, project.venv, project.node_modules]
    closed = [folder for folder in folders if folder.is_dir() and not _can_write(folder)]
    if closed:
        yield Problem(
            faults.NOT_WRITABLE, why=text("It belongs to {owner}.", owner=_owner(closed[0])), folder=closed[0]
        )


def _can_write(folder: Path) -> bool:
    if not WINDOWS:
        # It knows read-only disks too.
        return os.access(folder, os.W_OK | os.X_OK)
    # Windows keeps permissions elsewhere than os.access looks. This file goes when it is closed.
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except PermissionError:
        return False
    except OSError:
        # A full disk, for instance, is another matter.
        return True
    return True


def _owner(folder: Path) -> str:
    if sys.platform != "win32":
        with suppress(KeyError, OSError):
            return folder.owner()
    return text("another user")


def path(project: Project) -> Iterator[Finding]:
    """What a folder's name or place can do."""
    root = str(project.root)
    sign = next((sign for sign in UNUSABLE if sign in root), None)
    if sign:
        yield Problem(faults.FOLDERS_NAME, sign=sign, folder=root)
    if WINDOWS and is_too_long(root) and not _long_paths_are_allowed():
        yield Problem(faults.PATH_IS_TOO_LONG, length=len(root), limit=MAX_PATH - LONGEST_BELOW - 1)
    service = synchronised_by(project.root, os.environ)
    if service:
        yield Problem(faults.SYNCHRONISED_FOLDER, service=service)
    if is_windows_drive_in_wsl(root, platform.release()):
        yield Problem(faults.WINDOWS_DRIVE_IN_WSL)


def is_too_long(root: str) -> bool:
    """Whether files of packages below `root` would have longer paths than Windows allows by default."""
    return len(root) + 1 + LONGEST_BELOW > MAX_PATH


def _long_paths_are_allowed() -> bool:
    if sys.platform != "win32":
        return True
    import winreg

    try:
        with winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem"
        ) as settings:
            return bool(winreg.QueryValueEx(settings, "LongPathsEnabled")[0])
    except OSError:
        return False


def synchronised_by(folder: PurePath, environment: Mapping[str, str]) -> str | None:
    """The name of the service that synchronises a folder (OneDrive, Dropbox …), or None."""
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if environment.get(name) and folder.is_relative_to(environment[name]):
            return "OneDrive"
    return next((part for part in folder.parts if SYNCHRONISED.fullmatch(part)), None)


def is_windows_drive_in_wsl(root: str, release: str) -> bool:
    """Whether a Linux that runs inside Windows sees `root` on a Windows drive; `release` is the kernel's."""
    return "microsoft" in release.lower() and bool(re.match(r"/mnt/[a-z]/", root))


def variables() -> Iterator[Finding]:
    names = [
        name
        for name in harmful_variables(os.environ)
        if name.upper().startswith(("PYTHON", "PIP_", "UV_", "NODE_", "NPM_"))
    ]
    if names:
        yield Problem(
            faults.HARMFUL_VARIABLES,
            first=[f"set {name}=" if WINDOWS else f"unset {name}" for name in names],
            names=", ".join(names),
        )


def temporary_folders() -> Iterator[Finding]:
    for name, folder in useless_temporary_folders(os.environ).items():
        yield Problem(
            faults.TEMPORARY_FOLDER_TAKES_NOTHING, name=name, folder=folder, other=tempfile.gettempdir()
        )


def cache(project: Project) -> Iterator[Finding]:
    """Whether npm can keep what it downloads: in the home folder, where its settings say nothing else."""
    try:
        folder = Path.home() / ".npm"
    except RuntimeError:
        # There is none, and npm takes the temporary folder.
        return
    if WINDOWS or _can_be_made(folder) or _npm_has_another_cache(project):
        return
    problem = Problem(faults.NO_CACHE, folder=folder)
    if node_modules.is_current(project):
        # Who has everything needs none.
        problem.kind = "warning"
    yield problem


def _npm_has_another_cache(project: Project) -> bool:
    chosen = runtime.find(project)
    if chosen is None:
        return any(value and name.lower() == "npm_config_cache" for name, value in os.environ.items())
    try:
        answer = ask([*chosen.npm, "config", "get", "cache"], cwd=project.frontend, seconds=10)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(answer.stdout.strip()) and _can_be_made(Path(answer.stdout.strip()))


def _can_be_made(folder: Path) -> bool:
    """Whether a folder is there and can be written to, or can be made."""
    there = next(path for path in (folder, *folder.parents) if path.exists() or path == path.parent)
    return there.is_dir() and _can_write(there)


def user() -> Iterator[Finding]:
    if hasattr(os, "geteuid") and os.geteuid() == 0 and os.environ.get("SUDO_USER"):
        yield Problem(faults.SUDO, user=os.environ["SUDO_USER"])


def file_watching(_: Project) -> Iterator[Finding]:
    try:
        watches = int(WATCHES.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return
    if watches < ENOUGH_WATCHES:
        yield Problem(faults.FEW_FILE_WATCHES, watches=watches)
