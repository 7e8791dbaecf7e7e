"""What a check finds: one line of doctor, and the same as a problem where it stops a verb."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..problem import Problem
from ..project import Project


@dataclass(frozen=True)
class Finding:
    """One line of doctor.

    `kind` is "done" (fine), "warning" or "failed". `code` leads to docs/problems.md; `remedy` holds commands
    or short advice; `facts` are shown with -v. `fix` names what `doctor --fix` can do about it, if anything.
    """

    kind: str
    text: str
    code: str = ""
    remedy: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    fix: str = ""

    def problem(self) -> Problem:
        """The same, for a verb that cannot go on."""
        return Problem(self.code, self.text, why="\n".join(self.facts), remedy=self.remedy)


# A check looks at one thing of a project. It never changes anything.
Check = Callable[[Project], Iterator[Finding]]

# What --fix can do: verbs/doctor.py says how.
SETUP = "setup"
LINE_ENDS = "line ends"


def done(text: str, *, facts: Iterable[object] = ()) -> Finding:
    return Finding("done", text, facts=tuple(map(str, facts)))


def warning(
    code: str, text: str, *, remedy: Iterable[str] = (), facts: Iterable[object] = (), fix: str = ""
) -> Finding:
    return Finding("warning", text, code, tuple(remedy), tuple(map(str, facts)), fix)


def failed(
    code: str, text: str, *, remedy: Iterable[str] = (), facts: Iterable[object] = (), fix: str = ""
) -> Finding:
    return Finding("failed", text, code, tuple(remedy), tuple(map(str, facts)), fix)
