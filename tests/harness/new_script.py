"""Fixtures: a clone of this repository as people have it; and running its new.sh, new.cmd on Windows."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import private_venv
from harness.git import git
from harness.template_repository import TemplateRepository
from scripts.manage import stamp

# Answers enough to ask nothing.
NAMED = ["--defaults", "--data", "project_name=출석부"]
# What new.sh needs neither for itself nor for what these tests look at.
LEFT_OUT = ("tests", "docs", "template/backend", "template/frontend")


@pytest.fixture(scope="session")
def small(template: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    """The template without most of it, released as v1.0.0: a copy takes a fraction of the time."""
    made = template.clone(tmp_path_factory.mktemp("small"))
    git(made.folder, "tag", "--delete", "v1.0.0")
    git(made.folder, "rm", "-r", "--quiet", *LEFT_OUT)
    # new.sh itself needs the program behind manage.py; its projects do without here.
    questions = made.folder / "copier.yml"
    text = questions.read_text(encoding="utf-8")
    assert "\n_exclude:\n" in text
    questions.write_text(
        text.replace("\n_exclude:\n", "\n_exclude:\n  - /scripts/manage\n"), encoding="utf-8"
    )
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


def lend_venv(clone: Path) -> None:
    """Give the clone a finished .venv that borrows the packages of the tests' own: no minute, no network."""
    folder = clone / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    variables = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", vars=variables))
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    # What private_venv.py stamps. Where the two differ, pip runs: test_it_installs_nothing_twice notices.
    stamp.write(folder, private_venv.of(clone, tests=False).facts())


def launcher(clone: TemplateRepository) -> list[str]:
    if os.name == "nt":
        return ["cmd", "/d", "/c", str(clone.folder / "scripts" / "new.cmd")]
    return ["sh", str(clone.folder / "scripts" / "new.sh")]


def new(
    clone: TemplateRepository,
    *words: str,
    prefix: tuple[str, ...] = (),
    cwd: Path | None = None,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    """Run new.sh, or new.cmd on Windows, in the clone."""
    return subprocess.run(
        [*prefix, *launcher(clone), *words],
        cwd=cwd or clone.folder,
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
