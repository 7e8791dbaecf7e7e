"""Fixtures for what people do with a clone of this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.git import git
from harness.new_script import lend_venv
from harness.template_repository import TemplateRepository


@pytest.fixture(scope="session")
def small(template: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    """The template without its two halves: what new.sh does takes a fraction of the time."""
    made = template.clone(tmp_path_factory.mktemp("small"))
    git(made.folder, "tag", "--delete", "v1.0.0")
    git(made.folder, "rm", "-r", "--quiet", "template/backend", "template/frontend")
    made.release("v1.0.0")
    return made


@pytest.fixture
def clone(small: TemplateRepository, tmp_path: Path) -> TemplateRepository:
    """A clone as people have it, in a folder with a space and Korean letters."""
    return small.clone(tmp_path / "내 문서" / "틀 template")


@pytest.fixture
def ready(clone: TemplateRepository) -> TemplateRepository:
    """A clone in which new.sh has been run before."""
    lend_venv(clone.folder)
    return clone
