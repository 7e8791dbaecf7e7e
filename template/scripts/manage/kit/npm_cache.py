"""The frontend's packages of a kit: npm's cache, filled by npm itself for every system."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .. import faults
from ..node import node_modules
from ..node.runtime import Node
from ..processes import failures
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Crew, as_typed
from ..project import Project
from ..terminal import output
from ..terminal.messages import text
from .systems import Order


@dataclass
class NpmCache:
    """npm's cache with the frontend's packages, in `folder`.

    The lock file names no addresses, so npm looks each package up before it takes it, and the cache must
    hold those answers too. Only `npm ci` itself asks for exactly what it will ask for without a network.
    """

    project: Project
    crew: Crew
    progress: output.Progress
    order: Order
    node: Node
    folder: Path

    @property
    def _cache(self) -> Path:
        return self.folder / "npm"

    @property
    def _copy(self) -> Path:
        return self.folder / "frontend"

    @cached_property
    def _environment(self) -> dict[str, str]:
        return scrubbed_environment(self.project.venv, programs=self.node.folders)

    def download(self) -> None:
        """Raises Problem where npm fails."""
        self._copy.mkdir()
        for name in ("package.json", "package-lock.json", ".npmrc"):
            if (self.project.frontend / name).exists():
                shutil.copy(self.project.frontend / name, self._copy)
        for system in self.order.systems:
            with self.progress.task(text("frontend packages for {system}", system=system.name)):
                # In a folder where they are of no use: what counts is what the cache gets.
                words = [*node_modules.CI, *system.npm]
                output.command(as_typed(["npm", *words]))
                self._run([*words, "--cache", str(self._cache)])
                shutil.rmtree(self._copy / "node_modules", ignore_errors=True)

    def _run(self, words: Sequence[str]) -> None:
        finished = self.crew.run([*self.node.npm, *words], cwd=self._copy, environment=self._environment)
        if finished.exit_code != 0:
            raise failures.problem(faults.KIT_NOT_DOWNLOADED, as_typed(["npm", *words]), finished, name="npm")

    def registries(self) -> dict[str, str]:
        """Where npm's settings say that packages are: for all of them, and for some ("@scope:registry")."""
        answer = subprocess.run(
            [*self.node.npm, "config", "list", "--json"],
            cwd=self._copy,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
        settings = json.loads(answer.stdout)
        return {
            name: str(settings[name]) for name in settings if name == "registry" or name.endswith(":registry")
        }

    def pack(self, archive: Path) -> None:
        """Make it one file: sticks are slow with thousands. Only npm's answers are made smaller by that."""
        with zipfile.ZipFile(archive, "w", strict_timestamps=False) as packed:
            for path in sorted(path for path in self._cache.glob("_cacache/*-v*/**/*") if path.is_file()):
                with path.open("rb") as file:
                    is_compressed = file.read(2) == b"\x1f\x8b"
                how = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
                packed.write(path, path.relative_to(self._cache), how, compresslevel=4)
