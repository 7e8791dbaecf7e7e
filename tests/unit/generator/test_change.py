"""All or nothing: whatever ends it, a project is as before or as after."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from harness import repository, slices
from scripts.manage.generator import change
from scripts.manage.processes.children import Stopped
from scripts.manage.project import Project

BEFORE: dict[str, str | bytes] = {
    "lists/features.ts": "one\r\n",
    "gone/deep/file": "old",
    "api/types": "types",
    "other": b"\xff\x00",
}
FILES = {"lists/features.ts": b"two\r\n", "new/deep/a.py": b"a", "new/b.py": b"b", "gone/deep/file": None}
BY_TOOLS = ("api/types", "api/schemas")
# Begins a change as these tests do, writes a part of it, and is killed.
KILLED = """
import os, sys, pathlib
from scripts.manage.generator import change
from scripts.manage.project import Project
files = eval(sys.argv[2])
with change.begun(Project(pathlib.Path(sys.argv[1])), files, {by_tools!r}) as begun:
    begun.bring(list(files)[: int(sys.argv[3])])
    pathlib.Path(sys.argv[1], "api/types").write_text("half")
    os._exit(9)
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    slices.write(tmp_path, BEFORE)
    return Project(tmp_path)


def test_all_of_it_happens(project: Project) -> None:
    with change.begun(project, FILES, BY_TOOLS) as begun:
        begun.bring(FILES)
    state = slices.state(project.root)
    assert {path: state.get(path) for path in FILES} == FILES
    assert "gone" not in state
    assert not [path for path in state if ".manage" in path or ".part" in path]


@pytest.mark.parametrize("done", range(len(FILES) + 1))
@pytest.mark.parametrize("end", [OSError("full"), KeyboardInterrupt(), Stopped(signal.SIGTERM)])
def test_a_fault_at_any_step_leaves_not_a_byte(project: Project, done: int, end: BaseException) -> None:
    before = slices.state(project.root)
    with pytest.raises(type(end)), change.begun(project, FILES, BY_TOOLS) as begun:
        begun.bring(list(FILES)[:done])
        slices.write(project.root, {"api/types": "half", "api/schemas": "half"})
        (project.root / "new/deep/__pycache__").mkdir(parents=True, exist_ok=True)
        (project.root / "new/deep/__pycache__/a.pyc").write_bytes(b"made by Python")
        raise end
    after = slices.state(project.root)
    if done < 2:
        # Nothing was made there by then but this test's own folder.
        after = {path: content for path, content in after.items() if not path.startswith("new")}
    assert after == before


def test_a_fault_inside_the_writing_of_a_file_leaves_not_a_byte(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = slices.state(project.root)

    def full(_: Path, __: Path) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"), change.begun(project, FILES):
        pytest.fail("It must not begin where the note cannot be written.")
    monkeypatch.undo()
    with change.alone(project, "add"):
        assert slices.state(project.root).keys() - {".manage.features.lock"} == before.keys()


@pytest.mark.parametrize("done", range(len(FILES) + 1))
def test_what_a_killed_program_has_left_is_put_back_by_the_next(project: Project, done: int) -> None:
    before = slices.state(project.root)
    finished = subprocess.run(
        [sys.executable, "-c", KILLED.format(by_tools=BY_TOOLS), project.root, repr(FILES), str(done)],
        env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE)},
    )
    assert finished.returncode == 9
    assert (project.root / change.NOTE).exists()
    with change.alone(project, "add"):
        pass
    assert slices.state(project.root) == before


def test_what_somebody_wrote_after_a_kill_stays_and_is_named(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    note = change._note(project.root, FILES, BY_TOOLS)
    change._save(project.root, note)
    slices.write(project.root, {"lists/features.ts": "mine", "new/b.py": "mine", "new/deep/a.py": b"a"})
    with change.alone(project, "add"):
        pass
    state = slices.state(project.root)
    assert (state["lists/features.ts"], state["new/b.py"]) == (b"mine", b"mine")
    assert "new/deep" not in state
    printed = capsys.readouterr().out
    assert "new/b.py" in printed
    assert "new/deep/a.py" not in printed


def test_half_a_note_is_no_reason_to_stop(project: Project) -> None:
    slices.write(project.root, {change.NOTE: "{"})
    with change.alone(project, "add"):
        pass
    assert slices.state(project.root).keys() == {*BEFORE, "lists", "gone", "gone/deep", "api"}


def test_another_program_is_waited_for(project: Project) -> None:
    waits = (
        "import sys, pathlib\n"
        "from scripts.manage.generator import change\n"
        "from scripts.manage.project import Project\n"
        "print('begun', flush=True)\n"
        "with change.alone(Project(pathlib.Path(sys.argv[1])), 'remove'):\n"
        "    print('alone', flush=True)\n"
    )
    with change.alone(project, "add"):
        other = subprocess.Popen(
            [sys.executable, "-u", "-c", waits, project.root],
            env=os.environ | {"PYTHONPATH": str(repository.TEMPLATE)},
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert other.stdout
        assert other.stdout.readline() == "begun\n"
        # It says for whom it waits.
        assert "`add`" in other.stdout.readline()
    assert other.communicate(timeout=20)[0] == "alone\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no executable bits and few links")
def test_links_and_modes_stay(project: Project) -> None:
    place = project.root / "lists/features.ts"
    place.chmod(0o755)
    real = project.root / "real.ts"
    place.rename(real)
    place.symlink_to(real)
    with change.begun(project, FILES) as begun:
        begun.bring(FILES)
    assert place.is_symlink()
    assert real.read_bytes() == b"two\r\n"
    assert real.stat().st_mode & 0o777 == 0o755
