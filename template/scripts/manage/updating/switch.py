"""Bringing a finished update into the project's folder, and back out of it.

Everything slow has happened elsewhere before. What is left takes a moment; a note in git's folder tells
which files are about to change, so that whatever ends this program, the next one can put all of them back.
git's index is replaced last, in one step.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath

from .. import faults, git
from ..problem import Problem
from .merge import Result, changed
from .store import Entry, Tree, index_lines

# In git's folder of this work tree.
NOTE = "template-update.json"
APPLYING, APPLIED = "applying", "applied"
# How git begins the two sides here; with a colon and a path, where the file has two names.
MARKS = re.compile(rb"^(<<<<<<< yours|>>>>>>> template)(:.*|\r)?$", re.MULTILINE)
# What git keeps while it waits for the user (gitrepository-layout(5)).
UNDER_WAY = {
    "merge": "MERGE_HEAD",
    "cherry-pick": "CHERRY_PICK_HEAD",
    "revert": "REVERT_HEAD",
    "rebase": "rebase-merge",
    "am": "rebase-apply",
}
# Nobody's settings decide what arrives. What the user's git does with contents (line ends, LFS) stays.
SETTINGS = ("core.excludesFile=", "core.hooksPath=/dev/null", "core.quotepath=false", "core.safecrlf=false",
            "core.longpaths=true", "advice.detachedHead=false")  # fmt: skip


@dataclass(frozen=True)
class Note:
    """What an update is doing, or has done and is not yet committed.

    `state` is APPLYING, or APPLIED; `head` the commit that it started from; `paths` the files that it
    changes, from the project's root; `old` and `new` the template's versions.
    """

    state: str
    head: str
    paths: list[str]
    old: str
    new: str


class WorkTree:
    """The project's folder, as git sees it: maybe a part of a larger repository."""

    def __init__(self, root: Path) -> None:
        """Raises Problem as `git.must_keep`."""
        git.must_keep(root)
        self.root = root
        self.top = Path(self._say("rev-parse", "--show-toplevel"))
        # With a slash at its end; empty in the repository's root.
        self.prefix = self._say("rev-parse", "--show-prefix")
        self.git_folder = root / self._say("rev-parse", "--git-dir")
        self.objects = root / self._say("rev-parse", "--git-path", "objects")
        self.object_format = git.answer(root, "rev-parse", "--show-object-format") or "sha1"

    @property
    def head(self) -> str:
        return self._say("rev-parse", "HEAD")

    @property
    def tree(self) -> str:
        """The name of what HEAD has in the project's folder."""
        return f"{self.head}:{self.prefix}" if self.prefix else f"{self.head}^{{tree}}"

    def unsaved(self) -> list[str]:
        """Files of the project that differ from HEAD: changed, deleted, staged, in conflict; not new ones."""
        words = [
            "status",
            "--porcelain=v1",
            "-z",
            "--untracked-files=no",
            "--no-renames",
            "--ignore-submodules",
        ]
        printed = self._git(*words, "--", ".")
        prefix = self.prefix.encode("utf-8", "surrogateescape")
        paths = [line[3:].removeprefix(prefix) for line in printed.split(b"\0") if line]
        return [*_texts(paths), *self._overlooked()]

    def unkept(self, paths: Iterable[str]) -> list[str]:
        """Those of the files that lie in the folder, and that git neither keeps nor was told by the project's
        own .gitignore to leave out: somebody's own list of ignored files names them, most of the time.
        """
        words = ["ls-files", "--others", "--exclude-per-directory=.gitignore", "-z", "--", "."]
        return sorted(set(paths).intersection(_texts(self._git(*words).split(b"\0"))))

    def shown(self) -> set[str]:
        """The files that git keeps, or would with `git add --all`, whoever told it what to leave out."""
        words = ["ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", "."]
        return set(_texts(git.work(self.root, *words)[1].split(b"\0")))

    def in_the_way(self, before: Tree, after: Tree) -> list[str]:
        """What lies, unknown to git, where the update brings a file: it must not be lost."""
        return [path for kind, path in changed(before, after) if kind == "A" and self._is_taken(path, before)]

    def busy_with(self) -> str | None:
        """What git is in the middle of here ("merge", "rebase"); None where it is not."""
        return next((verb for verb, name in UNDER_WAY.items() if self._path(name).exists()), None)

    def note(self) -> Note | None:
        """The note of an update that was interrupted, or is not yet committed."""
        try:
            return Note(**json.loads((self.git_folder / NOTE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write_note(self, note: Note) -> None:
        written = self.git_folder / f"{NOTE}.new"
        with written.open("w", encoding="utf-8") as file:
            json.dump(asdict(note), file)
            file.flush()
            os.fsync(file.fileno())
        written.replace(self.git_folder / NOTE)

    def forget_note(self) -> None:
        (self.git_folder / NOTE).unlink(missing_ok=True)

    def take_objects(self, store: Path) -> None:
        """Copy what a store has made into the project's repository: contents named by what they hold."""
        for path in sorted((store / "objects").glob("??/*")):
            target = self.objects / path.parent.name / path.name
            if target.exists():
                continue
            target.parent.mkdir(exist_ok=True)
            part = target.with_name(f"{path.name}.part")
            shutil.copyfile(path, part)
            part.chmod(0o444)
            part.replace(target)

    def switch(self, before: Tree, result: Result, note: Note) -> None:
        """Bring the result into the folder and git's index; HEAD stays. Raises Problem FA148
        where another git is at work."""
        self._require_no_lock()
        self.write_note(note)
        self._bring(before, result.files, result.conflicts)
        self.write_note(replace(note, state=APPLIED))

    def restore(self, note: Note) -> None:
        """Put back what HEAD had, in all files that the update has changed. Raises Problem FA147."""
        self._require_no_lock()
        # A file may be in conflict and be as it was: a picture, or one that the template dropped.
        stuck = [path for path in self.unmerged() if path not in note.paths]
        tree = f"{note.head}:{self.prefix}" if self.prefix else note.head
        head = self._files(tree, [*note.paths, *stuck])
        before = {path: Entry("100644", "") for path in note.paths}
        self._bring(before, head, {}, settled=stuck)
        self.forget_note()

    def unmerged(self) -> list[str]:
        """The project's files that are in conflict still."""
        printed = self._git("diff", "--name-only", "--diff-filter=U", "-z", "--relative", "--", ".")
        return _texts(sorted(path for path in printed.split(b"\0") if path))

    def marked(self, paths: Iterable[str]) -> list[str]:
        """Those of the files in which marks of a conflict stand still."""
        found = []
        for path in paths:
            with suppress(OSError):
                if MARKS.search((self.root / path).read_bytes().replace(b"\0", b"")):
                    found.append(path)
        return found

    def _bring(
        self,
        before: Tree,
        after: Tree,
        conflicts: Mapping[str, Mapping[int, Entry]],
        *,
        settled: Iterable[str] = (),
    ) -> None:
        """Write, delete, and then replace git's index. `settled` are conflicts that the index must forget."""
        differing = [path for _, path in changed(before, after)]
        gone = [path for path in differing if path not in after]
        written = {path: after[path] for path in differing if path in after}
        index = self.git_folder / f"{NOTE}.index"
        real = self._path("index")
        # Of an update that was killed: maybe git's own index under another name.
        index.unlink(missing_ok=True)
        shutil.copyfile(real, index)
        lines = self._without([*gone, *settled])
        self._git("update-index", "-z", "--index-info", content=lines + self._lines(written), index=index)
        for path in sorted(gone, reverse=True):
            self._delete(path)
        # What says how files are written comes first.
        first = [path for path in written if path.endswith(".gitattributes")]
        for paths in (first, [path for path in written if path not in first]):
            names = "".join(f"{self.prefix}{path}\0" for path in paths).encode("utf-8", "surrogateescape")
            words = ["checkout-index", "--force", "--index", "-z", "--stdin"]
            self._git(*words, content=names, index=index, cwd=self.top)
        lines = self._without(conflicts)
        for path, sides in conflicts.items():
            lines += b"".join(self._lines({path: entry}, stage) for stage, entry in sorted(sides.items()))
        self._git("update-index", "-z", "--index-info", content=lines, index=index)
        self._replace_index(index, real)

    def _replace_index(self, index: Path, real: Path) -> None:
        """In one step, and never while another git writes its own (git's own way: index.lock)."""
        lock = real.with_name("index.lock")
        try:
            try:
                # The same file by two names: whose lock it is can be told, should this program be killed now.
                os.link(index, lock)
            except FileExistsError:
                raise
            except OSError:
                # A file system without links.
                with lock.open("xb") as file:
                    file.write(index.read_bytes())
        except FileExistsError as error:
            raise Problem(faults.GIT_IS_BUSY, file=lock) from error
        lock.replace(real)
        index.unlink()

    def _require_no_lock(self) -> None:
        """Raises Problem FA148 where git's index is locked, other than by an update that was killed."""
        lock = self._path("index").with_name("index.lock")
        ours = self.git_folder / f"{NOTE}.index"
        with suppress(FileNotFoundError):
            if ours.exists() and lock.samefile(ours):
                lock.unlink()
        if lock.exists():
            raise Problem(faults.GIT_IS_BUSY, file=lock)

    def _delete(self, path: str) -> None:
        place = self.root / path
        with suppress(FileNotFoundError, NotADirectoryError):
            if place.is_dir() and not place.is_symlink():
                return
            place.unlink()
        # As git does: no empty folder is left.
        for folder in place.parents:
            if folder == self.root or not _is_empty(folder):
                return
            with suppress(OSError):
                folder.rmdir()

    def _lines(self, files: Mapping[str, Entry], stage: int = 0) -> bytes:
        return index_lines({f"{self.prefix}{path}": entry for path, entry in files.items()}, stage)

    def _without(self, paths: Iterable[str]) -> bytes:
        """Lines that take paths out of an index."""
        nothing = "0" * (64 if self.object_format == "sha256" else 40)
        lines = (f"0 {nothing}\t{self.prefix}{path}\0" for path in paths)
        return "".join(lines).encode("utf-8", "surrogateescape")

    def _files(self, tree: str, paths: Iterable[str]) -> Tree:
        wanted = set(paths)
        found: Tree = {}
        for line in filter(None, self._git("ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0")):
            facts, _, path = line.partition(b"\t")
            mode, _, oid = facts.decode().split()
            name = path.decode("utf-8", "surrogateescape")
            if name in wanted:
                found[name] = Entry(mode, oid)
        return found

    def _overlooked(self) -> list[str]:
        """Changed files of which git was told to think that they are not (--assume-unchanged, say)."""
        listed = self._git("ls-files", "-v", "-z", "--", ".").split(b"\0")
        flagged = {line[2:] for line in listed if line[:1] == b"S" or line[:1].islower()}
        if not flagged:
            return []
        index = self.git_folder / f"{NOTE}.compared"
        self._git("read-tree", "HEAD", index=index)
        differ = self._git(
            "diff", "--name-only", "--diff-filter=MT", "-z", "--relative", "--", ".", index=index
        )
        index.unlink()
        return _texts(sorted(flagged.intersection(differ.split(b"\0"))))

    def _is_taken(self, path: str, before: Tree) -> bool:
        """Whether something lies at a path, or where one of its folders must be, that is not in `before`.

        git would delete it. What is in `before` has left by then.
        """
        for parent in reversed(PurePosixPath(path).parents[:-1]):
            place = self.root / parent
            if place.is_symlink() or (place.exists() and not place.is_dir()):
                return str(parent) not in before
        place = self.root / path
        if place.is_dir() and not place.is_symlink():
            inside = (each for each in place.rglob("*") if each.is_symlink() or not each.is_dir())
            return any(each.relative_to(self.root).as_posix() not in before for each in inside)
        return os.path.lexists(place) and not self._has_other_case(path, before)

    def _has_other_case(self, path: str, before: Tree) -> bool:
        """Whether it is there by another case of its name, on a system that takes both for one."""
        others = [each for each in before if each != path and each.casefold() == path.casefold()]
        with suppress(OSError):
            return any((self.root / each).samefile(self.root / path) for each in others)
        return False

    def _path(self, name: str) -> Path:
        return self.root / self._say("rev-parse", "--git-path", name)

    def _say(self, *words: str) -> str:
        return self._git(*words).decode("utf-8", "surrogateescape").rstrip("\n")

    def _git(
        self,
        *words: str,
        content: bytes = b"",
        index: Path | None = None,
        cwd: Path | None = None,
    ) -> bytes:
        """What git prints. Raises Problem FA146 where it fails."""
        environment = git.without_repository() | {"GIT_OPTIONAL_LOCKS": "0"}
        if index:
            environment["GIT_INDEX_FILE"] = str(index.resolve())
        return git.work(
            cwd or self.root,
            *words,
            settings=SETTINGS,
            environment=environment,
            content=content,
        )[1]


def _texts(paths: Iterable[bytes]) -> list[str]:
    return [path.decode("utf-8", "surrogateescape") for path in paths]


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:
        return False
