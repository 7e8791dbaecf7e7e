"""The core's own tests, tests/core/: they run in a project, where the core is; owners need not carry them."""

from __future__ import annotations

import ast
import re
import shutil
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from harness import repository
from harness.rendered import Renderer
from harness.running import manage, python_of, run, succeed

TESTS = repository.ROOT / "tests" / "core"
BACKEND = TESTS / "backend"
FRONTEND = TESTS / "frontend"


def test_the_backends_core_passes_its_tests(spare: Path, tmp_path: Path) -> None:
    lay_backend(spare)
    report = tmp_path / "report.xml"
    words = ("-m", "pytest", "tests/core", f"--junitxml={report}")
    succeed(run(python_of(spare), *words, cwd=spare / "backend"))
    defined = {f"tests.core.{path.stem}": functions(path) for path in BACKEND.glob("test_*.py")}
    assert_all_ran(defined, report)


def test_the_database_of_the_core_passes_its_tests_on_postgresql(
    spare: Path, postgresql: str, render: Renderer, tmp_path: Path
) -> None:
    """The same project, as it is where PostgreSQL was answered, on a real server."""
    other = render(database="postgresql")
    for name in ("requirements.txt", "conftest.py"):
        shutil.copy(other.path(f"backend/{name}"), spare / "backend")
    succeed(manage(spare, "setup"))
    lay_backend(spare)
    report = tmp_path / "report.xml"
    files = sorted(path.name for path in BACKEND.glob("test_database*.py"))
    words = ["-m", "pytest", "tests/test_migrations.py", f"--junitxml={report}"]
    words += [f"tests/core/{name}" for name in files]
    succeed(run(python_of(spare), *words, cwd=spare / "backend", TEST_DATABASE_URL=postgresql))
    assert_all_ran({f"tests.core.{Path(name).stem}": functions(BACKEND / name) for name in files}, report)
    cases = list(ElementTree.parse(report).iter("testcase"))
    skipped = [case.attrib["name"] for case in cases if case.find("skipped") is not None]
    assert 0 < len(skipped) < len(cases) / 4, "only what is about SQLite"


def test_the_frontends_core_passes_its_tests(spare: Path, tmp_path: Path) -> None:
    lay_frontend(spare)
    report = tmp_path / "report.xml"
    words = ("--watch=false", "--include=app/core/**/*.spec.ts", f"--output-file={report}")
    # The default reporter says what failed, the other one what ran.
    succeed(manage(spare, "ng", "test", *words, "--reporters=default", "--reporters=junit"))
    defined = {
        f"src/app/core/{path.relative_to(FRONTEND).as_posix()}": examples(path)
        for path in FRONTEND.rglob("*.spec.ts")
    }
    assert_all_ran(defined, report)


def test_the_cores_tests_are_written_in_the_style_of_the_project(spare: Path) -> None:
    lay_backend(spare)
    lay_frontend(spare)
    succeed(manage(spare, "lint"))


def lay_backend(project: Path) -> None:
    """Put the tests of the backend's core beside those of the project."""
    folder = project / "backend" / "tests" / "core"
    folder.mkdir()
    for path in BACKEND.glob("test_*.py"):
        shutil.copy(path, folder)


def lay_frontend(project: Path) -> None:
    """Put each spec of the frontend's core beside what it is about."""
    for path in FRONTEND.rglob("*.spec.ts"):
        target = project / "frontend" / "src" / "app" / "core" / path.relative_to(FRONTEND)
        assert target.parent.is_dir(), f"the core has no folder {target.parent.name}/"
        shutil.copy(path, target)


def functions(path: Path) -> int:
    """How many test functions a module of pytest holds."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return sum(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in tree.body)


def examples(path: Path) -> int:
    """How many tests a spec holds; an `it.each` counts once, and runs several times."""
    return len(re.findall(r"^ +it(?:\.each)?\(", path.read_text(encoding="utf-8"), re.MULTILINE))


def assert_all_ran(defined: dict[str, int], report: Path) -> None:
    """Check that of each file at least as many tests ran as it defines: none was silently left out."""
    cases = ElementTree.parse(report).iter("testcase")
    # pytest writes parameters in brackets behind the name: a function counts once.
    names = {(case.attrib["classname"], case.attrib["name"].partition("[")[0]) for case in cases}
    ran = Counter(file for file, _ in names)
    assert defined
    assert all(defined.values()), f"a file without tests: {defined}"
    left_out = {name: number - ran[name] for name, number in defined.items() if ran[name] < number}
    assert left_out == {}
