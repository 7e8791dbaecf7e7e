"""manage.py setup: backend/venv, the Python packages, Node where the machine's does not fit, npm packages."""

from __future__ import annotations

import argparse
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from .. import checks, faults, lock, stamp
from ..checks import frontend
from ..database import migrating
from ..kit import using
from ..lock import Lock
from ..node import node_modules, runtime
from ..node.runtime import Node
from ..package_source import NETWORK, PackageSource
from ..problem import Problem
from ..processes.children import Crew, end_on_signals
from ..processes.parallel import run_side_by_side
from ..project import Project
from ..python import installed, installers, interpreter, venv
from ..terminal import output
from ..terminal.messages import manage, text


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py setup",
        description=text(
            "Make backend/venv and install everything into this folder. Run it again at any time: "
            "it does only what is missing."
        ),
    )
    parser.add_argument(
        "--clean", action="store_true", help=text("make backend/venv and frontend/node_modules anew")
    )
    parser.add_argument(
        "--kit",
        metavar="PATH",
        help=text("install from an offline kit (a folder or a .zip), with no network"),
    )
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    interpreter.leave_venv(project)
    with lock.installing(project, "setup") as held:
        return _run(project, options, held)


def _run(project: Project, options: argparse.Namespace, held: Lock) -> int:
    started = time.monotonic()
    if not options.clean and is_done(project):
        migrating.bring_up_to_date(project)
        output.say(f"{output.mark('done')} {text('Everything is installed already.')} {_next(project)}")
        return 0
    held.wait_until_unused()
    checks.require(project, checks.BEFORE_SETUP)
    end_on_signals()
    with _source(project, options) as source, Crew() as crew, output.Progress() as progress:
        _Setup(project, crew, progress, source).run(clean=options.clean)
    migrating.bring_up_to_date(project)
    took = output.elapsed(time.monotonic() - started)
    output.say(f"{output.mark('done')} {text('Ready after {time}.', time=took)} {_next(project)}")
    return 0


def is_done(project: Project) -> bool:
    """Whether a finished set-up from the present inputs is there. Runs nothing but `node --version`."""
    ours = venv.of(project)
    return (
        ours.is_finished()
        and ours.is_alive()
        and not installed.missing(ours)
        and node_modules.is_current(project)
        and not node_modules.foreign(project)
        and _has_node(project)
    )


def _has_node(project: Project) -> bool:
    chosen = runtime.find(project)
    return chosen is not None and (chosen.programs is None or chosen.programs.are_current())


def _source(project: Project, options: argparse.Namespace) -> AbstractContextManager[PackageSource]:
    if options.kit is None:
        return nullcontext(NETWORK)
    return using.source(project, Path(options.kit).absolute(), clean=options.clean)


def _next(project: Project) -> str:
    return text("Start it:  {command}", command=manage("dev"))


class _Setup:
    """One run of set-up: the Python half and the frontend half, side by side."""

    def __init__(
        self, project: Project, crew: Crew, progress: output.Progress, source: PackageSource
    ) -> None:
        self._project = project
        self._venv = venv.of(project)
        self._crew = crew
        self._progress = progress
        self._source = source
        self._npm_of_the_machine: Node | None = None
        self._node_is_possible = threading.Event()
        self._python_failed = False

    def run(self, *, clean: bool) -> None:
        if clean:
            self._venv.remove()
        others = node_modules.foreign(self._project)
        if others:
            output.warn(Problem(faults.FOREIGN_NODE_MODULES, names=node_modules.shortened(others)).what)
        anew = clean or bool(others) or not node_modules.is_current(self._project)
        if anew and self._source is NETWORK and not list(frontend.manifest(self._project)):
            # Packages need not wait for the Node that they will run on.
            self._npm_of_the_machine = node_modules.npm_of_the_machine(self._project)
        run_side_by_side(self._crew, self._set_up_python, lambda: self._set_up_frontend(anew=anew))
        # Last of all: what carries this stamp is complete.
        stamp.write(self._venv.folder, self._venv.facts())

    def _set_up_python(self) -> None:
        try:
            self._install_python_packages()
        except BaseException:
            self._python_failed = True
            raise
        finally:
            self._node_is_possible.set()

    def _install_python_packages(self) -> None:
        finished = self._venv.is_finished()
        self._make_venv()
        # Before anything is installed side by side: what is being installed looks half installed too.
        installed.forget_half_installed(self._venv)
        what = list(self._venv.requirements)
        if self._npm_of_the_machine:
            # Nobody waits for it: one program fewer that looks for packages.
            self._tell_where_node_goes()
            what += self._words_for_node()
        else:
            self._node_is_possible.set()
            if finished and not installed.missing(self._venv):
                return
        stamp.remove(self._venv.folder)
        chosen = installers.choose()
        with self._progress.task(text("Python packages")):
            installers.install(chosen, self._venv, what, self._crew, self._source)
            left_out = installed.missing(self._venv)
            if left_out:
                raise Problem(faults.PIP_LEFT_OUT, names=", ".join(left_out), name=chosen.name)

    def _make_venv(self) -> None:
        fault = self._venv.state().fault
        if fault:
            output.warn(text("backend/venv is made anew: {fault}.", fault=fault))
            self._venv.remove()
        if not self._venv.folder.exists() or not any(self._venv.folder.iterdir()):
            with self._progress.task(text("virtual environment")):
                self._venv.make(self._crew)

    def _set_up_frontend(self, *, anew: bool) -> None:
        if self._npm_of_the_machine:
            anew = not self._packages_came_early(self._npm_of_the_machine)
        chosen = self._node()
        if chosen is None:
            return
        if chosen.programs:
            chosen.programs.write()
        if anew:
            # Not before there is a Node: what helps against this needs npm.
            checks.require(self._project, [frontend.manifest])
            if self._npm_of_the_machine:
                output.warn(
                    text("The npm of this machine failed. The one of the project's own Node does it again.")
                )
            self._install_packages(chosen)

    def _packages_came_early(self, node: Node) -> bool:
        """Whether the machine's npm has installed the packages; where it did not and nobody knows why, the
        project's own does it again.
        """
        try:
            self._install_packages(node)
        except Problem as problem:
            if problem.code not in (faults.NPM_FAILED.code, faults.NPM_LEFT_OUT.code):
                raise
            return False
        return True

    def _install_packages(self, node: Node) -> None:
        with self._progress.task(text("frontend packages")):
            node_modules.install(self._project, node, self._crew, self._source)

    def _node(self) -> Node | None:
        """The Node to run, which is installed where there is none; None where there is no venv for it."""
        chosen = runtime.find(self._project)
        # A Node of the machine's does not depend on the venv; the venv's own does.
        if chosen is None or chosen.origin == "venv":
            self._node_is_possible.wait()
            if self._python_failed:
                return None
            chosen = runtime.find(self._project) or self._install_node()
        return chosen

    def _install_node(self) -> Node:
        # The npm of the machine's had it installed with the other packages.
        if self._npm_of_the_machine is None:
            self._tell_where_node_goes()
            with self._progress.task("Node"):
                words = self._words_for_node()
                installers.install(installers.choose(), self._venv, words, self._crew, self._source)
        found = runtime.find(self._project)
        if found is None:
            raise runtime.does_not_run(self._project)
        return found

    def _tell_where_node_goes(self) -> None:
        output.say(f"  {runtime.missing(self._project).what} {text('It goes into backend/venv.')}")

    def _words_for_node(self) -> list[str]:
        """Node as a Python package, as pip and uv are told to install it."""
        return ["-c", self._project.shown(self._project.constraints), runtime.PACKAGE]
