"""What a beginner's mistake is told as: the file, the line, and what to do about it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.manage.problem import Problem
from scripts.manage.processes import failures, mistakes
from scripts.manage.project import Project

# An application as small as can be, loaded as Flask loads it: by way of code that is not the project's.
APP = """\
from importlib import import_module


def create_app():
    for name in ["shelf"]:
        import_module(f"app.features.{name}.routes")
"""
LOADER = "import sys; sys.path.insert(0, sys.argv[1]); from app import create_app; create_app()"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "내 앱")
    features = made.backend / "app" / "features"
    (features / "shelf").mkdir(parents=True)
    (made.backend / "app" / "__init__.py").write_text(APP, encoding="utf-8")
    for folder in (features, features / "shelf"):
        (folder / "__init__.py").touch()
    return made


def routes(project: Project) -> Path:
    return project.backend / "app" / "features" / "shelf" / "routes.py"


def printed(project: Project) -> list[str]:
    """What Python prints when it loads the application."""
    finished = subprocess.run(
        [sys.executable, "-c", LOADER, str(project.backend)], capture_output=True, text=True, encoding="utf-8"
    )
    return finished.stderr.splitlines()


def told(project: Project, code: str) -> Problem:
    routes(project).write_text(code, encoding="utf-8")
    found = mistakes.in_code(printed(project), project)
    assert found
    return found


@pytest.mark.parametrize(
    ("code", "line", "error"),
    [
        ("books = [\n\n", 1, "SyntaxError: '[' was never closed"),
        ("def books():\nreturn 1\n", 2, "IndentationError: expected an indented block"),
        ("x = 1\n\nx.append(2)\n", 3, "AttributeError: 'int' object has no attribute 'append'"),
        ("from os import pahts\n", 1, "ImportError: cannot import name 'pahts'"),
        ("from app.featurs import shelf\n", 1, "ModuleNotFoundError: No module named 'app.featurs'"),
        ("def load():\n    raise ValueError('no\\nwhere')\n\nload()\n", 2, "ValueError: no"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(
    project: Project, code: str, line: int, error: str
) -> None:
    found = told(project, code)
    assert found.code == "FA035"
    assert f"{Path('backend/app/features/shelf/routes.py')}, line {line}: {error}" in found.what


def test_a_package_that_was_not_installed_is_told_with_where_to_write_it(project: Project) -> None:
    found = told(project, "import flask_mailman.utils\n")
    assert found.code == "FA034"
    assert "routes.py, line 1 imports 'flask_mailman'" in found.what
    assert "backend/requirements.txt" in found.remedy[0]
    assert found.remedy[1].endswith("manage.py setup")


def test_a_feature_without_its_folder_is_told_by_its_name(project: Project) -> None:
    found = mistakes.in_code(printed(project), project)
    assert found and found.code == "FA033"
    assert "'shelf'" in found.what
    assert "backend/app/features/shelf/routes.py" in found.what


def test_no_mistake_is_taken_for_a_missing_network(project: Project) -> None:
    routes(project).write_text("import no_such_module\n", encoding="utf-8")
    assert failures.cause(printed(project)) is None


def test_a_traceback_of_somebody_elses_code_is_no_mistake_of_the_project(project: Project) -> None:
    code = "raise ValueError('theirs')"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    lines = finished.stderr.splitlines()
    assert mistakes.ends_a_traceback(lines[-1])
    assert mistakes.in_code(lines, project) is None
    # What is installed in the virtual environment is not the project's either.
    frame = f'  File "{project.venv}/lib/python3.13/site-packages/x.py", line 3, in <module>'
    assert mistakes.in_code(["Traceback (most recent call last):", frame, lines[-1]], project) is None


@pytest.mark.parametrize(
    "line", ["", "Serving Flask app 'app'", "127.0.0.1 - - GET /api/errors 200", "an error"]
)
def test_what_servers_log_ends_no_traceback(line: str) -> None:
    assert not mistakes.ends_a_traceback(line)
