"""Which projects have another backend or frontend than the rest: each is worth a build, its twins are not.

Names and ports are left at their defaults here: they change words, and what they do to files is proven where
every pair is rendered.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache

from harness import in_memory, questions
from harness.answers import Answers, combinations

PARTS = ("backend", "frontend")


def digest(part: str, answers: Answers) -> str:
    """What two projects have in common whose files below a folder are the same, byte for byte."""
    content = json.dumps(in_memory.files(_chosen(answers), f"{part}/"), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


@cache
def _digests() -> dict[str, dict[str, Answers]]:
    """For each part its distinct trees, and the first answers that give each."""
    found: dict[str, dict[str, Answers]] = {part: {} for part in PARTS}
    for answers in combinations():
        for part in PARTS:
            found[part].setdefault(digest(part, answers), _chosen(answers))
    return found


def _chosen(answers: Answers) -> Answers:
    return {name: answers[name] for name in questions.chosen() if name in answers}


def number(part: str) -> int:
    """How many distinct trees there are below a folder."""
    return len(_digests()[part])


def projects() -> list[Answers]:
    """Few answers whose projects have all distinct backends and all distinct frontends among them."""
    candidates = [answers for part in PARTS for answers in _digests()[part].values()]
    brought = [frozenset((part, digest(part, answers)) for part in PARTS) for answers in candidates]
    wanted = {(part, found) for part in PARTS for found in _digests()[part]}
    taken: list[Answers] = []
    while wanted:
        best = max(range(len(candidates)), key=lambda at: len(brought[at] & wanted))
        taken.append(candidates[best])
        wanted -= brought[best]
    return taken
