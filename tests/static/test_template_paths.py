"""The template's tree can be checked out, copied and read on every system."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from harness import repository
from harness.paths import LONGEST, folders, is_legal_on_windows, meeting

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
    assert not [path for path in all_paths() if not is_legal_on_windows(path)]


def test_paths_are_ascii() -> None:
    assert not [path for path in all_paths() if not path.isascii()]


def test_paths_are_short_enough_for_windows() -> None:
    assert not [path for path in all_paths() if len(repository.destination(path)) > LONGEST]


def test_no_two_paths_arrive_at_the_same_place() -> None:
    """Neither file and file.jinja, nor two that differ in case or in the form of an accent."""
    assert not meeting(map(repository.destination, all_paths()))


def test_no_two_folders_differ_only_in_case() -> None:
    assert not meeting(folders(all_paths()))


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
