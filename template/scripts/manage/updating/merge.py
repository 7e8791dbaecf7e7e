"""What becomes of each file: git joins the trees, the owner's wishes decide where git could only ask."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from . import answers_file, json_files
from .store import Entry, Merged, Store, Tree

# Joined key by key. npm corrects the last one afterwards.
JSON_FILES = ("package.json", "angular.json", "package-lock.json")
FILE_MODES = ("100644", "100755")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Old path → new path.
Renames = Mapping[str, str]


@dataclass(frozen=True)
class Version:
    """A rendered version: its files, and which of them are the owner's once they are there."""

    files: Tree
    owned: frozenset[str]


@dataclass
class Result:
    """A project after the update, and what there is to say about it.

    `files` has every file, those in `conflicts` with git's marks (but for the program's own, which are the
    template's then); `conflicts` holds their sides. `joined` are
    those that both sides have changed, `renamed` those that have another path now: new → old. `kept` are
    files that the template no longer has, and `stay_away` what it has and the owner has deleted: in both, the
    owner's wish counted. `offered` are new files among the owner's, for new projects.
    """

    files: Tree
    conflicts: dict[str, dict[int, Entry]] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    stay_away: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    offered: list[str] = field(default_factory=list)


def merge(store: Store, old: Version, new: Version, ours: Tree, wanted: Collection[str] = ()) -> Result:
    """Join a project's files with what changed from the `old` to the `new` version of the template.

    `wanted` are paths of the new version that come as if it had only just got them: an owner asked for them.
    """
    wanted = set(wanted) - ours.keys()
    # A file that changed hands is joined one last time, or it would stay at its oldest text for ever.
    owners = old.owned & new.owned
    # New files among the owner's are for new projects only, and one that the template drops stays.
    owners |= {path for path in new.owned if path not in old.files}
    owners |= {path for path in old.owned if path not in new.files}
    owners -= wanted
    base = {path: entry for path, entry in old.files.items() if path not in owners and path not in wanted}
    theirs = {path: entry for path, entry in new.files.items() if path not in owners}
    answers = theirs.pop(answers_file.NAME)
    base.pop(answers_file.NAME, None)
    mine = {path: entry for path, entry in ours.items() if path != answers_file.NAME}
    result = Result({}, offered=sorted(owners & new.owned - old.files.keys() - ours.keys()))
    moved, renamed = _renames(store, base, mine, theirs), _renames(store, base, theirs, mine)
    _respect_deletions(base, theirs, mine, moved, renamed, wanted, result)
    _match_line_ends(store, base, theirs, mine, moved, renamed)
    own = _own_files(base, theirs, mine, moved)
    merged = store.merge(base | own, mine, theirs | own)
    result.files, result.conflicts = merged.files, merged.sides
    for path in sorted(base.keys() & theirs.keys() & mine.keys()):
        sides = base[path], mine[path], theirs[path]
        if len(set(sides)) == 3 and all(entry.mode in FILE_MODES for entry in sides):
            result.joined.append(path)
            _settle(store, path, merged, *map(store.content, sides))
    for path in filter(is_program, merged.sides):
        # With marks in it, manage.py could neither go on nor take the update back.
        if path in theirs:
            result.files[path] = theirs[path]
    result.renamed = {target: path for path, target in store.renames(mine, result.files).items()}
    result.joined += [target for target, path in result.renamed.items() if mine[path] != base.get(path)]
    result.files[answers_file.NAME] = answers
    return result


def is_program(path: str) -> bool:
    """Whether a file is part of manage.py, which has to run in the middle of an update."""
    return path == "manage.py" or path.startswith("scripts/manage/")


def _renames(store: Store, base: Tree, side: Tree, other: Tree) -> Renames:
    """What a side has renamed. Where the other has files under both names, git would lose one: none there."""
    found = store.renames(base, side).items()
    return {path: target for path, target in found if path not in other or target not in other}


def _respect_deletions(
    base: Tree,
    theirs: Tree,
    ours: Tree,
    moved: Renames,
    renamed: Renames,
    wanted: Collection[str],
    result: Result,
) -> None:
    """Take out of the trees what git would ask about, and is decided already."""
    gone = _deleted_folders(base, ours, moved)
    for path in [path for path in base if path not in ours and path not in moved]:
        # Deleted by the owner: it stays so, under its new name too.
        target = renamed.get(path, path)
        if theirs.get(target) != base.pop(path) and target in theirs:
            result.stay_away.append(target)
        theirs.pop(target, None)
    known = {*base, *renamed.values(), *wanted}
    for path in [path for path in theirs if path not in known]:
        if path not in ours and any(str(folder) in gone for folder in PurePosixPath(path).parents):
            del theirs[path]
            result.stay_away.append(path)
    for path in [path for path in base if path not in theirs and path not in renamed]:
        # Dropped by the template.
        if path in moved or _is_changed(base[path], ours[path]):
            # Changed or moved here: from now on it is the owner's.
            result.kept.append(moved.get(path, path))
        else:
            del ours[path]
        del base[path]


def _is_changed(old: Entry, mine: Entry) -> bool:
    """Whether the owner has changed a file. An executable bit may get lost on Windows, by nobody's wish."""
    return mine not in (old, Entry(FILE_MODES[0], old.oid))


def _deleted_folders(base: Tree, ours: Tree, moved: Renames) -> set[str]:
    """Folders of the template of which the owner has kept nothing, and moved nothing elsewhere."""
    present = {str(folder) for path in ours for folder in PurePosixPath(path).parents}
    here = {str(folder) for path in moved for folder in PurePosixPath(path).parents}
    return {
        str(folder)
        for path in base
        for folder in PurePosixPath(path).parents
        if str(folder) not in present | here
    }


def _own_files(base: Tree, theirs: Tree, ours: Tree, moved: Renames) -> Tree:
    """The files that only the owner has.

    git is told that all have them. Else it would take them along into a folder that the template renamed.
    """
    others = base.keys() | theirs.keys()
    folders = {str(folder) for path in others for folder in PurePosixPath(path).parents}
    taken = {*others, *folders, *moved.values()}
    return {
        path: entry
        for path, entry in ours.items()
        if path not in taken and not any(str(folder) in others for folder in PurePosixPath(path).parents)
    }


def _match_line_ends(
    store: Store, base: Tree, theirs: Tree, ours: Tree, moved: Renames, renamed: Renames
) -> None:
    """Give the template's files the line ends that the owner's have: else every line would differ."""
    for path in base:
        place, target = moved.get(path, path), renamed.get(path, path)
        if place not in ours or target not in theirs:
            continue
        sides = base[path], ours[place], theirs[target]
        if len(set(sides)) < 3 or not all(entry.mode in FILE_MODES for entry in sides):
            continue
        was, mine, comes = map(store.content, sides)
        if _is_crlf(mine) and b"\r\n" not in was + comes and b"\0" not in mine:
            for tree, name, content in ((base, path, was), (theirs, target, comes)):
                tree[name] = Entry(tree[name].mode, store.write(content.replace(b"\n", b"\r\n")))


def _is_crlf(content: bytes) -> bool:
    """Whether most of its lines end as on Windows; a few may have been pasted in."""
    return content.count(b"\r\n") * 2 > content.count(b"\n")


def _settle(store: Store, path: str, merged: Merged, base: bytes, ours: bytes, theirs: bytes) -> None:
    """Join a file, which both have changed, in a way that git does not know: text in UTF-16, and JSON.

    JSON is joined key by key where lines stand in each other's way, or were joined to what is no JSON.
    """
    if path in merged.sides and ours.startswith(UTF_16):
        joined = _join_utf_16(store, base, ours, theirs)
    elif _is_json(path) and (
        path in merged.sides or not json_files.is_sound(store.content(merged.files[path]))
    ):
        try:
            joined = json_files.merge(base, ours, theirs, store.merge_texts)
        except json_files.NotPlain:
            joined = None
    else:
        joined = None
    if joined is None:
        return
    merged.files[path] = Entry(merged.files[path].mode, store.write(joined[0]))
    if joined[1]:
        merged.sides.pop(path, None)


def _join_utf_16(store: Store, base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bool] | None:
    """Join text that was saved as UTF-16 (Windows PowerShell's `>`) with the template's UTF-8."""
    try:
        texts = [
            (each.decode("utf-16") if each.startswith(UTF_16) else each.decode("utf-8"))
            for each in (base, ours, theirs)
        ]
    except UnicodeDecodeError:
        return None
    if "\r\n" in texts[1]:
        texts = [re.sub("\r?\n", "\r\n", each) for each in texts]
    joined, clean = store.merge_texts(*(each.encode("utf-8") for each in texts))
    order = "utf-16-le" if ours.startswith(UTF_16[0]) else "utf-16-be"
    return ours[:2] + joined.decode("utf-8").encode(order), clean


def _is_json(path: str) -> bool:
    name = PurePosixPath(path).name
    return name in JSON_FILES or (name.startswith("tsconfig") and name.endswith(".json"))


def changed(before: Tree, after: Tree) -> Iterator[tuple[str, str]]:
    """What differs: "A", "M" or "D" and the path, sorted."""
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            yield ("A" if path not in before else "D" if path not in after else "M"), path
