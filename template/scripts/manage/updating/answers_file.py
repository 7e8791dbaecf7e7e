""".copier-answers.yml: which template a project was made from, in which version, and with which answers.

Copier writes it, one value a line. Only two of its values are read here; Copier's own YAML library reads all.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from .. import faults, git
from ..problem import Problem
from ..terminal.messages import text

NAME = ".copier-answers.yml"
SINGLE_QUOTED = re.compile(r"'((?:[^']|'')*)'(?:\s+#.*)?")
DOUBLE_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")(?:\s+#.*)?')


@dataclass(frozen=True)
class Origin:
    """Where a project comes from: the template's address, and its version as `git describe` tells it."""

    address: str
    version: str


def read(content: bytes) -> Origin:
    """What the file says. Raises Problem FA141 where it does not say it."""
    try:
        lines = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(faults.NO_ORIGIN, why=text("It is not UTF-8 text."), file=NAME) from error
    address, version = _value(lines, "_src_path"), _value(lines, "_commit")
    if not address or not version:
        key = "_commit" if address else "_src_path"
        raise Problem(faults.NO_ORIGIN, why=text("It has no value for {key}.", key=key), file=NAME)
    return Origin(address, version)


def of_last_update(root: Path, present: bytes) -> bytes:
    """The answers that a project's files were made with: those of the commit that brought this version.

    Where the file, which is `present`, was edited by hand since, its answers are changes for the files, too.
    """
    found = git.answer(root, "log", "-1", "--format=%H", "-G", "^_commit:", "--", NAME)
    committed = at(root, found) if found else b""
    try:
        return committed if read(committed).version == read(present).version else present
    except Problem:
        return present


def at(root: Path, commit: str) -> bytes:
    """The file as a commit has it; empty where it has none."""
    return git.work(root, "show", f"{commit}:./{NAME}", accepted=range(256))[1]


def _value(lines: str, key: str) -> str:
    """A value, of a line or of several that YAML folds into one; "" where it is missing."""
    match = re.search(rf"(?m)^{key}:(.*(?:\r?\n[ \t]+\S.*)*)", lines)
    if not match:
        return ""
    value = " ".join(part.strip() for part in match[1].splitlines()).strip()
    if quoted := SINGLE_QUOTED.fullmatch(value):
        return quoted[1].replace("''", "'")
    if quoted := DOUBLE_QUOTED.fullmatch(value):
        try:
            return str(json.loads(quoted[1]))
        except ValueError:
            return quoted[1][1:-1]
    return re.sub(r"(^|\s+)#.*", "", value)
