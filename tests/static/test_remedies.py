"""No remedy is the command that has just failed: something comes before it that changes what it does.

Which verb can come upon which fault is derived from the code: whatever a verb's run() names, and what that
names in turn. A class counts as a whole, so this finds too much rather than too little.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from harness import repository
from scripts.manage import faults
from scripts.manage.faults import Command, Fault
from scripts.manage.verbs import VERBS, WITHOUT_VENV

ROOT = "scripts.manage"
# A name at the top of a module.
Node = tuple[str, str]

# Where the verb that a fault advises names that fault itself: why it cannot stop there and advise itself.
TOLD_ONLY = {
    ("setup", "NO_NODE"): "it says so, and installs one",
    ("setup", "FOREIGN_NODE_MODULES"): "it says so, and installs anew",
    ("types", "TYPES_DIFFER"): "only --check stops there, and the advice is without it",
}


@cache
def modules() -> dict[str, ast.Module]:
    found = {}
    for path in repository.files("template/scripts/manage"):
        if path.endswith(".py"):
            name = path.removeprefix("template/").removesuffix(".py").replace("/", ".")
            found[name.removesuffix(".__init__")] = ast.parse(repository.text(path))
    return found


@cache
def imported(module: str) -> dict[str, Node]:
    """What each imported name of a module stands for; a module itself has no second part."""
    package = module if f"{module}.__init__" in _packages() else module.rpartition(".")[0]
    found: dict[str, Node] = {}
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package.split(".")[: len(package.split(".")) - node.level + 1]
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                target = (whole, "") if whole in modules() else (source, alias.name)
                found[alias.asname or alias.name] = target
    return found


@cache
def _packages() -> frozenset[str]:
    paths = repository.files("template/scripts/manage")
    return frozenset(
        path.removeprefix("template/").removesuffix(".py").replace("/", ".")
        for path in paths
        if path.endswith("/__init__.py")
    )


@cache
def tops(module: str) -> dict[str, ast.AST]:
    """The functions, classes and constants of a module, by name."""
    found: dict[str, ast.AST] = {}

    def add(body: list[ast.stmt]) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found.update({target.id: node for target in targets if isinstance(target, ast.Name)})
            elif isinstance(node, ast.If):
                add(node.body)
                add(node.orelse)

    add(modules()[module].body)
    return found


@cache
def named(node: Node) -> frozenset[Node]:
    """The nodes that a node names."""
    module, name = node
    tree = tops(module).get(name)
    found: set[Node] = set()
    for part in ast.walk(tree) if tree else ():
        if isinstance(part, ast.Name):
            if part.id in tops(module):
                found.add((module, part.id))
            elif part.id in imported(module):
                found.add(imported(module)[part.id])
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            source, inner = imported(module).get(part.value.id, ("", "?"))
            if not inner:
                found.add((source, part.attr))
    return frozenset(each for each in found if each[1])


@cache
def reached(verb: str) -> frozenset[Node]:
    """All nodes that a verb may come to."""
    waiting: list[Node] = [(f"{ROOT}.verbs.{verb}", "run")]
    if verb not in WITHOUT_VENV:
        waiting += [(f"{ROOT}.python.interpreter", "enter_venv"), (f"{ROOT}.lock", "using")]
    found: set[Node] = set()
    while waiting:
        node = waiting.pop()
        if node not in found and node[0] in modules():
            found.add(node)
            waiting.extend(named(node))
    return frozenset(found)


def faults_of(verb: str) -> set[str]:
    """The names of the rows that a verb may come upon, but for those that are given other remedies first."""
    found = set()
    for module, name in reached(verb):
        if module != f"{ROOT}.faults":
            tree = tops(module).get(name)
            with_first = set(_with_first(tree)) if tree else set()
            rows = {row for source, row in named((module, name)) if source == f"{ROOT}.faults"}
            found |= rows - with_first
    return {name for name in found if isinstance(getattr(faults, name), Fault)}


def _with_first(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Attribute):
            row = call.args[0].attr
            yield from (row for keyword in call.keywords if keyword.arg == "first")


def test_what_a_verb_comes_upon_is_found() -> None:
    assert {"NPM_FAILED", "PACKAGES_FAILED", "VENV_IN_THE_WAY", "SERVER_RUNS", "FEW_FILES"} <= faults_of(
        "setup"
    )
    assert {"NO_PORT", "SERVER_ENDED", "NOT_SET_UP", "NODE_MODULES_DIFFER"} <= faults_of("dev")
    assert "KIT_NOT_DOWNLOADED" in faults_of("kit")
    assert "NOT_BUILT" in faults_of("serve")
    assert not {"NOT_BUILT", "NO_PORT", "NOT_SET_UP", "PACKAGES_DIFFER"} & faults_of("setup")


@pytest.mark.parametrize("verb", VERBS)
def test_no_first_remedy_is_the_verb_that_has_just_failed(verb: str) -> None:
    itself = {f"manage.py {verb}", f"manage.py {verb} make"}
    loops = []
    for name in faults_of(verb):
        helps = getattr(faults, name).helps
        if helps and isinstance(helps[0], Command) and helps[0].words in itself:
            loops.append(name)
    assert sorted(name for name in loops if (verb, name) not in TOLD_ONLY) == []


def test_every_exception_is_one() -> None:
    assert all(name in faults_of(verb) for verb, name in TOLD_ONLY)
