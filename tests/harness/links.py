"""Folders given again as hard links: what is installed is twenty thousand files, and is mostly read."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

# npm replaces all files but its own note of what is installed, into which it writes: that one is copied.
WRITTEN_INTO = ".package-lock.json"
# Elsewhere than the first one, or linked too often: it is copied, too.
NO_LINK = {errno.EXDEV, errno.EMLINK, errno.EPERM, errno.ENOTSUP}


def link_tree(source: Path, target: Path) -> None:
    """Make `target`, a new folder, of the files of `source`: who writes into one writes into both.

    Installers replace files; what `written_into` finds after `notes` tells whether somebody does not.
    """
    target.mkdir(parents=True)
    with os.scandir(source) as entries:
        for entry in entries:
            place = target / entry.name
            if entry.is_symlink():
                place.symlink_to(Path(entry.path).readlink())
            elif entry.is_dir():
                link_tree(Path(entry.path), place)
            elif entry.name == WRITTEN_INTO:
                shutil.copy2(entry.path, place)
            else:
                _link(entry.path, place)


def _link(source: str, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError as error:
        if error.errno not in NO_LINK:
            raise
        shutil.copy2(source, place)


Notes = dict[str, tuple[int, int]]


def notes(folder: Path) -> Notes:
    """Size and time of each file below a folder: what changes where somebody writes into it."""
    found: Notes = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = f"{place}/{name}"
            status = os.lstat(path)
            found[path] = (status.st_size, status.st_mtime_ns)
    return found


def written_into(folder: Path, before: Notes) -> list[str]:
    """The files that are not what `notes` said of them."""
    after = notes(folder)
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
