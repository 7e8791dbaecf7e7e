"""A repository of git's own, made for one update, in which trees are joined.

The project's repository lends its objects and is not written to. No setting of anybody's reaches in here, no
hook, no list of ignored files, no filter: they do not decide what survives an update.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .. import git

SETTINGS = (
    "core.quotepath=false",
    "core.autocrlf=false",
    "core.safecrlf=false",
    "core.longpaths=true",
    "merge.renames=true",
    # The same whoever looks for renames, or one would see a file as moved and the other as deleted.
    "merge.renameLimit=7000",
    "diff.renameLimit=7000",
    # What the template brings goes where the owner has moved its folder.
    "merge.directoryRenames=true",
    "merge.conflictStyle=merge",
)
# Who makes the commits that git wants for its own use, and nobody sees.
NOBODY = "manage.py"
# The tool that joins trees without any folder (git 2.38), and without which a folder is used.
MERGE_TREE = (2, 38)
# What a folder's .gitattributes say is for people's folders: where trees are joined, bytes are kept.
PLAIN_ATTRIBUTES = "* -text !merge !filter !ident !working-tree-encoding !conflict-marker-size\n"
# How both sides are called at the marks of a conflict.
OURS, THEIRS = "yours", "template"


@dataclass(frozen=True)
class Entry:
    """A file as git keeps it: its mode ("100644", "100755", "120000") and the name of its content."""

    mode: str
    oid: str


Tree = dict[str, Entry]


@dataclass
class Merged:
    """What joining gave: every file, those in conflict with its marks, and for these the sides.

    `sides` holds, by path, the entries of a conflict: 1 the old version's, 2 yours, 3 the template's.
    """

    files: Tree
    sides: dict[str, dict[int, Entry]] = field(default_factory=dict)


class Store:
    """The repository, in `folder`. `objects` is where the project's repository keeps its own."""

    def __init__(self, folder: Path, objects: Path, object_format: str = "sha1") -> None:
        self.folder = folder
        self._index = folder / "joining.index"
        format_ = [] if object_format == "sha1" else [f"--object-format={object_format}"]
        folder.mkdir(parents=True)
        self._run("init", "--quiet", "--bare", "--template=", *format_, ".", in_repository=False)
        (folder / "objects" / "info").mkdir(parents=True, exist_ok=True)
        # git reads one path a line (gitrepository-layout(5)), in its file system's bytes.
        lent = os.fsencode(objects.resolve().as_posix())
        (folder / "objects" / "info" / "alternates").write_bytes(lent + b"\n")

    def _run(
        self,
        *words: str,
        content: bytes = b"",
        index: Path | None = None,
        work_tree: Path | None = None,
        in_repository: bool = True,
        accepted: Container[int] = (0,),
        variables: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """git's exit code and output. Raises Problem FA146 where it fails."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_ATTR_NOSYSTEM": "1",
            # A git that is too old for the first variable finds nothing there either.
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            **{f"GIT_{who}_{what}": NOBODY for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        if in_repository:
            environment["GIT_DIR"] = str(self.folder)
        if index:
            environment["GIT_INDEX_FILE"] = str(index)
        if work_tree:
            environment["GIT_WORK_TREE"] = str(work_tree)
        return git.work(
            work_tree or self.folder,
            *words,
            settings=SETTINGS,
            environment=environment | dict(variables or {}),
            content=content,
            accepted=accepted,
        )

    def version(self) -> tuple[int, ...]:
        """git's version: (2, 39)."""
        words = self._run("version")[1].decode().split()
        return tuple(int(part) for part in words[2].split(".")[:2] if part.isdigit())

    def tree_of(self, folder: Path, executable: Collection[str] = ()) -> Tree:
        """All files of a folder, ignored ones too, with line ends as its .gitattributes say.

        `executable` are paths of files that are executable whatever the file system says.
        """
        index = self.folder / "adding.index"
        index.unlink(missing_ok=True)
        self._run("add", "--all", "--force", ".", index=index, work_tree=folder)
        files = _entries(self._run("ls-files", "--stage", "-z", index=index)[1])[0]
        return files | {path: Entry("100755", files[path].oid) for path in executable if path in files}

    def files(self, tree: str) -> Tree:
        """The files of a tree or commit."""
        lines = self._run("ls-tree", "-r", "-z", "--full-tree", tree)[1].split(b"\0")
        found = {}
        for line in filter(None, lines):
            facts, _, path = line.partition(b"\t")
            mode, _, oid = facts.decode().split()
            found[_text(path)] = Entry(mode, oid)
        return found

    def write_tree(self, files: Mapping[str, Entry]) -> str:
        """Keep files as a tree; its name."""
        self._index.unlink(missing_ok=True)
        self._run("update-index", "-z", "--index-info", content=index_lines(files), index=self._index)
        return self._run("write-tree", "--missing-ok", index=self._index)[1].decode().strip()

    def content(self, entry: Entry) -> bytes:
        """What is in a file."""
        return self._run("cat-file", "blob", entry.oid)[1]

    def write(self, content: bytes) -> str:
        """Keep a content; its name."""
        return self._run("hash-object", "-w", "--stdin", content=content)[1].decode().strip()

    def renames(self, old: Mapping[str, Entry], new: Mapping[str, Entry]) -> dict[str, str]:
        """The files that have another path in `new`: old path → new path."""
        trees = [self.write_tree(old), self.write_tree(new)]
        # As where trees are joined: an empty file is no other empty file.
        words = ["diff-tree", "-r", "-z", "-M", "--no-rename-empty", "--diff-filter=R", "--name-status"]
        parts = self._run(*words, *trees)[1].split(b"\0")
        return {_text(parts[i + 1]): _text(parts[i + 2]) for i in range(0, len(parts) - 2, 3)}

    def merge(
        self, base: Mapping[str, Entry], ours: Mapping[str, Entry], theirs: Mapping[str, Entry]
    ) -> Merged:
        """Join what `ours` and `theirs` have made of `base`, as `git merge` does."""
        trees = [self.write_tree(files) for files in (base, ours, theirs)]
        if self.version() >= MERGE_TREE:
            return self._merge_trees(*trees)
        return self._merge_in_a_folder(*trees)

    def merge_texts(self, base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bool]:
        """Join three texts; the result, and whether that left no conflict."""
        place = self.folder / "texts"
        place.mkdir(exist_ok=True)
        for name, content in (("ours", ours), ("base", base), ("theirs", theirs)):
            (place / name).write_bytes(content)
        words = ["merge-file", "-p", "-L", OURS, "-L", "base", "-L", THEIRS]
        names = [str(place / name) for name in ("ours", "base", "theirs")]
        code, joined = self._run(*words, *names, accepted=range(128))
        return joined, code == 0

    def _commit(self, tree: str, *parents: str) -> str:
        words = [word for parent in parents for word in ("-p", parent)]
        return self._run("commit-tree", tree, *words, "-m", "x")[1].decode().strip()

    def _merge_trees(self, base: str, ours: str, theirs: str) -> Merged:
        root = self._commit(base)
        for name, tree in ((OURS, ours), (THEIRS, theirs)):
            self._run("update-ref", f"refs/heads/{name}", self._commit(tree, root))
        words = ["merge-tree", "--write-tree", "-z", "--no-messages", OURS, THEIRS]
        _, printed = self._run(*words, accepted=(0, 1))
        joined, _, rest = printed.partition(b"\0")
        return Merged(self.files(joined.decode()), _entries(rest)[1])

    def _merge_in_a_folder(self, base: str, ours: str, theirs: str) -> Merged:
        """The same with the tool of older gits, which needs a folder with the files in it."""
        folder, index = self.folder / "work", self.folder / "work.index"
        attributes = self.folder / "info" / "attributes"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        index.unlink(missing_ok=True)
        attributes.parent.mkdir(exist_ok=True)
        attributes.write_text(PLAIN_ATTRIBUTES, encoding="ascii")
        self._run("read-tree", ours, index=index, work_tree=folder)
        self._run("checkout-index", "--all", index=index, work_tree=folder)
        self._run("update-index", "-q", "--refresh", index=index, work_tree=folder, accepted=(0, 1))
        labels = {f"GITHEAD_{ours}": OURS, f"GITHEAD_{theirs}": THEIRS}
        words = ["merge-recursive", base, "--", ours, theirs]
        self._run(*words, index=index, work_tree=folder, accepted=(0, 1), variables=labels)
        files, sides = _entries(self._run("ls-files", "--stage", "-z", index=index)[1])
        others = self._run("ls-files", "--others", "-z", index=index, work_tree=folder)[1].split(b"\0")
        for path in {*sides, *map(_text, filter(None, others))}:
            place = folder / path
            if place.is_symlink():
                files[path] = Entry("120000", self.write(os.fsencode(place.readlink())))
            elif place.is_file():
                mode = next((entry.mode for _, entry in sorted(sides.get(path, {}).items())), "100644")
                files[path] = Entry(mode, self.write(place.read_bytes()))
        attributes.unlink()
        return Merged(files, sides)


def index_lines(files: Mapping[str, Entry], stage: int = 0) -> bytes:
    """Entries as `git update-index -z --index-info` takes them."""
    lines = (f"{entry.mode} {entry.oid} {stage}\t{path}\0" for path, entry in files.items())
    return "".join(lines).encode("utf-8", "surrogateescape")


def _entries(printed: bytes) -> tuple[Tree, dict[str, dict[int, Entry]]]:
    """Lines such as "100644 OID STAGE<tab>PATH": the files, and those that have several sides."""
    files: Tree = {}
    sides: dict[str, dict[int, Entry]] = {}
    for line in printed.split(b"\0"):
        facts, _, path = line.partition(b"\t")
        if not path:
            continue
        mode, oid, stage = facts.decode().split()
        if stage == "0":
            files[_text(path)] = Entry(mode, oid)
        else:
            sides.setdefault(_text(path), {})[int(stage)] = Entry(mode, oid)
    return files, sides


def _text(path: bytes) -> str:
    """A path as Python keeps it: any bytes come back as they were."""
    return path.decode("utf-8", "surrogateescape")
