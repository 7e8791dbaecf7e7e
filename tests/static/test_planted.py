"""The list of planted faults fits the code: each can be planted, and names a test that exists."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from harness import repository
from planted.planted import Planted, every


@cache
def functions(path: str) -> set[str]:
    """The names of a module's functions, those of its classes too."""
    tree = ast.parse(repository.text(path))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_there_are_enough_of_them() -> None:
    assert len(every()) >= 20


@pytest.mark.parametrize("fault", every(), ids=lambda fault: fault.name)
def test_it_can_be_planted_in_one_place(fault: Planted) -> None:
    assert fault.places == 1
    assert fault.new != fault.old


@pytest.mark.parametrize("fault", every(), ids=lambda fault: fault.name)
def test_its_test_exists(fault: Planted) -> None:
    path, _, name = fault.test.partition("::")
    # A class may stand before it.
    assert name.rpartition("::")[2].partition("[")[0] in functions(path)


def test_no_two_are_called_alike() -> None:
    names = [fault.name for fault in every()]
    assert len(set(names)) == len(names)
