"""A mistake in the project's own Python code, as its traceback tells it: the file, the line, what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .. import faults
from ..problem import Problem
from ..project import Project

# https://docs.python.org/3/library/traceback.html: a frame, and the line that ends a traceback.
FRAME = re.compile(r'\s*File "(?P<file>[^"]+)", line (?P<line>\d+)')
ERROR = re.compile(r"(?P<kind>(?:\w+\.)*\w*(?:Error|Exception|NotFound))(?:: (?P<text>.*))?")
NO_MODULE = re.compile(r"No module named '(?P<name>[\w.]+)'")
FEATURE = re.compile(r"app\.features\.(?P<feature>\w+)(\.routes)?")


def ends_a_traceback(line: str) -> bool:
    """Whether a line may be the last of a traceback."""
    return bool(ERROR.fullmatch(line.rstrip()))


def in_code(printed: Sequence[str], project: Project) -> Problem | None:
    """The mistake that the last traceback in `printed` tells of; None where none of it is in backend/."""
    end = next((at for at in range(len(printed) - 1, -1, -1) if ends_a_traceback(printed[at])), None)
    if end is None:
        return None
    frames = [match for line in printed[:end] if (match := FRAME.match(line))]
    own = [frame for frame in frames if _is_own(Path(frame["file"]), project)]
    error = ERROR.fullmatch(printed[end].rstrip())
    if not own or not error:
        return None
    file, line = project.shown(Path(own[-1]["file"])), own[-1]["line"]
    missing = NO_MODULE.search(error["text"] or "") if error["kind"] == "ModuleNotFoundError" else None
    feature = FEATURE.fullmatch(missing["name"]) if missing else None
    if feature:
        return Problem(faults.FEATURE_HAS_NO_FOLDER, name=feature["feature"])
    if missing and missing["name"].partition(".")[0] != "app":
        return Problem(faults.MODULE_IS_MISSING, file=file, line=line, name=missing["name"])
    return Problem(faults.MISTAKE_IN_CODE, file=file, line=line, error=printed[end].strip())


def _is_own(file: Path, project: Project) -> bool:
    return file.is_relative_to(project.backend) and not file.is_relative_to(project.venv)
