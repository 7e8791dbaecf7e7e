"""The oldest Copier that copier.yml lets in makes the same project as the pinned one, and updates it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from harness import cache, repository
from harness.rendered import DEFAULTS, Rendered, copy
from harness.template_repository import TemplateRepository

OLDEST: str = yaml.safe_load(repository.text("copier.yml"))["_min_copier_version"]


def constraints() -> str:
    """What constraints.txt pins, but Copier itself."""
    return re.sub(r"^copier==.*$", "", repository.text("constraints.txt"), flags=re.MULTILINE)


@pytest.fixture
def packages() -> Path:
    """A folder with that Copier and all that it needs, for PYTHONPATH."""
    pinned = constraints()

    def make(folder: Path) -> None:
        (folder / "constraints.txt").write_text(pinned, encoding="ascii")
        words = ["install", "--quiet", "--target", str(folder), "-c", str(folder / "constraints.txt")]
        subprocess.run([sys.executable, "-m", "pip", *words, f"copier=={OLDEST}"], check=True)

    return cache.once(f"copier-{OLDEST}-{cache.short_hash(sys.version, sys.platform, pinned)}", make)


def copier(packages: Path, *words: str, cwd: Path) -> str:
    """Run that Copier's own command, without --trust; give what it printed."""
    finished = subprocess.run(
        [sys.executable, "-m", "copier", *words],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(packages)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_the_oldest_copier_that_is_named_copies_and_updates(
    packages: Path, template: TemplateRepository, tmp_path: Path
) -> None:
    assert copier(packages, "--version", cwd=tmp_path).split()[-1] == OLDEST
    source = template.clone(tmp_path / "template")
    project = Rendered(tmp_path / "내 앱", DEFAULTS)
    answers = [word for name, value in DEFAULTS.items() for word in ("--data", f"{name}={value}")]
    copier(packages, "copy", "--defaults", *answers, str(source.folder), str(project.root), cwd=tmp_path)
    newest = copy(source, tmp_path / "newest", DEFAULTS)
    assert {path: project.text(path) for path in project.files()} == {
        path: newest.text(path) for path in newest.files()
    }

    project.append("README.md", "Ours.\n")
    project.commit()
    source.replace("scripts/manage/terminal/output.py", '"""', '"""Mended. ')
    source.replace("README.md.jinja", "# ", "# Their ")
    source.release("v1.1.0")
    copier(packages, "update", "--defaults", cwd=project.root)
    assert project.status() == {"M .copier-answers.yml", "M scripts/manage/terminal/output.py"}
    assert project.recorded["_commit"] == "v1.1.0"
