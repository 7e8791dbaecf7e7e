"""From this clone to a running project: asks the questions, copies, makes the first commit, sets it up.

Called by new.sh and new.cmd. Standard library only: it makes .venv with the pinned Copier and runs that.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# First: the project's own modules serve here, and this lets them be imported.
import private_venv

# isort: split

import new_texts
import repository_faults
import template_origin
from scripts.manage import git
from scripts.manage.problem import Problem
from scripts.manage.terminal import messages, output
from scripts.manage.terminal.messages import text, typed_python
from template_origin import TemplateOrigin

WINDOWS = os.name == "nt"
CANCELLED = 130


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="new.cmd" if WINDOWS else "new.sh",
        description="Make a new Flask + Angular project and set it up.",
    )
    parser.add_argument(
        "target", nargs="?", help="the new project's folder: ../my-app (not needed for --preview)"
    )
    parser.add_argument("--defaults", action="store_true", help="ask nothing; take every default")
    parser.add_argument(
        "--data",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help='an answer given beforehand: project_name="My App" (repeatable)',
    )
    parser.add_argument(
        "--ref", help="a tag or commit of the template (the newest release, else the newest commit)"
    )
    steps = parser.add_mutually_exclusive_group()
    steps.add_argument("--dev", action="store_true", help="start it too, and open the browser")
    steps.add_argument("--no-setup", dest="setup", action="store_false", help="only copy and commit")
    steps.add_argument(
        "--preview", action="store_true", help="show the files that would come, and whose; write nothing"
    )
    parser.add_argument(
        "--lang", choices=list(messages.LANGUAGES), help="the language to speak (the machine's, else English)"
    )
    return parser


def main() -> int:
    output.prepare()
    known = parser()
    options = known.parse_args()
    if not options.target and not options.preview:
        known.error("the following arguments are required: target")
    new_texts.use(options.lang or messages.of_machine())
    try:
        return _preview(options) if options.preview else _run(options)
    except Problem as problem:
        problem.show()
        return problem.exit_code
    except KeyboardInterrupt:
        output.say(text("Stopped. Nothing was made."))
        return CANCELLED


def _preview(options: argparse.Namespace) -> int:
    answers = _answers(options.data, options.defaults)
    target = _checked_target(Path(options.target)) if options.target else Path.cwd() / "my-app"
    found = template_origin.find(private_venv.REPOSITORY, options.ref)
    _ask_and_copy(private_venv.ensure(), found, target, answers, defaults=options.defaults, preview=True)
    output.say()
    output.say(text("Nothing was written. Without --preview, the project is made."))
    return 0


def _run(options: argparse.Namespace) -> int:
    started = time.monotonic()
    answers = _answers(options.data, options.defaults)
    target = _checked_target(Path(options.target))
    found = template_origin.find(private_venv.REPOSITORY, options.ref)
    python = private_venv.ensure()
    existed = target.exists()
    try:
        recorded = _ask_and_copy(python, found, target, answers, defaults=options.defaults)
        _require_updatable(recorded, found)
        committed = _first_commit(target)
    except BaseException:
        _take_back(target, existed=existed)
        raise
    output.say(f"{output.mark('done')} {text('Made {folder}', folder=target)}")
    version = text("at {version}", version=recorded["_commit"])
    output.say(f"  {text('Its template:')}  {recorded['_src_path']}  {version}")
    for note in found.notes:
        output.say(f"  {note}")
    if committed:
        output.say(f"{output.mark('done')} {text('Made the first commit')}")
    code = _set_up(target) if options.setup else 0
    set_up = options.setup and code == 0
    if code == 0:
        output.say()
        took = output.elapsed(time.monotonic() - started)
        output.say(f"{output.mark('done')} {text('Done in {time}.', time=took)}")
    _say_next(options.target, committed=committed, set_up=set_up)
    return _in_project(target, [sys.executable, "manage.py", "dev"]) if set_up and options.dev else code


def _answers(data: list[str], defaults: bool) -> list[str]:
    for item in data:
        if "=" not in item:
            raise Problem(repository_faults.NO_ANSWER, why=text("An answer is KEY=VALUE."), item=item)
    if defaults and not any(item.startswith("project_name=") for item in data):
        raise Problem(repository_faults.NO_NAME)
    return data


def _checked_target(given: Path) -> Path:
    """The target's absolute path. Raises Problem FA088 where a project cannot be made there."""
    target = given.expanduser().resolve()
    fault = _target_fault(target)
    if fault:
        raise Problem(repository_faults.NO_PLACE, why=fault, target=target)
    return target


def _target_fault(target: Path) -> str | None:
    if target.is_relative_to(private_venv.REPOSITORY):
        return text("It lies inside the template's own folder.")
    if target.exists() and not target.is_dir():
        return text("It is a file.")
    if target.is_dir() and any(target.iterdir()):
        return text("The folder is not empty, and nothing in it may be overwritten.")
    nearest = next(folder for folder in (target, *target.parents) if folder.exists())
    try:
        with tempfile.TemporaryDirectory(dir=nearest):
            return None
    except OSError as error:
        return text("{folder} cannot be written to ({reason}).", folder=nearest, reason=error.strerror)


def _ask_and_copy(
    python: Path,
    found: TemplateOrigin,
    target: Path,
    answers: list[str],
    *,
    defaults: bool,
    preview: bool = False,
) -> dict[str, Any]:
    """Ask and copy, or with `preview` show the files; give what the project recorded of its template.

    Raises Problem: FA089 with Copier's sentence, FA087 where an answer is missing and nobody can be asked;
    and KeyboardInterrupt when the user gave up.
    """
    # A cache of its own: the clone at hand must not end up as what Copier remembers of the address. What
    # Copier leaves when it is stopped goes with the folder, too.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        report = Path(folder) / "report.json"
        command = [str(python), "-X", "utf8", str(Path(__file__).with_name("render.py"))]
        command += [found.address, found.reference, str(target), str(report)]
        command += ["--language", messages.language(), *(f"--data={item}" for item in answers)]
        command += [*["--defaults"] * defaults, *["--preview"] * preview]
        own = {"COPIER_CACHE_DIR": f"{folder}/cache", **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)}
        finished, was_stopped = _waited_for(command, git.without_repository() | found.environment() | own)
        known: dict[str, Any] = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
        if finished.returncode == CANCELLED or was_stopped:
            raise KeyboardInterrupt
        if finished.returncode != 0 and "unanswered" in known:
            raise _cannot_ask(known)
        if finished.returncode != 0:
            lines = finished.stderr.strip().splitlines() or [text("Copier gave no reason.")]
            raise Problem(repository_faults.NOT_MADE, why=lines[-1])
        return known


def _waited_for(
    command: list[str], environment: dict[str, str]
) -> tuple[subprocess.CompletedProcess[str], bool]:
    """Run a program that asks in this terminal; give how it ended, and whether Ctrl-C was pressed meanwhile.

    Ctrl-C reaches the program itself, which cleans up: this one only waits for that.
    """
    presses = []
    # A function, as being ignored is inherited.
    before = signal.signal(signal.SIGINT, lambda *_: presses.append(True))
    try:
        finished = subprocess.run(
            command,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    finally:
        signal.signal(signal.SIGINT, before)
    return finished, bool(presses)


def _cannot_ask(known: dict[str, Any]) -> Problem:
    """The problem of questions that cannot be asked: which, and how to answer them beforehand."""
    unanswered = known["unanswered"] or [["project_name", ""]]
    why = text("Not answered: {names}", names=", ".join(name for name, _ in unanswered))
    name, example = next(((name, given) for name, given in unanswered if not given), unanswered[0])
    example = example or "My App"
    answer = f'{name}="{example}"' if re.search(r"[^\w.-]", example) else f"{name}={example}"
    if "columns" not in known:
        return Problem(repository_faults.NO_TERMINAL, why=why, answer=answer)
    return Problem(
        repository_faults.SMALL_TERMINAL,
        why=why,
        answer=answer,
        columns=known["columns"],
        lines=known["lines"],
    )


def _require_updatable(recorded: dict[str, Any], found: TemplateOrigin) -> None:
    """Raises Problem FA090 where the new project could never be updated."""
    if recorded["_src_path"] != found.address or not recorded["_commit"]:
        raise Problem(
            repository_faults.NOT_UPDATABLE,
            why=text("It recorded {found}; {wanted} was expected.", found=recorded, wanted=found.address),
        )


def _take_back(target: Path, *, existed: bool) -> None:
    """Leave the target as it was: empty, or not there."""
    if not existed:
        shutil.rmtree(target, ignore_errors=True)
        return
    for path in target.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _first_commit(target: Path) -> bool:
    """Make the commit that later updates start from. False where git does not know who commits."""
    # Nothing but the template's files is there yet. All belong into it, whatever the user's own list of
    # ignored files says (`core`, `*.toml`); and a hook that looks at the user's own work has nothing to say.
    for words in (["init", "--quiet", "--initial-branch=main"], ["add", "--all", "--force"]):
        git.run(target, *words).check_returncode()
    committed = git.run(target, "commit", "--quiet", "--no-verify", "-m", "Start from the template")
    return committed.returncode == 0


def _set_up(target: Path) -> int:
    output.say()
    launcher = ["cmd", "/d", "/c", "scripts\\bootstrap.cmd"] if WINDOWS else ["sh", "scripts/bootstrap.sh"]
    return _in_project(target, launcher)


def _in_project(target: Path, command: list[str]) -> int:
    """Run a command of the new project's in this terminal; give its exit code.

    Ctrl-C reaches the command itself, which ends in its own way: this program only waits for that.
    """
    sys.stdout.flush()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.run(command, cwd=target).returncode


def _say_next(target: str, *, committed: bool, set_up: bool) -> None:
    if not committed:
        output.say()
        output.warn(
            text("git does not know who you are, so there is no first commit yet. Later updates need it:")
        )
        output.say(f'    cd "{target}"')
        output.say('    git config --global user.name "Your Name"')
        output.say('    git config --global user.email "you@example.com"')
        output.say('    git commit -m "Start from the template"')
    output.say()
    output.say(text("Start it:") if set_up else text("Set it up and start it:"))
    output.say(f'    cd "{target}"')
    if not set_up:
        output.say("    scripts\\bootstrap.cmd" if WINDOWS else "    sh scripts/bootstrap.sh")
    output.say(f"    {typed_python()} manage.py dev")
    output.say()


if __name__ == "__main__":
    sys.exit(main())
