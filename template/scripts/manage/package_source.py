"""Where packages come from: the network, as this machine is set up for it, or an offline kit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
