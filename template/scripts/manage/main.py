"""Parses the first word and hands over to the verb's module."""

from __future__ import annotations

import errno
import re
import threading
import traceback
from collections.abc import Sequence
from importlib import import_module

from . import faults, lock
from .problem import Problem
from .processes import limits
from .processes.children import Stopped
from .processes.failures import SHOWN_LINES
from .project import Project
from .python import interpreter
from .terminal import messages, output
from .terminal.messages import text
from .verbs import HELP_WORDS, VERBS, needs_venv

HELP = "usage: {python} manage.py VERB [options]\n\n{verbs}\n\n{more}  {python} manage.py VERB --help"
# Windows' number for a full disk (learn.microsoft.com, "System Error Codes").
DISK_FULL = 112
# These hand every word over to another program.
PASS_THROUGH = ("db", "npm", "ng")


def main(arguments: Sequence[str]) -> int:
    """Run a verb; give the exit code: 0 done, 1 a problem, 2 misused, 128 + signal when stopped."""
    output.prepare()
    messages.use(_language(arguments))
    if not arguments or arguments[0] in (*HELP_WORDS, "help"):
        verbs = "\n".join(f"  {verb:<8} {text(help_)}" for verb, help_ in VERBS.items())
        more = text("Options of a verb:")
        output.tell(HELP.format(python=messages.typed_python(), verbs=verbs, more=more))
        return 0
    before, threading.excepthook = threading.excepthook, _tell_of_thread
    try:
        return _run(arguments[0], arguments[1:])
    except Problem as problem:
        problem.show()
        return problem.exit_code
    except Stopped as stopped:
        output.say(text("Stopped."))
        return stopped.exit_code
    except KeyboardInterrupt:
        return 130
    except (ImportError, SyntaxError):
        # A file of this program is damaged: manage.py says so, which must also work where main.py is.
        raise
    except Exception as error:
        unforeseen = _unforeseen(error)
        unforeseen.show()
        return unforeseen.exit_code
    finally:
        threading.excepthook = before


def _unforeseen(error: Exception) -> Problem:
    """The last catch: nobody must wonder whether a traceback of this program is about their own code."""
    is_full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if is_full or getattr(error, "winerror", None) == DISK_FULL:
        return Problem(faults.DISK_FILLED_UP, why=str(error))
    limited = limits.behind(error)
    if limited:
        return limited
    what = "".join(traceback.format_exception_only(error)).strip()
    place = traceback.extract_tb(error.__traceback__)[-1]
    return Problem(
        faults.BUG,
        why=f"{what}\n{place.filename}:{place.lineno}",
        output="".join(traceback.format_tb(error.__traceback__)).splitlines()[-SHOWN_LINES:],
        address=_template(),
    )


def _tell_of_thread(arguments: threading.ExceptHookArgs) -> None:
    """What threading does with an error that nothing in its thread has caught: the others go on."""
    if isinstance(arguments.exc_value, Exception):
        _unforeseen(arguments.exc_value).show()


def _template() -> str:
    """Where this project's template comes from, as Copier notes it."""
    answers = Project.here().root / ".copier-answers.yml"
    try:
        match = re.search(
            r"^_src_path: *['\"]?([^'\"\n]+)", answers.read_text(encoding="utf-8"), re.MULTILINE
        )
    except (OSError, UnicodeDecodeError):
        match = None
    return match[1].strip() if match else text("_src_path in {file}", file=answers.name)


def _language(arguments: Sequence[str]) -> str:
    """The language to speak from the first word on: what --lang says, else the machine's."""
    if arguments and arguments[0] not in PASS_THROUGH:
        for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
            wanted = following if word == "--lang" else word.removeprefix("--lang=")
            if wanted in messages.LANGUAGES:
                return wanted
    return messages.of_machine()


def _run(verb: str, arguments: Sequence[str]) -> int:
    project = Project.here()
    if verb not in VERBS:
        # Here: each start would load it.
        import difflib

        close = difflib.get_close_matches(verb, VERBS, n=1)
        raise Problem(
            faults.NO_VERB, why=text("Did you mean {verb!r}?", verb=close[0]) if close else "", verb=verb
        )
    module = import_module(f".verbs.{verb}", __package__)
    parser = module.parser()
    if verb not in PASS_THROUGH:
        parser.add_argument("--lang", choices=tuple(messages.LANGUAGES), help=text("the language to speak"))
    if arguments and arguments[0] in HELP_WORDS:
        parser.print_help()
        return 0
    options = parser.parse_args(arguments)
    if needs_venv(verb, list(arguments)):
        # manage.py has done so already, unless something hinders it.
        interpreter.enter_venv(project)
        with lock.using(project, verb):
            return int(module.run(project, options))
    return int(module.run(project, options))
