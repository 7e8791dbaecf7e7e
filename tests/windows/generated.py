"""`manage.py add` on two systems: the same commands on Windows and here, and the files after each."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.git import git
from harness.projects import SetUp
from harness.running import manage

NAME = "books"
FIELDS = ("title:string:120", "body:text:optional", "status:enum:draft:done=draft", "shelf:string:40=책장")
ADD = ("add", NAME, *FIELDS, "--label", "ko=책", "title.ko=제목")
# In the order in which they are typed.
COMMANDS = {
    "dry run": (*ADD, "--dry-run"),
    "add": ADD,
    "add again": ADD,
    "add field": ("add", "field", NAME, "rating:integer:optional:min:1:max:5", "--label", "rating.ko=별점"),
    "test": ("test", "backend"),
    "remove": ("remove", NAME),
}
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Step:
    """How a command ended, what it printed, and the files of the project then."""

    code: int
    printed: bytes
    files: Files

    @property
    def codes(self) -> list[bytes]:
        """The codes of the faults that it told of."""
        return re.findall(rb"\bFA\d{3}\b", self.printed)


def files_of(project: Path, index: Path) -> Files:
    """The files of a project that git would keep. `index` is an empty folder, or what this made of it."""
    if not any(index.iterdir()):
        git(project, "init", "--quiet", "--bare", str(index))
    words = [f"--git-dir={index}", f"--work-tree={project}"]
    words += ["ls-files", "--others", "--exclude-standard", "-z"]
    found = git(project, *words).split("\0")
    return {path: (project / path).read_bytes() for path in found if path}


def typed(project: Path, index: Path, call: Callable[..., tuple[int, bytes]]) -> dict[str, Step]:
    """Type each command; give what came of it, and as "before" what was there at first."""
    steps = {"before": Step(0, b"", files_of(project, index))}
    for name, words in COMMANDS.items():
        code, printed = call(*words)
        steps[name] = Step(code, printed, files_of(project, index))
    return steps


def typed_on_linux(rendered: Path, folder: Path, set_up: SetUp) -> dict[str, Step]:
    """The same in a copy of the project, set up on this machine."""
    project = folder / "project"
    shutil.copytree(rendered, project, ignore=shutil.ignore_patterns(".git"))
    set_up(project)

    def call(*words: str) -> tuple[int, bytes]:
        finished = manage(project, *words)
        return finished.returncode, finished.stdout.encode() + finished.stderr.encode()

    index = folder / "index"
    index.mkdir()
    return typed(project, index, call)
