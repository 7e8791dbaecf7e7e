"""The files that answers would bring, and whose each of them is. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from copier._main import Worker
from pathspec import PathSpec

import columns
from scripts.manage.terminal import output
from scripts.manage.terminal.messages import text

# The template's files that owners, pip, npm and ng write into: updates join the lines of both.
SHARED = (
    "/.gitignore",
    "/backend/requirements.txt",
    "/frontend/angular.json",
    "/frontend/package.json",
    "/frontend/package-lock.json",
    "/frontend/tsconfig*.json",
)
YOURS, TEMPLATES, BOTH = "yours", "template", "both"
COLOURS = {YOURS: "done", TEMPLATES: "quiet", BOTH: "warning"}
# A folder with more files than this, all of them the template's, is one line.
MOST_FILES = 6


class _Listing(Worker):
    """A worker that does everything to copy but write: it keeps the paths."""

    found: set[PurePosixPath]

    def _render_file(
        self, src_relpath: Path, dst_relpath: Path, extra_context: dict[str, Any] | None = None
    ) -> None:
        self.found.add(PurePosixPath(dst_relpath.as_posix()))

    def _render_folder(self, dst_relpath: Path) -> None:
        pass


def files(worker: Worker, answers: Mapping[str, Any]) -> dict[PurePosixPath, str]:
    """Each file of the project that the answers would give: YOURS, TEMPLATES or BOTH.

    Raises what Copier raises.
    """
    options = {
        name: getattr(worker, name)
        for name in ("src_path", "dst_path", "vcs_ref", "settings", "defaults", "quiet", "unsafe")
    }
    with _Listing(**options, data=dict(answers)) as listing:
        listing.found = set()
        listing.run_copy()
        shared = PathSpec.from_lines("gitignore", SHARED)
        return {
            path: YOURS if listing.match_skip(Path(path)) else BOTH if shared.match_file(path) else TEMPLATES
            for path in sorted(listing.found)
        }


@dataclass
class _Folder:
    folders: dict[str, _Folder] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def owners(self) -> list[str]:
        """Whose the files are, one by one, those of all folders below too."""
        below = [owner for folder in self.folders.values() for owner in folder.owners()]
        return [*self.files.values(), *below]


def lines(found: Mapping[PurePosixPath, str], name: str, room: int) -> Iterator[str]:
    """The tree below a folder `name`, in lines of at most `room` columns."""
    root = _Folder()
    for path, owner in found.items():
        folder = root
        for part in path.parts[:-1]:
            folder = folder.folders.setdefault(part, _Folder())
        folder.files[path.name] = owner
    owners = max(output.width(text(owner)) for owner in COLOURS) + 1
    rows = [(f"{name}/", ""), *_rows(root, 1)]
    longest = min(max(output.width(words) for words, _ in rows), room - owners)
    for words, owner in rows:
        first, *others = _broken(words, longest)
        if owner:
            yield f"{columns.padded(first, longest)} {output.paint(text(owner), COLOURS[owner])}"
        else:
            yield first
        yield from others
    yield ""
    yield from legend(list(found.values()), room)


def legend(owners: list[str], room: int) -> Iterator[str]:
    """How many files there are, and what each word about them means."""
    says = {
        YOURS: text("made once, and no update touches it"),
        TEMPLATES: text("updates keep it current"),
        BOTH: text("updates join your lines and the template's"),
    }
    yield text("{count} files", count=len(owners))
    width = max(output.width(text(owner)) for owner in COLOURS)
    digits = len(str(len(owners)))
    for owner, words in says.items():
        before = f"  {owners.count(owner):>{digits}} {columns.padded(text(owner), width)}  "
        blanks = " " * output.width(before)
        for number, line in enumerate(columns.wrapped(words, room - len(blanks))):
            yield blanks + line if number else output.paint(before, COLOURS[owner]) + line


def _rows(folder: _Folder, depth: int) -> Iterator[tuple[str, str]]:
    """Folders before files, as editors show them; each line's words, and whose it is."""
    indent = "  " * depth
    for name, below in sorted(folder.folders.items()):
        owners = below.owners()
        if len(owners) > MOST_FILES and set(owners) == {TEMPLATES}:
            yield f"{indent}{name}/ ({text('{count} files', count=len(owners))})", TEMPLATES
        else:
            yield f"{indent}{name}/", ""
            yield from _rows(below, depth + 1)
    for name, owner in sorted(folder.files.items()):
        yield f"{indent}{name}", owner


def _broken(words: str, room: int) -> list[str]:
    """A path's line, broken only where it has no room."""
    if output.width(words) <= room:
        return [words]
    indent = " " * (len(words) - len(words.lstrip()))
    return [indent + line for line in columns.wrapped(words.strip(), room - len(indent), indent="  ")]
