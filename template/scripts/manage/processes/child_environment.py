"""The environment variables that child programs get: scrubbed of what would break the isolation."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..project import WINDOWS
from .moving_on import RUNS_UNDER

# Each of these makes Python, pip, Flask, Node or npm look or write outside the project, or act otherwise.
HARMFUL = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PYTHONPLATLIBDIR",
    "PYTHONUSERBASE",
    "__PYVENV_LAUNCHER__",
    "VIRTUAL_ENV",
    "VIRTUAL_ENV_PROMPT",
    "CONDA_PREFIX",
    "CONDA_DEFAULT_ENV",
    "CONDA_SHLVL",
    "UV_PROJECT_ENVIRONMENT",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_USER",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_PYTHON",
    "PIP_DRY_RUN",
    "PIP_REQUIRE_HASHES",
    "PIP_CONSTRAINT",
    "PIP_NO_DEPS",
    "UV_SYSTEM_PYTHON",
    "UV_PYTHON",
    "UV_CONSTRAINT",
    "FLASK_APP",
    "FLASK_DEBUG",
    "FLASK_ENV",
    "FLASK_RUN_HOST",
    "FLASK_RUN_PORT",
    # A PORT meant for one server would override `ng serve --port` of the other.
    "PORT",
    "HOST",
    # NODE_ENV=production makes `npm ci` leave the build tools out.
    "NODE_ENV",
    "NODE_PATH",
    # Python would leave out what pages and types are made from: docstrings.
    "PYTHONOPTIMIZE",
)
# https://nodejs.org/api/cli.html: what NODE_OPTIONS may load.
LOADING = re.compile(r"(^|\s)(-r|--require|--import|--loader|--experimental-loader)(\s|=)")
HARMFUL_NPM = {"production", "omit", "only", "global", "prefix", "dry_run", "package_lock_only", "workspace"}

# Said against pip.conf and .npmrc: what they decide about indexes, proxies and certificates stays.
# npm separates the words of a list by an empty line.
INSTALL_ALL = {
    "PIP_USER": "0",
    "PIP_NO_DEPS": "0",
    "PIP_DRY_RUN": "0",
    "PIP_REQUIRE_HASHES": "0",
    "npm_config_include": "dev\n\noptional\n\npeer",
    "npm_config_dry_run": "false",
    "npm_config_global": "false",
    "npm_config_package_lock_only": "false",
}


# Where programs keep temporary files, in Python's order.
TEMPORARY = ("TMPDIR", "TEMP", "TMP")


def useless_temporary_folders(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that name a folder for temporary files where nothing can be written: gone, full, closed.

    Python goes on to the next place, and tells nobody; Node does not.
    """
    found: dict[str, str] = {}
    try:
        chosen = os.path.realpath(tempfile.gettempdir())
    except OSError:
        return found
    for name in TEMPORARY:
        value = environment.get(name)
        if value and os.path.realpath(value) == chosen:
            break
        if value:
            found[name] = value
    return found


def harmful_variables(environment: Mapping[str, str]) -> list[str]:
    """The names among `environment` that child programs must not see, sorted."""
    wanted = {name.upper() for name in HARMFUL}
    return sorted(
        name
        for name, value in environment.items()
        if value and (name.upper() in wanted or _harms_npm(name) or _loads_code(name, value))
    )


def _loads_code(name: str, value: str) -> bool:
    """Whether Node would load a file before each program: it may be gone, or not be meant for this."""
    return name.upper() == "NODE_OPTIONS" and bool(LOADING.search(value))


def _harms_npm(name: str) -> bool:
    prefix, _, option = name.lower().partition("npm_config_")
    return prefix == "" and option.replace("-", "_") in HARMFUL_NPM


def programs_of(venv: Path) -> Path:
    """The folder of a virtual environment that activation puts on PATH."""
    return venv / ("Scripts" if WINDOWS else "bin")


def scrubbed_environment(venv: Path, *, programs: Iterable[Path] = (), **extra: str) -> dict[str, str]:
    """The present environment without what harms, with the virtual environment in `venv` as if activated.

    `programs` are folders that come first on PATH (Node's); `extra` are variables to add.
    """
    # What manage.py tells itself when it goes on under another Python is nothing for other programs.
    harmful = {*harmful_variables(os.environ), RUNS_UNDER}
    environment = {name: value for name, value in os.environ.items() if name not in harmful}
    folders = [*map(str, programs), str(programs_of(venv)), environment.get("PATH", "")]
    environment |= {
        "PATH": os.pathsep.join(folder for folder in folders if folder),
        "VIRTUAL_ENV": str(venv),
        # The same text everywhere: Windows would decode files and pipes in its code page (cp949, cp1252).
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "NG_CLI_ANALYTICS": "false",
        # Node trusts what the machine trusts, as pip does: a school's proxy has its certificate there.
        "NODE_USE_SYSTEM_CA": os.environ.get("NODE_USE_SYSTEM_CA", "1"),
    }
    for name in useless_temporary_folders(environment):
        environment[name] = tempfile.gettempdir()
    return environment | INSTALL_ALL | extra
