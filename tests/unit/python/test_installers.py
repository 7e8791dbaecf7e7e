"""What pip is told besides the packages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts.manage.processes.children import Crew
from scripts.manage.project import Project
from scripts.manage.python import installers, venv
from scripts.manage.python.venv import Venv


class Witness:
    """An installer that writes down what pip would be told about compiling."""

    name = "pip"

    def command(self, venv: Venv, what: Sequence[str]) -> list[str | Path]:
        program = "import os; open('told', 'w').write(os.environ.get('PIP_COMPILE', 'nothing'))"
        return [sys.executable, "-c", program]

    def shown(self, venv: Venv, what: Sequence[str]) -> str:
        return "pip install"


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({}, "0"),
        # Nothing that Python compiles is kept then: each start would compile all that it loads.
        ({"PYTHONDONTWRITEBYTECODE": "1"}, "nothing"),
        ({"PIP_COMPILE": "1"}, "1"),
    ],
    ids=["as usual", "Python keeps nothing", "its user decides"],
)
def test_pip_compiles_only_where_python_never_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], told: str
) -> None:
    for name in ("PYTHONDONTWRITEBYTECODE", "PIP_COMPILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with Crew() as crew:
        installers.install(Witness(), venv.of(Project(tmp_path)), ["flask"], crew)
    assert (tmp_path / "told").read_text(encoding="utf-8") == told
