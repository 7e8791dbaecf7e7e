"""Tests that start from the same thing run on the same worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import repository
from harness.workers import ORDER, pending, rank, scope


@pytest.mark.parametrize("layer", ["build", "browser"])
def test_a_layer_that_starts_from_one_project_has_one_worker(layer: str) -> None:
    tests = [f"tests/{layer}/test_a.py::test_one[x]", f"tests/{layer}/test_b.py::test_two"]
    assert len({scope(test) for test in tests}) == 1


@pytest.mark.parametrize(
    "module", ["windows/test_a.py", "faults/test_debian.py", "render/test_doctor.py", "static/test_faults.py"]
)
def test_a_module_with_projects_of_its_own_has_one_worker(module: str) -> None:
    assert scope(f"tests/{module}::test_one[x]") == scope(f"tests/{module}::test_two")


def test_the_modules_of_windows_may_run_side_by_side() -> None:
    assert scope("tests/windows/test_a.py::test_one") != scope("tests/windows/test_b.py::test_one")


def test_what_takes_its_packages_from_another_module_runs_with_it() -> None:
    tests = [f"tests/windows/test_{name}.py::test_one" for name in ("versions", "whole_way")]
    assert scope(tests[0]) == scope(tests[1])


def test_the_checks_of_one_project_have_one_worker() -> None:
    tests = [f"tests/render/test_answers.py::{name}[3-my-app-none-4200]" for name in ("test_one", "test_two")]
    assert len({scope(test) for test in tests}) == 1
    assert scope("tests/render/test_answers.py::test_one[4-app-MIT-8001]") != scope(tests[0])


def test_what_copier_made_of_a_day_is_looked_at_by_one_worker() -> None:
    day = "2 in one day: a, and more"
    tests = [
        f"tests/update/test_losses.py::test_one[{day}]",
        f"tests/update/test_owners_day.py::test_two[{day}-copier update]",
    ]
    assert len({scope(test) for test in tests}) == 1
    assert scope(f"tests/update/test_owners_day.py::test_two[{day}-manage.py update]") != scope(tests[0])


@pytest.mark.parametrize("module", ["unit/servers/test_ports.py", "build/test_terminal.py"])
def test_other_tests_go_wherever_there_is_room(module: str) -> None:
    tests = [f"tests/{module}::test_one[{name}]" for name in ("ipv4", "ipv6")]
    assert len({scope(test) for test in tests}) == 2


def test_what_takes_long_is_handed_out_first_and_what_is_quick_fills_the_end() -> None:
    tests = [
        "tests/build/test_setup.py::test_one",
        "tests/windows/test_whole_way.py::test_one",
        "tests/windows/test_kit.py::test_one",
        "tests/browser/test_pages.py::test_one",
        "tests/build/test_distinct.py::test_one",
        "tests/build/test_terminal.py::test_one",
        "tests/update/test_update.py::test_one",
        "tests/unit/test_lock.py::test_one",
    ]
    tests.reverse()
    assert sorted(tests, key=rank) == tests[::-1]


def test_the_order_names_tests_that_there_are() -> None:
    assert [start for start in ORDER if not list(repository.ROOT.glob(f"{start.rstrip('/')}*"))] == []


def test_of_what_a_worker_has_done_only_the_rest_is_counted() -> None:
    work = {"one": {"a": True, "b": True}, "two": {"c": True, "d": False}, "three": {"e": False}}
    assert [pending(work), pending(work)] == [2, 2]
    assert list(work) == ["two", "three"]


def test_this_run_is_scheduled_so(request: pytest.FixtureRequest) -> None:
    """In the controller's place, the hook is asked directly: it must give our scheduler."""
    manager = request.config.pluginmanager
    if not manager.has_plugin("xdist"):
        pytest.skip("xdist is switched off")
    hooks = manager.hook.pytest_xdist_make_scheduler.get_hookimpls()
    assert [hook for hook in hooks if Path(hook.plugin_name).parts[-2:] == ("tests", "conftest.py")]
