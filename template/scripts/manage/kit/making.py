"""Making a kit: pip and npm download what set-up would, for other systems too."""

from __future__ import annotations

import errno
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .. import faults
from ..node.runtime import Node
from ..problem import Problem
from ..processes.children import Crew, as_typed
from ..processes.parallel import run_side_by_side
from ..project import Project
from ..terminal import output
from ..terminal.messages import manage, text
from . import manifest
from .manifest import Manifest
from .npm_cache import NpmCache
from .systems import Order
from .wheels import Wheels

# Endings of other archives: such a name would be taken for a folder's.
OTHER_ARCHIVES = (".tar", ".gz", ".tgz", ".xz", ".bz2", ".7z", ".rar")


def is_archive(target: Path) -> bool:
    return target.suffix.lower() == ".zip"


def require_place(target: Path) -> None:
    """Raises Problem FA121 where no kit can be put, or where something else than an older kit is."""
    if target.suffix.lower() in OTHER_ARCHIVES:
        raise _no_place(text("A kit is a folder or a .zip file."), target.with_suffix("").with_suffix(".zip"))
    if not target.parent.is_dir():
        raise _no_place(text("There is no folder {folder}.", folder=target.parent), None)
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not _is_kit(target):
        other = target / "kit.zip" if target.is_dir() else target.with_name("kit.zip")
        raise _no_place(text("There is something else already, which is not overwritten."), other)


def _is_kit(path: Path) -> bool:
    if path.is_dir():
        return (path / manifest.NAME).is_file()
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return manifest.NAME in archive.namelist()


def _no_place(why: str, other: Path | None) -> Problem:
    """`other` is a place where it could be put."""
    remedy = manage(f"kit make {as_typed([other])}") if other else text("Name a folder that is there")
    return Problem(faults.KIT_HAS_NO_PLACE, why=why, first=[remedy])


def make(project: Project, chosen: Node, order: Order, target: Path, progress: output.Progress) -> Manifest:
    """Make a kit in `target`, whole or not at all, in the place of an older one.

    Raises Problem FA122 where pip or npm cannot download something (or the code of the cause, where that is
    known), and FA129 where the kit cannot be written.
    """
    with _beside(target) as part, tempfile.TemporaryDirectory(prefix="kit-") as folder:
        kit = Path(folder) / "kit"
        (kit / manifest.WHEELS).mkdir(parents=True)
        # To its end: a signal that comes while the kit is written shall find the way out, too.
        with Crew() as crew:
            wheels = Wheels(project, crew, progress, order, kit / manifest.WHEELS)
            packages = NpmCache(project, crew, progress, order, chosen, Path(folder))
            run_side_by_side(crew, wheels.download, packages.download)
            with progress.task(text("the kit itself")), _writing(target):
                packages.pack(kit / manifest.NPM)
                made = Manifest(
                    manifest.inputs_of(project), wheels.found, packages.registries(), _hashes(kit)
                )
                (kit / manifest.NAME).write_text(made.as_json(), encoding="utf-8")
                _deliver(kit, part / target.name, target)
    return made


def _hashes(kit: Path) -> dict[str, str]:
    found = {}
    for path in sorted(path for path in kit.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            found[path.relative_to(kit).as_posix()] = manifest.sha256_of(file)
    return found


def _deliver(kit: Path, part: Path, target: Path) -> None:
    """Put the finished kit where it belongs: on the same disk first, then renamed, which is one step."""
    if is_archive(target):
        with zipfile.ZipFile(part, "w", strict_timestamps=False) as archive:
            for path in sorted(path for path in kit.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(kit))
    else:
        shutil.copytree(kit, part)
        if target.exists():
            target.rename(part.with_name("older"))
    part.replace(target)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder on the target's disk, made before anything is downloaded: who may not write learns it then."""
    with _writing(target):
        part = Path(tempfile.mkdtemp(prefix=".kit-", suffix=".part", dir=target.parent))
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Raises Problem FA129, or FA060 for a full disk, where the body cannot write."""
    try:
        yield
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise Problem(
            faults.KIT_NOT_WRITTEN, cause=faults.FULL_DISK if full else None, why=str(error), path=target
        ) from error
