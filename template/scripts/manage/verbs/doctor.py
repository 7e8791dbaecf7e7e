"""manage.py doctor: looks over this machine and this project. It changes nothing."""

from __future__ import annotations

import argparse
import dataclasses
import json

from .. import checks, console
from ..problem import FAILED
from ..project import Project

NEEDS_VENV = False


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py doctor",
        description="Look over this machine and this project, and say what is wrong and how to mend it. "
        "The exit code is 1 when something is wrong.",
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="show the facts behind each line")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    groups = checks.run_all(project)
    results = [result for group in groups.values() for result in group]
    failed = [result for result in results if result.kind == "failed"]
    if options.json:
        report = {
            "project": project.name,
            "ok": not failed,
            "groups": [
                {"title": title, "results": [dataclasses.asdict(result) for result in group]}
                for title, group in groups.items()
            ],
        }
        print(json.dumps(report, indent=2, ensure_ascii=True))
    else:
        for title, group in groups.items():
            _show(title, group, verbose=options.verbose)
        console.say()
        console.say(_summary(len(failed), sum(result.kind == "warning" for result in results)))
    return FAILED if failed else 0


def _show(title: str, group: list[checks.Result], *, verbose: bool) -> None:
    console.say(console.paint(title, "strong"))
    for result in group:
        code = f"{result.code} " if result.code else ""
        console.say(f"  {console.mark(result.kind)} {code}{result.text}")
        for line in result.facts if verbose else ():
            console.say(f"      {line}")
        for line in result.remedy:
            console.say(f"      {line}")


def _summary(failed: int, warnings: int) -> str:
    if failed:
        return f"{console.mark('failed')} {failed} to mend. Each code has a page in docs/problems.md."
    if warnings:
        return f"{console.mark('warning')} Nothing stops this project; {warnings} to look at."
    return f"{console.mark('done')} All is well."
