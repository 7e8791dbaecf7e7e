"""Trees of git's for tests: made from texts, and read again, without a process for each file."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.manage.updating.store import Entry, Store, Tree

EXECUTABLE, LINK, SUBMODULE = "100755", "120000", "160000"
Content = str | bytes
# What a file is made from: its content; that and its mode; or an entry that is there already.
Made = Content | tuple[Content, str] | Entry


@dataclass(frozen=True)
class Trees:
    """A store, and a shorter way into it."""

    store: Store

    @classmethod
    def below(cls, folder: Path) -> Trees:
        """A store in `folder`, which borrows from an empty repository beside it."""
        (folder / "objects").mkdir()
        return cls(Store(folder / "store", folder / "objects"))

    def entry(self, content: Content, mode: str = "100644") -> Entry:
        """Keep a content, as git would (git-hash-object(1))."""
        body = content.encode("utf-8") if isinstance(content, str) else content
        whole = b"blob %d\0" % len(body) + body
        oid = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
        place = self._place(oid)
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            place.write_bytes(zlib.compress(whole, 1))
        return Entry(mode, oid)

    def tree(self, files: Mapping[str, Made]) -> Tree:
        return {path: self._made(made) for path, made in files.items()}

    def content(self, entry: Entry) -> bytes:
        return zlib.decompress(self._place(entry.oid).read_bytes()).partition(b"\0")[2]

    def contents(self, tree: Mapping[str, Entry]) -> dict[str, bytes]:
        """Every file's bytes, but a submodule's, which has none."""
        return {path: self.content(entry) for path, entry in tree.items() if entry.mode != SUBMODULE}

    def _made(self, made: Made) -> Entry:
        if isinstance(made, Entry):
            return made
        return self.entry(*made) if isinstance(made, tuple) else self.entry(made)

    def _place(self, oid: str) -> Path:
        return self.store.folder / "objects" / oid[:2] / oid[2:]
