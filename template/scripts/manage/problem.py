"""A fault that has come about: raised where a verb cannot go on, and a line of doctor's."""

from __future__ import annotations

from collections.abc import Sequence

from .faults import FIX_FIRST, Command, Fault
from .terminal import output
from .terminal.messages import manage, text


class Problem(Exception):
    """What happened, why, and what helps, in the language in use.

    `code` leads to docs/problems.md; `what` is a sentence; `why` holds more of them, one a line; `remedy`
    holds commands and advice, one a line; `output` the last lines of a program that failed. `kind` is
    "failed", or "warning" where the project works all the same.
    """

    def __init__(
        self,
        fault: Fault,
        /,
        *,
        why: str = "",
        output: Sequence[str] = (),
        cause: Fault | None = None,
        first: Sequence[str] = (),
        **values: object,
    ) -> None:
        """`values` fill what stands in {braces} in the fault's texts.

        `cause` is the fault behind this one: its code counts, and what helps against it comes first.
        `first` are remedies before the fault's own.
        """
        self.fault = fault
        self.code = (cause or fault).code
        self.what = text(fault.says, **values)
        self.why = why
        self.remedy = [
            *(_line(each, values) for each in (cause.helps if cause else ())),
            *first,
            # Where the cause is known, what mends it stands there already.
            *(_line(each, values) for each in fault.helps if each != FIX_FIRST or not cause),
        ]
        self.output = list(output)
        self.kind = "warning" if fault.warns else "failed"
        self.fix = fault.fix
        self.exit_code = fault.exit_code
        super().__init__(self.what)

    @property
    def facts(self) -> list[str]:
        """Why, line by line, as doctor shows it."""
        return self.why.splitlines()

    def show(self) -> None:
        """Print it on standard error: what, why, the output's end, the remedy, where to read on."""
        lines = [f"{output.mark('failed')} {self.code} {self.what}"]
        lines += [f"  {line}" for line in self.facts]
        lines += [f"  | {line}" for line in self.output]
        label = text("Try:")
        for line in self.remedy:
            lines.append(f"  {label}  {line}")
            label = " " * output.width(label)
        lines.append(f"  {text('More:')}  {output.problems_page()}#{self.code.lower()}")
        output.complain(lines)


def _line(help_: str | Command, values: dict[str, object]) -> str:
    """Something that helps, as it is shown."""
    if isinstance(help_, str):
        return text(help_, **values)
    words = help_.words.format(**values)
    if words.startswith("manage.py "):
        words = manage(words.removeprefix("manage.py "))
    return f"{words}    {text(help_.note)}" if help_.note else words
