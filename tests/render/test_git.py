"""What git does with a project: line ends, and what it ignores."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from harness.git import git
from harness.rendered import Rendered, Renderer

# Made on each machine: git must not see them.
IGNORED = [
    "backend/venv/bin/python",
    "backend/venv/Lib/site-packages/flask/app.py",
    "venv/pyvenv.cfg",
    "frontend/node_modules/@angular/core/package.json",
    "node_modules/left-pad/index.js",
    "frontend/dist/index.html",
    "frontend/.angular/cache/22.0.0/app/.tsbuildinfo",
    "backend/.env",
    ".env",
    "backend/instance/secret_key",
    "backend/instance/app.sqlite3",
    "backend/app/__pycache__/__init__.cpython-313.pyc",
    "scripts/manage/__pycache__/main.cpython-311.pyc",
    "backend/app/module.pyc",
    "backend/.pytest_cache/README.md",
    "backend/.ruff_cache/0.17.5/1",
    ".DS_Store",
    "frontend/src/.DS_Store",
    ".idea/workspace.xml",
    "backend/Thumbs.db",
    # ng test --coverage
    "frontend/coverage/index.html",
    # Windows, a Mac's memory of its own on a stick, and editors on Linux.
    "docs/desktop.ini",
    "frontend/src/._main.ts",
    "backend/app/__init__.py~",
    ".manage.lock",
    "kit.zip",
]
# Names that ignore files for Python and Node often hide. A person may well call a feature so.
FEATURES = [
    *(
        "notes",
        "lib",
        "libs",
        "lib64",
        "build",
        "dist",
        "env",
        "instance",
        "target",
        "data",
        "media",
        "parts",
    ),
    *(
        "logs",
        "tmp",
        "temp",
        "cache",
        "coverage",
        "downloads",
        "eggs",
        "packages",
        "public",
        "static",
        "docs",
    ),
    *("secrets", "migrations", "models", "test", "tests", "uploads", "vendor", "wheels", "bin", "obj", "out"),
]
FEATURE_FILES = [
    *("backend/app/features/{}/routes.py", "backend/app/features/{}/tests/test_routes.py"),
    *("frontend/src/app/features/{}/{}-page.ts", "frontend/src/app/features/{}/{}-page.html"),
]
MORE_SOURCES = [
    *(
        ".env.example",
        "backend/.env.example",
        "backend/migrations/0001_first.py",
        "backend/tests/test_new.py",
    ),
    *("docs/lesson.md", "scripts/deploy.sh", "frontend/public/logo.png", "frontend/src/app/core/new.ts"),
    *(
        "frontend/src/lib/sums.ts",
        "backend/app/build/plan.py",
        "backend/app/coverage/map.py",
        "backend/app/dist/__init__.py",
        "frontend/src/app/kit/kit.ts",
        "frontend/src/app/instance/instance.ts",
        "docs/build/plan.md",
        "scripts/env/venvs.py",
    ),
    *(
        ".github/workflows/own.yml",
        ".vscode/launch.json",
        "uv.lock",
        "frontend/src/environments/environment.ts",
    ),
]


@pytest.fixture(scope="module")
def project(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The default project under git. No test here changes it."""
    return render.fresh(tmp_path_factory.mktemp("git") / "project")


def ignored(project: Rendered, paths: list[str]) -> set[str]:
    """Which of `paths` git ignores, by the project's own rules, whether they exist or not."""
    finished = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"],
        cwd=project.root,
        input="\n".join(paths),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert finished.returncode in (0, 1), finished.stderr
    return set(finished.stdout.splitlines())


def test_no_source_file_is_ignored(project: Rendered) -> None:
    assert ignored(project, project.files()) == set()


def test_no_source_folder_is_ignored(project: Rendered) -> None:
    """A new file in any folder of the project is one that git sees."""
    folders = {str(parent) for path in project.files() for parent in PurePosixPath(path).parents}
    assert len(folders) > 10
    assert ignored(project, [f"{folder}/new_file.py" for folder in folders]) == set()


def test_no_feature_is_ignored_whatever_its_name(project: Rendered) -> None:
    paths = [path.format(name, name) for path in FEATURE_FILES for name in FEATURES]
    assert ignored(project, paths + MORE_SOURCES) == set()


def test_what_is_made_on_a_machine_is_ignored(project: Rendered) -> None:
    assert set(IGNORED) - ignored(project, IGNORED) == set()


def test_the_virtual_environment_is_the_first_entry(project: Rendered) -> None:
    lines = [line for line in project.text(".gitignore").splitlines() if line and not line.startswith("#")]
    assert lines[:2] == ["venv/", "node_modules/"]


def test_every_file_has_the_line_ends_of_its_shell(project: Rendered) -> None:
    answer = git(project.root, "ls-files", "--eol")
    for line in answer.splitlines():
        ends, path = line.split("\t")
        assert ends.startswith("i/lf") or ends.startswith("i/none"), f"{path} is committed with {ends}"
        wanted = "crlf" if path.endswith((".cmd", ".bat", ".ps1")) else "lf"
        if not ends.startswith("i/none"):
            assert f"w/{wanted}" in ends, f"{path}: {ends}"


@pytest.mark.parametrize(
    ("path", "ends"),
    [
        ("scripts/bootstrap.sh", "lf"),
        ("scripts/bootstrap.cmd", "crlf"),
        ("scripts/bootstrap.ps1", "crlf"),
        ("own.bat", "crlf"),
        ("own.sh", "lf"),
        ("backend/app/features/notes/routes.py", "lf"),
        ("backend/requirements.txt", "lf"),
    ],
)
def test_attributes_say_which_line_ends(project: Rendered, path: str, ends: str) -> None:
    assert git(project.root, "check-attr", "eol", "--", path) == f"{path}: eol: {ends}"


@pytest.mark.parametrize("autocrlf", ["true", "input", "false"])
def test_nothing_is_changed_after_the_first_commit(
    project: Rendered, tmp_path: Path, autocrlf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever Git for Windows was told at its installation, here and in a colleague's clone."""
    config = tmp_path / "gitconfig"
    base = Path(os.environ["GIT_CONFIG_GLOBAL"]).read_text(encoding="utf-8")
    config.write_text(f"{base}[core]\n    autocrlf = {autocrlf}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    again = Rendered(tmp_path / "again")
    again.root.mkdir()
    for path in project.files():
        again.path(path).parent.mkdir(parents=True, exist_ok=True)
        again.path(path).write_bytes(project.path(path).read_bytes())
    again.commit()
    assert git(again.root, "status", "--porcelain") == ""
    git(tmp_path, "clone", "--quiet", str(again.root), "clone")
    clone = Rendered(tmp_path / "clone")
    assert git(clone.root, "status", "--porcelain") == ""
    changed = [
        path for path in project.files() if clone.path(path).read_bytes() != project.path(path).read_bytes()
    ]
    assert not changed
