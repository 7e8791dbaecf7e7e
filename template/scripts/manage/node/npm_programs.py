"""npm, npx and corepack of the Node in backend/venv, as programs that other programs find on PATH.

The Node package brings what they do, but no such programs: its bin/npm and bin/npx are copies of scripts that
look for their parts where these are not, and on Windows there are none. `ng add`, `ng update` and people's
own npm scripts call them by name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..project import WINDOWS

# The script that Node runs for each, below lib/node_modules. Newer Nodes come without corepack.
SCRIPTS = {
    "npm": "npm/bin/npm-cli.js",
    "npx": "npm/bin/npx-cli.js",
    "corepack": "corepack/dist/corepack.js",
}
# Paths are relative to the program's own folder: whatever letters the project's folder has, none stands here.
SH = """\
#!/bin/sh
exec "${{0%/*}}/{node}" "${{0%/*}}/{script}" "$@"
"""
# Called in quotes, by its name alone, a batch file takes the current folder for its own, but not in a
# subroutine; what npm itself installs has one too (https://github.com/npm/cmd-shim). `endlocal` stands where
# it does so that Node does not inherit `folder`.
CMD = """\
@echo off
setlocal DisableDelayedExpansion
call :find_folder
endlocal & "%folder%{node}" "%folder%{script}" %*
exit /b %errorlevel%
:find_folder
set "folder=%~dp0"
exit /b
"""


@dataclass(frozen=True)
class NpmPrograms:
    """The programs in `folder`, which run the scripts of `modules` with the Node `node`."""

    folder: Path
    node: Path
    modules: Path

    def are_current(self) -> bool:
        """Whether all are there, as `write` makes them."""
        return all(
            path.is_file() and path.read_bytes() == content and (WINDOWS or os.access(path, os.X_OK))
            for path, content in self._contents().items()
        )

    def write(self) -> None:
        """Make them anew. Raises OSError where the disk does not let it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path, content in self._contents().items():
            path.write_bytes(content)
            path.chmod(0o755)

    def _contents(self) -> dict[Path, bytes]:
        scripts = {name: self.modules / path for name, path in SCRIPTS.items()}
        return {
            self.folder / (f"{name}.cmd" if WINDOWS else name): self._content(script)
            for name, script in scripts.items()
            if script.is_file()
        }

    def _content(self, script: Path) -> bytes:
        node, script = (Path(os.path.relpath(path, self.folder)) for path in (self.node, script))
        if WINDOWS:
            return CMD.format(node=node, script=script).replace("\n", "\r\n").encode("ascii")
        return SH.format(node=node, script=script).encode("ascii")
