"""The editor: whether VS Code finds a virtual environment that does not lie at the top."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import faults
from ..problem import Problem
from ..project import Project
from ..terminal.messages import text
from .finding import Finding, fine

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
        yield fine(text("VS Code uses the Python of backend/venv"))
    else:
        yield Problem(faults.EDITOR_NOT_TOLD, file=".vscode/settings.json", line=SETTING)
