"""The Python packages in a virtual environment, read from what installers note beside them. Runs nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from .requirements_file import NAMED, lines, normalised
from .venv import Venv

# A line may also be the path of a file, which does not tell its package.
REQUIRES = re.compile(r"^Requires-Dist: ([A-Za-z0-9][\w.-]*)", re.MULTILINE)
FILES = (".whl", ".zip", ".gz")


def required(venv: Venv) -> list[str]:
    """The packages that the requirements files name for every system, normalised, in their order.

    Lines with a marker ("; platform_system == …") are left out: only pip can tell whether they count here.
    """
    written = [line for path in venv.requirement_files for line in lines(path)]
    matches = [NAMED.match(line) for line in written if ";" not in line]
    return [normalised(match[1]) for match in matches if match and not match[1].endswith(FILES)]


def missing(venv: Venv) -> list[str]:
    """The required packages that are not in the venv, or whose installation was interrupted."""
    half = {_name(metadata) for metadata in _half_installed(venv)}
    there = {_name(metadata) for metadata in _all_metadata(venv)} - half
    return [name for name in required(venv) if name not in there]


def needed_by_others(venv: Venv, names: Collection[str]) -> set[str]:
    """Those of `names` (normalised) that another one of them asks for, so it need not be written down."""
    found = set()
    for metadata in _all_metadata(venv):
        if _name(metadata) in names:
            with suppress(OSError):
                text = (metadata / "METADATA").read_text(encoding="utf-8", errors="replace")
                found |= {normalised(name) for name in REQUIRES.findall(text)} - {_name(metadata)}
    return found & {*names}


def forget_half_installed(venv: Venv) -> None:
    """Delete the metadata of packages whose installation was interrupted, so that they are installed again.

    Without it, installers would take the package for complete, and later fail to replace it.
    """
    for metadata in list(_half_installed(venv)):
        shutil.rmtree(metadata, ignore_errors=True)


def _half_installed(venv: Venv) -> Iterator[Path]:
    """Installers write a package's RECORD last (packaging.python.org, "Recording installed projects")."""
    return (metadata for metadata in _all_metadata(venv) if not (metadata / "RECORD").exists())


def _all_metadata(venv: Venv) -> Iterator[Path]:
    packages = venv.site_packages
    return packages.glob("*.dist-info") if packages else iter(())


def _name(metadata: Path) -> str:
    """The package of a folder such as "Flask-3.1.3.dist-info"."""
    return normalised(metadata.name.removesuffix(".dist-info").rpartition("-")[0])
