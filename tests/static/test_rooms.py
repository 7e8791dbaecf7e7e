"""The rooms of template/scripts/manage: their order, and what may be loaded before anything is installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache

import pytest

from harness import repository
from harness.machine import program
from scripts.manage.verbs import VERBS, WITHOUT_VENV

MANAGE = "template/scripts/manage"
# The only room that may use packages of backend/venv, and so must not be reached before there is one.
GENERATOR = "scripts.manage.generator"
# Loads a verb as main.py does, and prints what came with it.
LOADED = """
import importlib, json, sys
importlib.import_module("scripts.manage.main")
importlib.import_module(f"scripts.manage.verbs.{sys.argv[1]}")
print(json.dumps(sorted(sys.modules)))
"""


def test_no_room_looks_up() -> None:
    """The contracts in pyproject.toml."""
    finished = subprocess.run(
        [program("lint-imports"), "--no-cache"],
        cwd=repository.ROOT,
        env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_the_map_shows_the_rooms_in_their_order() -> None:
    """CONTRIBUTING's table, lowest first. What shares a row or a layer does not know each other."""
    rows = re.findall(
        r"^\| (`[^|]+) \|", repository.text("CONTRIBUTING.md").partition("### The rooms")[2], re.M
    )
    shown = [set(re.findall(r"`(\w+)(?:\.py|/)`", row)) for row in rows]
    settings = tomllib.loads(repository.text("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]
    held = [set(layer.split(" | ")) for layer in settings["layers"] if not layer.startswith("(")]
    assert shown[: len(held)] == held[::-1]


def test_few_modules_lie_flat() -> None:
    below = [path.removeprefix(f"{MANAGE}/") for path in repository.files(MANAGE)]
    flat = [path for path in below if "/" not in path]
    assert "main.py" in flat
    assert len(flat) <= 9


def test_every_room_says_what_it_is() -> None:
    rooms = {path.rpartition("/")[0] for path in repository.files(MANAGE) if path.endswith(".py")}
    silent = [room for room in rooms if not repository.text(f"{room}/__init__.py").startswith('"""')]
    assert not silent


def test_only_these_verbs_work_without_the_venv() -> None:
    """Most of them make, look over or mend it."""
    assert set(WITHOUT_VENV) == {"setup", "doctor", "npm", "update", "lesson"}


@cache
def loaded_by(verb: str) -> list[str]:
    """The modules that are loaded where a verb's words are read, by a Python without any package."""
    finished = subprocess.run(
        # -S: as if no package were installed at all.
        [sys.executable, "-S", "-c", LOADED, verb],
        env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE)},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    loaded: list[str] = json.loads(finished.stdout)
    assert f"scripts.manage.verbs.{verb}" in loaded
    return loaded


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_loaded_without_a_package(verb: str) -> None:
    """The Python that was typed does so where there is no backend/venv yet: it helps, and says so."""
    known = sys.stdlib_module_names | {"scripts", "__main__"}
    assert not [name for name in loaded_by(verb) if name.partition(".")[0] not in known]


@pytest.mark.parametrize("verb", WITHOUT_VENV)
def test_what_makes_or_mends_the_venv_loads_nothing_of_the_generator(verb: str) -> None:
    assert not [name for name in loaded_by(verb) if name.startswith(GENERATOR)]
