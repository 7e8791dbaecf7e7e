"""What a check finds: something that is as it must be, or a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..problem import Problem
from ..project import Project


@dataclass(frozen=True)
class Fine:
    """A line of doctor about something that is well. It has all that a problem has, mostly empty.

    `what` is a sentence without a full stop; `facts` are shown with -v.
    """

    what: str
    facts: list[str] = field(default_factory=list)
    kind: str = "done"
    code: str = ""
    remedy: list[str] = field(default_factory=list)
    fix: str = ""


Finding = Fine | Problem

# A check looks at one thing of a project. It never changes anything.
Check = Callable[[Project], Iterator[Finding]]


def fine(what: str, *facts: object) -> Fine:
    return Fine(what, [str(fact) for fact in facts])
