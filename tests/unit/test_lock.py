"""The lock of a project: who waits for whom, what a dead holder leaves, and where there are no locks."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness import repository
from harness.machine import posix_only
from scripts.manage import lock
from scripts.manage.problem import Problem
from scripts.manage.project import Project

HOLD = """
import sys
from pathlib import Path
from scripts.manage import lock
from scripts.manage.project import Project
with getattr(lock, sys.argv[1])(Project(Path(sys.argv[2])), sys.argv[3]):
    print("holds", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@contextmanager
def held(how: str, project: Project, verb: str) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until its input is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, how, str(project.root), verb],
        env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout and process.stdin
        try:
            yield process
        except BaseException:
            # A test that failed waits for nobody.
            process.kill()
            raise
        process.stdin.close()


def holds(process: subprocess.Popen[str]) -> bool:
    assert process.stdout
    return process.stdout.readline() == "holds\n"


def test_who_installs_is_waited_for_and_named(project: Project) -> None:
    with held("installing", project, "setup") as first:
        assert holds(first)
        with held("installing", project, "setup") as second:
            assert second.stdout
            line = second.stdout.readline()
            assert f"`setup` (process {first.pid}) is at work in this project" in line
            assert "Ctrl-C" in line
            assert first.stdin
            first.stdin.close()
            assert holds(second)


def test_who_uses_what_is_installed_waits_for_who_installs(project: Project) -> None:
    with held("installing", project, "setup") as first:
        assert holds(first)
        with held("using", project, "dev") as second:
            assert second.stdout
            assert "`setup`" in second.stdout.readline()
            assert first.stdin
            first.stdin.close()
            assert holds(second)


def test_many_may_use_what_is_installed(project: Project) -> None:
    with held("using", project, "dev") as first, held("using", project, "test") as second:
        assert holds(first) and holds(second)
        with lock.using(project, "lint"):
            pass


@pytest.mark.parametrize("verb", lock.SERVERS)
def test_a_server_stops_whoever_wants_to_install(project: Project, verb: str) -> None:
    with held("using", project, verb) as server:
        assert holds(server)
        with lock.installing(project, "setup") as ours, pytest.raises(Problem) as raised:
            ours.wait_until_unused()
    assert raised.value.code == "FA054"
    assert f"`{verb}` (process {server.pid})" in raised.value.what
    assert f"`{verb}`" in raised.value.remedy[0]


def test_what_ends_by_itself_is_waited_for(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with held("using", project, "test") as tests:
        assert holds(tests)

        def end(_: float) -> None:
            assert tests.stdin
            tests.stdin.close()
            tests.wait()

        monkeypatch.setattr("scripts.manage.lock.time.sleep", end)
        with lock.installing(project, "setup") as ours:
            ours.wait_until_unused()
    assert f"`test` (process {tests.pid})" in capsys.readouterr().out


@posix_only
def test_whoever_is_killed_blocks_nobody(project: Project) -> None:
    with held("installing", project, "setup") as first:
        assert holds(first)
        first.kill()
        first.wait()
    assert (project.root / lock.NAME).exists()
    with held("installing", project, "setup") as second:
        assert holds(second)


@posix_only
def test_ctrl_c_ends_the_waiting(project: Project) -> None:
    with held("installing", project, "setup") as first:
        assert holds(first)
        with held("installing", project, "setup") as second:
            assert second.stdout and second.stdout.readline()
            second.send_signal(signal.SIGINT)
            assert second.wait(10) != 0
        assert first.poll() is None


def test_nothing_is_left_of_it(project: Project) -> None:
    with lock.installing(project, "setup"):
        assert (project.root / lock.NAME).exists()
    assert list(project.root.iterdir()) == []
    with held("using", project, "dev") as server:
        assert holds(server)
        with lock.using(project, "test"):
            pass
        assert (project.root / lock.NAME).exists(), "the server's lock is gone"
    server.wait()
    assert list(project.root.iterdir()) == []


def test_a_file_that_its_last_holder_deletes_meanwhile_is_looked_for_again(project: Project) -> None:
    """One has opened it, and locks it only after another has deleted it."""
    late = lock.Lock(project.root / lock.NAME, "setup")
    (project.root / lock.NAME).unlink()
    assert late.take(lock.INSTALLS)
    assert (project.root / lock.NAME).exists()
    with held("installing", project, "setup") as other:
        assert other.stdout and f"process {os.getpid()}" in other.stdout.readline()
        late.close()
        assert holds(other)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EINVAL])
def test_without_locks_all_goes_on(project: Project, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(file: int, byte: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(lock, "_lock", fail)
    with lock.using(project, "dev"), lock.installing(project, "setup") as ours:
        ours.wait_until_unused()
    assert list(project.root.iterdir()) == []


def test_where_no_file_can_be_made_all_goes_on(tmp_path: Path) -> None:
    with lock.installing(Project(tmp_path / "nowhere"), "setup") as ours:
        ours.wait_until_unused()
