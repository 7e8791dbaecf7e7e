"""The Python packages of a kit, and Node, which is one: downloaded by pip for every system and Python."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import faults
from ..node import runtime
from ..problem import Problem
from ..processes import failures
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Crew, Finished, as_typed
from ..project import Project
from ..python import venv
from ..terminal import output
from ..terminal.messages import text
from . import systems
from .systems import Order, System

PIP_FOR = Path(__file__).with_name("pip_for.py")
# What pip says of a package that is not ready for a system or a Python: of one with a pinned version, too.
NO_WHEEL = re.compile(r"No matching distribution found for (\S+)|Cannot install (\S+)")


@dataclass
class Wheels:
    """`folder` gets the files; `found` tells, by system and Python, the names of those that are needed."""

    project: Project
    crew: Crew
    progress: output.Progress
    order: Order
    folder: Path
    found: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def download(self) -> None:
        """Raises Problem where pip fails."""
        requirements = venv.of(self.project).requirements
        node_itself = ["-c", self.project.shown(self.project.constraints), runtime.PACKAGE]
        for system in self.order.systems:
            with self.progress.task(text("Python packages for {system}", system=system.name)):
                # Node's package is the same for every Python.
                shared = self._downloaded(system, self.order.pythons[-1], node_itself)
                for python in self.order.pythons if shared else ():
                    names = self._downloaded(system, python, requirements)
                    if names:
                        self.found.setdefault(system.name, {})[python] = sorted({*names, *shared})
        if not self.found:
            raise Problem(faults.READY_FOR_NONE, system=systems.of_this_machine())

    def _downloaded(self, system: System, python: str, what: Sequence[str]) -> list[str]:
        """The names of the files that pip downloaded; none where a package is not ready, and that may be."""
        words = ["--only-binary=:all:"]
        words += [word for platform in system.platforms for word in ("--platform", platform)]
        tag = f"cp{python.replace('.', '')}"
        words += ["--python-version", python, "--implementation", "cp", "--abi", tag]
        words += what
        shown = as_typed([self.project.shown(venv.of(self.project).python), "-m", "pip", "download", *words])
        output.command(shown)
        answers = json.dumps(systems.markers(system, python))
        with tempfile.TemporaryDirectory(dir=self.folder.parent.parent) as folder:
            pip: list[str | Path] = [venv.of(self.project).python, PIP_FOR, answers]
            finished = self.crew.run(
                [*pip, "download", "--no-input", "--dest", folder, *words],
                cwd=self.project.root,
                environment=scrubbed_environment(self.project.venv),
            )
            if finished.exit_code != 0:
                self._judge(finished, shown, system, python)
                return []
            files = list(Path(folder).iterdir())
            for path in files:
                path.replace(self.folder / path.name)
        return [path.name for path in files]

    def _judge(self, finished: Finished, shown: str, system: System, python: str) -> None:
        """Tell what is left out; raises Problem where that may not be, or where it is no missing wheel."""
        missing = NO_WHEEL.search("\n".join(finished.tail))
        # Without a network, pip finds nothing either.
        if missing and failures.cause(finished.tail) is None:
            which = text("{system} with Python {pythons}", system=system.name, pythons=python)
            name = missing[1] or missing[2]
            if not self.order.all_or_nothing:
                output.warn(text("Left out: {system}. {name} is not ready for it.", system=which, name=name))
                return
            raise Problem(
                faults.NOT_READY_FOR,
                why=text("A kit takes ready-made packages (wheels) only. pip's last lines:"),
                output=finished.tail[-failures.SHOWN_LINES :],
                name=name,
                system=which,
            )
        raise failures.problem(faults.KIT_NOT_DOWNLOADED, shown, finished, name="pip")
