"""A project at one moment: every file in its folder, ignored ones too, and what git holds of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.git import git


@dataclass(frozen=True)
class Entry:
    """A file, or a symbolic link: then `data` is where it leads."""

    data: bytes
    executable: bool = False
    is_link: bool = False

    @property
    def is_text(self) -> bool:
        """UTF-16 is text as well: it is what PowerShell writes."""
        return not self.is_link and (b"\0" not in self.data or self.data[:2] in UTF_16)

    def same(self, other: Entry | None) -> bool:
        """Whether both are alike, but for CRLF and LF: those change with git's settings."""
        return other is not None and self._plain() == other._plain()

    def _plain(self) -> tuple[bytes, bool, bool]:
        data = self.data.replace(b"\r\n", b"\n") if self.is_text else self.data
        return data, self.executable, self.is_link


UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True)
class Snapshot:
    """A repository's folder. Paths are from its top on, with slashes."""

    files: Mapping[str, Entry]
    # The commit and the branch.
    head: str
    # All else that git would show: its refs, and its index.
    refs: str
    index: str
    # Paths with a conflict in the index, and the owner's side of it; None where the owner has no such file.
    unmerged: Mapping[str, bytes | None]


def take(top: Path) -> Snapshot:
    """Look at the repository whose work tree is `top`."""
    index = git(top, "ls-files", "--stage", "-z")
    return Snapshot(
        files=read_files(top),
        head=git(top, "rev-parse", "HEAD", "--symbolic-full-name", "HEAD"),
        refs=git(top, "for-each-ref"),
        index=index,
        unmerged=_unmerged(top, index),
    )


def status(top: Path, *words: str, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """What `git status` shows to somebody with these settings: path → its two letters."""
    listed = _output(top, "status", "--porcelain", "--no-renames", "-z", *words, environment=environment)
    return {line[3:]: line[:2] for line in listed.decode().split("\0") if line}


def read_files(folder: Path) -> dict[str, Entry]:
    """All files below `folder`, but git's own and what Python has compiled: it is nobody's work."""
    found = {}
    for below, folders, names in os.walk(folder):
        links = [name for name in folders if Path(below, name).is_symlink()]
        folders[:] = [name for name in folders if name not in {".git", "__pycache__", *links}]
        for name in [*names, *links]:
            path = Path(below, name)
            if name != ".git":
                found[path.relative_to(folder).as_posix()] = _entry(path)
    return found


def _entry(path: Path) -> Entry:
    if path.is_symlink():
        return Entry(os.fsencode(path.readlink()), is_link=True)
    return Entry(path.read_bytes(), executable=bool(path.stat().st_mode & 0o100))


def _unmerged(top: Path, index: str) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for line in index.split("\0"):
        meta, _, path = line.partition("\t")
        stage = meta.split(" ")[-1]
        if stage in {"1", "2", "3"}:
            found.setdefault(path, None)
        if stage == "2":
            found[path] = _output(top, "cat-file", "blob", meta.split(" ")[1])
    return found


def _output(top: Path, *words: str, environment: Mapping[str, str] | None = None) -> bytes:
    """What git prints, byte for byte."""
    environment = os.environ | (environment or {})
    return subprocess.run(["git", *words], cwd=top, env=environment, check=True, capture_output=True).stdout
