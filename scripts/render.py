"""Asks the template's questions and copies it, with Copier's API; run under .venv by new.py.

What went wrong is one sentence on standard error. REPORT is a file that gets JSON for new.py: what the new
project recorded of its template, or which answers are missing, or how small the terminal is.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

# First: the project's own modules serve here, and this lets them be imported.
import private_venv as private_venv

# isort: split

import yaml
from copier._main import Worker
from copier._settings import SettingsModel
from copier._types import MISSING
from copier.errors import CopierError, UserMessageError

import columns
import dialogue
import new_texts
import preview
import questionnaire
import summary
from questionnaire import Item, Questionnaire
from scripts.manage.terminal import output
from scripts.manage.terminal.messages import text

CANCELLED = 130


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    for name in ("source", "reference", "target", "report"):
        parser.add_argument(name)
    parser.add_argument("--defaults", action="store_true")
    parser.add_argument("--preview", action="store_true")
    parser.add_argument("--language", required=True)
    parser.add_argument("--data", action="append", default=[])
    return parser


def main() -> int:
    """Copy; give 0, or 1 where that was not possible, or 130 where the person gave up."""
    output.prepare()
    options = parser().parse_args()
    new_texts.use(options.language)
    try:
        return _run(options)
    except KeyboardInterrupt:
        return CANCELLED
    except (CopierError, UserMessageError, ValueError, TypeError, OSError) as error:
        print(str(error) or type(error).__name__, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    target = Path(options.target)

    def report(facts: dict[str, Any]) -> None:
        Path(options.report).write_text(json.dumps(facts), encoding="utf-8")

    # Every answer is given: Copier itself asks nothing.
    with Worker(
        src_path=options.source,
        dst_path=target,
        vcs_ref=options.reference,
        settings=SettingsModel.from_file(),
        defaults=True,
        quiet=True,
        unsafe=False,
    ) as worker:
        questions = Questionnaire(worker)
        given = questions.given(options.data)
        items: list[Item] | None = questions.items(given)
        assert items is not None
        if not options.defaults and dialogue.is_possible():
            if not dialogue.has_room():
                found = columns.size()
                report({"columns": found[0], "lines": found[1], "unanswered": _unanswered(items)})
                return 1
            done = text("Show its files") if options.preview else text("Make the project")
            items = dialogue.hold(questions, given, lambda known: _show(worker, known, target), done)
            if items is None:
                return CANCELLED
        else:
            missing = [item for item in items if item.is_asked and not item.is_given and not options.defaults]
            if missing:
                report({"unanswered": _unanswered(missing)})
                return 1
            _require_good(items)
            is_short = options.defaults and not options.preview
            for line in (summary.given if is_short else summary.lines)(items, columns.count()):
                output.say(line)
        if options.preview:
            _show(worker, items, target)
            return 0
        worker.data = questionnaire.answers(items)
        worker.run_copy()
    recorded = yaml.safe_load((target / ".copier-answers.yml").read_text(encoding="utf-8"))
    report({key: recorded.get(key) for key in ("_src_path", "_commit")})
    return 0


def _unanswered(items: list[Item]) -> list[tuple[str, str]]:
    """Each question that a person would be asked, and an answer that it might get."""
    found = []
    for item in items:
        if item.is_asked and not item.is_given:
            example = "" if item.proposed is MISSING else item.proposed
            found.append((item.name, ",".join(example) if isinstance(example, list) else str(example)))
    return found


def _require_good(items: list[Item]) -> None:
    """Raises ValueError with one sentence for an answer that its question refuses, or that is missing."""
    for item in items:
        if item.fault:
            raise ValueError(f"{item.name}: {new_texts.of_question(item.fault)}")
        if item.applies and item.answer is MISSING:
            raise ValueError(f"{item.name}: {text('There is no answer.')}")


def _show(worker: Worker, items: list[Item], target: Path) -> None:
    output.say()
    found = preview.files(worker, questionnaire.answers(items))
    for line in preview.lines(found, target.name, columns.count()):
        output.say(line)


if __name__ == "__main__":
    sys.exit(main())
