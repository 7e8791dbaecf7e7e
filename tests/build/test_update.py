"""manage.py update in a project that is set up: Copier is fetched, npm and pip follow, everything runs."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.git import commit_all, git
from harness.machine import program
from harness.running import manage, run, succeed
from harness.template_repository import TemplateRepository

# A Python of this machine, without the tests' packages: what a person has.
PYTHON = Path(getattr(sys, "_base_executable", sys.executable))
DROPPED = "@angular/forms"
# What `git status` shows of a project in which there is nothing to do.
CLEAN = ""


@pytest.fixture(scope="module")
def newer(template: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with a release after the present one, which asks for other packages on both sides."""
    clone = template.clone(tmp_path_factory.mktemp("newer") / "틀")
    for name in ("package.json", "package-lock.json"):
        path = clone.path(f"frontend/{name}")
        content = json.loads(path.read_text(encoding="utf-8"))
        (content["packages"][""] if "packages" in content else content)["dependencies"].pop(DROPPED)
        content.get("packages", {}).pop(f"node_modules/{DROPPED}", None)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    clone.replace("backend/requirements.txt.jinja", "\nbrotli", "\nitsdangerous\nbrotli")
    clone.release("v9.0.0")
    return clone.folder


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_packages_of_both_sides_are_installed_and_the_project_passes(spare: Path, newer: Path) -> None:
    succeed(manage(spare, "npm", "install", "dayjs"))
    requirements = spare / "backend" / "requirements.txt"
    requirements.write_text(requirements.read_text(encoding="ascii") + "humanize\n", encoding="ascii")
    commit_all(spare, "Our packages")
    said = succeed(manage(spare, "update", "--from", str(newer), "--test"))
    frontend = spare / "frontend"
    for name in ("package.json", "package-lock.json"):
        asked = read(frontend / name)
        packages = (asked["packages"][""] if "packages" in asked else asked)["dependencies"]
        assert "dayjs" in packages and DROPPED not in packages, name
    assert (frontend / "node_modules" / "dayjs" / "package.json").is_file()
    assert not (frontend / "node_modules" / DROPPED).exists()
    assert {"itsdangerous", "humanize"} <= set(requirements.read_text(encoding="ascii").split())
    assert "git commit -m" in said
    # Everything is staged, and nothing was forgotten by what ran afterwards.
    assert git(spare, "diff", "--name-only") == ""
    assert git(spare, "ls-files", "--others", "--exclude-standard") == ""
    assert "installed already" in succeed(manage(spare, "setup"))


def without_programs(folder: Path, *names: str) -> str:
    """A PATH on which only these programs are."""
    folder.mkdir()
    for name in names:
        (folder / name).symlink_to(program(name))
    return str(folder)


@pytest.mark.skipif(os.name == "nt", reason="links to programs")
@pytest.mark.parametrize("names", [("git",), ("git", "uv")])
def test_copier_is_fetched_where_this_python_has_none(
    spare: Path, newer: Path, tmp_path: Path, names: tuple[str, ...]
) -> None:
    path = without_programs(tmp_path / "bin", *names)
    words = ["update", "--from", str(newer), "--no-setup"]
    succeed(run(PYTHON, "manage.py", *words, cwd=spare, PATH=path))
    assert "v9.0.0" in (spare / ".copier-answers.yml").read_text(encoding="utf-8")
    assert (spare / ".copier").is_dir() == ("uv" not in names)
    assert git(spare, "ls-files", "--others", "--exclude-standard") == ""
    succeed(run(PYTHON, "manage.py", "update", "--abort", cwd=spare, PATH=path))
    assert git(spare, "status", "--porcelain") == CLEAN
    # The second time, nothing is fetched.
    again = succeed(run(PYTHON, "manage.py", *words, "--dry-run", cwd=spare, PATH=path))
    assert "pip install" not in again
