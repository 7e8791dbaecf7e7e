"""Copies the template with Copier's API; run under .venv by new.py. Its errors are one sentence.

Usage: python render.py SOURCE REFERENCE TARGET REPORT DEFAULTS(0|1) [KEY=VALUE …]
REPORT is a file that gets, as JSON, what the new project recorded of its template.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import yaml
from copier import run_copy
from copier.errors import CopierError, UserMessageError

CANCELLED = 130
QUESTIONS = Path(__file__).resolve().parents[1] / "copier.yml"


def main(source: str, reference: str, target: str, report: str, defaults: str, *data: str) -> int:
    """Copy; give 0, or 1 after one sentence on standard error, or 130 when the user gave up."""
    answers = {}
    for item in data:
        key, _, value = item.partition("=")
        answers[key] = yaml.safe_load(value) if key.endswith("_port") else value
    try:
        _require_questions(answers)
        run_copy(
            source,
            target,
            data=answers,
            vcs_ref=reference,
            defaults=defaults == "1",
            quiet=True,
            unsafe=False,
        )
    except KeyboardInterrupt:
        return CANCELLED
    except (CopierError, UserMessageError, ValueError, OSError) as error:
        print(str(error) or type(error).__name__, file=sys.stderr)
        return 1
    recorded = yaml.safe_load((Path(target) / ".copier-answers.yml").read_text(encoding="utf-8"))
    facts = {key: recorded.get(key) for key in ("_src_path", "_commit")}
    Path(report).write_text(json.dumps(facts), encoding="utf-8")
    return 0


def _require_questions(answers: dict[str, object]) -> None:
    """Raises ValueError for an answer to no question: Copier would pass over it without a word."""
    known = [key for key in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")) if not key.startswith("_")]
    for key in answers:
        if key not in known:
            raise ValueError(f"There is no question {key!r}. The questions are {', '.join(known)}.")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
