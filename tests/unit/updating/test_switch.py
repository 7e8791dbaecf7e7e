"""Bringing a result into a folder that git keeps, and back out of it: in real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.git import commit_all, git
from harness.trees import EXECUTABLE, LINK, Made, Trees
from scripts.manage import git as git_program
from scripts.manage.problem import Problem
from scripts.manage.updating import switch
from scripts.manage.updating.merge import Result, changed
from scripts.manage.updating.store import Entry, Store
from scripts.manage.updating.switch import Note, WorkTree

PAGE = "".join(f"line {number}\n" for number in range(1, 13))
MARKED = "<<<<<<< yours\nours\n=======\ntheirs\n>>>>>>> template\n"
BEFORE: dict[str, str] = {
    "manage.py": "print()\n",
    "edited": PAGE,
    "dropped/deep/file": "gone\n",
    "same": "same\n",
    "한국어/이름": "옛\n",
}
AFTER: dict[str, str] = {
    "manage.py": "print()\n",
    "edited": PAGE.upper(),
    "added/deep/file": "new\n",
    "same": "same\n",
    "한국어/이름": "새\n",
}
on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no executable bits and few links")
# A project's root, seen from the repository's: the repository is the project's own, or a larger one.
OWN, PART = "a repository of its own", "a part of a larger one"
PLACES = {OWN: ".", PART: "과목/내 앱"}


@dataclass
class Project:
    """A project in a repository, and a store to make results from."""

    top: Path
    root: Path
    work_tree: WorkTree
    trees: Trees

    @classmethod
    def of(cls, top: Path, root: Path, store: Path) -> Project:
        work_tree = WorkTree(root)
        return cls(top, root, work_tree, Trees(Store(store, work_tree.objects, work_tree.object_format)))

    def bring(
        self, after: Mapping[str, Made], conflicts: Mapping[str, Mapping[int, str | bytes]] | None = None
    ) -> Note:
        """Switch to these files, as the verb does."""
        sides = {
            path: {stage: self.trees.entry(text) for stage, text in each.items()}
            for path, each in (conflicts or {}).items()
        }
        result = Result(self.trees.tree(after), sides)
        before = self.trees.store.files(self.work_tree.tree)
        paths = [path for _, path in changed(before, result.files)]
        note = Note("applying", self.work_tree.head, paths, "v1", "v2")
        self.work_tree.take_objects(self.trees.store.folder)
        self.work_tree.switch(before, result, note)
        return note

    def in_the_way(self, after: Mapping[str, Made]) -> list[str]:
        before = self.trees.store.files(self.work_tree.tree)
        return self.work_tree.in_the_way(before, self.trees.tree(after))

    def files(self) -> dict[str, bytes | str]:
        """Everything below the repository's root but git's: a file's bytes, a link's target, "folder"."""
        found: dict[str, bytes | str] = {}
        for path in sorted(self.top.rglob("*")):
            name = path.relative_to(self.top).as_posix()
            if name.partition("/")[0] == ".git":
                continue
            if path.is_symlink():
                found[name] = str(path.readlink())
            else:
                mark = b"x:" if path.is_file() and os.access(path, os.X_OK) else b""
                found[name] = "folder" if path.is_dir() else mark + path.read_bytes()
        return found

    def contents(self) -> dict[str, bytes | str]:
        """The project's files, without folders."""
        prefix = self.work_tree.prefix
        return {
            name.removeprefix(prefix): content
            for name, content in self.files().items()
            if content != "folder" and name.startswith(prefix)
        }

    def status(self) -> dict[str, str]:
        """What git says of each file: "M " is staged, " M" is not, "UU" is in conflict."""
        printed = git(self.root, "status", "--porcelain", "-z", "--no-renames", "--ignored", "--", ".")
        prefix = self.work_tree.prefix
        return {line[3:].removeprefix(prefix): line[:2] for line in printed.split("\0") if line}

    def leftovers(self) -> list[str]:
        """What of an update is left in git's folder."""
        folder = self.work_tree.git_folder
        return sorted(
            path.name for path in folder.iterdir() if path.name.startswith((switch.NOTE, "index.lock"))
        )


def repository(folder: Path, place: str, *words: str) -> Path:
    """A repository with a project in it, in its first commit, and a neighbour if it is a larger one."""
    git(folder, "init", "--quiet", *words)
    for path, text in BEFORE.items():
        lay(folder / place / path, text)
    if place != ".":
        lay(folder / "neighbour", "neighbour\n")
    commit_all(folder, "The first")
    return folder


@pytest.fixture(scope="module")
def made(isolated_machine: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A repository for each place. Shared: tests take copies."""
    return {name: repository(tmp_path_factory.mktemp("made"), place) for name, place in PLACES.items()}


def copied(made: dict[str, Path], name: str, folder: Path) -> Project:
    shutil.copytree(made[name], folder / "repository")
    return Project.of(folder / "repository", folder / "repository" / PLACES[name], folder / "store")


@pytest.fixture(params=PLACES)
def project(request: pytest.FixtureRequest, made: dict[str, Path], tmp_path: Path) -> Project:
    return copied(made, request.param, tmp_path)


@pytest.fixture
def own(made: dict[str, Path], tmp_path: Path) -> Project:
    return copied(made, OWN, tmp_path)


@pytest.fixture
def part(made: dict[str, Path], tmp_path: Path) -> Project:
    return copied(made, PART, tmp_path)


def lay(path: Path, text: str = "not in git\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def as_bytes(files: Mapping[str, str]) -> dict[str, bytes | str]:
    return {path: text.encode("utf-8") for path, text in files.items()}


# --- There ---


def test_a_result_arrives_in_the_folder_and_staged_and_in_no_commit(project: Project) -> None:
    head = project.work_tree.head
    note = project.bring(AFTER)
    assert project.contents() == as_bytes(AFTER)
    assert project.status() == {
        "edited": "M ",
        "dropped/deep/file": "D ",
        "added/deep/file": "A ",
        "한국어/이름": "M ",
    }
    assert project.work_tree.head == head == note.head
    assert project.work_tree.note() == Note("applied", head, note.paths, "v1", "v2")
    assert project.leftovers() == [switch.NOTE]


def test_no_empty_folder_is_left_and_no_folder_with_something_in_it_goes(project: Project) -> None:
    (project.root / "dropped" / "own").write_text("own\n", encoding="utf-8")
    project.bring(AFTER)
    assert not (project.root / "dropped" / "deep").exists()
    assert (project.root / "dropped" / "own").exists()
    (project.root / "dropped" / "own").unlink()
    commit_all(project.top, "The update")
    project.bring({"new": "new\n"})
    assert sorted(path.name for path in project.root.iterdir() if path.name != ".git") == ["dropped", "new"]


def test_a_commit_of_the_result_holds_the_result(project: Project) -> None:
    project.bring(AFTER)
    git(project.root, "commit", "--quiet", "-m", "Update")
    assert project.trees.contents(project.trees.store.files(project.work_tree.tree)) == as_bytes(AFTER)
    assert project.status() == {}


@on_posix
def test_executable_bits_and_links_arrive(own: Project) -> None:
    own.bring(
        BEFORE | {"run.sh": ("x\n", EXECUTABLE), "same": ("same\n", EXECUTABLE), "link": ("same", LINK)}
    )
    assert own.contents() == as_bytes(BEFORE) | {"run.sh": b"x:x\n", "same": b"x:same\n", "link": "same"}
    assert own.status() == {"run.sh": "A ", "same": "M ", "link": "A "}


def test_new_attributes_count_for_the_files_that_come_with_them(own: Project) -> None:
    lay(own.root / ".gitattributes", "*.txt text eol=crlf\n")
    commit_all(own.root, "Other attributes")
    after = BEFORE | {".gitattributes": "*.cmd text eol=crlf\n", "a.cmd": "a\n", ".a/b.cmd": "b\n"}
    own.bring(after)
    assert own.contents() == as_bytes(after | {"a.cmd": "a\r\n", ".a/b.cmd": "b\r\n"})
    assert git(own.root, "show", ":a.cmd") == "a"
    assert own.status() == {".gitattributes": "M ", "a.cmd": "A ", ".a/b.cmd": "A "}


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any name")
def test_files_may_have_any_name(own: Project) -> None:
    names = [
        "new\nline",
        'quo"te',
        "back\\slash",
        "-dash",
        " blank ",
        "*",
        ":(top)x",
        os.fsdecode(b"caf\xe9"),
    ]
    before = own.files()
    note = own.bring(
        BEFORE | {f"{name}/{name}": "x\n" for name in names} | {f"{name}.txt": "x\n" for name in names}
    )
    assert {f"{name}/{name}" for name in names} <= own.contents().keys()
    assert set(own.status().values()) == {"A "}
    own.work_tree.restore(note)
    assert own.files() == before


def test_a_repository_with_longer_names_of_contents_is_switched_too(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    top = repository(tmp_path / "repository", ".", "--object-format=sha256")
    project = Project.of(top, top, tmp_path / "store")
    entries = {
        path: Entry("100644", project.trees.store.write(text.encode())) for path, text in AFTER.items()
    }
    work_tree = project.work_tree
    before = project.trees.store.files(work_tree.tree)
    note = Note("applying", work_tree.head, [path for _, path in changed(before, entries)], "v1", "v2")
    work_tree.take_objects(project.trees.store.folder)
    work_tree.switch(before, Result(entries), note)
    assert project.contents() == as_bytes(AFTER)
    work_tree.restore(note)
    assert project.contents() == as_bytes(BEFORE) and project.status() == {}


def test_a_work_tree_of_its_own_keeps_its_own_note(own: Project, tmp_path: Path) -> None:
    git(own.root, "worktree", "add", "--quiet", str(tmp_path / "second"), "HEAD")
    second = Project.of(tmp_path / "second", tmp_path / "second", tmp_path / "second store")
    note = second.bring(AFTER)
    assert (second.root / "edited").read_text(encoding="utf-8") == AFTER["edited"]
    assert own.work_tree.note() is None and own.status() == {}
    second.work_tree.restore(note)
    assert second.status() == {}


def test_nobodys_settings_decide_what_arrives(own: Project) -> None:
    hooks = own.root / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "post-index-change", "pre-commit"):
        (hooks / name).write_text("#!/bin/sh\ntouch hook-was-here\nexit 1\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    (own.root / ".git" / "ignored").write_text("*\n", encoding="utf-8")
    for name, value in {
        "core.excludesFile": str(own.root / ".git" / "ignored"),
        "core.quotePath": "true",
        "core.safecrlf": "true",
        "status.showUntrackedFiles": "no",
        "status.relativePaths": "false",
        "diff.relative": "true",
        "diff.external": "false",
        "color.ui": "always",
    }.items():
        git(own.root, "config", name, value)
    note = own.bring(AFTER, {"한국어/이름": {1: "옛\n", 2: "옛\n", 3: "새\n"}})
    assert own.contents() == as_bytes(AFTER)
    assert own.work_tree.unmerged() == ["한국어/이름"]
    assert "한국어/이름" in own.work_tree.unsaved()
    own.work_tree.restore(note)
    assert own.contents() == as_bytes(BEFORE)
    assert own.work_tree.unsaved() == []


def test_it_works_in_its_folder_whichever_repository_the_terminal_names(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a hook of another repository, or for people who keep their settings in one of their own."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "another"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    work_tree = WorkTree(project.root)
    assert (work_tree.head, work_tree.prefix) == (project.work_tree.head, project.work_tree.prefix)
    note = project.bring(AFTER)
    assert project.contents() == as_bytes(AFTER)
    project.work_tree.restore(note)
    assert project.status() == {}


# --- And back ---


def test_what_was_brought_is_taken_back_byte_for_byte(project: Project) -> None:
    (project.root / "own").write_text("not in git\n", encoding="utf-8")
    before = project.files()
    note = project.bring(AFTER)
    (project.root / "edited").write_text("edited after the update\n", encoding="utf-8")
    (project.root / "added" / "deep" / "file").unlink()
    git(project.root, "add", "--all", ".")
    project.work_tree.restore(note)
    assert project.files() == before
    assert project.status() == {"own": "A "}
    assert project.leftovers() == []


def test_what_the_neighbours_have_staged_stays_staged(part: Project) -> None:
    (part.top / "neighbour").write_text("staged\n", encoding="utf-8")
    git(part.top, "add", "neighbour")
    (part.top / "neighbour").write_text("and changed again\n", encoding="utf-8")
    assert part.work_tree.unsaved() == []
    note = part.bring(AFTER)
    for _ in range(2):
        assert git(part.top, "status", "--porcelain", "neighbour") == "MM neighbour"
        assert (part.top / "neighbour").read_text(encoding="utf-8") == "and changed again\n"
        if part.work_tree.note():
            part.work_tree.restore(note)


# What git says, and the sides.
CONFLICTS: dict[str, tuple[str, dict[str, str | bytes], dict[int, str | bytes]]] = {
    "both changed it": ("UU", {"edited": MARKED}, {1: PAGE, 2: "ours\n", 3: "theirs\n"}),
    "both added it": ("AA", {"both": MARKED}, {2: "ours\n", 3: "theirs\n"}),
    "the template dropped it": ("UD", {"edited": PAGE}, {1: "old\n", 2: PAGE}),
    "the owner deleted it": ("DU", {"gone": "theirs\n"}, {1: "old\n", 3: "theirs\n"}),
    "a picture, which stays the owner's": ("UU", {"same": "same\n"}, {1: b"\0", 2: "same\n", 3: b"\1"}),
    "both renamed it": ("DD", {}, {1: "old\n"}),
}


@pytest.mark.parametrize(("said", "files", "sides"), CONFLICTS.values(), ids=CONFLICTS.keys())
def test_a_conflict_is_one_for_git_and_is_taken_back(
    said: str, files: dict[str, str], sides: dict[int, str | bytes], project: Project
) -> None:
    (path,) = files or ["nowhere"]
    before = project.files()
    note = project.bring(AFTER | files, {path: sides})
    assert project.status()[path] == said
    assert project.contents() == as_bytes(AFTER | files)
    assert project.work_tree.unmerged() == [path]
    stages = git(project.root, "ls-files", "--unmerged", "-z", "--", path).rstrip("\0").split("\0")
    assert [int(line.split()[2]) for line in stages] == [*sides]
    project.work_tree.restore(note)
    assert project.files() == before
    assert project.status() == {}


def test_a_conflict_may_be_settled_and_committed(own: Project) -> None:
    own.bring(AFTER | {"edited": MARKED}, {"edited": {1: PAGE, 2: "ours\n", 3: "theirs\n"}})
    work_tree = own.work_tree
    assert work_tree.marked(["edited", "same", "nowhere"]) == ["edited"]
    (own.root / "edited").write_text("settled\n", encoding="utf-8")
    assert work_tree.marked(["edited"]) == [] and work_tree.unmerged() == ["edited"]
    git(own.root, "add", "--all")
    assert work_tree.unmerged() == []
    git(own.root, "commit", "--quiet", "-m", "Update")
    assert own.status() == {}


@pytest.mark.parametrize(
    "content",
    [
        MARKED.encode(),
        MARKED.replace("\n", "\r\n").encode(),
        MARKED.encode("utf-16"),
        b"a\n<<<<<<< yours:old/name\nb\n",
        b"a\n>>>>>>> template:new/name\r\nb\n",
    ],
)
def test_marks_are_found_in_every_form(content: bytes, own: Project) -> None:
    (own.root / "edited").write_bytes(content)
    assert own.work_tree.marked(["edited"]) == ["edited"]


@pytest.mark.parametrize(
    "content", [b"=======\n", b"a <<<<<<< yours\n", b"<<<<<<< HEAD\n", b">>>>>>> templates\n", b""]
)
def test_what_only_looks_like_marks_is_none(content: bytes, own: Project) -> None:
    (own.root / "edited").write_bytes(content)
    assert own.work_tree.marked(["edited"]) == []


# --- In between ---


class PowerCut(BaseException):
    """Ends the program where it stands."""


@pytest.mark.parametrize("steps", ["there", "back"])
def test_whatever_ends_the_program_all_can_be_put_back(
    steps: str, own: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends before each of git's steps, each deletion, and both steps at the index."""
    before = own.files()
    conflicts = {"한국어/이름": {1: "옛\n", 2: "옛\n", 3: "새\n"}}
    left = -1

    def counted(step: Callable[..., object]) -> Callable[..., object]:
        def run(*words: object, **options: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise PowerCut
            return step(*words, **options)

        return run

    for owner, name in (
        (git_program, "work"),
        (os, "link"),
        (Path, "replace"),
        (Path, "unlink"),
        (os, "fsync"),
    ):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    ends = 0
    for number in range(1, 60):
        note = own.bring(AFTER, conflicts) if steps == "back" else None
        left = number
        try:
            if note:
                own.work_tree.restore(note)
            else:
                own.bring(AFTER, conflicts)
        except PowerCut:
            ends += 1
        is_over, left = left > 0, -1
        found = own.work_tree.note()
        if found:
            own.work_tree.restore(found)
        assert own.files() == before
        assert own.status() == {}
        if is_over:
            break
    assert is_over and ends > 10
    assert own.leftovers() == []


def test_another_git_at_work_is_not_disturbed(project: Project) -> None:
    before = project.files()
    lock = project.top / ".git" / "index.lock"
    lock.write_bytes(b"another git's")
    with pytest.raises(Problem) as raised:
        project.bring(AFTER)
    assert raised.value.code == "FA148"
    assert project.files() == before
    assert lock.read_bytes() == b"another git's"
    assert project.work_tree.note() is None


@pytest.mark.parametrize("has_links", [True, False], ids=["with links", "without links"])
def test_a_git_that_begins_meanwhile_keeps_its_lock_and_all_can_be_put_back(
    has_links: bool, own: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = own.files()
    lock = own.top / ".git" / "index.lock"
    link = os.link

    def begin(source: Path, target: Path) -> None:
        lock.write_bytes(b"another git's")
        if not has_links:
            raise PermissionError("Operation not permitted")
        link(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", begin)
        with pytest.raises(Problem) as raised:
            own.bring(AFTER)
    assert raised.value.code == "FA148"
    assert lock.read_bytes() == b"another git's"
    lock.unlink()
    note = own.work_tree.note()
    assert note and note.state == "applying"
    own.work_tree.restore(note)
    assert own.files() == before
    assert own.leftovers() == []


def test_where_there_are_no_links_the_index_is_replaced_too(
    own: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    own.bring(AFTER)
    assert set(own.status().values()) == {"A ", "M ", "D "}
    assert own.leftovers() == [switch.NOTE]


# --- What must not be lost ---


def test_files_that_git_does_not_keep_are_in_the_way(project: Project) -> None:
    lay(project.root / ".gitignore", "*.ignored\n")
    commit_all(project.top, "Ignore some")
    lay(project.root / "added")
    lay(project.root / "new" / "a.ignored")
    lay(project.root / "folder" / "own")
    kept = BEFORE | {".gitignore": "*.ignored\n"}
    found = project.in_the_way(
        kept | {"added": "a\n", "new/a.ignored": "a\n", "folder": "a\n", "free": "a\n"}
    )
    assert found == ["added", "folder", "new/a.ignored"]


def test_a_file_where_a_folder_comes_is_in_the_way(project: Project) -> None:
    lay(project.root / "new")
    assert project.in_the_way(BEFORE | {"new/deep/file": "a\n"}) == ["new/deep/file"]


@on_posix
def test_a_link_where_a_folder_comes_is_in_the_way(project: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project.root / "new").symlink_to(tmp_path / "elsewhere")
    (project.root / "dangling").symlink_to("nowhere")
    assert project.in_the_way(BEFORE | {"new/file": "a\n", "dangling": "a\n"}) == ["dangling", "new/file"]


def test_nothing_is_in_the_way_where_git_keeps_it_or_nothing_lies_there(project: Project) -> None:
    (project.root / "empty" / "folders").mkdir(parents=True)
    before = project.files()
    after = {path: text for path, text in BEFORE.items() if not path.startswith(("same", "dropped"))}
    after |= {"same/is": "a folder\n", "dropped": "is a file\n", "empty/folders": "a file\n"}
    assert project.in_the_way(after) == []
    note = project.bring(after)
    assert project.contents() == as_bytes(after)
    project.work_tree.restore(note)
    assert project.contents() == as_bytes(BEFORE)
    assert project.status() == {}
    assert {name for name in before if "empty" not in name} == project.files().keys()


def test_a_file_beside_those_of_a_folder_that_becomes_a_file_is_in_the_way(project: Project) -> None:
    lay(project.root / "dropped" / "deep" / "own")
    after = {path: text for path, text in BEFORE.items() if not path.startswith("dropped")}
    assert project.in_the_way(after | {"dropped": "is a file\n"}) == ["dropped"]


@on_posix
def test_another_case_of_the_same_name_is_not_in_the_way_where_both_are_one_file(own: Project) -> None:
    """As on Windows and macOS, where README.md is there when readme.md is. Two links stand for that here."""
    after = {path: text for path, text in BEFORE.items() if path != "same"} | {"SAME": "same\n"}
    lay(own.root / "SAME")
    assert own.in_the_way(after) == ["SAME"]
    (own.root / "SAME").unlink()
    os.link(own.root / "same", own.root / "SAME")
    assert own.in_the_way(after) == []


def test_what_is_in_no_commit_is_unsaved(project: Project) -> None:
    lay(project.root / "new")
    lay(project.root / "staged")
    lay(project.root / "한국어" / "이름")
    git(project.root, "add", "staged")
    git(project.root, "rm", "--quiet", "--cached", "same")
    (project.root / "edited").unlink()
    if project.root != project.top:
        lay(project.top / "neighbour")
    assert sorted(project.work_tree.unsaved()) == ["edited", "same", "staged", "한국어/이름"]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_change_that_git_was_told_to_overlook_is_unsaved(flag: str, project: Project) -> None:
    """An update would replace it without a word."""
    git(project.root, "update-index", flag, "edited", "한국어/이름")
    assert project.work_tree.unsaved() == []
    lay(project.root / "한국어" / "이름")
    assert git(project.root, "status", "--porcelain") == ""
    assert project.work_tree.unsaved() == ["한국어/이름"]


def test_files_that_a_sparse_checkout_leaves_out_are_no_changes(own: Project) -> None:
    # git takes nothing away of which it does not know that it is as it was.
    git(own.root, "update-index", "--refresh")
    git(own.root, "sparse-checkout", "set", "--no-cone", "/*", "!/dropped")
    assert not (own.root / "dropped").exists()
    assert own.work_tree.unsaved() == []


def test_a_touched_file_is_no_change(own: Project) -> None:
    os.utime(own.root / "edited", (1, 1))
    assert own.work_tree.unsaved() == []


# --- The repository ---


@pytest.mark.parametrize("verb", ["merge", "cherry-pick", "revert", "rebase"])
def test_what_git_is_in_the_middle_of_is_named(verb: str, own: Project) -> None:
    assert own.work_tree.busy_with() is None
    git(own.root, "checkout", "--quiet", "-b", "side")
    lay(own.root / "edited", "side\n")
    side = commit_all(own.root, "Side")
    lay(own.root / "edited", "later\n")
    commit_all(own.root, "Later")
    if verb in ("merge", "rebase"):
        git(own.root, "checkout", "--quiet", "-b", "other", "HEAD~2")
        lay(own.root / "edited", "other\n")
        commit_all(own.root, "Other")
    words = [verb, "side"] if verb in ("merge", "rebase") else [verb, "--no-edit", side]
    subprocess.run(["git", *words], cwd=own.root, capture_output=True)
    assert own.work_tree.busy_with() == verb


def test_a_folder_that_git_does_not_keep_is_refused(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    with pytest.raises(Problem) as raised:
        WorkTree(tmp_path / "app")
    assert raised.value.code == "FA071"
    git(tmp_path, "init", "--quiet")
    with pytest.raises(Problem) as raised:
        WorkTree(tmp_path / "app")
    assert raised.value.code == "FA071"
    commit_all(tmp_path, "Nothing of the app")
    lay(tmp_path / "app" / "manage.py")
    with pytest.raises(Problem) as raised:
        WorkTree(tmp_path / "app")
    assert raised.value.code == "FA071"
    assert str(tmp_path) in raised.value.what


def test_it_does_not_matter_on_which_branch_or_none(own: Project) -> None:
    git(own.root, "checkout", "--quiet", "--detach")
    note = own.bring(AFTER)
    assert own.contents() == as_bytes(AFTER)
    own.work_tree.restore(note)
    assert own.status() == {}


def test_contents_are_taken_over_once_and_read_only(own: Project) -> None:
    entry = own.trees.entry("taken over\n")
    for _ in range(2):
        own.work_tree.take_objects(own.trees.store.folder)
    assert git(own.root, "cat-file", "-p", entry.oid) == "taken over"
    path = own.root / ".git" / "objects" / entry.oid[:2] / entry.oid[2:]
    assert not path.stat().st_mode & 0o222
    assert not list((own.root / ".git" / "objects").rglob("*.part"))


# --- The note ---


def test_a_note_comes_back_as_it_was_written_until_it_is_forgotten(project: Project) -> None:
    work_tree = project.work_tree
    note = Note("applying", "0" * 40, ["한국어", "new\nline"], "v1", "v2")
    assert work_tree.note() is None
    work_tree.write_note(note)
    assert project.work_tree.note() == note
    assert project.status() == {}
    work_tree.forget_note()
    work_tree.forget_note()
    assert work_tree.note() is None


@pytest.mark.parametrize("content", [b"", b'{"state": ', b"[]", b"{}", b"\xff", b'{"other": 1}'])
def test_a_damaged_note_is_none(content: bytes, own: Project) -> None:
    (own.root / ".git" / switch.NOTE).write_bytes(content)
    assert own.work_tree.note() is None
