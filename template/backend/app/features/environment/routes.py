"""GET /api/environment."""

import os
import platform
import sys
from importlib import metadata
from pathlib import Path

from flask import Blueprint
from spectree import Response

from app.core.openapi import spec
from app.core.settings import BACKEND

from .schemas import Distribution, Environment

EXPECTED_PREFIX = BACKEND / "venv"

blueprint = Blueprint("environment", __name__)


@blueprint.get("/environment")
@spec.validate(resp=Response(HTTP_200=Environment), tags=["environment"])
def get_environment() -> Environment:
    """Describe the Python that runs the backend."""
    return Environment(
        executable=readable(sys.executable),
        version=platform.python_version(),
        implementation=platform.python_implementation(),
        platform=platform.platform(),
        prefix=readable(sys.prefix),
        base_prefix=readable(sys.base_prefix),
        # `python -m venv` makes a folder with a prefix of its own; the base is Python's home.
        is_virtual_environment=sys.prefix != sys.base_prefix,
        expected_prefix=readable(str(EXPECTED_PREFIX)),
        is_project_venv=is_same_folder(Path(sys.prefix), EXPECTED_PREFIX),
        distributions=installed_distributions(),
    )


def readable(path: str) -> str:
    """Return `path` as UTF-8 can write it: a locale other than UTF-8 leaves bytes unread."""
    return os.fsencode(path).decode(errors="replace")


def is_same_folder(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one folder that is there, however they are spelled."""
    return one.exists() and other.exists() and one.samefile(other)


def installed_distributions() -> list[Distribution]:
    """Return what `import` can find, by name; of two with one name, the first on sys.path."""
    found: dict[str, Distribution] = {}
    for distribution in metadata.distributions():
        name = distribution.metadata.get("Name")
        if name is None:  # pip leaves such a rest where it was interrupted
            continue
        summary = distribution.metadata.get("Summary", "")
        package = Distribution(name=name, version=distribution.version, summary=summary)
        found.setdefault(name.casefold(), package)
    return [found[name] for name in sorted(found)]
