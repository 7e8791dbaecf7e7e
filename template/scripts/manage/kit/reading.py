"""A kit on this machine: found, read, and judged before anything is installed from it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from .. import faults
from ..problem import Problem
from ..project import Project
from ..terminal.messages import text
from . import manifest, systems
from .manifest import Manifest

# What reading a damaged archive, or a stick that is pulled out, raises.
UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError)


class Kit:
    """A kit in a folder, or in an archive that is open.

    `root` is where its files are: below that folder, or in the archive.
    """

    def __init__(self, path: Path, root: PurePosixPath, archive: zipfile.ZipFile | None) -> None:
        """Read its manifest. Raises Problem FA124 where that cannot be read, FA125 where it is too new."""
        self.path = path
        self.archive = archive
        self._root = root
        try:
            with self.open(manifest.NAME) as file:
                self.manifest = Manifest.parse(file.read().decode("utf-8"))
        except (ValueError, *UNREADABLE) as error:
            raise damaged(path, f"{manifest.NAME}: {error}") from error

    def open(self, name: str) -> IO[bytes]:
        """Open a file of the kit for reading, by its name in the manifest. Raises one of UNREADABLE."""
        if self.archive is None:
            return (self.folder / name).open("rb")
        try:
            return self.archive.open(str(self._root / name))
        except KeyError as error:
            raise FileNotFoundError(name) from error

    @property
    def folder(self) -> Path:
        """Where the kit's files are, if it is no archive."""
        return self.path / self._root

    def size(self, name: str) -> int:
        """The size of a file in bytes. Raises one of UNREADABLE."""
        with self.open(name) as file:
            return file.seek(0, 2)

    def names_for(self, system: str, python: str) -> list[str]:
        """The files that such a machine needs. Raises Problem FA127 where the kit is for others."""
        wheels = self.manifest.wheels.get(system, {}).get(python)
        if wheels is None:
            can_be_made = system in systems.SYSTEMS and systems.is_python(python)
            raise Problem(
                faults.KIT_IS_FOR_OTHERS if can_be_made else faults.NO_KIT_FITS,
                why=text("It holds {kit}.", kit=self.manifest.describe())
                + "\n"
                + text("This machine has {system} with Python {pythons}.", system=system, pythons=python),
                system=system,
                python=python,
            )
        return [manifest.NPM, *(f"{manifest.WHEELS}/{name}" for name in wheels)]

    def require_inputs(self, project: Project) -> None:
        """Raises Problem FA126 where the project's requirements are not those that the kit was made from."""
        files = [
            files
            for side, files in manifest.INPUTS.items()
            if self.manifest.inputs.get(side) != manifest.inputs_of(project)[side]
        ]
        if files:
            raise Problem(
                faults.KIT_IS_FOR_OTHER_REQUIREMENTS,
                why=text("What differs is in {files}.", files=", ".join(files)),
            )

    def require_sound(self, names: list[str]) -> None:
        """Raises Problem FA124 where one of the files is missing, cut off or changed."""
        for name in names:
            try:
                with self.open(name) as file:
                    found = manifest.sha256_of(file)
            except UNREADABLE as error:
                raise damaged(self.path, f"{name}: {error}") from error
            if found != self.manifest.files.get(name):
                raise damaged(self.path, text("{name} is not as it was made.", name=name))


@contextmanager
def opened(path: Path) -> Iterator[Kit]:
    """The kit in a folder or a .zip.

    Raises Problem FA123 where there is none, FA124 where it cannot be read, FA125 where it is too new.
    """
    if path.is_dir():
        there = [
            each.relative_to(path) for each in (*path.glob(manifest.NAME), *path.glob(f"*/{manifest.NAME}"))
        ]
        yield Kit(path, _root(path, [PurePosixPath(each.as_posix()) for each in there]), None)
    elif zipfile.is_zipfile(path):
        with _archive(path) as archive:
            yield Kit(path, _root(path, [PurePosixPath(name) for name in archive.namelist()]), archive)
    elif path.is_file() and path.suffix.lower() == ".zip":
        # Its table of contents stands at the end: a copy that was cut off has none.
        raise damaged(path, text("It is no complete zip file."))
    else:
        raise _no_kit(path, "" if path.exists() else text("There is no such file or folder."))


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except UNREADABLE as error:
        raise damaged(path, str(error)) from error


def _root(path: Path, names: Sequence[PurePosixPath]) -> PurePosixPath:
    """Where kit.json is among `names`: at the top, or one folder down, where packing by hand puts it."""
    found = sorted(
        (name.parent for name in names if name.name == manifest.NAME and len(name.parts) <= 2),
        key=lambda folder: len(folder.parts),
    )
    if not found:
        raise _no_kit(path, text("There is no {name} in it.", name=manifest.NAME))
    return found[0]


def _no_kit(path: Path, why: str) -> Problem:
    return Problem(faults.NO_KIT, why=why, path=path)


def damaged(path: Path, why: str) -> Problem:
    return Problem(faults.KIT_IS_DAMAGED, why=why, path=path)
