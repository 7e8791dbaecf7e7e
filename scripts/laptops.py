"""The laptops of a class, read from reports of `doctor --json`: what of them may be shown to everybody.

A report holds paths, and with them names. Nothing of its words is kept: systems and Pythons only where they
are known ones, and of each finding its code; what a code means stands in the template's own table of faults.
"""

from __future__ import annotations

import json
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.manage import faults
from scripts.manage.faults import Command, Fault
from scripts.manage.kit import systems
from scripts.manage.terminal.messages import LANGUAGES, text
from scripts.manage.verbs.doctor import SCHEMA

# A real one has some 20 kB.
LARGEST = 2_000_000
UNKNOWN = "?"
KINDS = ("done", "warning", "failed")
CODE = re.compile(r"FA\d{3}", re.ASCII)


class NoReport(Exception):
    """A file that is no report that can be read. Holds why, in English, for a translation."""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be: its code, and the row of the table where the template knows it."""

    code: str
    warns: bool
    fault: Fault | None


@dataclass(frozen=True)
class Laptop:
    """What is known of a laptop: "windows-x64", "3.13", and what doctor found."""

    system: str
    python: str
    findings: frozenset[Finding]

    @property
    def failed(self) -> list[str]:
        """The codes of what stops the project."""
        return sorted({each.code for each in self.findings if not each.warns})

    @property
    def warnings(self) -> list[str]:
        """The codes of what the project works with all the same."""
        return sorted({each.code for each in self.findings if each.warns})

    @property
    def ready(self) -> bool:
        return not self.failed


@dataclass(frozen=True)
class Total:
    """On how many laptops something was found, and what it means, in the language in use."""

    code: str
    laptops: int
    warns: bool
    says: str
    helps: tuple[str, ...]


def files(given: Iterable[Path]) -> Iterator[Path]:
    """The files that are named, and those of each folder that end in .json, also further down."""
    for path in given:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() == ".json")
        else:
            yield path


def read(path: Path) -> Laptop:
    """The laptop of a report. Raises NoReport where the file is none, or cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise NoReport("It is too long for a report.")
        content = path.read_bytes()
    except OSError as error:
        raise NoReport("It cannot be read.") from error
    if not content.strip():
        raise NoReport("It is empty.")
    try:
        report = json.loads(_decoded(content))
    except (ValueError, RecursionError):
        raise NoReport("It is no JSON. Was it made with `doctor --json`?") from None
    if isinstance(report, dict) and report.get("schema") not in (None, SCHEMA):
        raise NoReport("Another version of the template made it.")
    try:
        return _laptop(report)
    except (KeyError, TypeError, AttributeError):
        raise NoReport("It is no report of doctor.") from None


def _decoded(content: bytes) -> str:
    """The text. PowerShell 5 writes UTF-16 where `>` leads into a file, newer ones may add a mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")


def _laptop(report: dict[str, Any]) -> Laptop:
    """Raises KeyError, TypeError or AttributeError where something is not as doctor.schema.json says."""
    if report["schema"] != SCHEMA or not isinstance(report["ok"], bool):
        raise TypeError
    told = [finding for group in report["groups"] for finding in group["findings"]]
    if any(each["kind"] not in KINDS for each in told):
        raise TypeError
    machine = report["machine"]
    laptop = Laptop(
        system=_system(machine["system"], machine["machine"]),
        python=_python(machine["python"]),
        findings=frozenset(_finding(each) for each in told if each["kind"] != "done"),
    )
    if laptop.ready is not report["ok"]:
        raise TypeError
    return laptop


def _finding(told: dict[str, str]) -> Finding:
    code, warns = told["code"], told["kind"] == "warning"
    if not CODE.fullmatch(code):
        raise TypeError
    rows = [row for row in faults.every() if row.code == code]
    # Several rows may have one code: the one that says this, else one of the same kind, else none.
    rows.sort(key=lambda row: (not _is_said(row, told["text"]), row.warns is not warns))
    return Finding(code, warns, rows[0] if rows else None)


def _is_said(row: Fault, words: str) -> bool:
    """Whether this is the row's text, in whichever language, with something for its values."""
    for language in LANGUAGES.values():
        parts = string.Formatter().parse(language.texts.get(row.says, row.says))
        pattern = "".join(
            re.escape(before) + (".*" if name is not None else "") for before, name, _, _ in parts
        )
        if re.fullmatch(pattern, words, re.DOTALL):
            return True
    return False


def _system(system: str, machine: str) -> str:
    """The name that `kit make --for` knows the system by."""
    for name, known in systems.SYSTEMS.items():
        wanted = (known.markers["platform_system"].lower(), known.markers["platform_machine"].lower())
        if (system.lower(), machine.lower()) == wanted:
            return name
    return UNKNOWN


def _python(version: str) -> str:
    match = re.match(r"(\d{1,2}\.\d{1,3})\b", version, re.ASCII)
    return match[1] if match else UNKNOWN


def in_order(laptops: Iterable[Laptop]) -> list[Laptop]:
    """First those that need something. Files may be named after people: the order tells nothing of them."""
    return sorted(
        laptops,
        key=lambda each: (
            each.ready,
            not each.warnings,
            each.failed,
            each.warnings,
            each.system,
            each.python,
        ),
    )


def totals(laptops: Sequence[Laptop]) -> list[Total]:
    """What was found: first what stops a project, and of that the most frequent."""
    counts = Counter(finding for laptop in laptops for finding in laptop.findings)
    order = sorted(counts, key=lambda each: (each.warns, -counts[each], each.code))
    return [_total(finding, counts[finding]) for finding in order]


def _total(finding: Finding, laptops: int) -> Total:
    row = finding.fault
    says = _without_values(text(row.says)) if row else ""
    return Total(finding.code, laptops, finding.warns, says, tuple(_helps(row)) if row else ())


def _helps(row: Fault) -> Iterator[str]:
    for each in row.helps:
        if isinstance(each, str):
            yield _without_values(text(each))
        else:
            note = f"    {_without_values(text(each.note))}" if each.note else ""
            yield _without_values(_typed(each)) + note


def _typed(command: Command) -> str:
    """As it is typed on most systems: a class has several."""
    return f"python3 {command.words}" if command.words.startswith("manage.py ") else command.words


def _without_values(words: str) -> str:
    """The text with … for what differs from laptop to laptop."""
    return "".join(
        before + ("…" if name is not None else "") for before, name, _, _ in string.Formatter().parse(words)
    )


def kit(laptops: Iterable[Laptop]) -> Mapping[str, list[str]]:
    """What an offline kit for these laptops must be for: systems, and Pythons."""
    all_of_them = list(laptops)
    known = {laptop.system for laptop in all_of_them} & systems.SYSTEMS.keys()
    versions = {laptop.python for laptop in all_of_them} & set(systems.PYTHONS)
    return {
        "systems": [name for name in systems.SYSTEMS if name in known],
        "pythons": [version for version in systems.PYTHONS if version in versions],
    }
