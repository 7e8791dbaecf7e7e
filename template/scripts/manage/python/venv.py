"""Virtual environments: whether one can be used, making it, and taking it away."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .. import faults, stamp
from ..faults import Fault
from ..problem import Problem
from ..processes import failures
from ..processes.child_environment import programs_of, scrubbed_environment
from ..processes.children import Crew
from ..project import OLDEST, WINDOWS, Project
from ..terminal import output
from ..terminal.messages import manage, text
from . import interpreter
from .interpreter import Interpreter

# What `python -m venv` puts into its folder, on any system: how a half-made venv is told from other folders.
PARTS = {"bin", "Scripts", "include", "Include", "lib", "Lib", "lib64", "share", ".gitignore", stamp.NAME}


@dataclass(frozen=True)
class State:
    """What a venv is: why it cannot be used (None where it can), and what its Python says of itself."""

    fault: str | None
    python: Interpreter | None


@dataclass(frozen=True)
class Venv:
    """A virtual environment in `folder`.

    `requirements` is what belongs into it: words as `pip install` takes them in the folder `root`, from which
    paths are shown too; `inputs` are the files that these words speak of, or come from. `again` is what its
    user types to have it made anew.
    """

    folder: Path
    requirements: tuple[str, ...]
    inputs: tuple[Path, ...]
    root: Path
    again: str

    @property
    def shown(self) -> str:
        """The folder as a person in `root` would type it."""
        return str(self.folder.relative_to(self.root))

    @property
    def programs(self) -> Path:
        """The folder that activation puts on PATH."""
        return programs_of(self.folder)

    @property
    def python(self) -> Path:
        return interpreter.of_venv(self.folder)

    @property
    def site_packages(self) -> Path | None:
        """Where it keeps its packages, or None before it is there."""
        if WINDOWS:
            folders = [self.folder / "Lib" / "site-packages"]
        else:
            folders = sorted(self.folder.glob("lib/python3*/site-packages"))
        return next((folder for folder in folders if folder.is_dir()), None)

    @property
    def requirement_files(self) -> list[Path]:
        """The files that `requirements` names."""
        pairs = zip(self.requirements, self.requirements[1:], strict=False)
        return [self.root / word for option, word in pairs if option == "-r"]

    def facts(self) -> dict[str, str]:
        """What it is made from, for its stamp: differs when it has to be looked at again."""
        return {
            "folder": str(self.folder),
            "system": platform.system(),
            "machine": platform.machine(),
            "installs": " ".join(self.requirements),
            "requirements": stamp.fingerprint(self.inputs),
        }

    def is_finished(self) -> bool:
        """Whether all that belongs into it was installed, from the present inputs."""
        return stamp.read(self.folder) == self.facts()

    def is_alive(self) -> bool:
        """Whether its Python and the Python it was made from still exist. Reads only, runs nothing."""
        return self.python.exists() and Path(self._settings().get("home", "")).is_dir()

    def state(self) -> State:
        """Its state; nothing is wrong with one that is not there.

        It is asked by running it, so one that its owner made by hand is as good as one that `setup` made.
        """
        if not self.folder.exists():
            target = self.leads_to()
            return (
                State(text("it leads to {folder}, which is not there", folder=target), None)
                if target
                else State(None, None)
            )
        if self._foreign():
            return State(text("it was made on another operating system"), None)
        python = interpreter.ask(self.python, self.folder)
        return State(self._fault(python), python)

    def leads_to(self) -> Path | None:
        """Where the link leads that stands in its place; None where it is a folder, or not there."""
        return self.folder.resolve() if is_link(self.folder) else None

    def _settings(self) -> dict[str, str]:
        """What pyvenv.cfg says (PEP 405); empty where it cannot be read."""
        try:
            lines = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return {}
        return {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}

    def _made_elsewhere(self) -> str | None:
        """The folder that it was made in, where that is another one; None where it is this, or unknown.

        `python -m venv` notes its own command in pyvenv.cfg: "command = /usr/bin/python3 -m venv /a/folder".
        """
        _, called, words = self._settings().get("command", "").rpartition(" -m venv ")
        while words.startswith("-"):
            words = words.partition(" ")[2]
        if not called or not words or Path(words).resolve() == self.folder.resolve():
            return None
        return words

    def _foreign(self) -> bool:
        other = self.folder / ("bin" if WINDOWS else "Scripts")
        return other.is_dir() and not self.programs.is_dir()

    def _fault(self, answer: Interpreter | None) -> str | None:
        if answer is None:
            return interpreter.does_not_run()
        if Path(answer.prefix).resolve() != self.folder.resolve():
            return text("its Python belongs to {folder} (was the project moved?)", folder=answer.prefix)
        # Its Python may still run, but its programs (pip, flask) and `activate` name the old folder.
        origin = self._made_elsewhere()
        if origin:
            return text("it was made in {folder}, and a virtual environment cannot be moved", folder=origin)
        if answer.version < OLDEST:
            return text(
                "its Python is {version}, older than 3.11", version=".".join(map(str, answer.version))
            )
        if answer.machine != platform.machine():
            return text(
                "it was made for {machine}, and this is {this}",
                machine=answer.machine,
                this=platform.machine(),
            )
        if not answer.has_pip:
            return text("it has no pip (was its making interrupted?)")
        return None

    def make(self, crew: Crew, fault: Fault = faults.VENV_NOT_MADE, *, with_pip: bool = True) -> None:
        """Make it with `python -m venv`.

        Raises Problem `fault` where that fails; nothing half made is left then.
        """
        # A Python that cannot bring pip is told of here, and not when a second venv needs it.
        with_pip = with_pip or not find_spec("ensurepip")
        words = ["-m", "venv", *([] if with_pip else ["--without-pip"]), self.shown]
        shown = " ".join([interpreter.typed_base(), *words])
        output.command(shown)
        environment = scrubbed_environment(self.folder)
        # While it is made, it is not activated.
        environment.pop("VIRTUAL_ENV")
        finished = crew.run([interpreter.base_python(), *words], cwd=self.root, environment=environment)
        if finished.exit_code == 0 and interpreter.ask(self.python, self.folder) is not None:
            return
        if finished.exit_code != 0 and _brings_no_pip(finished.tail) and self.python.exists():
            # `python -m venv` keeps its words to itself.
            words = ["-I", "-m", "ensurepip", "--upgrade", "--default-pip"]
            asked = crew.run([self.python, *words], cwd=self.root, environment=environment)
            finished = asked if asked.exit_code != 0 else finished
        self.remove()
        raise failures.problem(fault, shown, finished, [*_remedies_for_making(finished.tail), self.again])

    def remove(self) -> None:
        """Delete it.

        Raises Problem FA023 where the folder is no virtual environment, and FA024 where a file cannot be
        deleted.
        """
        if is_link(self.folder):
            # What it leads to may be another project's.
            (os.rmdir if WINDOWS else os.unlink)(self.folder)
            return
        if not self.folder.exists():
            return
        if not is_venv(self.folder):
            raise Problem(
                faults.VENV_IN_THE_WAY,
                why=text(
                    "setup keeps its virtual environment there, and deletes nothing that it does not know."
                ),
                folder=self.shown,
            )
        for pause in (0.2, 1, 3, None):
            try:
                self._require_unused()
                shutil.rmtree(self.folder)
                return
            except FileNotFoundError:
                return
            except OSError as error:
                if pause is None:
                    raise Problem(
                        faults.VENV_NOT_DELETED,
                        why=f"{error}. "
                        + text("A program may hold the file: a server, an editor, a terminal."),
                        folder=self.shown,
                        # Not by way of the Python that may have to go.
                        again="scripts\\bootstrap.cmd" if WINDOWS else self.again,
                    ) from error
                # Virus scanners hold new files for a moment.
                time.sleep(pause)

    def _require_unused(self) -> None:
        """Raises OSError where its Python runs: Windows would delete all but that, and leave a wreck."""
        if WINDOWS and self.python.exists():
            # A program that runs cannot be opened for writing.
            self.python.open("r+b").close()


def of(project: Project) -> Venv:
    """backend/venv of a project."""
    return Venv(
        folder=project.venv,
        requirements=tuple(word for path in project.requirements for word in ("-r", project.shown(path))),
        inputs=(*project.requirements, project.constraints),
        root=project.root,
        again=manage("setup"),
    )


def is_link(folder: Path) -> bool:
    """Whether another folder is seen in this place: a symbolic link, or a junction of Windows."""
    # Python 3.11 does not know junctions.
    return folder.is_symlink() or getattr(os.path, "isjunction", lambda _: False)(folder)


def is_venv(folder: Path) -> bool:
    """Whether a folder is a virtual environment, or what is left of a half-made one: nothing else may go."""
    if not folder.is_dir():
        return False
    return (folder / "pyvenv.cfg").is_file() or {path.name for path in folder.iterdir()} <= PARTS


def _brings_no_pip(tail: Sequence[str]) -> bool:
    return any("ensurepip" in line for line in tail)


def _remedies_for_making(tail: Sequence[str]) -> list[str]:
    remedies = []
    # In Debian's own words; elsewhere, a system's Python that cannot bring pip.
    is_without = any(re.search("ensurepip is not|No module named .?ensurepip", line) for line in tail)
    is_broken = _brings_no_pip(tail) and str(interpreter.base_python().resolve()).startswith("/usr/bin/")
    if is_without or (is_broken and shutil.which("apt")):
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        remedies = [f"sudo apt install {package}    (Debian, Ubuntu)"]
    elif _brings_no_pip(tail):
        remedies = [text("Install this Python anew: its part that brings pip (ensurepip) is broken")]
    launcher = "scripts\\bootstrap.cmd" if WINDOWS else "sh scripts/bootstrap.sh"
    return [*remedies, text("Let APP_PYTHON name another Python, and run  {launcher}", launcher=launcher)]
