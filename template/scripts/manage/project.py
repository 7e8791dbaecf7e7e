"""Where things are in this project, and what project.toml says."""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import faults
from .problem import Problem
from .terminal.messages import text

WINDOWS = os.name == "nt"
# The oldest Python that this project runs on, and the newest that constraints.txt's packages are ready for.
OLDEST = (3, 11)
NEWEST = (3, 15)


@dataclass(frozen=True)
class Project:
    """A project by its root folder. All paths are absolute."""

    root: Path

    @classmethod
    def here(cls) -> Project:
        """The project this very file belongs to, whatever the current folder is."""
        return cls(Path(__file__).resolve().parents[2])

    @property
    def backend(self) -> Path:
        return self.root / "backend"

    @property
    def frontend(self) -> Path:
        return self.root / "frontend"

    @property
    def venv(self) -> Path:
        return self.backend / "venv"

    @property
    def requirements(self) -> list[Path]:
        """The files that pip installs from: what the app needs, then what its developers need."""
        return [self.backend / "requirements.txt", self.backend / "requirements-dev.txt"]

    @property
    def constraints(self) -> Path:
        return self.backend / "constraints.txt"

    @property
    def node_modules(self) -> Path:
        return self.frontend / "node_modules"

    @property
    def dist(self) -> Path:
        """The built frontend."""
        return self.frontend / "dist"

    @property
    def openapi_document(self) -> Path:
        return self.frontend / "src" / "app" / "api" / "openapi.json"

    @cached_property
    def _settings(self) -> dict[str, dict[str, object]]:
        path = self.root / "project.toml"
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Problem(faults.PROJECT_FILE, why=str(error)) from error

    @property
    def name(self) -> str:
        return str(self._settings.get("project", {}).get("name", self.root.name))

    def port(self, side: str) -> int:
        """The port that project.toml gives to "backend" or "frontend".

        Raises Problem FA010 where it is missing or no port.
        """
        port = self._settings.get("ports", {}).get(side)
        if isinstance(port, int) and 1 <= port <= 65535:
            return port
        raise Problem(
            faults.PROJECT_FILE,
            why=text(
                "[ports] {side} is {port!r}; it must be a number from 1 to 65535.", side=side, port=port
            ),
        )

    def shown(self, path: Path) -> str:
        """A path as a person in the project's root would type it."""
        try:
            return str(path.relative_to(self.root))
        except ValueError:
            return str(path)


def running_in(folder: Path) -> bool:
    """Whether the Python that runs this is the one of the venv in `folder`."""
    return Path(sys.prefix).resolve() == folder.resolve()
