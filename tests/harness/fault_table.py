"""The table of faults: what a test reproduces, on which system, and how the project comes through.

A test says so with `@pytest.mark.fault("Disk full", system="Linux", outcome="detected", how="…")` right above
it. docs/laptops.md is written from these marks, read from the source: so it is the same on every machine,
whatever tests that machine can run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness import repository

PAGE = repository.ROOT / "docs" / "laptops.md"
WRITE = "sh scripts/test.sh static -k fault_table --write-fault-table"
# macOS is imitated by stubs, Windows is Wine with genuine Windows Python and Node: see the page's head.
SYSTEMS = ("Linux", "macOS", "Windows")
OUTCOMES = {
    "detected": "`doctor` says what is wrong and how to fix it, and so does `setup` where it cannot go on",
    "repaired": "`setup` puts it right, and says so",
    "survived": "it does no harm",
}
MARK = "pytest.mark.fault"

HEAD = f"""\
# Faults of laptops

What can be wrong with a laptop, what the project makes of it, and which test shows it. Every cell was \
written by a test that brings the fault about: this page is made from the tests' own marks, and a test \
fails when the two differ. Write it anew with

```sh
{WRITE}
```

{{outcomes}}

Linux is the real thing: small disks, cut networks and other users are made with namespaces of the \
kernel. macOS is imitated on Linux: stubs of its programs, and its shells. Windows is genuine Windows \
Python and Node on Wine, and compiled stubs. "Unit test only" means that a function was asked, and the \
fault was not brought about. An empty cell claims nothing.

Not proven by any of this: PowerShell, its execution policy, the real Microsoft Store alias, the limit \
on the length of paths, OneDrive, virus scanners, Gatekeeper, Rosetta. Only real machines can show \
those. [The workflow](../.github/workflows/test.yml) runs on `windows-latest` and `macos-latest`, and \
reaches PowerShell and its execution policy; the others are on none of these machines as people have \
them.
"""


@dataclass(frozen=True)
class Fault:
    """What one test says of one fault on one system."""

    name: str
    system: str
    outcome: str
    how: str

    @classmethod
    def of_mark(cls, name: str, *, system: str, outcome: str, how: str) -> Fault:
        """Raises ValueError where the system or the outcome is none of those known, or a text is empty."""
        if system not in SYSTEMS:
            raise ValueError(f"{name}: no system {system!r}; there are {', '.join(SYSTEMS)}")
        if outcome not in OUTCOMES:
            raise ValueError(f"{name}: no outcome {outcome!r}; there are {', '.join(OUTCOMES)}")
        if not name or not how or {"|", "\n"} & set(name + how):
            raise ValueError(f"{name}: name and how are one line each, without |")
        return cls(name, system, outcome, how)


@dataclass(frozen=True)
class Claim:
    """A fault, and the test that claims it."""

    fault: Fault
    path: str
    test: str


def claims(paths: Iterable[str] | None = None) -> list[Claim]:
    """What all tests claim, sorted by path. Raises ValueError where a mark is wrong, or in a wrong place."""
    if paths is None:
        paths = [path for path in repository.files("tests") if path.endswith(".py")]
    return [claim for path in paths for claim in of_module(path, repository.text(path))]


def of_module(path: str, source: str) -> Iterator[Claim]:
    """What the tests of one module claim; see `claims`."""
    if MARK not in source:
        return
    tree = ast.parse(source)
    seen = 0
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
            for call in filter(_is_mark, function.decorator_list):
                seen += 1
                yield Claim(_read(call), path, function.name)
    if seen != sum(map(_is_mark, ast.walk(tree))):
        raise ValueError(f"{path}: a fault's mark stands right above its test, and nowhere else")


def _is_mark(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == MARK


def _read(call: ast.expr) -> Fault:
    assert isinstance(call, ast.Call)
    words = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
    return Fault.of_mark(*map(ast.literal_eval, call.args), **words)


def contradictions(claimed: Iterable[Claim]) -> list[str]:
    """Faults that come out in two ways on one system, according to different tests."""
    outcomes: dict[tuple[str, str], dict[str, str]] = {}
    for claim in claimed:
        place = outcomes.setdefault((claim.fault.name, claim.fault.system), {})
        place.setdefault(claim.fault.outcome, f"{claim.path}::{claim.test}")
    return [f"{name} on {system}: {found}" for (name, system), found in outcomes.items() if len(found) > 1]


def page(claimed: Iterable[Claim], order: Iterable[str] = ()) -> str:
    """docs/laptops.md: first the faults of `order`, then all others by name."""
    rows: dict[str, dict[str, list[Claim]]] = {}
    for claim in claimed:
        rows.setdefault(claim.fault.name, {}).setdefault(claim.fault.system, []).append(claim)
    known = [name for name in order if name in rows]
    lines = [f"| fault | {' | '.join(SYSTEMS)} |", "|---|" + "---|" * len(SYSTEMS)]
    for name in [*known, *sorted(rows.keys() - set(known))]:
        cells = [_cell(rows[name].get(system, [])) for system in SYSTEMS]
        lines.append(f"| {' | '.join([name, *cells])} |")
    outcomes = "\n".join(f"- **{outcome}**: {meaning}" for outcome, meaning in OUTCOMES.items())
    return HEAD.format(outcomes=outcomes) + "\n" + "\n".join(lines) + "\n"


def _cell(claimed: list[Claim]) -> str:
    """ "**detected**: one way; another way ([module](…)); …"."""
    if not claimed:
        return ""
    modules: dict[str, list[str]] = {}
    for claim in claimed:
        ways = modules.setdefault(claim.path, [])
        if claim.fault.how not in ways:
            ways.append(claim.fault.how)
    told = [f"{'; '.join(ways)} ({_link(path)})" for path, ways in modules.items()]
    return f"**{claimed[0].fault.outcome}**: {'; '.join(told)}"


def _link(path: str) -> str:
    name = Path(path)
    return f"[{name.parent.name}/{name.stem.removeprefix('test_')}](../{path})"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-fault-table", action="store_true", help="write docs/laptops.md anew")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "fault(name, *, system, outcome, how): a fault that this test brings about; see above"
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    """A mark that the page could not be written from fails at once."""
    for mark in item.iter_markers("fault"):
        try:
            Fault.of_mark(*mark.args, **mark.kwargs)
        except (TypeError, ValueError) as error:
            raise pytest.UsageError(f"{item.nodeid}: {error}") from error
