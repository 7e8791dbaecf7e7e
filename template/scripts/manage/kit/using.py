"""Installing from a kit: of this machine's own caches and settings, nothing is needed and nothing changed."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import faults
from ..package_source import PackageSource
from ..problem import Problem
from ..project import Project
from ..python import venv
from ..terminal import output
from ..terminal.messages import text
from . import manifest, systems
from .reading import UNREADABLE, Kit, damaged, opened


@contextmanager
def source(project: Project, path: Path, *, clean: bool) -> Iterator[PackageSource]:
    """Where set-up takes packages from while the body runs.

    `path` is the kit's folder or archive, `clean` says that backend/venv will be made anew. Raises Problem
    FA123 to FA128 where the kit cannot be used here: then, nothing in the project was touched.
    """
    with opened(path) as kit:
        kit.require_inputs(project)
        names = kit.names_for(systems.of_this_machine(), _python_to_be(project, clean=clean))
        kit.require_sound(names)
        _require_room(kit, names)
        with tempfile.TemporaryDirectory(prefix="kit-", ignore_cleanup_errors=True) as folder:
            try:
                wheels = _unpack(kit, names, Path(folder))
            except UNREADABLE as error:
                full = isinstance(error, OSError) and error.errno == errno.ENOSPC
                raise _no_room(str(error)) if full else damaged(path, str(error)) from error
            yield _source(wheels, Path(folder))


def _python_to_be(project: Project, *, clean: bool) -> str:
    """The Python that backend/venv will have: the present one's where that venv can be kept."""
    if not clean:
        present = venv.of(project).state()
        if present.fault is None and present.python and present.python.version != sys.version_info[:3]:
            return f"{present.python.version[0]}.{present.python.version[1]}"
    return systems.of_this_python()


def _require_room(kit: Kit, names: list[str]) -> None:
    """Raises Problem FA128 where the temporary folder has no room for what is unpacked there."""
    with kit.open(manifest.NPM) as file, zipfile.ZipFile(file) as cache:
        needed = sum(member.file_size for member in cache.infolist())
    if kit.archive:
        needed += sum(kit.size(name) for name in names)
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise _no_room(
            text(
                "{needed} are needed in {folder}, {free} are free.",
                folder=folder,
                needed=output.size(needed),
                free=output.size(free),
            )
        )


def _no_room(why: str) -> Problem:
    return Problem(faults.NO_ROOM_FOR_KIT, why=why)


def _unpack(kit: Kit, names: list[str], folder: Path) -> Path:
    """Unpack into `folder` what cannot be used in its place; give the folder with the Python packages."""
    # npm writes into its cache even when it only reads, and the kit may be on a stick that is read-only.
    with kit.open(manifest.NPM) as file, zipfile.ZipFile(file) as cache:
        cache.extractall(folder / "npm")
    # Which address the packages had is part of their names in the cache.
    lines = [f"{name}={address}\n" for name, address in kit.manifest.registries.items()]
    (folder / "npmrc").write_text("".join(lines), encoding="utf-8")
    if kit.archive is None:
        return kit.folder / manifest.WHEELS
    (folder / manifest.WHEELS).mkdir()
    for name in names:
        if name != manifest.NPM:
            with kit.open(name) as packed, (folder / name).open("wb") as file:
                shutil.copyfileobj(packed, file)
    return folder / manifest.WHEELS


def _source(wheels: Path, folder: Path) -> PackageSource:
    return PackageSource(
        {
            "pip": ["--no-index", "--find-links", str(wheels)],
            "uv": ["--offline", "--no-index", "--find-links", str(wheels)],
            "npm": ["--offline", "--cache", str(folder / "npm")],
        },
        {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_CACHE_DIR": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "UV_NO_CONFIG": "1",
            "UV_NO_CACHE": "1",
            "npm_config_userconfig": str(folder / "npmrc"),
            # npm refuses to read one file twice, so this is another that is not there.
            "npm_config_globalconfig": str(folder / "no-npmrc"),
            "npm_config_update_notifier": "false",
        },
    )
