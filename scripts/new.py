"""From this clone to a running project: asks the questions, copies, makes the first commit, sets it up.

Called by new.sh and new.cmd. Standard library only: it makes .venv with the pinned Copier and runs that.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import private_venv
import repository_faults
import template_origin
from scripts.manage import git
from scripts.manage.problem import Problem
from scripts.manage.terminal import output
from scripts.manage.terminal.messages import typed_python
from template_origin import TemplateOrigin

WINDOWS = os.name == "nt"
CANCELLED = 130


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="new.cmd" if WINDOWS else "new.sh",
        description="Make a new Flask + Angular project and set it up.",
    )
    parser.add_argument("target", help="the new project's folder: ../my-app")
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
    return parser


def main() -> int:
    output.prepare()
    options = parser().parse_args()
    try:
        return _run(options)
    except Problem as problem:
        problem.show()
        return problem.exit_code
    except KeyboardInterrupt:
        output.say("Stopped. Nothing was made.")
        return CANCELLED


def _run(options: argparse.Namespace) -> int:
    started = time.monotonic()
    answers = _answers(options.data, options.defaults)
    target = _checked_target(Path(options.target))
    found = template_origin.find(private_venv.REPOSITORY, options.ref)
    python = private_venv.ensure()
    existed = target.exists()
    try:
        recorded = _copy(python, found, target, answers, defaults=options.defaults)
        _require_updatable(recorded, found)
    except BaseException:
        _take_back(target, existed=existed)
        raise
    output.say(f"{output.mark('done')} Made {target}")
    output.say(f"  Its template:  {recorded['_src_path']}  at {recorded['_commit']}")
    for note in found.notes:
        output.say(f"  {note}")
    committed = _first_commit(target)
    code = _set_up(target) if options.setup else 0
    set_up = options.setup and code == 0
    if code == 0:
        output.say()
        output.say(f"{output.mark('done')} Done in {output.elapsed(time.monotonic() - started)}.")
    _say_next(options.target, committed=committed, set_up=set_up)
    return _in_project(target, [sys.executable, "manage.py", "dev"]) if set_up and options.dev else code


def _answers(data: list[str], defaults: bool) -> list[str]:
    for item in data:
        if "=" not in item:
            raise Problem(repository_faults.NO_ANSWER, why="An answer is KEY=VALUE.", item=item)
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
        return "It lies inside the template's own folder."
    if target.exists() and not target.is_dir():
        return "It is a file."
    if target.is_dir() and any(target.iterdir()):
        return "The folder is not empty, and nothing in it may be overwritten."
    nearest = next(folder for folder in (target, *target.parents) if folder.exists())
    try:
        with tempfile.TemporaryDirectory(dir=nearest):
            return None
    except OSError as error:
        return f"{nearest} cannot be written to ({error.strerror})."


def _copy(
    python: Path, found: TemplateOrigin, target: Path, answers: list[str], *, defaults: bool
) -> dict[str, str | None]:
    """Ask and copy; give what the project recorded of its template.

    Raises Problem FA089 with Copier's sentence, and KeyboardInterrupt when the user gave up.
    """
    # A cache of its own: the clone at hand must not end up as what Copier remembers of the address.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        report = Path(folder) / "recorded.json"
        command = [str(python), "-X", "utf8", str(Path(__file__).with_name("render.py"))]
        command += [
            found.address,
            found.reference,
            str(target),
            str(report),
            "1" if defaults else "0",
            *answers,
        ]
        finished = subprocess.run(
            command,
            env=git.without_repository() | found.environment() | {"COPIER_CACHE_DIR": f"{folder}/cache"},
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        if finished.returncode == CANCELLED:
            raise KeyboardInterrupt
        if finished.returncode != 0:
            lines = finished.stderr.strip().splitlines() or ["Copier gave no reason."]
            raise Problem(repository_faults.NOT_MADE, why=lines[-1])
        recorded: dict[str, str | None] = json.loads(report.read_text(encoding="utf-8"))
        return recorded


def _require_updatable(recorded: dict[str, str | None], found: TemplateOrigin) -> None:
    """Raises Problem FA090 where the new project could never be updated."""
    if recorded["_src_path"] != found.address or not recorded["_commit"]:
        raise Problem(
            repository_faults.NOT_UPDATABLE,
            why=f"It recorded {recorded}; {found.address} was expected.",
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
    if committed.returncode == 0:
        output.say(f"{output.mark('done')} Made the first commit")
        return True
    return False


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
        output.warn("git does not know who you are, so there is no first commit yet. Later updates need it:")
        output.say(f'    cd "{target}"')
        output.say('    git config --global user.name "Your Name"')
        output.say('    git config --global user.email "you@example.com"')
        output.say('    git commit -m "Start from the template"')
    output.say()
    output.say("Start it:" if set_up else "Set it up and start it:")
    output.say(f'    cd "{target}"')
    if not set_up:
        output.say("    scripts\\bootstrap.cmd" if WINDOWS else "    sh scripts/bootstrap.sh")
    output.say(f"    {typed_python()} manage.py dev")
    output.say()


if __name__ == "__main__":
    sys.exit(main())
