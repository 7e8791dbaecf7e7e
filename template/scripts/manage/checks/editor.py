"""The editor: whether VS Code finds a virtual environment that does not lie at the top."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..project import Project
from ..terminal.messages import text
from .finding import Finding, done, warning

SETTING = '"python.defaultInterpreterPath": "${workspaceFolder}/backend/venv"'


def check(project: Project) -> Iterator[Finding]:
    settings = project.root / ".vscode" / "settings.json"
    try:
        content = settings.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        # Whoever took the settings away uses another editor.
        return
    # The file may hold comments, so it is no JSON that could be parsed.
    if re.search(
        r'^\s*"python\.defaultInterpreterPath"\s*:\s*"[^"]*backend[\\/]+venv', content, re.MULTILINE
    ):
        yield done(text("VS Code uses the Python of backend/venv"))
    else:
        yield warning(
            "FA110",
            text("VS Code is not told of backend/venv: it would run another Python."),
            remedy=[text("Add to {file}:  {line}", file=".vscode/settings.json", line=SETTING)],
        )
