"""Random projects, random edits of their owners, random releases of a template: what holds for all of them.

Every line that an owner writes here is like no other, so that it can be looked for afterwards. The examples
are the same on each run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from harness.trees import EXECUTABLE, Made, Trees
from scripts.manage.updating import answers_file, json_files
from scripts.manage.updating.merge import Result, Version, merge
from scripts.manage.updating.store import Entry, Tree

SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    # An example takes a tenth of a second: no time to look for the shortest one that fails.
    phases=[Phase.generate],
    # What is drawn is made into trees by git, whose speed is no concern of these tests.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Two of them are folders of others, so that files meet folders.
PATHS = [
    "manage.py",
    "docs",
    "docs/a.md",
    "docs/b.md",
    "docs/deep/c.md",
    "src/d.py",
    "src/e.py",
    "src",
    "한국어/f 파일.txt",
    "한국어/deep/g.txt",
]


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    return Trees.below(tmp_path_factory.mktemp("properties"))


@dataclass
class Side:
    """What one side has made of the template's first version.

    `places` says where the first version's files are now (None: nowhere), `touched` which of them have
    changed, `count` how many lines the side has written.
    """

    files: dict[str, Made]
    places: dict[str, str | None]
    touched: set[str] = field(default_factory=set)
    count: int = 0


@dataclass
class Example:
    """Two versions of a template, and a project of the first. `owned`: the owner's paths in each version."""

    old: dict[str, str]
    new: Side
    ours: Side
    owned: tuple[set[str], set[str]]


def fits(path: str, files: Mapping[str, object]) -> bool:
    """Whether a file can lie there."""
    parents = {str(folder) for folder in PurePosixPath(path).parents}
    return (
        path not in files
        and not parents & files.keys()
        and not any(path == str(folder) for each in files for folder in PurePosixPath(each).parents)
    )


def free(draw: st.DrawFn, files: Mapping[str, object]) -> str | None:
    """A path for another file."""
    paths = [path for path in [*PATHS, "new/h", "docs/new.md", "src/new/i.py"] if fits(path, files)]
    return draw(st.sampled_from(paths)) if paths else None


def edit(draw: st.DrawFn, text: str, who: str, side: Side) -> str:
    """Change a text at one to three places."""
    lines = text.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 3))):
        line = f"{who} wrote line {side.count}.\n"
        place = draw(st.integers(0, len(lines)))
        kind = draw(st.sampled_from(["add", "change", "remove"]))
        if kind == "add" or place == len(lines):
            lines.insert(place, line)
        elif kind == "change":
            lines[place] = line
        else:
            del lines[place]
        side.count += 1
    return "".join(lines)


def changed(draw: st.DrawFn, text: str, who: str, side: Side) -> Made:
    """A file's new content: edited, and by owners saved in their editors' and systems' ways, too."""
    kinds = ["edit"] * 4 + ["executable"]
    kind = draw(st.sampled_from(kinds + ["crlf", "utf-16", "binary"] * (who == "owner")))
    if kind == "executable":
        return text, EXECUTABLE
    new = edit(draw, text, who, side)
    if kind == "crlf":
        return new.replace("\n", "\r\n")
    if kind == "utf-16":
        return ("\N{ZERO WIDTH NO-BREAK SPACE}" + new).encode("utf-16-le")
    if kind == "binary":
        return b"\0\xff" + new.encode()
    return new


def side_of(draw: st.DrawFn, old: Mapping[str, str], who: str) -> Side:
    side = Side({}, {})
    for path, text in old.items():
        kinds = ["keep"] * 3 + ["change"] * 3 + ["remove", "move", "move and change"]
        kind = draw(st.sampled_from(kinds))
        place: str | None = path
        if kind.startswith("move"):
            place = free(draw, {**old, **side.files})
        if kind == "remove" or place is None or not fits(place, side.files):
            side.places[path] = None
            side.touched.add(path)
            continue
        side.places[path] = place
        side.files[place] = changed(draw, text, who, side) if "change" in kind else text
        if kind != "keep":
            side.touched.add(path)
    for _ in range(draw(st.integers(0, 2))):
        added = free(draw, side.files)
        if added:
            side.files[added] = edit(draw, "", who, side) + edit(draw, "", who, side)
    return side


@st.composite
def examples(draw: st.DrawFn) -> Example:
    old: dict[str, str] = {}
    for path in draw(st.lists(st.sampled_from(PATHS), min_size=2, max_size=6, unique=True)):
        if fits(path, old):
            count = draw(st.sampled_from([12, 12, 3, 1]))
            old[path] = "".join(f"{path} has line {number}.\n" for number in range(count))
    new, ours = side_of(draw, old, "template"), side_of(draw, old, "owner")
    before = draw(st.sets(st.sampled_from(sorted(old)), max_size=2))
    after: set[str] = set()
    if draw(st.booleans()):
        after |= before & new.files.keys()
    if draw(st.booleans()) and new.files:
        after.add(draw(st.sampled_from(sorted(new.files))))
    return Example(old, new, ours, (before, after))


def update(trees: Trees, old: Tree, new: Tree, ours: Tree, owned: tuple[set[str], set[str]]) -> Result:
    """As `manage.py update` does it; the answers file, which every version has, is left out of the result."""
    answers = {answers_file.NAME: trees.entry("_commit: v1\n")}
    result = merge(
        trees.store,
        Version(old | answers, frozenset(owned[0] & old.keys())),
        Version(new | answers, frozenset(owned[1] & new.keys())),
        ours | answers,
    )
    del result.files[answers_file.NAME]
    return result


def lines_of_owner(trees: Trees, entries: Iterable[Entry]) -> set[str]:
    """The lines that the owner has written, wherever they stand in files of any encoding."""
    text = b"\n".join(trees.content(entry).replace(b"\0", b"") for entry in entries).decode(
        "utf-8", "replace"
    )
    return set(re.findall(r"owner wrote line \d+\.", text))


def folders(paths: Iterable[str]) -> set[str]:
    return {str(folder) for path in paths for folder in PurePosixPath(path).parents}


@settings(SETTINGS, max_examples=120)
@given(example=examples())
def test_an_update_loses_nothing_and_brings_what_is_new(example: Example, trees: Trees) -> None:
    old, new, ours = (trees.tree(files) for files in (example.old, example.new.files, example.ours.files))
    result = update(trees, old, new, ours, example.owned)
    owners = {
        *(example.owned[0] & example.owned[1]),
        *(example.owned[0] - new.keys()),
        *(example.owned[1] - old.keys()),
    }

    # Every line of the owner's is in the folder, or in a conflict that is shown.
    shown = [entry for sides in result.conflicts.values() for entry in sides.values()]
    assert lines_of_owner(trees, ours.values()) <= lines_of_owner(trees, [*result.files.values(), *shown])

    # The owner's are as they were: files that the template laid down once, and those that nobody else has.
    moved_from = folders(path for path, place in example.ours.places.items() if place not in (path, None))
    moved_to = set(example.ours.places.values()) - old.keys()
    for path, entry in ours.items():
        is_own = path not in old.keys() | new.keys() | moved_to
        if (path in owners or is_own) and not {path, *folders([path])} & {*folders(new), *new} - owners:
            assert result.files.get(path) == entry, path
    for path in owners - ours.keys():
        assert path not in result.files or path in moved_to

    # What nobody touched is as the new version has it, wherever that has it.
    for path in old.keys() - owners - example.ours.touched:
        place = example.new.places[path]
        if place in owners or place in result.stay_away:
            continue
        if place is None or place != path:
            assert path not in result.files or path in new or path in ours
        if place == path:
            assert result.files.get(path) == new[path], path
        elif place and place not in ours and fits(place, ours):
            # It goes along into a folder that the owner has moved.
            goes_along = (folders([place]) - {"."}) & moved_from
            assert new[place] in (result.files.values() if goes_along else [result.files.get(place)]), place
            assert place not in result.conflicts

    # Marks are in files that are called conflicts, and nowhere else.
    for path, entry in result.files.items():
        assert path in result.conflicts or b"<<<<<<< yours" not in trees.content(entry)

    # A second update changes nothing.
    if not result.conflicts:
        again = update(trees, new, new, result.files, (example.owned[1], example.owned[1]))
        assert again.files == result.files
        assert not again.conflicts


@settings(SETTINGS, max_examples=40)
@given(example=examples())
def test_a_project_that_nobody_touched_becomes_the_new_version(example: Example, trees: Trees) -> None:
    old, new = trees.tree(example.old), trees.tree(example.new.files)
    result = update(trees, old, new, old, example.owned)
    before, after = example.owned
    stays = {
        path: entry for path, entry in old.items() if path in before and (path in after or path not in new)
    }
    # New files of the owner's are for new projects. Where a file of the owner's meets a folder is a conflict.
    comes = {
        path: entry
        for path, entry in new.items()
        if path not in after or (path in old and path not in before)
    }
    if not result.conflicts:
        assert result.files == stays | {path: entry for path, entry in comes.items() if path not in stays}
    else:
        assert any(not fits(path, {each: 0 for each in stays if each != path}) for path in comes)


# --- JSON ---

KEYS = st.sampled_from(["a", "b", "c", "@x/y", "z-z", "한글", 'q"', "back\\slash"])
TEXTS = st.sampled_from(["", "^1.2.3", "22.0.0", "한국어", "new\nline", 'q"uote', "}", ",", "[]", "//"])
SCALARS = st.one_of(TEXTS, st.sampled_from([2, -3.5, 10**30, None]))
LISTS = st.lists(st.one_of(TEXTS, st.dictionaries(KEYS, TEXTS, max_size=1)), max_size=4)
OBJECTS = st.recursive(
    st.dictionaries(KEYS, st.one_of(SCALARS, LISTS), max_size=4),
    lambda inner: st.dictionaries(KEYS, st.one_of(SCALARS, LISTS, inner), max_size=4),
    max_leaves=12,
)
MISSING = object()


@st.composite
def changed_objects(draw: st.DrawFn, old: dict[str, Any]) -> dict[str, Any]:
    """The same with some of its keys changed, removed, added, and maybe in another order."""
    new: dict[str, Any] = {}
    for key, value in old.items():
        kind = draw(st.sampled_from(["keep", "keep", "keep", "change", "remove", "inside", "inside"]))
        if kind == "inside" and isinstance(value, dict):
            new[key] = draw(changed_objects(value))
        elif kind == "inside" and isinstance(value, list):
            place = draw(st.integers(0, len(value)))
            new[key] = [*value[:place], draw(TEXTS), *value[place + draw(st.integers(0, 1)) :]]
        elif kind == "change":
            new[key] = draw(st.one_of(SCALARS, LISTS))
        elif kind != "remove":
            new[key] = value
    new |= draw(
        st.dictionaries(KEYS.filter(lambda key: key not in old), st.one_of(SCALARS, OBJECTS), max_size=2)
    )
    return dict(draw(st.permutations(list(new.items())))) if draw(st.booleans()) else new


@st.composite
def three_versions(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    base = draw(OBJECTS)
    return base, draw(changed_objects(base)), draw(changed_objects(base))


def check_joined(base: Any, ours: Any, theirs: Any, found: Any, side: str = "") -> None:
    """A value that one has changed alone is in what was found. `side` is the side of conflicts that is
    looked at: "<" the owner's, "=" the template's; without, there is no conflict.
    """
    for key in {**base, **ours, **theirs, **found}:
        was, mine, comes, has = (each.get(key, MISSING) for each in (base, ours, theirs, found))
        if mine == comes or comes == was:
            assert has == mine, key
        elif mine == was:
            assert has == comes, key
        elif isinstance(mine, dict) and isinstance(comes, dict):
            check_joined(was if isinstance(was, dict) else {}, mine, comes, has, side)
        elif all(isinstance(each, list) for each in (was, mine, comes)):
            # Joined; or a conflict, of which a part may be joined line by line.
            wanted = {"": [*mine, *comes], "<": mine, "=": comes}[side]
            assert all(each in has for each in wanted if each not in was), key
        else:
            assert side, f"{key} was changed in two ways, and is no conflict"
            assert has == (mine if side == "<" else comes), key


def one_side(text: str, side: str) -> str:
    """A text with one side of each conflict in it."""
    taken, present = [], ""
    for line in text.splitlines(keepends=True):
        if line.rstrip() in ("<<<<<<< yours", "=======", ">>>>>>> template"):
            present = line[0]
        elif present in ("", ">", side):
            taken.append(line)
    return "".join(taken)


@settings(SETTINGS, max_examples=300)
@given(versions=three_versions(), indent=st.sampled_from([2, 4, "\t"]))
def test_json_is_joined_as_its_values_ask_and_stays_json(
    versions: tuple[dict[str, Any], dict[str, Any], dict[str, Any]], indent: int | str, trees: Trees
) -> None:
    base, ours, theirs = versions
    written = json.dumps(ours, indent=indent, ensure_ascii=False)
    content, is_clean = json_files.merge(
        json.dumps(base, indent=2).encode(),
        written.encode("utf-8"),
        json.dumps(theirs, indent=2, ensure_ascii=False).encode("utf-8"),
        trees.store.merge_texts,
    )
    text = content.decode("utf-8")
    if is_clean:
        found = json.loads(text)
        check_joined(base, ours, theirs, found)
        assert text == json.dumps(found, indent=indent if ours else 2, ensure_ascii=False)
    else:
        for side in ("<", "="):
            check_joined(base, ours, theirs, json.loads(one_side(text, side)), side)
    if base == theirs:
        assert text == written
