"""Copies the template with Copier's API; run under .venv by new.py. Its errors are one sentence.

Usage: python render.py SOURCE REFERENCE TARGET DEFAULTS(0|1) [KEY=VALUE …]
"""

from __future__ import annotations

import sys

import yaml
from copier import run_copy
from copier.errors import CopierError, UserMessageError

CANCELLED = 130


def main(source: str, reference: str, target: str, defaults: str, *data: str) -> int:
    """Copy; give 0, or 1 after one sentence on standard error, or 130 when the user gave up."""
    answers = {}
    for item in data:
        key, _, value = item.partition("=")
        answers[key] = yaml.safe_load(value) if key.endswith("_port") else value
    try:
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
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
