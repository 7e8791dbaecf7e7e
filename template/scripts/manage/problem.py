"""The one kind of error a user sees: what happened, why, and the command that mends it."""

from __future__ import annotations

from collections.abc import Sequence

FAILED = 1
USAGE = 2


class Problem(Exception):
    """Something went wrong that the user can mend.

    `code` is stable and leads to docs/problems.md; `what` and `why` are sentences; `remedy` holds commands
    or short advice, one a line; `output` holds the last lines of a program that failed.
    """

    def __init__(
        self,
        code: str,
        what: str,
        *,
        why: str = "",
        remedy: Sequence[str] = (),
        output: Sequence[str] = (),
        exit_code: int = FAILED,
    ) -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.why = why
        self.remedy = list(remedy)
        self.output = list(output)
        self.exit_code = exit_code
