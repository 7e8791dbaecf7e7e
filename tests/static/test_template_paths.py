"""The template's tree can be checked out, copied and read on every system."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import PurePosixPath

from harness import repository

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
WINDOWS_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{device}{number}" for device in ("COM", "LPT") for number in "0123456789¹²³"
}
WINDOWS_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
# Windows' limit is 260, and the deepest path of an installed package takes 123 of it.
LONGEST = 110
# Made on somebody's machine: never the template's.
MADE = {
    "venv", ".venv", "node_modules", "dist", ".angular", "instance", "coverage", ".git",
    "__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache",
}  # fmt: skip


def all_paths() -> tuple[str, ...]:
    assert len(repository.template_files()) > 50
    return repository.template_files()


def parts(path: str) -> tuple[str, ...]:
    return PurePosixPath(path).parts


def test_paths_hold_no_jinja() -> None:
    jinja = [path for path in all_paths() if re.search(r"[{}%\[\]]", path)]
    assert jinja == [repository.ANSWERS_TEMPLATE]


def test_paths_are_legal_on_windows() -> None:
    illegal = [
        path
        for path in all_paths()
        for part in parts(path)
        if WINDOWS_FORBIDDEN.search(part)
        or part.endswith((".", " "))
        or part.split(".")[0].rstrip().upper() in WINDOWS_RESERVED
    ]
    assert not illegal


def test_paths_are_ascii() -> None:
    assert not [path for path in all_paths() if not path.isascii()]


def test_paths_are_short_enough_for_windows() -> None:
    assert not [path for path in all_paths() if len(repository.destination(path)) > LONGEST]


def test_no_two_paths_arrive_at_the_same_place() -> None:
    """Neither file and file.jinja, nor two that differ in case or in the form of an accent."""
    destinations = Counter(_same_place(repository.destination(path)) for path in all_paths())
    assert not [place for place, times in destinations.items() if times > 1]


def test_no_two_folders_differ_only_in_case() -> None:
    folders = {str(folder) for path in all_paths() for folder in PurePosixPath(path).parents}
    spelled = Counter(map(_same_place, folders))
    assert not [folder for folder, times in spelled.items() if times > 1]


def _same_place(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def test_every_path_is_a_plain_file() -> None:
    assert not [path for path in all_paths() if (repository.TEMPLATE / path).is_symlink()]


def test_every_file_is_text() -> None:
    # Copier reverts a binary or UTF-16 file that its owner changed, without a word.
    assert not [path for path in all_paths() if not _is_text((repository.TEMPLATE / path).read_bytes())]


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


def test_nothing_made_on_a_machine_is_in_the_template() -> None:
    assert not [path for path in all_paths() if MADE & set(parts(path)) or path.endswith((".pyc", ".log"))]


def test_no_ignore_file_acts_inside_the_template() -> None:
    # template/.gitignore would keep files of the template out of this very repository.
    assert not [path for path in all_paths() if parts(path)[-1] == ".gitignore"]


def test_a_gitignored_file_is_never_delivered() -> None:
    # An update overwrites it, and git cannot bring it back.
    assert not [path for path in all_paths() if parts(path)[-1] in {".env", ".env.jinja"}]
