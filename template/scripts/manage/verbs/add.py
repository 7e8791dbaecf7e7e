"""manage.py add: a feature with all that belongs to it, on both sides, from a few words."""

from __future__ import annotations

import argparse
import re
import sys
from functools import partial

from .. import faults
from ..database.migrating import bring_up_to_date
from ..generator import adding, asking, change, extending, labels, migrations, report
from ..generator.names import Names
from ..generator.wording import LANGUAGES
from ..node import node_modules
from ..problem import Problem
from ..processes.children import end_on_signals
from ..project import Project
from ..terminal import output
from ..terminal.messages import manage, text
from . import _features

FIELD = "field"
USAGE = """\
manage.py add NAMES [FIELD …] [--singular NAME] [--label {labels}] [--dry-run]
       manage.py add field NAMES FIELD [--label {label}] [--dry-run]"""
# Between the name and the = of a label stands no colon: what has one is a field.
IS_FIELD = re.compile(r"[^=]*:")
GRAMMAR = """\
  NAME:KIND[:MODIFIER …][=DEFAULT]

  string[:LENGTH]  text[:LENGTH]  email  url      {limits}
  integer  decimal                                min:1  max:5
  boolean  date  datetime                         =true  =today  =now
  enum:draft:done                                 =draft
  ref:users

  optional  unique  index

  {python} add notes title:string:120 body:text:optional status:enum:draft:done=draft due:date:optional
  {python} add field notes rating:integer:optional:min:1:max:5
"""


def parser() -> argparse.ArgumentParser:
    examples = labels.examples()
    parser = argparse.ArgumentParser(
        prog="manage.py add",
        usage=USAGE.format(
            labels=" ".join(f"{each}=…" for each in LANGUAGES), label=f"FIELD.{list(LANGUAGES)[-1]}=…"
        ),
        description=text(
            "Write a feature: its table, its API and its pages, with their tests. What was written is yours."
        ),
        epilog=GRAMMAR.format(python=manage("").strip(), limits=text("how many letters at most")),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "words", nargs="+", metavar="NAMES FIELD", help=text("its name (the word for many), and its fields")
    )
    parser.add_argument("--singular", metavar="NAME", help=text("what one of them is called"))
    parser.add_argument(
        "--label",
        nargs="+",
        action="extend",
        default=[],
        metavar="LABEL",
        help=text("what users read: {examples}", examples=f"{examples.of_feature} {examples.of_field}"),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=text("show what would be written, and write nothing")
    )
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    end_on_signals()
    words = [*options.words, *(each for each in options.label if IS_FIELD.match(each))]
    said = [each for each in options.label if not IS_FIELD.match(each)]
    adding.require_database(project)
    with change.alone(project, "add"):
        if words[0] == FIELD:
            return _add_field(project, words[1:], said, dry_run=options.dry_run)
        feature = adding.names_of(project, words[0], options.singular)
        output.say(text("Many: {many}, one: {one}", many=feature.name, one=feature.singular))
        fields = words[1:] or _asked(project, feature)
        node_modules.require(project)
        plan = adding.plan(project, feature, fields, said)
        if options.dry_run:
            _show(project, plan)
            return 0
        adding.write(
            project, plan, partial(_features.make_types, project), partial(bring_up_to_date, project)
        )
    _tell(project, plan)
    return 0


def _asked(project: Project, feature: Names) -> list[str]:
    """The fields that somebody describes in the terminal. Raises Problem FA182 where there is none."""
    asked = []
    if sys.stdin.isatty() and output.is_terminal():
        try:
            asked = asking.fields(partial(adding.field_of, project, feature))
        except EOFError:
            pass
    if not asked:
        raise Problem(faults.NO_FIELDS, name=feature.name)
    return asked


def _show(project: Project, plan: adding.Plan) -> None:
    for line in [*report.fields(plan.slice.fields), "", *report.tree(plan.files)]:
        output.say(line)
    for path, after in plan.lists.items():
        output.say()
        _features.show(report.difference(path, adding.text_of(project, path), after))
    output.say()
    output.say(text("Nothing was changed."))


def _tell(project: Project, plan: adding.Plan) -> None:
    """What there is now, and what comes next."""
    made = plan.slice
    output.say()
    for line in [*report.fields(made.fields), "", *report.tree(plan.files), *report.tree(plan.lists, "*")]:
        output.say(line)
    output.say()
    output.say(f"{output.mark('done')} {text('The feature {name} is there. It is yours.', name=made.name)}")
    port = project.port("frontend")
    for label, command in {
        text("Look at it:"): manage("dev"),
        text("The page:"): f"http://localhost:{port}/{made.kebab}",
        text("Examples:"): manage("db seed"),
        text("Test it:"): manage("test"),
        text("Take it back:"): manage(f"remove {made.name}"),
    }.items():
        output.say(f"  {label}{' ' * max(14 - output.width(label), 1)}{command}")


def _add_field(project: Project, words: list[str], said: list[str], *, dry_run: bool) -> int:
    if len(words) != 2:
        raise Problem(
            faults.NOT_A_FIELD,
            why=text("One field at a time: add field notes rating:integer:optional"),
            word=" ".join(words),
        )
    node_modules.require(project)
    plan = extending.plan(project, words[0], words[1], said)
    if dry_run:
        for path, after in plan.files.items():
            _features.show(report.difference(path, adding.text_of(project, path), after))
    else:
        extending.write(
            project, plan, partial(_features.make_types, project), partial(bring_up_to_date, project)
        )
        output.say()
        for line in report.tree((path for path in plan.files if migrations.FOLDER not in path), "*"):
            output.say(line)
        for line in report.tree(path for path in plan.files if migrations.FOLDER in path):
            output.say(line)
    if plan.by_hand:
        output.say()
        output.warn(text("You have edited these files: write the lines into them yourself."))
        for line in report.by_hand(plan.by_hand):
            output.say(line)
    done = (
        text("Nothing was changed.") if dry_run else text("The field {name} is there.", name=plan.field.name)
    )
    output.say(done if dry_run else f"{output.mark('done')} {done}")
    return faults.FAILED if plan.by_hand else 0
