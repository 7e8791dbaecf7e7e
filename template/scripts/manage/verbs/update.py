"""manage.py update: the newer files of the template, joined with what you have made of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from .. import faults, git, lock
from ..node import node_modules
from ..node.node_modules import shortened
from ..package_source import without_password
from ..problem import Problem
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Crew, as_typed, end_on_signals, run_in_foreground
from ..project import Project
from ..terminal import output
from ..terminal.messages import manage, text
from ..updating import answers_file, copier_program, merge, render, report, template_source
from ..updating.answers_file import Origin
from ..updating.merge import Result
from ..updating.render import Rendered, Wanted
from ..updating.store import Store, Tree
from ..updating.switch import APPLYING, Note, WorkTree

# What `--check` ends with where there is something new.
UPDATE_EXISTS = 5
LOCK_FILE = "frontend/package-lock.json"


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py update",
        description=text(
            "Bring the newer files of the template into this project, and keep every change of yours. "
            "Nothing is committed: look at the result, and then keep it or take it back."
        ),
    )
    step = parser.add_mutually_exclusive_group()
    step.add_argument(
        "--check",
        action="store_true",
        help=text("only say whether there is something new (exit code 5: yes)"),
    )
    step.add_argument("--dry-run", action="store_true", help=text("show what would come, and change nothing"))
    step.add_argument(
        "--continue",
        dest="go_on",
        action="store_true",
        help=text("finish an update whose conflicts are settled"),
    )
    step.add_argument(
        "--abort", action="store_true", help=text("take the update back that is not committed yet")
    )
    parser.add_argument("--to", metavar="VERSION", help=text("a version of the template, or a commit"))
    parser.add_argument(
        "--from", dest="address", metavar="ADDRESS", help=text("where the template is now, if it has moved")
    )
    parser.add_argument(
        "--data",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help=text("change an answer; may be repeated"),
    )
    parser.add_argument(
        "--bring",
        metavar="PATH",
        action="append",
        default=[],
        help=text("bring a file or folder that new projects have and this one lacks; may be repeated"),
    )
    parser.add_argument("--test", action="store_true", help=text("run the tests of both sides at the end"))
    parser.add_argument(
        "--no-setup",
        dest="setup",
        action="store_false",
        help=text("do not install what the new files ask for"),
    )
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    with lock.installing(project, "update"):
        work_tree = WorkTree(project.root)
        _put_back_what_was_interrupted(work_tree)
        if options.abort:
            return _abort(work_tree)
        if options.go_on:
            note, joined = _finish(work_tree), False
        else:
            done = _Update(project, work_tree, options).run()
            if isinstance(done, int):
                return done
            note, joined = done
    # With the new program: what runs here is the old one.
    return _install_and_test(project, options, note, joined=joined)


def _put_back_what_was_interrupted(work_tree: WorkTree) -> None:
    note = work_tree.note()
    if note and note.state == APPLYING:
        work_tree.restore(note)
        output.warn(text("An update was interrupted. All is as it was before it."))


def _abort(work_tree: WorkTree) -> int:
    note = _under_way(work_tree)
    if note is None:
        raise Problem(faults.NO_UPDATE_UNDER_WAY)
    work_tree.restore(note)
    output.say(f"{output.mark('done')} {text('The update is taken back. All files are as they were.')}")
    output.say(f"  {text('Installed packages follow with:')}  {manage('setup')}")
    return 0


def _under_way(work_tree: WorkTree) -> Note | None:
    """The update that is in the folder and in no commit yet."""
    note = work_tree.note()
    if note and (note.head != work_tree.head or not work_tree.unsaved()):
        # It was committed, or taken back by hand.
        work_tree.forget_note()
        return None
    return note


def _finish(work_tree: WorkTree) -> Note:
    note = _under_way(work_tree)
    if note is None:
        raise Problem(faults.NO_UPDATE_UNDER_WAY)
    left = sorted({*work_tree.unmerged(), *work_tree.marked(note.paths)})
    if left:
        raise _conflicts(left)
    return note


def _conflicts(paths: list[str]) -> Problem:
    program = [path for path in paths if merge.is_program(path)]
    shown = [f"git show {as_typed([f'HEAD:./{path}'])}" for path in program]
    why = text("manage.py must be able to run, so these hold the template's lines. Yours are in git:")
    return Problem(
        faults.UPDATE_CONFLICTS, why="\n".join([why, *shown]) if program else "", names=shortened(paths)
    )


class _Update:
    """One update, from looking whether there is one to files in the folder."""

    def __init__(self, project: Project, work_tree: WorkTree, options: argparse.Namespace) -> None:
        self._project = project
        self._work_tree = work_tree
        self._options = options
        self._changes = _changes(options.data)
        self._answers = _content(project.root / answers_file.NAME)
        self._origin = answers_file.read(self._answers)

    def run(self) -> int | tuple[Note, bool]:
        """The exit code where that is all; else the note of what was done, and whether the lists of npm
        packages of both sides were joined.
        """
        if not self._options.check:
            self._require_nothing_under_way()
        address = self._options.address or self._origin.address
        wanted = self._wanted(address)
        if self._options.check:
            return self._tell_whether(wanted)
        if wanted is None:
            output.say(
                f"{output.mark('done')} {text('This project has the newest version of its template.')}"
            )
            return 0
        self._require_ready()
        end_on_signals()
        with (
            tempfile.TemporaryDirectory(prefix="update-", ignore_cleanup_errors=True) as name,
            Crew() as crew,
        ):
            return self._update(Path(name).resolve(), crew, address, wanted)

    def _wanted(self, address: str) -> str | None:
        """The version to update to; None where there is nothing to do."""
        if self._options.to:
            return str(self._options.to)
        found = template_source.versions(address, self._project.root)
        newer = found.update_from(self._origin.version)
        # Answers can change, the template move, and files be asked for, while the version stays.
        has_to = self._changes or self._has_moved() or self._options.bring
        return newer or (self._origin.version if has_to else None)

    def _has_moved(self) -> bool:
        return bool(self._options.address) and self._options.address != self._origin.address

    def _tell_whether(self, wanted: str | None) -> int:
        if wanted is None or wanted == self._origin.version:
            output.say(
                f"{output.mark('done')} {text('This project has the newest version of its template.')}"
            )
            return 0
        output.say(text("There is something new: {old} → {new}", old=self._origin.version, new=wanted))
        output.say(f"  {text('Look at it:')}  {manage('update --dry-run')}")
        return UPDATE_EXISTS

    def _require_nothing_under_way(self) -> None:
        """Raises Problem FA151 where the last update is in no commit, FA150 where git waits for the user."""
        note = _under_way(self._work_tree)
        if note:
            raise Problem(faults.UPDATE_UNDER_WAY, old=note.old, new=note.new)
        busy = self._work_tree.busy_with()
        if busy:
            raise Problem(faults.GIT_UNDER_WAY, verb=busy)

    def _require_ready(self) -> None:
        """Raises Problem FA147 where a change is in no commit: it could not be told from the update's."""
        unsaved = self._work_tree.unsaved()
        if unsaved:
            raise Problem(faults.UNSAVED, names=shortened(unsaved))

    def _update(self, folder: Path, crew: Crew, address: str, wanted: str) -> int | tuple[Note, bool]:
        old = self._origin.version
        output.command(f"git clone {as_typed([without_password(address)])}")
        template = template_source.copy(address, folder, self._project.root)
        # What is remembered of the new version is its name, whatever --to has called it.
        wanted = template_source.name_of(template, wanted, address)
        template_source.name_of(template, old, address)
        _require_newer(old, wanted)
        python = copier_program.python_with_copier(self._project, crew)
        for version in (old, wanted):
            output.command(f"copier copy --vcs-ref {version} {as_typed([without_password(address)])}")
        task = text("both versions of the template")
        with output.Progress() as progress, progress.task(task):
            earlier, later, *unchanged = self._render(python, template, wanted, address, folder)
        if later.refused:
            raise Problem(
                faults.ANSWER_NOT_ALLOWED,
                first=[manage(f"update --data {as_typed([f'{key}=…'])}") for key in later.refused],
                answers=_pairs(later.refused),
                version=wanted,
            )
        store = Store(folder / "store", self._work_tree.objects, self._work_tree.object_format)
        before = store.files(self._work_tree.tree)
        present = merge.Version(store.tree_of(earlier.folder, earlier.executable), earlier.owned)
        self._require_kept(present, before)
        output.command("git merge-tree yours template")
        to_be = merge.Version(store.tree_of(later.folder, later.executable), later.owned)
        asked_for = self._asked_for(to_be, before)
        for without_changes in unchanged:
            # A file that only a changed answer brings is asked for as well, whoever it will belong to.
            asked_for |= to_be.files.keys() - store.tree_of(without_changes.folder).keys()
        result = merge.merge(store, present, to_be, before, asked_for)
        self._show(template, wanted, before, result)
        if later.dropped:
            output.warn(
                text("The template does not ask any more for: {answers}", answers=_pairs(later.dropped))
            )
        if self._options.dry_run:
            output.say(text("Nothing was changed."))
            return 1 if result.conflicts else 0
        note = self._switch(store, before, result, wanted)
        if result.conflicts:
            raise _conflicts(sorted(result.conflicts))
        return note, LOCK_FILE in result.joined

    def _asked_for(self, to_be: merge.Version, before: Tree) -> set[str]:
        """The files that --bring names. Raises Problem FA159 where there is nothing of it to bring."""
        found = set()
        for given in self._options.bring:
            top = PurePosixPath(given.replace("\\", "/"))
            files = {
                path for path in to_be.files if top in (PurePosixPath(path), *PurePosixPath(path).parents)
            }
            if not files - before.keys():
                raise Problem(faults.NOTHING_TO_BRING, path=given)
            found |= files
        return found

    def _require_kept(self, present: merge.Version, before: Tree) -> None:
        """Raises Problem FA078 where files of the template are here, and in no commit: joined would be what
        git keeps, without them.
        """
        found = self._work_tree.unkept(present.files.keys() - present.owned - before.keys())
        if found:
            paths = as_typed(git.gathered(found, before))
            raise Problem(faults.NOT_KEPT, names=shortened(found), paths=paths)

    def _render(
        self, python: Sequence[str | Path], template: Path, wanted: str, address: str, folder: Path
    ) -> list[Rendered]:
        """The version that the project has, and the one that it is to have; where answers change, that one
        without the changes, too.
        """
        present = Wanted.of(
            template,
            self._origin,
            answers_file.of_last_update(self._project.root, self._answers),
            folder / "old",
            as_data=True,
        )
        later = Wanted.of(
            template, Origin(address, wanted), self._answers, folder / "new", changes=self._changes
        )
        unchanged = [replace(later, changes={})] if self._changes else []
        return render.render(python, [present, later, *unchanged], folder)

    def _show(self, template: Path, wanted: str, before: Tree, result: Result) -> None:
        output.say(f"{self._origin.version} → {wanted}")
        changelog = git.answer(template, "show", f"{wanted}:CHANGELOG.md") or ""
        for line in report.news(changelog, self._origin.version, wanted):
            output.say(f"  {line}".rstrip())
        for line in report.table(report.rows(before, result)):
            output.say(line)

    def _switch(self, store: Store, before: Tree, result: Result, wanted: str) -> Note:
        in_the_way = self._work_tree.in_the_way(before, result.files)
        if in_the_way:
            raise Problem(faults.IN_THE_WAY, names=shortened(in_the_way))
        paths = [path for _, path in merge.changed(before, result.files)]
        note = Note(APPLYING, self._work_tree.head, paths, self._origin.version, wanted)
        self._work_tree.take_objects(store.folder)
        self._work_tree.switch(before, result, note)
        return note


def _changes(data: list[str]) -> dict[str, str]:
    """What --data says. Raises Problem FA155."""
    for item in data:
        if not item.partition("=")[1] or item.startswith("="):
            raise Problem(faults.NO_CHANGE, item=item)
    return {key: value for key, _, value in (item.partition("=") for item in data)}


def _pairs(answers: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in answers.items())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(faults.NO_ORIGIN, why=str(error), file=path.name) from error


def _require_newer(old: str, wanted: str) -> None:
    present, version = template_source.order(old), template_source.order(wanted)
    if present[0] and version[0] and version < present:
        raise Problem(faults.OLDER_VERSION, version=wanted, present=old)


def _install_and_test(project: Project, options: argparse.Namespace, note: Note, *, joined: bool) -> int:
    """Let the new manage.py install what the new files ask for, and say what is left to do."""
    if options.setup and joined and node_modules.is_there(project):
        _manage(project, "npm", "install", "--package-lock-only", "--ignore-scripts")
        git.work(project.root, "add", "--", LOCK_FILE)
    code = _manage(project, "setup") if options.setup else 0
    if code == 0 and options.test:
        code = _manage(project, "test")
    message = f"Update from the template to {note.new}"
    output.say()
    if code == 0:
        output.say(f"{output.mark('done')} {text('The update is in this folder, and in no commit yet.')}")
    else:
        output.warn(text("The new files are in this folder, but this did not succeed with them."))
    next_ = {
        text("Look at it:"): "git diff --staged",
        text("Keep it:"): f'git commit -m "{message}"',
        text("Take it back:"): manage("update --abort"),
    }
    longest = max(map(output.width, next_))
    for label, command in next_.items():
        output.say(f"  {label}{' ' * (longest - output.width(label))}  {command}")
    return code


def _manage(project: Project, *words: str) -> int:
    """Run a verb of the project's as it is now; its exit code."""
    output.say(f"{output.mark('command')} {manage(' '.join(words))}")
    return run_in_foreground(
        [sys.executable, "manage.py", *words],
        cwd=project.root,
        environment=scrubbed_environment(project.venv),
    ).exit_code
