"""manage.py doctor: looks over this machine and this project. Without --fix it changes nothing."""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from .. import checks
from ..checks import Group, git
from ..checks.finding import Finding
from ..faults import FAILED, LINE_ENDS, SETUP
from ..problem import Problem
from ..project import Project
from ..python import interpreter
from ..terminal import messages, output
from ..terminal.messages import manage, text

# The version of what --json prints. It grows by one when a field changes its meaning or goes.
SCHEMA = 1

Report = dict[Group, list[Finding]]


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py doctor",
        description=text(
            "Look over this machine and this project, and say what is wrong and how to fix it. "
            "The exit code is 1 when something is wrong."
        ),
    )
    parser.add_argument("-v", "--verbose", action="store_true", help=text("show the facts behind each line"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help=text("print the findings as JSON"))
    how.add_argument("--fix", action="store_true", help=text("repair what can be repaired safely"))
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    if options.fix:
        # Set-up may have to make backend/venv anew, so this must not run in it.
        interpreter.leave_venv(project)
    if options.json and not options.lang:
        # Reports of many machines are compared: they speak one language.
        messages.use(messages.FIRST)
    report = checks.run_all(project)
    if options.json:
        output.tell(json.dumps(as_json(project, report), indent=2, ensure_ascii=True))
        return _exit_code(report)
    _show(report, verbose=options.verbose)
    if options.fix and _fix(project, report):
        report = checks.run_all(project)
        output.say()
        _show(report, verbose=options.verbose)
    return _exit_code(report)


def _all(report: Report, kind: str) -> list[Finding]:
    return [finding for findings in report.values() for finding in findings if finding.kind == kind]


def _exit_code(report: Report) -> int:
    return FAILED if _all(report, "failed") else 0


def as_json(project: Project, report: Report) -> dict[str, object]:
    """What --json prints; docs/doctor.md describes it."""
    return {
        "schema": SCHEMA,
        "project": _name(project),
        "template": _template_version(project),
        "machine": {
            "system": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "python": platform.python_version(),
        },
        "ok": not _all(report, "failed"),
        "groups": [
            {
                "id": group.id,
                "title": text(group.title),
                "findings": [_as_json(finding) for finding in findings],
            }
            for group, findings in report.items()
        ],
    }


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "text": finding.what,
        "code": finding.code,
        "remedy": finding.remedy,
        "facts": finding.facts,
        "fix": finding.fix,
    }


def _name(project: Project) -> str:
    """The project's name, or its folder's where project.toml is damaged: a finding tells of that."""
    try:
        return project.name
    except Problem:
        return project.root.name


def _template_version(project: Project) -> str | None:
    """The version of the template that the project has, as Copier notes it; None where it does not."""
    try:
        answers = (project.root / ".copier-answers.yml").read_text(encoding="utf-8")
    except OSError:
        return None
    match = re.search(r"^_commit: *['\"]?([^'\"\s]+)", answers, re.MULTILINE)
    return match[1] if match else None


def _show(report: Report, *, verbose: bool) -> None:
    for group, findings in report.items():
        if findings:
            output.say(output.paint(text(group.title), "strong"))
        for finding in findings:
            code = f"{finding.code} " if finding.code else ""
            output.say(f"  {output.mark(finding.kind)} {code}{finding.what}")
            for line in finding.facts if verbose else ():
                output.say(f"      {output.paint(line, 'quiet')}")
            for line in finding.remedy:
                output.say(f"      {line}")
    output.say()
    output.say(_summary(report))


def _summary(report: Report) -> str:
    failed, warnings = len(_all(report, "failed")), len(_all(report, "warning"))
    page = output.problems_page()
    if failed:
        return f"{output.mark('failed')} " + text(
            "To fix: {count}. Each code has a section in {page}.", count=failed, page=page
        )
    if warnings:
        return f"{output.mark('warning')} " + text(
            "Nothing stops this project. To look at: {count}; each code has a section in {page}.",
            count=warnings,
            page=page,
        )
    return f"{output.mark('done')} {text('All is well.')}"


@dataclass(frozen=True)
class Fix:
    """What --fix does about findings: `says` tells it first, `do` does it."""

    says: str
    do: Callable[[Project], None]


def _write_line_ends(project: Project) -> None:
    for path in git.wrong_line_ends(project):
        path.write_bytes(git.with_right_line_ends(path))


def _set_up(project: Project) -> None:
    """In a program of its own, as its user would start it: whatever it finds, doctor looks again after it."""
    output.command(manage("setup"))
    subprocess.run(
        [interpreter.base_python(), project.root / "manage.py", "setup", "--lang", messages.language()]
    )


# In the order in which they are done.
FIXES = {
    LINE_ENDS: Fix("Write the launchers in scripts/ with the line ends that they need", _write_line_ends),
    SETUP: Fix("Run set-up, which installs what is missing", _set_up),
}


def _fix(project: Project, report: Report) -> bool:
    """Do what can be done, after saying all of it; give whether there was anything."""
    wanted = {finding.fix for findings in report.values() for finding in findings}
    fixes = [fix for name, fix in FIXES.items() if name in wanted]
    output.say()
    if not fixes:
        output.say(text("There is nothing that --fix could repair."))
        return False
    output.say(text("--fix will now:"))
    for number, fix in enumerate(fixes, 1):
        output.say(f"  {number}. {text(fix.says)}")
    output.say()
    for fix in fixes:
        fix.do(project)
    return True
