"""Where packages come from: the network, as this machine is set up for it, or an offline kit."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# How the settings of pip, uv and npm begin in the environment. npm takes small and capital letters.
SETTINGS = ("PIP_", "UV_", "NPM_CONFIG_")


@dataclass(frozen=True)
class PackageSource:
    """What makes pip, uv and npm take packages from one place.

    `options` holds, by a program's name, what its install command is given. `variables` are set instead of
    all settings of these programs in the environment; None leaves the environment as it is.
    """

    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    variables: Mapping[str, str] | None = None

    def options_of(self, program: str) -> list[str]:
        return list(self.options.get(program, ()))

    def environment(self, present: Mapping[str, str]) -> dict[str, str]:
        """The environment for a program that installs, made from `present`."""
        if self.variables is None:
            return dict(present)
        kept = {name: value for name, value in present.items() if not name.upper().startswith(SETTINGS)}
        return kept | dict(self.variables)


NETWORK = PackageSource()


# The variables that set an address to take packages from, in the order in which each program looks.
INDEXES = {
    "pip": ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"),
    "uv": ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX"),
    "npm": ("npm_config_registry", "NPM_CONFIG_REGISTRY"),
}
ADDRESS_IN_FILE = {
    "pip": re.compile(r"^\s*(?:extra[-_])?index[-_]url\s*[=:]\s*(\S+)", re.MULTILINE),
    "npm": re.compile(r"^\s*registry\s*=\s*(\S+)", re.MULTILINE),
}


def index_setting(program: str, environment: Mapping[str, str], project: Path) -> tuple[str, str] | None:
    """What sets the address that pip, uv or npm take packages from, and that address without a password.

    The name of a variable, or the path of a file; None where nothing does, and they ask their usual index.
    """
    for name in INDEXES.get(program, ()):
        if environment.get(name):
            return name, without_password(environment[name])
    for path in _files(program, environment, project):
        try:
            content = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        match = ADDRESS_IN_FILE[program].search(content)
        if match:
            return str(path), without_password(match[1])
    return None


def without_password(addresses: str) -> str:
    """Web addresses, one or several, without user names and passwords: they are shown, and shared."""
    return re.sub(r"(https?://)[^/?#\s]*@", r"\1", addresses, flags=re.IGNORECASE)


def _files(program: str, environment: Mapping[str, str], project: Path) -> Iterator[Path]:
    """The settings files of a program, the one that counts first (pip.pypa.io, "Configuration")."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or os.sep)
    if program == "npm":
        yield project / "frontend" / ".npmrc"
        yield Path(environment.get("npm_config_userconfig") or home / ".npmrc")
    elif program == "pip":
        if environment.get("PIP_CONFIG_FILE"):
            yield Path(environment["PIP_CONFIG_FILE"])
        if environment.get("PIP_CONFIG_FILE") == os.devnull:
            return
        yield project / "backend" / "venv" / ("pip.ini" if os.name == "nt" else "pip.conf")
        if environment.get("APPDATA"):
            yield Path(environment["APPDATA"]) / "pip" / "pip.ini"
        yield Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
        yield home / "Library" / "Application Support" / "pip" / "pip.conf"
        yield home / ".pip" / "pip.conf"
        yield Path("/etc/xdg/pip/pip.conf")
        yield Path("/etc/pip.conf")
