"""manage.py kit: everything that set-up downloads, packed for machines without a network."""

from __future__ import annotations

import argparse
import subprocess
import time
from pathlib import Path

from .. import faults
from ..kit import making, manifest, systems
from ..kit.reading import opened
from ..node import runtime
from ..problem import Problem
from ..processes.children import end_on_signals
from ..project import Project
from ..terminal import output
from ..terminal.messages import LANGUAGES, text


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py kit",
        description=text(
            "Make or check an offline kit: everything that set-up downloads, in one file or folder. "
            "`setup --kit PATH` installs from it without a network."
        ),
    )
    actions = parser.add_subparsers(dest="action", metavar="make|check", required=True)
    make = actions.add_parser("make", help=text("download everything and pack it"))
    make.add_argument(
        "--for",
        dest="systems",
        action="append",
        metavar="SYSTEMS",
        help=text(
            "the systems, with commas: {systems}; `all`, the default, means every one",
            systems=",".join(systems.SYSTEMS),
        ),
    )
    make.add_argument(
        "--python",
        dest="pythons",
        action="append",
        metavar="VERSIONS",
        help=text(
            "the Pythons, with commas: {pythons}; `all`, the default, means every one",
            pythons=",".join(systems.PYTHONS),
        ),
    )
    make.add_argument(
        "path",
        nargs="?",
        metavar="PATH",
        help=text("a new folder, or a file that ends in .zip (default: kit.zip in the project)"),
    )
    check = actions.add_parser("check", help=text("look whether a kit is whole and fits this project"))
    check.add_argument("path", metavar="PATH", help=text("the kit's folder or .zip file"))
    for action in (make, check):
        # Taken after the action, too; main.py has looked at it already.
        action.add_argument(
            "--lang", choices=tuple(LANGUAGES), default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    if options.action == "check":
        return _check(project, Path(options.path).absolute())
    return _make(project, options)


def _make(project: Project, options: argparse.Namespace) -> int:
    started = time.monotonic()
    order = systems.Order(
        [systems.SYSTEMS[word] for word in _words(options.systems, list(systems.SYSTEMS), "--for")],
        _words(options.pythons, list(systems.PYTHONS), "--python"),
        all_or_nothing=bool(options.systems or options.pythons),
    )
    target = Path(options.path).absolute() if options.path else project.root / "kit.zip"
    making.require_place(target)
    chosen = runtime.needed(project)
    end_on_signals()
    with output.Progress() as progress:
        made = making.make(project, chosen, order, target, progress)
    took = output.elapsed(time.monotonic() - started)
    output.say(
        f"{output.mark('done')} "
        + text("The kit is ready after {time}: {path}, {size}.", time=took, path=target, size=_size(target))
    )
    _tell(made, target)
    return 0


def _words(given: list[str] | None, known: list[str], option: str) -> list[str]:
    """The words of an option, in the order of `known`. Raises Problem FA120 for a word that is not known."""
    words = {word.strip() for value in given or ["all"] for word in value.split(",") if word.strip()}
    wrong = sorted(words - {*known, "all"})
    if wrong or not words:
        raise Problem(
            faults.KIT_FOR_WHAT,
            why=text("It knows all, or some of these, with commas: {words}", words=",".join(known)),
            option=option,
            words=", ".join(map(repr, wrong)) or "''",
            example=known[0],
        )
    return known if "all" in words else [word for word in known if word in words]


def _check(project: Project, path: Path) -> int:
    with opened(path) as kit:
        kit.require_sound(list(kit.manifest.files))
        kit.require_inputs(project)
        output.say(f"{output.mark('done')} {text('The kit is whole, and fits this project.')}")
        _tell(kit.manifest, path)
    return 0


def _tell(made: manifest.Manifest, path: Path) -> None:
    for system, pythons in made.wheels.items():
        output.say("  " + text("{system} with Python {pythons}", system=system, pythons=", ".join(pythons)))
    output.say(text("Set up from it, with no network:"))
    for launcher in ("sh scripts/bootstrap.sh", "scripts\\bootstrap.cmd"):
        # There it lies in another folder, so it is the name that counts. Quotes are the same everywhere.
        output.say(f"  {launcher} --kit {subprocess.list2cmdline([path.name])}")


def _size(path: Path) -> str:
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return output.size(sum(each.stat().st_size for each in files))
