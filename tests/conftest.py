"""Fixtures of every layer: a machine without anybody's settings, the template under test, and projects."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plumbum import local

from harness import repository
from harness.rendered import Rendered, Renderer
from harness.template_repository import TemplateRepository
from harness.workers import rank, scheduler
from scripts.manage.processes import children

pytest_plugins = [
    "harness.projects",
    "harness.postgresql",
    "harness.new_script",
    "harness.fault_table",
    "harness.claim_table",
    "harness.update_table",
    "harness.answers_table",
    "harness.notes",
    "harness.translations",
    "harness.numbers",
]
# The tests of the rendered core: build/test_core.py runs them in a project, where `app` can be imported.
collect_ignore_glob = ["core/*"]

# Layers that install things, and make what they start from inside a test's own time.
SLOW = {"build", "browser", "windows", "trees", "planted"}

GIT_CONFIG = f"""\
[user]
    name = Test
    email = test@example.com
[init]
    defaultBranch = main
[core]
    excludesFile =
    attributesFile =
[commit]
    gpgSign = false
[tag]
    gpgSign = false
[advice]
    detachedHead = false
[safe]
    directory = {repository.ROOT.as_posix()}
"""
# Set by git for its hooks, by activated environments, and by people for their own programs.
FOREIGN = {
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME",
    "GIT_COMMITTER_EMAIL",
    "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "NODE_ENV", "PORT", "HOST",
    "FLASK_APP", "FLASK_DEBUG", "APP_MODE", "APP_SECRET_KEY", "APP_SECRET_KEY_FILE",
    "APP_OWN_SECRET_KEY", "APP_DATABASE_URL", "APP_INSTANCE_PATH", "TEST_DATABASE_URL", "MANAGE_RUNS_UNDER",
}  # fmt: skip


SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
]


@pytest.fixture(scope="session", autouse=True)
def signals_that_end() -> dict[int, Any]:
    """Programs end when they are asked to, as on a person's computer.

    What starts the tests may ignore signals (nohup, a CI's runner); every program would inherit that.
    """
    for number in SIGNALS:
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    return {number: signal.getsignal(number) for number in SIGNALS}


@pytest.fixture(scope="session", autouse=True)
def no_guard_is_left() -> Iterator[None]:
    """What ends orphans lives as long as the program: here as long as the tests do."""
    yield
    guard = getattr(getattr(children, "GUARD", None), "_helper", None)
    if guard and guard.stdin:
        guard.stdin.close()
        guard.wait()


@pytest.fixture(autouse=True)
def signals_as_at_first(signals_that_end: dict[int, Any]) -> None:
    """No test inherits what ran before has made of signals: what ends programs ignores them to its end."""
    for number, handler in signals_that_end.items():
        signal.signal(number, handler)


@pytest.fixture(scope="session", autouse=True)
def isolated_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody's settings of Copier and git, and no network for git.

    HOME stays: pip, npm and browsers keep their caches, certificates and mirrors there.
    """
    folder = tmp_path_factory.mktemp("machine")
    (folder / "gitconfig").write_text(GIT_CONFIG, encoding="utf-8")
    (folder / "settings.yml").write_text("{}\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in FOREIGN & os.environ.keys():
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_TERMINAL_PROMPT", "0")
        patch.setenv("GIT_ALLOW_PROTOCOL", "file")
        patch.setenv("COPIER_SETTINGS_PATH", str(folder / "settings.yml"))
        patch.setenv("COPIER_CACHE_DIR", str(folder / "cache"))
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("PYTHONUTF8", "1")
        patch.setenv("NO_COLOR", "1")
        # Pseudo-terminals do not answer where the cursor is; the questions would wait for it.
        patch.setenv("PROMPT_TOOLKIT_NO_CPR", "1")
        # Copier runs git with the environment that plumbum read when it was imported.
        for name in FOREIGN:
            if name in local.env:
                del local.env[name]
        local.env.update(os.environ)
        yield


@pytest.fixture(scope="session")
def template(isolated_machine: None, tmp_path_factory: pytest.TempPathFactory) -> TemplateRepository:
    """The template under test, released as v1.0.0. Shared: whoever changes it takes a clone."""
    made = TemplateRepository.of_work_tree(tmp_path_factory.mktemp("template"))
    made.release("v1.0.0")
    return made


@pytest.fixture(scope="session")
def render(template: TemplateRepository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    """render(license="none") gives a project, made once; render.fresh(folder) one that may be changed."""
    made = Renderer(template, tmp_path_factory.mktemp("rendered"))
    yield made
    made.close()


@pytest.fixture
def project(render: Renderer, tmp_path: Path) -> Rendered:
    """The default project with its first commit, for one test alone."""
    return render.fresh(tmp_path / "project")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return scheduler(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow layers need more time than others, and what takes longest comes first."""
    items.sort(key=lambda item: rank(item.nodeid))
    for item in items:
        if item.path.relative_to(repository.ROOT / "tests").parts[0] in SLOW:
            item.add_marker(pytest.mark.timeout(900))
