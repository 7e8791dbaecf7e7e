"""Changing files of a project together: all of it, or nothing.

A note in the project's folder tells, before the first file changes, what each one held and what it will hold.
Whatever ends this program half-way (an error, Ctrl-C, a power cut), this program or the next one puts
everything back; but never over what somebody has written meanwhile.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from .. import lock
from ..processes.children import ignore_signals
from ..project import Project
from ..terminal import output
from ..terminal.messages import text

NOTE = ".manage.change.json"
# A file is written under this ending first, so that nobody reads half of it.
PART = ".part"


@dataclass(frozen=True)
class Note:
    """What is about to change. Paths are from the project's root, contents in base64, None where no file is.

    `after` are hashes of what will be there: "" where a tool decides. `folders` are those that are made.
    """

    before: dict[str, str | None]
    after: dict[str, str | None]
    folders: list[str]


class Change:
    """Files on their way. Made by `begun`."""

    def __init__(self, root: Path, files: Mapping[str, bytes | None], note: Note) -> None:
        self._root = root
        self._files = files
        self._note = note

    def bring(self, paths: Iterable[str]) -> None:
        """Write these files of the plan, or delete them."""
        for path in paths:
            content = self._files[path]
            if content is None:
                _delete(self._root, path)
            else:
                _write(self._root, path, content)

    def undo(self) -> list[str]:
        """Put everything back; give the files that somebody has changed meanwhile, which stay."""
        return _undo(self._root, self._note)


@contextmanager
def alone(project: Project, verb: str) -> Iterator[None]:
    """While the body runs, no other program changes features here. What an earlier one left is put back."""
    with lock.changing_features(project, verb):
        _put_back_what_was_left(project)
        yield


@contextmanager
def begun(
    project: Project, files: Mapping[str, bytes | None], by_tools: Iterable[str] = ()
) -> Iterator[Change]:
    """Change files of a project: what `files` says, and those that tools write while the body runs.

    Where the body ends with an error, or is interrupted, all is put back.
    """
    root = project.root
    change = Change(root, files, _note(root, files, by_tools))
    try:
        _save(root, change._note)
        yield change
    except BaseException:
        # Nothing may interrupt this, not even a second Ctrl-C.
        ignore_signals()
        _tell_of(change.undo())
        output.say(text("Nothing was changed."))
        raise
    (root / NOTE).unlink(missing_ok=True)


def _note(root: Path, files: Mapping[str, bytes | None], by_tools: Iterable[str]) -> Note:
    before: dict[str, str | None] = {}
    after: dict[str, str | None] = {}
    for path in [*files, *by_tools]:
        content = _read(root / path)
        before[path] = None if content is None else base64.b64encode(content).decode()
        if path not in files:
            after[path] = ""
        else:
            planned = files[path]
            after[path] = None if planned is None else _hash(planned)
    folders = {
        str(folder)
        for path in after
        for folder in PurePosixPath(path).parents[:-1]
        if not (root / folder).exists()
    }
    # The deepest first: so they are deleted.
    return Note(before, after, sorted(folders, key=len, reverse=True))


def _save(root: Path, note: Note) -> None:
    written = root / f"{NOTE}{PART}"
    with written.open("w", encoding="utf-8") as file:
        json.dump(asdict(note), file)
        file.flush()
        os.fsync(file.fileno())
    written.replace(root / NOTE)


def _put_back_what_was_left(project: Project) -> None:
    (project.root / f"{NOTE}{PART}").unlink(missing_ok=True)
    try:
        note = Note(**json.loads((project.root / NOTE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return
    except (OSError, ValueError, TypeError):
        # No program writes half a note.
        (project.root / NOTE).unlink(missing_ok=True)
        return
    left = _undo(project.root, note)
    output.warn(text("An earlier call was interrupted half-way. What it had written is taken back."))
    _tell_of(left)


def _tell_of(left: Iterable[str]) -> None:
    for path in left:
        output.warn(text("{path} was changed meanwhile, and stays as it is.", path=path))


def _undo(root: Path, note: Note) -> list[str]:
    """Put back what the note tells of, and delete it; give the files that are as neither before nor after."""
    left = []
    for path, kept in note.before.items():
        place = root / path
        place.with_name(f".{place.name}{PART}").unlink(missing_ok=True)
        before = None if kept is None else base64.b64decode(kept)
        now = _read(place)
        if now == before:
            continue
        after = note.after[path]
        if after != "" and (None if now is None else _hash(now)) != after:
            left.append(path)
        elif before is None:
            place.unlink()
        else:
            _write(root, path, before)
    for folder in note.folders:
        _clear(root / folder)
    (root / NOTE).unlink(missing_ok=True)
    return left


def _clear(folder: Path) -> None:
    """Delete a folder that holds nothing but what Python keeps of its own."""
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    with suppress(OSError):
        folder.rmdir()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(root: Path, path: str, content: bytes) -> None:
    # Where it is a link, what it leads to is written.
    place = (root / path).resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}{PART}")
    part.write_bytes(content)
    if place.exists():
        shutil.copymode(place, part)
    part.replace(place)


def _delete(root: Path, path: str) -> None:
    """Delete a file, and the folders that are empty then."""
    place = root / path
    place.unlink(missing_ok=True)
    for folder in place.parents:
        if folder == root or not folder.is_dir():
            return
        if {each.name for each in folder.iterdir()} - {"__pycache__"}:
            return
        _clear(folder)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
