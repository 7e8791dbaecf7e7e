"""Which tests share a worker, so that what they start from is made once.

Told by the tests' ids: xdist's own marks (xdist_group) have no effect under this pytest, see
https://github.com/pytest-dev/pytest-xdist/issues/1386
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Each of these starts from one thing that takes long to make: a project that is set up.
TOGETHER = ("tests/build/", "tests/browser/", "tests/render/test_git.py", "tests/render/test_doctor.py")
# These do not: what they need, each makes for itself.
APART = (
    "tests/build/test_distinct.py",
    "tests/build/test_doctor.py",
    "tests/build/test_every_release.py",
    "tests/build/test_new.py",
    "tests/build/test_new_refusals.py",
    "tests/build/test_pipelines.py",
    "tests/build/test_prompt.py",
    "tests/build/test_teachers.py",
    "tests/build/test_terminal.py",
)
# Here each module has such projects of its own; the machine they are on is there within two seconds. Or what
# it looks at is read once: a few rendered projects, all tests, the whole program.
BY_MODULE = (
    "tests/windows/",
    "tests/faults/test_debian.py",
    "tests/render/test_languages.py",
    "tests/render/test_settings_page.py",
    "tests/render/test_weight.py",
    "tests/static/test_answers_table.py",
    "tests/static/test_claim_table.py",
    "tests/static/test_fault_table.py",
    "tests/static/test_faults.py",
    "tests/static/test_numbers.py",
    "tests/static/test_planted.py",
    "tests/static/test_remedies.py",
)
# The laptops of the first have the frontend's packages of the second's project.
WITH = {"tests/windows/test_versions.py": "tests/windows/test_whole_way.py"}
# Here the parameter says which project a test looks at.
BY_PARAMETER = ("tests/render/test_answers.py", "tests/render/test_files.py")


# The order in which work is handed out, after the one project of `build`: what takes long comes first, so
# that in the end no worker waits for another.
ORDER = (
    "tests/windows/test_whole_way.py",
    "tests/windows/test_versions.py",
    "tests/windows/",
    "tests/browser/",
    "tests/build/test_pipelines.py",
    "tests/build/test_distinct.py",
    "tests/build/test_every_release.py",
    "tests/faults/test_debian.py",
    "tests/build/",
    "tests/faults/",
    "tests/update/",
    "tests/render/",
    "",
)
# Both look at what `copier update` made of an owner's day, and each day is tried once.
BY_DAY = ("tests/update/test_losses.py", "tests/update/test_owners_day.py")
BY_COPIER = "-copier update]"


def scope(test: str) -> str:
    """What a test's id has in common with those of the tests that run on the same worker."""
    for start in TOGETHER:
        if test.startswith(start) and not test.startswith(APART):
            return start
    if test.startswith(BY_MODULE):
        module = test.partition("::")[0]
        return WITH.get(module, module)
    if test.startswith(BY_DAY):
        return test.partition("[")[2].removesuffix(BY_COPIER).removesuffix("]") or test
    if test.startswith(BY_PARAMETER) and "[" in test:
        return test.partition("[")[2]
    return test


def rank(test: str) -> int:
    """How early a test is handed out: the lowest number comes first."""
    if scope(test) == "tests/build/":
        return -1
    return next(at for at, start in enumerate(ORDER) if test.startswith(start))


def pending(work: dict[str, dict[str, bool]]) -> int:
    """How many tests a worker has yet to run, of the scopes that it was given.

    Scopes that are done are forgotten: xdist asks after each of thousands of tests, and would count them all.
    """
    for name in [name for name, tests in work.items() if all(tests.values())]:
        del work[name]
    return sum(not done for tests in work.values() for done in tests.values())


def scheduler(config: pytest.Config, log: Any) -> Any:
    """Hands out scopes, in the order of the tests, to whichever worker is free."""
    config.option.loadscopereorder = False
    made = LoadScopeScheduling(config, log)
    made._split_scope = scope
    made._pending_of = pending
    return made
