"""Who refers to whom: the features that a ref may lead to, and those that would miss one."""

from __future__ import annotations

import difflib
import re

from .. import faults
from ..problem import Problem
from ..project import Project
from ..terminal.messages import text
from . import labels, manifest
from .fields import Target
from .manifest import FEATURES, Manifest


def target(project: Project, name: str, word: str) -> Target:
    """The feature that a ref leads to. Raises Problem FA180 where there is none."""
    known = {each.name: each for each in manifest.every(project)}
    if name in known:
        return _of(known[name])
    why = text("These can be referred to: {names}.", names=", ".join(known) or "-")
    close = difflib.get_close_matches(name, known, n=1)
    first = [text("Did you mean {verb!r}?", verb=close[0])] if close else []
    raise Problem(faults.NO_TARGET, why=why, first=first, word=word, target=name)


def to(project: Project, name: str) -> list[str]:
    """The features whose code names the table of this one, its rows, or its module."""
    named = re.compile(rf"""["']{name}\.\w+["']|\bfeatures\.{name}\b|\bfeatures import .*\b{name}\b""")
    found = []
    for folder in sorted((project.root / FEATURES).iterdir()):
        if folder.name == name or not folder.is_dir():
            continue
        texts = (path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*.py"))
        if any(named.search(each) for each in texts):
            found.append(folder.name)
    return found


def _of(feature: Manifest) -> Target:
    said = labels.read_noted(feature.labels, feature.languages)
    return Target(feature.name, feature.singular, said.of_feature(feature.names))
