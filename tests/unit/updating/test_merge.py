"""Two renders of the template and what an owner has made of the older one: what becomes of each file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from harness.trees import EXECUTABLE, LINK, SUBMODULE, Made, Trees
from scripts.manage.updating import answers_file
from scripts.manage.updating.merge import Result, Version, changed, merge
from scripts.manage.updating.store import Entry, Tree

# Long enough that git knows a file again after a change.
PAGE = "".join(f"line {number}\n" for number in range(1, 13))
START = "<<<<<<< yours\n"


def edited(text: str, number: int, by: str) -> str:
    """The text with one of its lines changed."""
    assert f"line {number}\n" in text
    return text.replace(f"line {number}\n", f"line {number}, changed by {by}\n")


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


@dataclass
class Outcome:
    """A result with contents in place of names of contents."""

    result: Result
    files: dict[str, bytes]
    modes: dict[str, str]
    sides: dict[str, dict[int, bytes]] = field(default_factory=dict)

    def text(self, path: str) -> str:
        return self.files[path].decode("utf-8")

    @property
    def is_clean(self) -> bool:
        return not self.sides


@dataclass
class Updates:
    """update(old, new, ours): the template's two renders, and the project. Answers come by themselves."""

    trees: Trees

    def __call__(
        self,
        old: Mapping[str, Made],
        new: Mapping[str, Made],
        ours: Mapping[str, Made],
        *,
        owned: Iterable[str] = (),
        owned_later: Iterable[str] | None = None,
        wanted: Iterable[str] = (),
    ) -> Outcome:
        """`owned` says which paths are the owner's in both versions, or only in the old one if there is
        `owned_later`. As when a version is rendered, paths that are not in it are nobody's."""
        before, after = [
            Version(self._tree(files, version), frozenset(paths) & files.keys())
            for files, version, paths in (
                (old, "v1", owned),
                (new, "v2", owned if owned_later is None else owned_later),
            )
        ]
        result = merge(self.trees.store, before, after, self._tree(ours, "v1"), tuple(wanted))
        contents = self.trees.contents
        return Outcome(
            result,
            contents({p: e for p, e in result.files.items() if p != answers_file.NAME}),
            {path: entry.mode for path, entry in result.files.items()},
            {
                path: {stage: self.trees.content(entry) for stage, entry in sides.items()}
                for path, sides in result.conflicts.items()
            },
        )

    def _tree(self, files: Mapping[str, Made], version: str) -> Tree:
        return self.trees.tree({answers_file.NAME: f"_commit: {version}\n", **files})


@pytest.fixture
def update(tmp_path: Path) -> Updates:
    return Updates(Trees.below(tmp_path))


def as_bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode("utf-8") for path, text in files.items()}


# --- Nothing of the owner's ---


def test_a_project_that_nobody_touched_becomes_the_new_render(update: Updates) -> None:
    old = {"edited": PAGE, "dropped": "gone\n", "old/name": PAGE.upper(), "same": "same\n"}
    new = {
        "edited": edited(PAGE, 6, "template"),
        "new/name": PAGE.upper(),
        "same": "same\n",
        "added": "new\n",
    }
    outcome = update(old, new, old)
    assert outcome.files == as_bytes(new)
    assert outcome.is_clean
    assert not outcome.result.joined and not outcome.result.kept and not outcome.result.stay_away


def test_a_second_update_changes_nothing(update: Updates) -> None:
    old, new = {"a": PAGE, "dropped": PAGE}, {"a": edited(PAGE, 2, "template"), "added": "new\n"}
    ours = {"a": edited(PAGE, 10, "owner"), "dropped": edited(PAGE, 1, "owner"), "own": "own\n"}
    once = update(old, new, ours)
    assert once.is_clean
    assert update(new, new, once.files).files == once.files


def test_the_answers_file_is_always_the_new_one(update: Updates) -> None:
    trees = update.trees
    for ours in ({}, {answers_file.NAME: trees.entry("_commit: by hand\n")}):
        result = merge(
            trees.store,
            Version(trees.tree({answers_file.NAME: "_commit: v1\n", "a": "a\n"}), frozenset()),
            Version(trees.tree({answers_file.NAME: "_commit: v2\n", "a": "a\n"}), frozenset()),
            {**ours, "a": trees.entry("a\n")},
        )
        assert trees.content(result.files[answers_file.NAME]) == b"_commit: v2\n"
        assert not result.conflicts


# --- The owner's files ---

OWNERS = {
    "changed in the template": ({"README.md": "old\n"}, {"README.md": "new\n"}),
    "dropped by the template": ({"README.md": "old\n"}, {}),
    "renamed by the template": ({"README.md": PAGE}, {"docs/README.md": PAGE}),
}


@pytest.mark.parametrize(("old", "new"), OWNERS.values(), ids=OWNERS.keys())
@pytest.mark.parametrize("is_touched", [False, True], ids=["untouched", "changed by the owner"])
def test_the_owners_files_stay_as_they_are(
    old: dict[str, str], new: dict[str, str], is_touched: bool, update: Updates
) -> None:
    ours = {"README.md": "ours\n"} if is_touched else old
    rest = {"manage.py": "x\n"}
    outcome = update(rest | old, rest | new, rest | ours, owned=["README.md", "docs/README.md"])
    assert outcome.files == as_bytes(rest | ours)
    assert outcome.is_clean


def test_the_owners_files_are_not_brought_back(update: Updates) -> None:
    outcome = update({"README.md": "old\n"}, {"README.md": "new\n"}, {}, owned=["README.md"])
    assert outcome.files == {}


def test_new_files_of_the_owners_are_for_new_projects(update: Updates) -> None:
    outcome = update(
        {"a": "a\n"}, {"a": "a\n", "features/new.ts": "n\n"}, {"a": "a\n"}, owned=["features/new.ts"]
    )
    assert outcome.files == {"a": b"a\n"}


def test_new_files_of_the_owners_are_offered_and_come_where_they_are_wanted(update: Updates) -> None:
    old = {"features/first": PAGE, "page": PAGE}
    new = old | {"features/second": "new\n", "features/third": "newer\n"}
    ours = {**old, "features/third": "mine\n"}
    outcome = update(old, new, ours, owned=[path for path in new if path != "page"])
    assert outcome.result.offered == ["features/second"]
    assert outcome.files == as_bytes(ours)
    owned = [path for path in new if path != "page"]
    outcome = update(old, new, ours, owned=owned, wanted=["features/second", "features/third"])
    assert outcome.is_clean
    assert outcome.files == as_bytes(ours | {"features/second": "new\n"})
    assert outcome.result.offered == []


def test_what_the_owner_deleted_comes_back_where_it_is_wanted(update: Updates) -> None:
    """Of the template's files and of the owner's, and with the version that is here already."""
    files = {"docs/page": PAGE, "docs/other": PAGE.upper(), "README": "read\n", "kept": "kept\n"}
    outcome = update(files, files, {"kept": "mine\n"}, owned=["README"], wanted=["docs/page", "README"])
    assert outcome.is_clean
    assert outcome.files == as_bytes({"docs/page": PAGE, "README": "read\n", "kept": "mine\n"})


def test_a_file_that_gets_another_name_is_told_and_whether_both_have_changed_it(update: Updates) -> None:
    old = {"old/a": PAGE, "old/b": PAGE.upper()}
    new = {"new/a": PAGE, "new/b": PAGE.upper()}
    result = update(old, new, {"old/a": PAGE, "old/b": PAGE.upper() + "mine\n"}).result
    assert result.renamed == {"new/a": "old/a", "new/b": "old/b"}
    assert result.joined == ["new/b"]


@pytest.mark.parametrize(
    ("owned", "owned_later"), [(["a"], []), ([], ["a"])], ids=["to the template", "to the owner"]
)
def test_a_file_that_changes_hands_is_joined_one_last_time(
    owned: list[str], owned_later: list[str], update: Updates
) -> None:
    outcome = update(
        {"a": PAGE},
        {"a": edited(PAGE, 2, "template")},
        {"a": edited(PAGE, 10, "owner")},
        owned=owned,
        owned_later=owned_later,
    )
    assert outcome.text("a") == edited(edited(PAGE, 2, "template"), 10, "owner")
    assert outcome.result.joined == ["a"]


# --- Both change a file ---


def test_changes_of_both_are_joined(update: Updates) -> None:
    outcome = update({"a": PAGE}, {"a": edited(PAGE, 2, "template")}, {"a": edited(PAGE, 10, "owner")})
    assert outcome.text("a") == edited(edited(PAGE, 2, "template"), 10, "owner")
    assert outcome.is_clean
    assert outcome.result.joined == ["a"]


def test_the_same_change_of_both_is_no_conflict(update: Updates) -> None:
    outcome = update({"a": PAGE}, {"a": edited(PAGE, 2, "both")}, {"a": edited(PAGE, 2, "both")})
    assert outcome.text("a") == edited(PAGE, 2, "both")
    assert outcome.is_clean


def test_a_place_that_both_change_holds_both_between_marks(update: Updates) -> None:
    ours, theirs = edited(PAGE, 6, "owner"), edited(PAGE, 6, "template")
    outcome = update({"a": PAGE}, {"a": theirs}, {"a": ours})
    shown = f"{START}line 6, changed by owner\n=======\nline 6, changed by template\n>>>>>>> template\n"
    assert outcome.text("a") == PAGE.replace("line 6\n", shown)
    assert outcome.sides == {"a": {1: PAGE.encode(), 2: ours.encode(), 3: theirs.encode()}}


def test_a_file_that_both_add_is_no_conflict_where_it_is_the_same(update: Updates) -> None:
    outcome = update({}, {"a": PAGE}, {"a": PAGE})
    assert outcome.files == {"a": PAGE.encode()} and outcome.is_clean


def test_a_file_that_both_add_in_two_ways_holds_both(update: Updates) -> None:
    outcome = update({"b": "b\n"}, {"b": "b\n", "a": "template's\n"}, {"b": "b\n", "a": "owner's\n"})
    assert outcome.text("a") == f"{START}owner's\n=======\ntemplate's\n>>>>>>> template\n"
    assert outcome.sides == {"a": {2: b"owner's\n", 3: b"template's\n"}}


def test_a_picture_that_both_change_stays_the_owners_and_is_told(update: Updates) -> None:
    outcome = update({"a.png": b"\0\1"}, {"a.png": b"\0\2"}, {"a.png": b"\0\3"})
    assert outcome.files == {"a.png": b"\0\3"}
    assert outcome.sides == {"a.png": {1: b"\0\1", 2: b"\0\3", 3: b"\0\2"}}


@pytest.mark.parametrize("by", ["owner", "template"])
def test_an_executable_bit_and_an_edit_go_together(by: str, update: Updates) -> None:
    bit = (PAGE, EXECUTABLE)
    edit = edited(PAGE, 3, "the other")
    outcome = update(
        {"a.sh": PAGE}, {"a.sh": bit if by == "template" else edit}, {"a.sh": bit if by == "owner" else edit}
    )
    assert outcome.files == {"a.sh": edit.encode()}
    assert outcome.modes["a.sh"] == EXECUTABLE
    assert outcome.is_clean


# --- Deleted, dropped ---


def test_what_the_owner_deleted_stays_deleted_and_is_told_where_it_is_new(update: Updates) -> None:
    old = {"a": PAGE, "same": "same\n", "b": "b\n"}
    outcome = update(old, old | {"a": edited(PAGE, 2, "template")}, {"b": "b\n"})
    assert outcome.files == {"b": b"b\n"}
    assert outcome.is_clean
    assert outcome.result.stay_away == ["a"]


def test_what_the_owner_deleted_stays_deleted_under_its_new_name(update: Updates) -> None:
    old, new = {"old": PAGE, "b": "b\n"}, {"new": edited(PAGE, 2, "template"), "b": "b\n"}
    outcome = update(old, new, {"b": "b\n"})
    assert outcome.files == {"b": b"b\n"}
    assert outcome.is_clean
    assert outcome.result.stay_away == ["new"]


def test_an_empty_file_is_no_other_empty_file(update: Updates) -> None:
    """An __init__.py that the owner deleted and the template dropped is no reason to keep another away."""
    outcome = update({"a/__init__.py": "", "b": "b\n"}, {"c/__init__.py": "", "b": "b\n"}, {"b": "b\n"})
    assert outcome.files == {"c/__init__.py": b"", "b": b"b\n"}


def test_an_empty_file_that_the_owner_adds_is_not_one_of_the_templates_moved(update: Updates) -> None:
    outcome = update({"a": "", "b": "b\n"}, {"a": PAGE, "b": "b\n"}, {"own": "", "b": "b\n"})
    assert outcome.files == {"own": b"", "b": b"b\n"}
    assert outcome.is_clean
    assert outcome.result.stay_away == ["a"]


def test_a_folder_that_the_owner_deleted_does_not_come_back(update: Updates) -> None:
    old = {"docs/a": PAGE, "docs/more/b": "b\n", "c": "c\n"}
    new = {**old, "docs/new": "new\n", "docs/more/new": "new\n", "docs/another/new": "new\n", "new": "new\n"}
    outcome = update(old, new, {"c": "c\n"})
    assert outcome.files == {"c": b"c\n", "new": b"new\n"}
    assert outcome.is_clean
    assert sorted(outcome.result.stay_away) == ["docs/another/new", "docs/more/new", "docs/new"]


def test_a_folder_of_which_the_owner_keeps_something_gets_new_files(update: Updates) -> None:
    old = {"docs/a": PAGE, "docs/b": "b\n", "other/c": "c\n"}
    new = old | {"docs/new": "docs\n", "other/new": "other\n"}
    outcome = update(old, new, {"docs/b": "b\n", "other/own": "own\n"})
    assert outcome.files == as_bytes(
        {"docs/b": "b\n", "docs/new": "docs\n", "other/own": "own\n", "other/new": "other\n"}
    )


def test_what_the_template_dropped_and_the_owner_changed_stays_and_is_told(update: Updates) -> None:
    ours = {"a": edited(PAGE, 2, "owner"), "b": "b\n"}
    outcome = update({"a": PAGE, "b": "b\n"}, {"b": "b\n"}, ours)
    assert outcome.files == as_bytes(ours)
    assert outcome.is_clean
    assert outcome.result.kept == ["a"]


def test_an_executable_bit_that_got_lost_on_windows_is_no_change(update: Updates) -> None:
    outcome = update({"a.sh": (PAGE, EXECUTABLE), "b": "b\n"}, {"b": "b\n"}, {"a.sh": PAGE, "b": "b\n"})
    assert outcome.files == {"b": b"b\n"}
    assert outcome.is_clean


def test_an_executable_bit_that_the_owner_gave_is_a_change(update: Updates) -> None:
    outcome = update({"a.sh": PAGE, "b": "b\n"}, {"b": "b\n"}, {"a.sh": (PAGE, EXECUTABLE), "b": "b\n"})
    assert outcome.files.keys() == {"a.sh", "b"}
    assert outcome.result.kept == ["a.sh"]


def test_what_the_template_dropped_and_the_owner_moved_stays_and_is_told(update: Updates) -> None:
    outcome = update({"a": PAGE, "b": "b\n"}, {"b": "b\n"}, {"own/a": PAGE, "b": "b\n"})
    assert outcome.files == as_bytes({"own/a": PAGE, "b": "b\n"})
    assert outcome.is_clean
    assert outcome.result.kept == ["own/a"]


# --- Renamed, moved ---


def test_the_owners_edit_follows_a_rename_of_the_templates(update: Updates) -> None:
    outcome = update(
        {"old": PAGE, "b": "b\n"},
        {"new": edited(PAGE, 2, "template"), "b": "b\n"},
        {"old": edited(PAGE, 10, "owner"), "b": "b\n"},
    )
    assert outcome.files == as_bytes({"new": edited(edited(PAGE, 2, "template"), 10, "owner"), "b": "b\n"})
    assert outcome.is_clean


def test_the_owners_edit_follows_a_rename_that_changes_only_the_case(update: Updates) -> None:
    outcome = update({"readme.md": PAGE}, {"README.md": PAGE}, {"readme.md": edited(PAGE, 10, "owner")})
    assert outcome.files == as_bytes({"README.md": edited(PAGE, 10, "owner")})
    assert outcome.is_clean


def test_the_templates_edit_follows_a_move_of_the_owners(update: Updates) -> None:
    outcome = update({"a": PAGE}, {"a": edited(PAGE, 2, "template")}, {"own/a": edited(PAGE, 10, "owner")})
    assert outcome.files == as_bytes({"own/a": edited(edited(PAGE, 2, "template"), 10, "owner")})
    assert outcome.is_clean


def test_new_files_follow_a_folder_that_the_owner_moved(update: Updates) -> None:
    old = {"docs/a": PAGE, "docs/b": PAGE.upper(), "docs/c": "to be deleted\n"}
    new = old | {"docs/a": edited(PAGE, 2, "template"), "docs/new": "new\n"}
    outcome = update(old, new, {"문서/a": PAGE, "문서/b": PAGE.upper()})
    moved = {"문서/a": edited(PAGE, 2, "template"), "문서/b": PAGE.upper(), "문서/new": "new\n"}
    assert outcome.files == as_bytes(moved)


def test_the_owners_own_files_stay_where_they_are_when_the_template_renames_their_folder(
    update: Updates,
) -> None:
    old = {"old/a": PAGE, "old/b": PAGE.upper(), "old/dropped": PAGE.title()}
    new = {"new/a": PAGE, "new/b": edited(PAGE, 2, "template").upper()}
    ours = old | {
        "old/own": "own\n",
        "old/deep/own": "own\n",
        "old/dropped": edited(PAGE, 2, "owner").title(),
    }
    outcome = update(old, new, ours)
    stays = {path: text for path, text in ours.items() if path not in ("old/a", "old/b")}
    assert outcome.files == as_bytes(new | stays)
    assert outcome.is_clean


def test_a_file_that_both_rename_is_shown_under_both_names(update: Updates) -> None:
    outcome = update({"a": PAGE}, {"new": edited(PAGE, 2, "template")}, {"own": edited(PAGE, 10, "owner")})
    joined = edited(edited(PAGE, 2, "template"), 10, "owner").encode()
    assert outcome.files == {"new": joined, "own": joined}
    assert outcome.sides.keys() == {"a", "new", "own"}


def test_a_new_name_that_the_owner_has_taken_is_a_conflict_and_the_old_one_stays(update: Updates) -> None:
    ours = {"a": edited(PAGE, 10, "owner"), "new": "owner's own\n"}
    outcome = update({"a": PAGE}, {"new": PAGE}, ours)
    assert outcome.text("a") == ours["a"]
    assert outcome.text("new") == f"{START}owner's own\n=======\n{PAGE}>>>>>>> template\n"
    assert outcome.sides == {"new": {2: b"owner's own\n", 3: PAGE.encode()}}
    assert outcome.result.kept == ["a"]


def test_what_the_owner_left_in_the_place_of_a_file_that_both_moved_stays(update: Updates) -> None:
    """git by itself would lose it without a word."""
    outcome = update({"a": PAGE}, {"new": PAGE}, {"a": "from new import *\n", "new": PAGE})
    assert outcome.files == as_bytes({"a": "from new import *\n", "new": PAGE})
    assert outcome.is_clean
    assert outcome.result.kept == ["a"]


# --- Links, folders, submodules ---


def test_a_link_in_the_place_of_a_folder_stays(update: Updates) -> None:
    old = {"docs/a": PAGE, "docs/b": "b\n", "manage.py": "x\n"}
    new = old | {"docs/a": edited(PAGE, 2, "template"), "docs/new": "new\n"}
    outcome = update(old, new, {"docs": ("../handbook", LINK), "manage.py": "x\n"})
    assert outcome.files == {"docs": b"../handbook", "manage.py": b"x\n"}
    assert outcome.modes["docs"] == LINK
    assert outcome.is_clean
    assert sorted(outcome.result.stay_away) == ["docs/a", "docs/new"]


def test_a_link_to_where_the_folder_was_moved_stays_and_the_folder_is_updated(update: Updates) -> None:
    old = {"docs/a": PAGE, "manage.py": "x\n"}
    ours: dict[str, Made] = {"docs": ("documents", LINK), "documents/a": PAGE, "manage.py": "x\n"}
    outcome = update(old, old | {"docs/a": edited(PAGE, 2, "template")}, ours)
    assert outcome.files == as_bytes(
        {"docs": "documents", "documents/a": edited(PAGE, 2, "template"), "manage.py": "x\n"}
    )
    assert outcome.is_clean


def test_a_folder_in_the_place_of_a_file_stays(update: Updates) -> None:
    outcome = update({"a": PAGE}, {"a": edited(PAGE, 2, "template")}, {"a/own": "own\n"})
    assert outcome.files == {"a/own": b"own\n"}
    assert outcome.is_clean
    assert outcome.result.stay_away == ["a"]


def test_a_file_in_the_place_of_a_folder_stays(update: Updates) -> None:
    old = {"a/b": PAGE, "c": "c\n"}
    new = {"a/b": edited(PAGE, 2, "template"), "a/new": "new\n", "c": "c\n"}
    outcome = update(old, new, {"a": "own\n", "c": "c\n"})
    assert outcome.files == {"a": b"own\n", "c": b"c\n"}
    assert outcome.is_clean


def test_a_new_folder_where_the_owner_has_a_file_is_a_conflict_that_holds_both(update: Updates) -> None:
    outcome = update({"c": "c\n"}, {"c": "c\n", "a/new": "new\n"}, {"c": "c\n", "a": "own\n"})
    assert set(outcome.files.values()) == {b"c\n", b"new\n", b"own\n"}
    assert [*outcome.sides.values()] == [{2: b"own\n"}]


def test_a_submodule_of_the_owners_survives(update: Updates) -> None:
    module = Entry(SUBMODULE, "1" * 40)
    outcome = update({"a": PAGE}, {"a": edited(PAGE, 2, "template")}, {"a": PAGE, "lib": module})
    assert outcome.result.files["lib"] == module
    assert outcome.text("a") == edited(PAGE, 2, "template")
    assert outcome.is_clean


# --- Line ends, encodings ---


def test_lines_that_end_as_on_windows_stay_so_and_are_joined(update: Updates) -> None:
    outcome = update({"a": PAGE}, {"a": edited(PAGE, 2, "template")}, {"a": crlf(edited(PAGE, 10, "owner"))})
    assert outcome.text("a") == crlf(edited(edited(PAGE, 2, "template"), 10, "owner"))
    assert outcome.is_clean


def test_lines_that_end_as_on_windows_stay_so_under_a_new_name(update: Updates) -> None:
    ours = crlf(edited(PAGE, 10, "owner"))
    outcome = update({"old": PAGE}, {"new": edited(PAGE, 2, "template")}, {"old": ours})
    assert outcome.files == as_bytes({"new": crlf(edited(edited(PAGE, 2, "template"), 10, "owner"))})
    assert outcome.is_clean


def test_one_line_that_ends_as_on_windows_does_not_make_all_others_differ(update: Updates) -> None:
    ours = PAGE.replace("line 10\n", "line 10\r\n")
    outcome = update({"a": PAGE}, {"a": edited(PAGE, 2, "template")}, {"a": ours})
    assert outcome.text("a") == edited(ours, 2, "template")
    assert outcome.is_clean


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("lines", [str, crlf], ids=["LF", "CRLF"])
def test_text_in_utf_16_stays_so_and_is_joined(encoding: str, lines: type[str], update: Updates) -> None:
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}"
    ours = (mark + lines(edited(PAGE, 10, "소유자"))).encode(encoding)
    outcome = update({"a.txt": PAGE}, {"a.txt": edited(PAGE, 2, "template")}, {"a.txt": ours})
    expected = mark + lines(edited(edited(PAGE, 2, "template"), 10, "소유자"))
    assert outcome.files["a.txt"] == expected.encode(encoding)
    assert outcome.is_clean


def test_a_conflict_in_utf_16_stays_readable(update: Updates) -> None:
    ours = edited(PAGE, 6, "owner").encode("utf-16")
    outcome = update({"a.txt": PAGE}, {"a.txt": edited(PAGE, 6, "template")}, {"a.txt": ours})
    shown = f"{START}line 6, changed by owner\n=======\nline 6, changed by template\n>>>>>>> template\n"
    assert outcome.files["a.txt"].decode("utf-16") == PAGE.replace("line 6\n", shown)
    assert outcome.sides["a.txt"][2] == ours


@pytest.mark.parametrize("encoding", ["cp949", "utf-8-sig"])
def test_bytes_of_other_encodings_are_kept(encoding: str, update: Updates) -> None:
    ours = edited(PAGE, 10, "소유자").encode(encoding)
    outcome = update({"a.txt": PAGE}, {"a.txt": edited(PAGE, 5, "template")}, {"a.txt": ours})
    assert outcome.files["a.txt"] == ours.replace(b"line 5\n", b"line 5, changed by template\n")
    assert outcome.is_clean


# --- JSON ---

MANIFEST = {"name": "frontend", "dependencies": {"a": "1", "c": "1"}}


def manifest(**dependencies: str) -> str:
    return json.dumps(MANIFEST | {"dependencies": dependencies}, indent=2) + "\n"


@pytest.mark.parametrize("path", ["frontend/package.json", "tsconfig.app.json", "angular.json"])
def test_json_is_joined_key_by_key(path: str, update: Updates) -> None:
    ours, theirs = manifest(a="1", b="own", c="1"), manifest(a="2", c="1")
    outcome = update({path: manifest(a="1", c="1")}, {path: theirs}, {path: ours})
    assert json.loads(outcome.files[path]) == MANIFEST | {"dependencies": {"a": "2", "b": "own", "c": "1"}}
    assert outcome.is_clean


def test_other_json_is_joined_by_lines(update: Updates) -> None:
    ours, theirs = manifest(a="1", b="own", c="1"), manifest(a="2", c="1")
    outcome = update({"data.json": manifest(a="1", c="1")}, {"data.json": theirs}, {"data.json": ours})
    assert outcome.sides.keys() == {"data.json"}


def test_a_key_that_both_add_at_two_places_stands_there_once(update: Updates) -> None:
    """git joins the lines without a conflict, and the key stands there twice."""
    padding = dict.fromkeys("ghijklmnop", "1")
    ours = manifest(z="own", **padding)
    theirs = manifest(**padding, z="own")
    path = "package.json"
    outcome = update({path: manifest(**padding)}, {path: theirs}, {path: ours})
    assert outcome.text(path).count('"z"') == 1
    assert json.loads(outcome.files[path])["dependencies"] == {**padding, "z": "own"}


def test_a_key_that_both_change_in_two_ways_is_a_conflict(update: Updates) -> None:
    path = "package.json"
    outcome = update({path: manifest(a="1")}, {path: manifest(a="2")}, {path: manifest(a="3")})
    assert outcome.text(path).count("\n") == manifest(a="1").count("\n") + 4
    assert outcome.sides.keys() == {path}


def test_what_is_no_json_keeps_what_git_made_of_it(update: Updates) -> None:
    path = "package.json"
    broken = manifest(a="1", b="own").removesuffix("}\n")
    outcome = update({path: manifest(a="1")}, {path: manifest(a="2")}, {path: broken})
    assert '"b": "own"' in outcome.text(path) and '"a": "2"' in outcome.text(path)
    assert outcome.sides.keys() == {path}


# --- What differs ---


def test_what_differs_is_told_with_its_kind(update: Updates) -> None:
    trees = update.trees
    before = trees.tree({"a": "a\n", "b": "b\n", "same": "s\n", "mode": "m\n"})
    after = trees.tree({"b": "B\n", "c": "c\n", "same": "s\n", "mode": ("m\n", EXECUTABLE)})
    assert [*changed(before, after)] == [("D", "a"), ("M", "b"), ("A", "c"), ("M", "mode")]
