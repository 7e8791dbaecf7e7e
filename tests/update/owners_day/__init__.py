"""What owners really do, a module a part of the table."""

from __future__ import annotations

from update.owners_day import (
    encodings,
    files,
    git_settings,
    lines,
    lists,
    owners_files,
    places,
    questions,
    real,
)

MODULES = (lines, lists, owners_files, files, encodings, git_settings, places, questions, real)
GROUPS = tuple(module.case for module in MODULES)
