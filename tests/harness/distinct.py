"""Which projects have another backend or frontend than the rest: each is worth a build, its twins are not.

Names and ports are left at their defaults here: they change words, and what they do to files is proven where
every pair is rendered.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache

from harness import questions, repository
from harness.answers import NAMES, Answers, combinations
from harness.ownership import matcher

PARTS = ("backend", "frontend")


@cache
def _sources(part: str) -> dict[str, str]:
    """The template's files below a folder that depend on answers: where they arrive, and their text."""
    return {
        repository.destination(path): repository.text(f"template/{path}")
        for path in repository.template_files()
        if path.startswith(f"{part}/") and path.endswith(".jinja")
    }


@cache
def _arriving(part: str) -> list[str]:
    arriving = map(repository.destination, repository.template_files())
    return [path for path in arriving if path.startswith(f"{part}/")]


def digest(part: str, answers: Answers) -> str:
    """What two projects have in common whose files below a folder are the same, byte for byte."""
    context = complete(answers) | {"_copier_operation": "copy"}
    entries = [questions.rendered(entry, context) for entry in repository.excluded()]
    left_out = set(matcher(filter(None, entries)).match_files(_arriving(part)))
    found = hashlib.sha256()
    for path in _arriving(part):
        if path not in left_out:
            text = _sources(part).get(path)
            content = questions.rendered(text, context) if text is not None else ""
            found.update(json.dumps([path, content]).encode())
    return found.hexdigest()


def complete(answers: Answers) -> Answers:
    """An answer to every question: what was chosen, and the defaults of what is typed."""
    chosen = questions.usual(**{name: answers[name] for name in questions.chosen() if name in answers})
    known: Answers = {"project_name": next(iter(NAMES))} | chosen
    for name in questions.asked():
        if name not in known:
            known[name] = questions.default(name, known)
    return known


@cache
def _digests() -> dict[str, dict[str, Answers]]:
    """For each part its distinct trees, and the first answers that give each."""
    found: dict[str, dict[str, Answers]] = {part: {} for part in PARTS}
    for answers in combinations():
        chosen = {name: answers[name] for name in questions.chosen() if name in answers}
        for part in PARTS:
            found[part].setdefault(digest(part, chosen), chosen)
    return found


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
