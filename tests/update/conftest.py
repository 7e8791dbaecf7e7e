"""Fixtures of the table of cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from update.small import Small

# In memory: an update writes and deletes hundreds of small files, and takes a third less there.
MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def small(isolated_machine: None, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The small template, and a project of it."""
    return Small.make(tmp_path_factory.mktemp("small"))


@pytest.fixture
def folder(small: Small, tmp_path: Path) -> Iterator[Path]:
    """A folder for one case."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with TemporaryDirectory(dir=MEMORY) as made:
        yield Path(made)
