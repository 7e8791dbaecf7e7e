"""What plain `copier update` has lost of the owner's work, as long as HEAD still has it.

It ends as if all were well when it has dropped an edit. Here both versions of the template are rendered once
more, and joined with HEAD as `manage.py update` would; every line of the owner's that this keeps must be
there.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..problem import Problem
from . import answers_file, merge, render, template_source
from .answers_file import Origin
from .merge import Result, Version
from .render import Wanted
from .store import Entry, Store, Tree
from .switch import WorkTree

# How git, and Copier, begin the sides of a conflict.
MARKS = (b"<<<<<<< ", b">>>>>>> ")
SUBMODULE = "160000"
# What lies at a path: a file's bytes, a link's target; None where nothing does.
Read = Callable[[str], bytes | None]


def plain_update(work_tree: WorkTree) -> tuple[Origin, Origin] | None:
    """From where to where `copier update` has led the folder, where that is in no commit; else None."""
    note = work_tree.note()
    if note and note.head == work_tree.head:
        return None
    try:
        old = answers_file.read(answers_file.at(work_tree.root, "HEAD"))
        new = answers_file.read((work_tree.root / answers_file.NAME).read_bytes())
    except (OSError, Problem):
        return None
    return (old, new) if old != new else None


def find(work_tree: WorkTree, python: Sequence[str | Path], old: Origin, new: Origin) -> list[str]:
    """The files in which something of the owner's is not as HEAD has it, sorted.

    `python` starts a Python that has Copier. Raises Problem where the template cannot be read or rendered.
    """
    root = work_tree.root
    before, after = answers_file.at(root, "HEAD"), (root / answers_file.NAME).read_bytes()
    with tempfile.TemporaryDirectory(prefix="update-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        template = template_source.copy(new.address, folder, root)
        for origin in (old, new):
            template_source.name_of(template, origin.version, origin.address)
        answers = answers_file.of_last_update(root, before)
        earlier, later, asked = render.render(
            python,
            [
                Wanted.of(template, old, answers, folder / "old", as_data=True),
                Wanted.of(template, new, after, folder / "new", as_data=True),
                # Which answers of HEAD the new version refuses.
                Wanted.of(template, new, before, folder / "asked"),
            ],
            folder,
        )
        store = Store(folder / "store", work_tree.objects, work_tree.object_format)
        base, mine = store.tree_of(earlier.folder, earlier.executable), store.files(work_tree.tree)
        theirs = Version(store.tree_of(later.folder, later.executable), later.owned)
        careful = merge.merge(store, Version(base, earlier.owned), theirs, mine)
        # What git was told to leave out may have been there before: doctor tells of that by itself.
        strangers = (base.keys() | theirs.files.keys() - theirs.owned) - mine.keys() - careful.files.keys()
        came = {path for path in strangers & work_tree.shown() if os.path.lexists(root / path)}
        edits = missing(store, base, mine, careful, work_tree.unsaved(), lambda path: _read(root / path))
    return sorted({*edits, *came, *([answers_file.NAME] if asked.refused else [])})


def missing(
    store: Store, base: Tree, mine: Tree, careful: Result, touched: Iterable[str], read: Read
) -> set[str]:
    """The files in which `read` does not find what the owner has made of `base`, and `careful` keeps.

    Of HEAD's files, `mine`, only the `touched` ones differ from it, and can have lost anything.
    """
    origins = {target: path for path, target in store.renames(base, mine).items()}
    targets = store.renames(mine, careful.files)
    lost = set()
    for path in mine.keys() & set(touched) - {answers_file.NAME}:
        entry, was = mine[path], base.get(origins.get(path, path))
        target = path if path in careful.files else targets.get(path)
        if target is None or entry.mode == SUBMODULE or (was and was.oid == entry.oid):
            continue
        old, owners, wanted = (_lines(store, each) for each in (was, entry, careful.files[target]))
        if _is_missing(old, owners, wanted, read(path), read(target)):
            lost.add(path)
    return lost


def _is_missing(base: set[bytes], mine: set[bytes], careful: set[bytes], *found: bytes | None) -> bool:
    """Whether a line that the owner wrote is missing in what was found, or one that was taken out is back."""
    if not any(each is not None for each in found):
        return True
    there: set[bytes] = set().union(*(_split(each) for each in found if each is not None))
    if (mine - base) & careful - there:
        return True
    is_open = any(line.startswith(MARKS) for line in there)
    return not is_open and bool((base - mine - careful) & there)


def _lines(store: Store, entry: Entry | None) -> set[bytes]:
    return _split(store.content(entry)) if entry else set()


def _split(content: bytes) -> set[bytes]:
    """Its lines, but for empty ones, wherever they end as on Windows."""
    return {line.removesuffix(b"\r") for line in content.split(b"\n")} - {b""}


def _read(place: Path) -> bytes | None:
    try:
        return os.fsencode(place.readlink()) if place.is_symlink() else place.read_bytes()
    except OSError:
        return None
