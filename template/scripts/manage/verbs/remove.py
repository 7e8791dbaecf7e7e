"""manage.py remove: takes a feature away that `add` has written, and leaves what was edited."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from .. import faults
from ..database.migrating import bring_up_to_date
from ..generator import adding, change, removing, report
from ..node import node_modules
from ..processes.children import end_on_signals
from ..project import Project
from ..terminal import output
from ..terminal.messages import YES, manage, text
from . import _features


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py remove",
        description=text(
            "Take a feature away that `add` has written: its files, its table with all rows, its two lines "
            "in the lists. What you have edited stays."
        ),
    )
    parser.add_argument("name", metavar="NAMES", help=text("the name of the feature's folder"))
    parser.add_argument("--force", action="store_true", help=text("take away what was edited too"))
    parser.add_argument("--yes", action="store_true", help=text("do not ask before rows go"))
    parser.add_argument("--dry-run", action="store_true", help=text("show what would go, and change nothing"))
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    end_on_signals()
    adding.require_database(project)
    with change.alone(project, "remove"):
        removing.require(project, options.name)
        node_modules.require(project)
        applied = partial(_features.applied, project)
        plan = removing.plan(project, options.name, applied, force=options.force)
        if plan.written and not (options.dry_run or options.yes or _is_meant(project, plan.name)):
            output.say(text("Nothing was changed."))
            return faults.FAILED
        if not options.dry_run:
            removing.carry_out(
                project, plan, partial(_features.make_types, project), partial(bring_up_to_date, project)
            )
    _tell(project, plan, dry_run=options.dry_run)
    return 0


def _is_meant(project: Project, name: str) -> bool:
    """Whether the rows of the table may go: asked where there are any."""
    count = _features.rows(project, name)
    if not count:
        return True
    output.warn(text("The table {name} has {count} rows. They go with it.", name=name, count=count))
    output.say(f"  {text('A copy first:')}  {manage('db backup FILE')}")
    if not sys.stdin.isatty():
        output.say(f"  {text('Go on all the same:')}  {manage(f'remove {name} --yes')}")
        return False
    return input(text("Go on (y/N)? ")).strip().lower() in YES


def _tell(project: Project, plan: removing.Plan, *, dry_run: bool) -> None:
    output.say()
    for line in [*report.tree(plan.deleted, "-"), *report.tree(plan.written)]:
        output.say(line)
    for path, after in plan.lists.items() if dry_run else ():
        output.say()
        _features.show(report.difference(path, adding.text_of(project, path), after))
    if not dry_run:
        for line in report.tree(plan.lists, "*"):
            output.say(line)
    output.say()
    for path in plan.by_hand:
        output.warn(text("Take the entry of {name} out of {path} yourself.", name=plan.name, path=path))
    if plan.kept:
        output.warn(text("These are yours or were edited, and stay; delete them when you need them no more:"))
        for line in report.tree(plan.kept, "="):
            output.say(line)
    done = text("Nothing was changed.") if dry_run else text("The feature {name} is gone.", name=plan.name)
    output.say(done if dry_run else f"{output.mark('done')} {done}")
