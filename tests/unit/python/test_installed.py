"""The packages in backend/venv: which are required, which are missing, and which are half installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.manage.project import WINDOWS, Project
from scripts.manage.python import installed, requirements_file, venv

REQUIREMENTS = """\
-c constraints.txt
# The web server
Flask<3.3
pydantic-settings
SQLAlchemy[asyncio] >= 2.1  # the database
granian; platform_machine != "ARM64"
waitress>=3 ; sys_platform == "win32" and platform_machine == "ARM64"
-r others.txt
--no-binary :all:

my_package @ https://example.com/my_package.zip
zope.interface==7.2
Flask-SQLAlchemy-Lite~=0.1
"""
REQUIRED = [
    "flask",
    "pydantic-settings",
    "sqlalchemy",
    "my-package",
    "zope-interface",
    "flask-sqlalchemy-lite",
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a folder for installed, and with nothing in it."""
    made = Project(tmp_path)
    folder = made.venv / ("Lib/site-packages" if WINDOWS else "lib/python3.13/site-packages")
    folder.mkdir(parents=True)
    return made


def require(project: Project, text: str, name: str = "requirements.txt") -> None:
    (project.backend / name).write_text(text, encoding="utf-8")


def install(project: Project, package: str, *, completely: bool = True) -> Path:
    """What installers note beside a package; give its folder."""
    packages = venv.of(project).site_packages
    assert packages
    metadata = packages / f"{package}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").touch()
    if completely:
        (metadata / "RECORD").touch()
    return metadata


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Flask", "flask"),
        ("Flask_SQLAlchemy.Lite", "flask-sqlalchemy-lite"),
        ("zope.interface", "zope-interface"),
        ("a-_.b", "a-b"),
    ],
)
def test_one_package_has_one_name(written: str, name: str) -> None:
    assert requirements_file.normalised(written) == name


def test_what_the_requirements_name_is_required(project: Project) -> None:
    require(project, REQUIREMENTS)
    require(project, "pytest\n", "requirements-dev.txt")
    assert installed.required(venv.of(project)) == [*REQUIRED, "pytest"]


def test_nothing_is_required_where_there_are_no_requirements(project: Project) -> None:
    assert installed.required(venv.of(project)) == []
    assert installed.missing(venv.of(project)) == []


def test_requirements_in_a_code_page_are_read_all_the_same(project: Project) -> None:
    """The owner's editor may have saved a comment in cp949."""
    (project.backend / "requirements.txt").write_bytes("# 웹 서버\nflask\n".encode("cp949"))
    assert installed.required(venv.of(project)) == ["flask"]


def test_what_is_installed_under_another_spelling_is_not_missing(project: Project) -> None:
    require(project, REQUIREMENTS)
    for package in ("flask-3.1.3", "pydantic_settings-2.14.0", "SQLAlchemy-2.1.0", "my_package-0"):
        install(project, package)
    assert installed.missing(venv.of(project)) == ["zope-interface", "flask-sqlalchemy-lite"]


def test_a_package_whose_installation_was_interrupted_is_missing(project: Project) -> None:
    require(project, "flask\nbrotli\n")
    install(project, "flask-3.1.3", completely=False)
    install(project, "brotli-1.2.1")
    assert installed.missing(venv.of(project)) == ["flask"]


def test_everything_is_missing_where_there_is_no_venv(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.backend.mkdir()
    require(project, "flask\n")
    assert installed.missing(venv.of(project)) == ["flask"]
    installed.forget_half_installed(venv.of(project))


def test_a_package_whose_installation_was_interrupted_is_forgotten(project: Project) -> None:
    half = install(project, "flask-3.1.0", completely=False)
    whole = install(project, "brotli-1.2.1")
    installed.forget_half_installed(venv.of(project))
    assert whole.exists()
    assert not half.exists()
