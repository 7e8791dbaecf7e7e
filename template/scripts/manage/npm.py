"""frontend/node_modules: whether it is what the lock file says, and installing it."""

from __future__ import annotations

import platform

from . import stamp
from .node import Node
from .package_source import NETWORK, PackageSource
from .problem import Problem
from .processes import failures
from .processes.child_environment import scrubbed_environment
from .processes.children import Crew, as_typed
from .project import Project
from .terminal import output
from .terminal.messages import text

# Packages are installed as the lock file says. Their install scripts are not needed, and not run.
CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]


def facts(project: Project) -> dict[str, str]:
    """What a finished frontend/node_modules was installed from."""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "packages": stamp.fingerprint(
            [project.frontend / name for name in ("package.json", "package-lock.json", ".npmrc")]
        ),
    }


def is_current(project: Project) -> bool:
    return stamp.read(project.node_modules) == facts(project)


def is_there(project: Project) -> bool:
    """Whether packages were installed at all, of whatever state."""
    return stamp.read(project.node_modules) is not None


def require(project: Project) -> None:
    """Raises Problem FA044 where frontend/node_modules is not what the lock file says."""
    if not is_current(project):
        raise Problem(
            "FA044",
            text("The frontend's packages are missing or out of date."),
            why=text("frontend/node_modules is not what frontend/package-lock.json says."),
            remedy=[project.manage("setup")],
        )


def install(project: Project, node: Node, crew: Crew, source: PackageSource = NETWORK) -> None:
    """Make frontend/node_modules anew from package-lock.json and `source`, and stamp it.

    Raises Problem FA042 with npm's last lines where it fails.
    """
    wanted = facts(project)
    if project.node_modules.is_dir():
        stamp.remove(project.node_modules)
    words = [*CI, *source.options_of("npm")]
    shown = as_typed(["npm", *words])
    output.command(f"cd frontend && {shown}")
    finished = crew.run(
        [*node.npm, *words],
        cwd=project.frontend,
        environment=source.environment(scrubbed_environment(project, programs=[node.folder])),
    )
    if finished.exit_code != 0:
        raise failures.failure(
            "FA042",
            text("npm could not install the frontend's packages."),
            shown,
            finished,
            [project.manage("setup")],
        )
    stamp.write(project.node_modules, wanted)
