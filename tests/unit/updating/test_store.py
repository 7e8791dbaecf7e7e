"""The repository in which trees are joined: what goes in comes out, and nobody's settings reach in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.git import commit_all, git
from harness.trees import EXECUTABLE, LINK, SUBMODULE, Made, Trees
from scripts.manage import git as git_program
from scripts.manage.problem import Problem
from scripts.manage.updating import store as store_module
from scripts.manage.updating.store import Entry, Merged, Store

PAGE = "".join(f"line {number}\n" for number in range(1, 13))
MODULE = Entry(SUBMODULE, "1" * 40)
# Paths as people have them. The last is in Latin-1, as Python keeps it.
PATHS = [
    "한국어/파일 이름.txt",
    "tab\tand\nnew line",
    'quo"te',
    "back\\slash",
    "-dash",
    " blank ",
    "*.glob[x]",
    ":(top)magic",
    "e\N{COMBINING ACUTE ACCENT}",
    os.fsdecode(b"caf\xe9"),
]
# Some file systems keep none of the names above, or keep them otherwise.
only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs a file system that takes any name")


@pytest.fixture
def trees(tmp_path: Path) -> Trees:
    return Trees.below(tmp_path)


@pytest.fixture
def store(trees: Trees) -> Store:
    return trees.store


def changed(number: int, by: str) -> str:
    assert f"line {number}\n" in PAGE
    return PAGE.replace(f"line {number}\n", f"line {number}, {by}\n")


# --- What goes in comes out ---


def test_a_content_comes_back_byte_for_byte(store: Store) -> None:
    for content in (b"", b"\0\xff\r\n\n", "한국어\r\n".encode("utf-16")):
        assert store.content(Entry("100644", store.write(content))) == content


def test_contents_are_named_as_by_git(trees: Trees, store: Store) -> None:
    """The tests' own way of keeping contents is git's."""
    for content in (b"", b"\0\xff", PAGE.encode()):
        assert store.write(content) == trees.entry(content).oid


def test_a_tree_comes_back_with_modes_links_submodules_and_any_path(trees: Trees, store: Store) -> None:
    files = trees.tree({path: path.encode("utf-8", "surrogateescape") for path in PATHS})
    files |= {"run.sh": trees.entry("x", EXECUTABLE), "link": trees.entry("a", LINK), "lib": MODULE}
    assert store.files(store.write_tree(files)) == files


def test_the_projects_objects_are_lent_and_its_repository_is_left_alone(tmp_path: Path) -> None:
    for name in (
        "project",
        "내 앱",
        '"quoted',
        "#1",
        os.fsdecode(b"caf\xe9") if sys.platform == "linux" else "x",
    ):
        project = tmp_path / name
        project.mkdir()
        git(project, "init", "--quiet")
        (project / "a").write_text("lent\n", encoding="utf-8")
        commit_all(project, "The first")
        before = sorted((project / ".git").rglob("*"))
        store = Store(tmp_path / f"{name} store", project / ".git" / "objects")
        (entry,) = store.files(git(project, "rev-parse", "HEAD")).values()
        assert store.content(entry) == b"lent\n"
        store.merge({"a": entry}, {"a": entry}, {"b": entry})
        assert sorted((project / ".git").rglob("*")) == before


def test_a_repository_with_longer_names_of_contents_is_joined_too(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--object-format=sha256", "project")
    (tmp_path / "project" / "a").write_text("a\n", encoding="utf-8")
    commit_all(tmp_path / "project", "The first")
    store = Store(tmp_path / "store", tmp_path / "project" / ".git" / "objects", "sha256")
    ours = store.files(git(tmp_path / "project", "rev-parse", "HEAD"))
    new = Entry("100644", store.write(b"new\n"))
    assert store.merge(ours, ours, ours | {"b": new}).files == ours | {"b": new}


def test_what_git_refuses_is_a_problem_with_its_words(store: Store) -> None:
    with pytest.raises(Problem) as raised:
        store.content(Entry("100644", "1" * 40))
    assert raised.value.code == "FA146"
    assert "cat-file" in raised.value.what and raised.value.output


def test_without_git_nothing_is_tried(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(Problem) as raised:
        store.version()
    assert raised.value.code == "FA070"


@pytest.mark.parametrize(
    ("printed", "version"),
    [
        ("git version 2.39.5", (2, 39)),
        ("git version 2.39.5 (Apple Git-154)", (2, 39)),
        ("git version 2.45.1.windows.1", (2, 45)),
        ("git version 2.38.rc0", (2, 38)),
        ("git version 3.0", (3, 0)),
    ],
)
def test_the_version_of_every_git_is_understood(
    printed: str, version: tuple[int, ...], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_program, "work", lambda *_, **__: (0, f"{printed}\n".encode()))
    assert store.version() == version


# --- A folder's files ---

ATTRIBUTES = "* text=auto eol=lf\n*.cmd text eol=crlf\n*.bin -text\n"


def lay(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def test_line_ends_of_a_folder_are_kept_as_its_attributes_say(trees: Trees, tmp_path: Path) -> None:
    files = {".gitattributes": ATTRIBUTES.encode(), "a.sh": b"a\r\n", "a.cmd": b"a\r\n", "a.bin": b"a\r\n"}
    tree = trees.store.tree_of(lay(tmp_path / "1", files))
    assert trees.contents(tree) == files | {"a.sh": b"a\n", "a.cmd": b"a\n"}


def test_ignored_files_of_a_folder_are_files_too(trees: Trees, tmp_path: Path) -> None:
    files = {
        ".gitignore": b"*\n",
        "docs/.gitignore": b"*\n!.gitignore\n",
        "docs/a": b"a\n",
        ".env.example": b"x\n",
    }
    assert trees.contents(trees.store.tree_of(lay(tmp_path / "1", files))) == files


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no executable bits and few links")
def test_executable_bits_and_links_of_a_folder_are_kept(trees: Trees, tmp_path: Path) -> None:
    folder = lay(tmp_path / "1", {"run.sh": b"x\n", "plain": b"x\n"})
    (folder / "run.sh").chmod(0o755)
    (folder / "link").symlink_to("nowhere/at all")
    tree = trees.store.tree_of(folder)
    assert {path: entry.mode for path, entry in tree.items()} == {
        "run.sh": EXECUTABLE,
        "plain": "100644",
        "link": LINK,
    }
    assert trees.content(tree["link"]) == b"nowhere/at all"


def test_executable_files_are_so_where_the_file_system_cannot_tell(
    trees: Trees, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    monkeypatch.setattr(store_module, "SETTINGS", (*store_module.SETTINGS, "core.fileMode=false"))
    folder = lay(tmp_path / "1", {"run.sh": b"x\n", "plain": b"x\n"})
    if os.name != "nt":
        (folder / "run.sh").chmod(0o755)
    assert {entry.mode for entry in trees.store.tree_of(folder).values()} == {"100644"}
    tree = trees.store.tree_of(folder, {"run.sh", "not/rendered"})
    assert {path: entry.mode for path, entry in tree.items()} == {"run.sh": EXECUTABLE, "plain": "100644"}


@only_on_linux
def test_files_of_a_folder_may_have_any_name(trees: Trees, tmp_path: Path) -> None:
    tree = trees.store.tree_of(lay(tmp_path / "1", dict.fromkeys(PATHS, b"x\n")))
    assert tree.keys() == set(PATHS)


def test_two_folders_leave_nothing_of_each_other(trees: Trees, tmp_path: Path) -> None:
    trees.store.tree_of(lay(tmp_path / "1", {"a": b"a\n"}))
    assert trees.store.tree_of(lay(tmp_path / "2", {"b": b"b\n"})).keys() == {"b"}
    (tmp_path / "3").mkdir()
    assert trees.store.tree_of(tmp_path / "3") == {}


# --- Nobody's settings ---

HOSTILE = """\
[core]
    excludesFile = {folder}/ignored
    attributesFile = {folder}/attributes
    hooksPath = {folder}/hooks
    autocrlf = true
    safecrlf = true
    quotepath = true
    fileMode = false
[init]
    templateDir = {folder}/template
[diff]
    renames = false
[merge]
    conflictStyle = diff3
    renames = false
    directoryRenames = false
[filter "upper"]
    clean = tr a-z A-Z
    required = true
"""


def test_nobodys_settings_decide_what_is_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of git's files, of its variables, and of the home folder."""
    settings = tmp_path / "settings"
    hook = "#!/bin/sh\nexit 1\n"
    lay(settings, {
        "ignored": b"*\n",
        "attributes": b"* -text -merge filter=upper\n",
        "hooks/pre-commit": hook.encode(),
        "template/info/exclude": b"*\n",
    })  # fmt: skip
    text = HOSTILE.format(folder=settings.as_posix())
    lay(
        tmp_path,
        {"config": text.encode(), "home/.gitconfig": text.encode(), "home/.config/git/ignore": b"*\n"},
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    by_variables = {"core.attributesFile": str(settings / "attributes"), "filter.upper.clean": "tr a-z A-Z"}
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(by_variables)))
    for number, (name, value) in enumerate(by_variables.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", name)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere.index"))
    trees = Trees.below(tmp_path)
    folder = lay(tmp_path / "1", {".gitattributes": ATTRIBUTES.encode(), "한": b"small\r\n"})
    assert trees.contents(trees.store.tree_of(folder))["한"] == b"small\n"
    for both in ("merge-tree", "a folder"):
        if both == "a folder":
            monkeypatch.setattr(Store, "version", lambda _: (2, 30))
        merged = joined(trees, {"한": PAGE}, {"글": changed(2, "yours")}, {"한": changed(2, "theirs")})
        shown = "<<<<<<< yours{}\nline 2, yours\n=======\nline 2, theirs\n>>>>>>> template{}\n"
        assert trees.contents(merged.files)["글"].decode() == PAGE.replace(
            "line 2\n", shown.format(":글", ":한")
        )
    assert not list(tmp_path.glob("elsewhere*"))


# --- Joining ---


def joined(
    trees: Trees, base: Mapping[str, Made], ours: Mapping[str, Made], theirs: Mapping[str, Made]
) -> Merged:
    return trees.store.merge(*(trees.tree(files) for files in (base, ours, theirs)))


def test_a_rename_and_an_edit_are_joined(trees: Trees) -> None:
    merged = joined(trees, {"old": PAGE}, {"old": changed(10, "yours")}, {"new": changed(2, "theirs")})
    expected = changed(10, "yours").replace("line 2\n", "line 2, theirs\n")
    assert trees.contents(merged.files) == {"new": expected.encode()}
    assert not merged.sides


def test_files_of_any_name_are_joined_in_conflict_and_renamed(trees: Trees) -> None:
    base, ours = dict.fromkeys(PATHS, PAGE), dict.fromkeys(PATHS, changed(10, "yours"))
    merged = joined(trees, base, ours, dict.fromkeys(PATHS, changed(2, "theirs")))
    expected = changed(10, "yours").replace("line 2\n", "line 2, theirs\n")
    assert trees.contents(merged.files) == dict.fromkeys(PATHS, expected.encode())
    merged = joined(trees, base, ours, dict.fromkeys(PATHS, changed(10, "theirs")))
    assert {path: tuple(sides) for path, sides in merged.sides.items()} == dict.fromkeys(PATHS, (1, 2, 3))
    # Each file has a content of its own, by which it is known again.
    texts = {path: f"{number}\n" * 9 for number, path in enumerate(PATHS)}
    new = {f"new/{path}": text for path, text in texts.items()}
    found = trees.store.renames(trees.tree(texts), trees.tree(new))
    assert found == {path: f"new/{path}" for path in PATHS}


def test_a_renamed_file_is_known_again_after_a_change_and_an_unlike_one_is_not(trees: Trees) -> None:
    old = trees.tree({"a": PAGE, "b": "b\n", "empty": ""})
    new = trees.tree({"c": changed(3, "changed"), "d": "unlike\n", "e": ""})
    assert trees.store.renames(old, new) == {"a": "c"}


def test_texts_are_joined_or_marked(store: Store) -> None:
    one, two = changed(2, "yours").encode(), changed(10, "theirs").encode()
    assert store.merge_texts(PAGE.encode(), one, two) == (
        PAGE.replace("line 2\n", "line 2, yours\n").replace("line 10\n", "line 10, theirs\n").encode(),
        True,
    )
    text, is_clean = store.merge_texts(b"a\n", b"b\n", b"c\n")
    assert (text, is_clean) == (b"<<<<<<< yours\nb\n=======\nc\n>>>>>>> template\n", False)


# --- The way of older gits ---

Scenario = tuple[dict[str, Made], dict[str, Made], dict[str, Made]]
OTHER: dict[str, Made] = {"other": "other\n"}
FOLDER: dict[str, Made] = {f"docs/{letter}": PAGE.replace("line", letter) for letter in "abcd"}
MOVED = {path.replace("docs", "문서"): text for path, text in FOLDER.items()}
CMD: dict[str, Made] = {
    ".gitattributes": ATTRIBUTES,
    "a.cmd": PAGE,
    "b.ps1": PAGE,
    "c.sh": PAGE.replace("\n", "\r\n"),
}
UNION: dict[str, Made] = {".gitattributes": "* -merge -diff\n*.txt merge=union\n"}
# The old version, the owner's, the new version.
SCENARIOS: dict[str, Scenario] = {
    "nothing": (OTHER, OTHER, OTHER),
    "only the template": (
        {"a": PAGE, "b": "b\n"},
        {"a": PAGE, "b": "b\n"},
        {"a": changed(2, "t"), "c": "c\n"},
    ),
    "only the owner": ({"a": PAGE, "b": "b\n"}, {"a": changed(2, "o"), "c": "c\n"}, {"a": PAGE, "b": "b\n"}),
    "both, joined": ({"a": PAGE}, {"a": changed(2, "o")}, {"a": changed(10, "t")}),
    "both, in conflict": ({"a": PAGE} | OTHER, {"a": changed(2, "o")}, {"a": changed(2, "t")} | OTHER),
    "both add": (OTHER, {"한/글": "own\n"} | OTHER, {"한/글": "new\n"} | OTHER),
    "deleted and changed": ({"a": PAGE} | OTHER, OTHER, {"a": changed(2, "t")} | OTHER),
    "changed and deleted": ({"a": PAGE} | OTHER, {"a": changed(2, "o")} | OTHER, OTHER),
    "renamed and changed": ({"a": PAGE}, {"a": changed(2, "o")}, {"n/b": PAGE}),
    "moved and changed": ({"a": PAGE}, {"n/b": PAGE}, {"a": changed(2, "t")}),
    "renamed and in conflict": ({"a": PAGE}, {"b": changed(2, "o")}, {"a": changed(2, "t")}),
    "a new file in a moved folder": (FOLDER, MOVED, FOLDER | {"docs/new": "new\n"}),
    "pictures": ({"a.png": b"\0a"}, {"a.png": b"\0o"}, {"a.png": b"\0t"}),
    "both add pictures": (OTHER, {"a.png": b"\0o"} | OTHER, {"a.png": b"\0t"} | OTHER),
    "an executable bit and an edit": (
        {"x.sh": PAGE},
        {"x.sh": changed(2, "o")},
        {"x.sh": (PAGE, EXECUTABLE)},
    ),
    "executable and in conflict": (
        {"x.sh": (PAGE, EXECUTABLE)},
        {"x.sh": (changed(2, "o"), EXECUTABLE)},
        {"x.sh": (changed(2, "t"), EXECUTABLE)},
    ),
    "links": ({"l": ("a", LINK)}, {"l": ("b", LINK)}, {"l": ("c", LINK)}),
    "a link of the owner's": ({"l": ("a", LINK)}, {"l": ("b", LINK)}, {"l": ("a", LINK)} | OTHER),
    "a submodule": (OTHER, OTHER | {"lib": MODULE}, OTHER | {"a": PAGE}),
    "line ends by attributes, joined": (
        CMD,
        CMD | {"a.cmd": changed(2, "o"), "b.ps1": changed(2, "o")},
        CMD | {"a.cmd": changed(10, "t"), "new.cmd": PAGE},
    ),
    "line ends by attributes, in conflict": (
        CMD,
        CMD | {"a.cmd": changed(2, "o"), "c.sh": changed(2, "o").replace("\n", "\r\n")},
        CMD | {"a.cmd": changed(2, "t"), "c.sh": changed(2, "t").replace("\n", "\r\n")},
    ),
    "attributes that forbid joining": (
        UNION | {"a": PAGE, "a.txt": PAGE, "b.txt": PAGE},
        UNION | {"a": changed(2, "o"), "a.txt": changed(2, "o"), "b.txt": changed(2, "o")},
        UNION | {"a": changed(10, "t"), "a.txt": changed(10, "t"), "b.txt": changed(2, "t")},
    ),
    "any name": (
        dict.fromkeys(PATHS, PAGE),
        dict.fromkeys(PATHS, changed(2, "o")),
        dict.fromkeys(PATHS, changed(2, "t")),
    ),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_older_gits_join_as_newer_ones_do(name: str, trees: Trees, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = joined(trees, *SCENARIOS[name])
    monkeypatch.setattr(Store, "version", lambda _: (2, 37))
    monkeypatch.delattr(Store, "_merge_trees")
    older = joined(trees, *SCENARIOS[name])
    assert older.sides == newer.sides
    assert trees.contents(older.files) == trees.contents(newer.files)
    assert older.files == newer.files


# Here they differ in how they call what must step aside, and in what they note as its sides.
COLLISIONS: dict[str, Scenario] = {
    "renamed and deleted": ({"a": PAGE} | OTHER, OTHER, {"b": PAGE} | OTHER),
    "renamed in two ways": ({"a": PAGE}, {"b": changed(2, "o")}, {"c": changed(10, "t")}),
    "a file of the owner's and a folder": (OTHER, OTHER | {"a": "own\n"}, OTHER | {"a/b": "new\n"}),
    "a link of the owner's and a folder": (OTHER, OTHER | {"a": ("own\n", LINK)}, OTHER | {"a/b": "new\n"}),
    "a folder of the owner's and a file": (OTHER, OTHER | {"a/b": "own\n"}, OTHER | {"a": "new\n"}),
    "a renamed file and a file of the owner's": (
        {"a": PAGE},
        {"a": changed(2, "o"), "b": "own\n"},
        {"b": PAGE},
    ),
}


@pytest.mark.parametrize("way", ["newer", "older"])
@pytest.mark.parametrize("name", COLLISIONS)
def test_what_collides_is_a_conflict_and_all_of_it_is_there(
    name: str, way: str, trees: Trees, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "older":
        monkeypatch.setattr(Store, "version", lambda _: (2, 37))
        monkeypatch.delattr(Store, "_merge_trees")
    merged = joined(trees, *COLLISIONS[name])
    base, ours, theirs = (lines_of(trees, files) for files in COLLISIONS[name])
    assert merged.sides
    assert ours - base | theirs - base <= lines_of(trees, merged.files)


def lines_of(trees: Trees, files: Mapping[str, Made]) -> set[bytes]:
    return {line for content in trees.contents(trees.tree(files)).values() for line in content.splitlines()}
