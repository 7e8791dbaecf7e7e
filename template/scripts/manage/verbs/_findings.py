"""What linters found, counted by rule: read from what they print for programs, and told in a few lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..terminal import output
from ..terminal.messages import manage, text

# How many rules are told; the rest is counted.
SHOWN = 20
UNREADABLE = ": invalid-syntax: "
RUFF_PAGES = "https://docs.astral.sh/ruff/rules/"


@dataclass(frozen=True)
class Rule:
    """A rule that was broken `count` times; `mended` of these can be fixed by the linter itself."""

    name: str
    count: int
    mended: int
    meaning: str
    page: str = ""


def of_ruff(printed: str) -> list[Rule]:
    """From `ruff check --statistics --output-format json`. Raises ValueError where it is something else."""
    return [
        Rule(
            # What cannot be read as Python breaks no rule.
            row["code"] or row["name"],
            row["count"],
            row["fixable_count"],
            row["name"].replace("-", " "),
            f"{RUFF_PAGES}{row['name']}" if row["code"] else "",
        )
        for row in _loaded(printed, list)
    ]


def of_eslint(printed: str) -> list[Rule]:
    """From `eslint --format json-with-metadata`. Raises ValueError where it is something else."""
    report = _loaded(printed, dict)
    found: dict[str, list[dict[str, Any]]] = {}
    for file in report["results"]:
        for message in file["messages"]:
            # What cannot be read as TypeScript breaks no rule.
            found.setdefault(message["ruleId"] or "", []).append(message)
    about = {name: meta.get("docs") or {} for name, meta in report["metadata"]["rulesMeta"].items()}
    return [
        Rule(
            name,
            len(messages),
            sum("fix" in message for message in messages),
            about.get(name, {}).get("description") or messages[0]["message"],
            about.get(name, {}).get("url", ""),
        )
        for name, messages in found.items()
    ]


def of_formatter(printed: str) -> list[Rule]:
    """From a formatter that prints a line for each file. Ruff also names files that it cannot read."""
    files = sum(bool(line.strip()) and UNREADABLE not in line for line in printed.splitlines())
    return [Rule("", files, files, text("files that are formatted otherwise"))] if files else []


def _loaded(printed: str, kind: type) -> Any:
    loaded = json.loads(printed)
    if not isinstance(loaded, kind):
        raise ValueError(f"not a {kind.__name__}: {printed[:80]}")
    return loaded


def total(rules: Sequence[Rule]) -> int:
    return sum(rule.count for rule in rules)


def summary(rules: Sequence[Rule], side: str, *, follows: bool) -> Iterator[str]:
    """Lines that tell what was found, the most frequent first, and how to fix it.

    `follows` says that all findings are told after it.
    """
    ordered = sorted(rules, key=lambda rule: (-rule.count, rule.name))
    for rule in ordered[:SHOWN]:
        mark = "*" if rule.mended else " "
        words = " ".join(word for word in (rule.name, rule.meaning) if word)
        yield f"{rule.count:7} {mark} {words}  {output.paint(rule.page, 'quiet')}".rstrip()
    if len(ordered) > SHOWN:
        rest = ordered[SHOWN:]
        yield "        " + text("and {count} of {rules} other rules", count=total(rest), rules=len(rest))
    mended = sum(rule.mended for rule in rules)
    if mended:
        yield "        * " + text(
            "{count} of {total} are fixed by:  {command}",
            count=mended,
            total=total(rules),
            command=manage(f"lint {side} --fix"),
        )
    if not follows:
        yield "        " + text("all, with their places:  {command}", command=manage(f"lint {side} --all"))
