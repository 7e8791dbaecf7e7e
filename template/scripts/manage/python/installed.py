"""The Python packages in backend/venv, read from what installers note beside them. Runs nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..project import Project

# A line of a requirements file that names a package (packaging.python.org, "Names and normalization").
NAMED = re.compile(r"([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:$|[\[<>=!~@#])")

# A line may also be the path of a file, which does not tell its package.
FILES = (".whl", ".zip", ".gz")


def required(project: Project) -> list[str]:
    """The packages that the requirements files name for every system, normalised, in their order.

    Lines with a marker ("; platform_system == …") are left out: only pip can tell whether they count here.
    """
    lines = [
        line.strip()
        for path in project.requirements
        if path.exists()
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    matches = [NAMED.match(line) for line in lines if ";" not in line]
    return [normalised(match[1]) for match in matches if match and not match[1].endswith(FILES)]


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def missing(project: Project) -> list[str]:
    """The required packages that are not in backend/venv, or whose installation was interrupted."""
    half = {_name(metadata) for metadata in _half_installed(project)}
    there = {_name(metadata) for metadata in _all_metadata(project)} - half
    return [name for name in required(project) if name not in there]


def forget_half_installed(project: Project) -> None:
    """Delete the metadata of packages whose installation was interrupted, so that they are installed again.

    Without it, installers would take the package for complete, and later fail to replace it.
    """
    for metadata in list(_half_installed(project)):
        shutil.rmtree(metadata, ignore_errors=True)


def _half_installed(project: Project) -> Iterator[Path]:
    """Installers write a package's RECORD last (packaging.python.org, "Recording installed projects")."""
    return (metadata for metadata in _all_metadata(project) if not (metadata / "RECORD").exists())


def _all_metadata(project: Project) -> Iterator[Path]:
    packages = project.site_packages
    return packages.glob("*.dist-info") if packages else iter(())


def _name(metadata: Path) -> str:
    """The package of a folder such as "Flask-3.1.3.dist-info"."""
    return normalised(metadata.name.removesuffix(".dist-info").rpartition("-")[0])
