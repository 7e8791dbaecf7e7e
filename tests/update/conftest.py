"""Fixtures of the table of cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from harness.rendered import Renderer
from harness.template_repository import TemplateRepository
from update.looking import Tried
from update.real import Real
from update.small import Small
from update.snapshot import read_files

# In memory: an update writes and deletes hundreds of small files, and takes a third less there.
MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def small(isolated_machine: None, tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The small template, and a project of it."""
    return Small.make(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def by_copier(small: Small) -> Tried:
    """by_copier(day, folder) tries a day of the small template by `copier update`."""
    return Tried(small)


@pytest.fixture(scope="session")
def real(template: TemplateRepository, render: Renderer) -> Real:
    """The template under test, and a project of it."""
    return Real(template, read_files(render().root))


@pytest.fixture
def folder(isolated_machine: None, tmp_path: Path) -> Iterator[Path]:
    """A folder for one case."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with TemporaryDirectory(dir=MEMORY) as made:
        yield Path(made)
