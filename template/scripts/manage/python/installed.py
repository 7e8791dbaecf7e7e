"""The Python packages in a virtual environment, read from what installers note beside them. Runs nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from .venv import Venv

# A line of a requirements file that names a package (packaging.python.org, "Names and normalization").
NAMED = re.compile(r"([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:$|[\[<>=!~@#])")

# A line may also be the path of a file, which does not tell its package.
FILES = (".whl", ".zip", ".gz")


def required(venv: Venv) -> list[str]:
    """The packages that the requirements files name for every system, normalised, in their order.

    Lines with a marker ("; platform_system == …") are left out: only pip can tell whether they count here.
    """
    lines = [
        line.strip()
        for path in venv.requirement_files
        if path.exists()
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    matches = [NAMED.match(line) for line in lines if ";" not in line]
    return [normalised(match[1]) for match in matches if match and not match[1].endswith(FILES)]


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def missing(venv: Venv) -> list[str]:
    """The required packages that are not in the venv, or whose installation was interrupted."""
    half = {_name(metadata) for metadata in _half_installed(venv)}
    there = {_name(metadata) for metadata in _all_metadata(venv)} - half
    return [name for name in required(venv) if name not in there]


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
