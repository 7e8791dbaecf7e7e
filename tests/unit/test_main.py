"""manage.py: verbs, help, and one message for whatever goes wrong."""

from __future__ import annotations

import compileall
import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from harness import repository
from harness.machine import posix_only
from harness.running import OFFLINE
from scripts.manage import checks, faults, verbs
from scripts.manage import main as manage
from scripts.manage.checks import Group
from scripts.manage.checks.finding import Finding
from scripts.manage.problem import Problem
from scripts.manage.processes.children import Stopped
from scripts.manage.project import Project

VERBS = list(verbs.VERBS)
NEEDING_VENV = [verb for verb in VERBS if verb not in verbs.WITHOUT_VENV]
# What stands behind a verb that is nothing without it.
WORDS = {"add": ["notes"], "kit": ["make"], "remove": ["notes"]}


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """manage.py and what is behind it, compiled once: each copy of it then starts in half the time."""
    root = tmp_path_factory.mktemp("program")
    for path in repository.template_files():
        if path == "manage.py" or path.startswith("scripts/"):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(repository.TEMPLATE / path, root / path)
    assert compileall.compile_dir(root / "scripts", quiet=1)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project that was never set up, but for its program."""
    root = tmp_path / "내 앱"
    root.mkdir()
    settings = '[project]\nname = "출석부"\n[ports]\nbackend = 8001\nfrontend = 4200\n'
    (root / "project.toml").write_text(settings, encoding="utf-8")
    (root / "backend").mkdir()
    (root / "frontend").mkdir()
    engines = {"engines": {"node": ">=999.0.0"}}
    (root / "frontend" / "package.json").write_text(json.dumps(engines), encoding="utf-8")
    return root


@pytest.fixture
def project(program: Path, folder: Path) -> Path:
    """The same with a program of its own. Its files are linked: a test that changes one replaces it."""
    shutil.copytree(program, folder, dirs_exist_ok=True, copy_function=os.link)
    return folder


def run(project: Path, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(project / "manage.py"), *words],
        cwd=cwd or project,
        env=os.environ | OFFLINE | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_names_every_verb(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert manage.main(words) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    assert listed == VERBS
    assert {"setup", "doctor", "dev", "test", "lint", "build", "serve"} <= set(listed)


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project for calls of main() in this process, whose program is the template's."""
    monkeypatch.setattr(Project, "here", classmethod(lambda cls: cls(folder)))
    return folder


def exit_code(*words: str) -> object:
    """How a call of manage.py would end."""
    try:
        return manage.main(words)
    except SystemExit as end:
        return end.code


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_helps_before_anything_is_set_up(
    here: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(verb, "--help") == 0
    assert capsys.readouterr().out.startswith(f"usage: manage.py {verb}")


@pytest.mark.parametrize(("typed", "meant"), [("stup", "setup"), ("server", "serve"), ("tests", "test")])
def test_a_mistyped_verb_is_answered_with_the_one_that_was_meant(
    typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert manage.main([typed]) == 2
    printed = capsys.readouterr().err
    assert f"FA002 There is no verb '{typed}'." in printed
    assert f"Did you mean '{meant}'?" in printed


def test_an_unknown_verb_is_one_message_and_a_usage_error(project: Path) -> None:
    finished = run(project, "xyzzy")
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr.splitlines()[0].endswith("FA002 There is no verb 'xyzzy'.")
    assert "Did you mean" not in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    "words", [("dev", "--frontend-port", "0"), ("serve", "--port", "x"), ("test", "both"), ("setup", "now")]
)
def test_a_wrong_option_is_a_usage_error_that_starts_nothing(
    here: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(*words) == 2
    assert f"manage.py {words[0]}: error: " in capsys.readouterr().err.splitlines()[-1]


@posix_only
@pytest.mark.parametrize("verb", NEEDING_VENV)
def test_the_python_of_the_venv_takes_over_before_all_else_is_loaded(project: Path, verb: str) -> None:
    python = project / "backend" / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nshift\nprintf "<%s>" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    # As if nothing else did load: the Python that was typed has no need of it.
    for path in (project / "scripts" / "manage").rglob("*.py"):
        if path.name not in ("__init__.py", "moving_on.py"):
            path.unlink()
    assert run(project, verb, "two words").stdout == f"<{verb}><two words>"


@posix_only
@pytest.mark.parametrize("mode", [0o644, 0o755], ids=["may not be run", "of another system"])
def test_a_python_of_the_venv_that_does_not_run_is_told_as_that(project: Path, mode: int) -> None:
    python = project / "backend" / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_bytes(b"MZ")
    python.chmod(mode)
    finished = run(project, "dev")
    assert finished.returncode == 1
    assert "FA021 backend/venv cannot be used: its Python does not run" in finished.stderr
    assert "FA098" not in finished.stderr
    assert finished.stderr.index("scripts/bootstrap.sh") < finished.stderr.index("manage.py setup")


@pytest.mark.parametrize("verb", NEEDING_VENV)
def test_a_project_that_was_not_set_up_says_so(
    here: Path, verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(verb, *WORDS.get(verb, [])) == 1
    printed = capsys.readouterr().err
    assert "FA020 This project has not been set up yet" in printed
    assert "manage.py setup" in printed


def test_doctor_tells_what_is_missing_and_changes_nothing(project: Path) -> None:
    before = sorted(project.rglob("*"))
    finished = run(project, "doctor")
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert "FA020 This project has not been set up yet" in finished.stdout
    assert "FA041" in finished.stdout
    assert sorted(project.rglob("*")) == before


def test_doctor_reports_for_programs_too(project: Path) -> None:
    report = json.loads(run(project, "doctor", "--json").stdout)
    assert report["ok"] is False
    assert report["project"] == "출석부"
    codes = {finding["code"] for group in report["groups"] for finding in group["findings"]}
    assert {"FA020", "FA041", "FA044"} <= codes
    assert [(group["id"], group["title"]) for group in report["groups"]] == [
        (group.id, group.title) for group in checks.GROUPS
    ]


def test_it_works_from_any_folder(project: Path, tmp_path: Path) -> None:
    assert json.loads(run(project, "doctor", "--json", cwd=tmp_path).stdout)["project"] == "출석부"


@pytest.mark.parametrize(
    "settings", ["", "[ports]\nbackend = 99999\n", "not toml", '[ports]\nbackend = "x"\n']
)
def test_a_damaged_project_file_is_one_message(project: Path, settings: str) -> None:
    (project / "project.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(Problem) as raised:
        Project(project).port("backend")
    assert raised.value.code == "FA010"
    finished = run(project, "doctor")
    assert "FA010" in finished.stdout
    assert "Traceback" not in finished.stdout + finished.stderr


def test_a_crash_in_one_check_is_a_finding_and_the_others_go_on(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(project: Project) -> Iterator[Finding]:
        raise ZeroDivisionError("by zero")

    python = next(group for group in checks.GROUPS if group.id == "python")
    monkeypatch.setattr(checks, "GROUPS", (Group("crash", "Crash", crash), python))
    crashed, well = checks.run_all(Project(project)).values()
    assert [(finding.kind, finding.code) for finding in crashed] == [("failed", "FA099")]
    assert "ZeroDivisionError: by zero" in crashed[0].what
    assert well[0].kind == "done"


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (Problem(faults.SERVER_ENDED, side="backend", code=7), 1),
        (Problem(faults.NO_VERB, verb="stup"), 2),
        (Stopped(15), 143),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_end_has_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int
) -> None:
    def fail(verb: str, arguments: list[str]) -> int:
        raise raised

    monkeypatch.setattr(manage, "_run", fail)
    assert manage.main(["dev"]) == code


def test_output_that_nobody_reads_is_no_crash(project: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", str(project / "manage.py"), "doctor"],
        env=os.environ | OFFLINE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout and process.stderr
    process.stdout.close()
    with process.stderr:
        error = process.stderr.read()
    assert process.wait() == 1
    assert error == b""


def test_a_python_that_is_too_old_is_told_what_to_do(project: Path) -> None:
    """The file runs under an old Python up to the message: its test needs none."""
    code = "import sys, runpy; sys.version_info = (3, 6, 9); runpy.run_path('manage.py', run_name='__main__')"
    finished = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, encoding="utf-8"
    )
    assert finished.returncode == 3
    assert finished.stderr.startswith("FA001 This project needs Python 3.11 or newer; this is Python 3.6")
    assert "bootstrap" in finished.stderr


@posix_only
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_stream_that_was_closed_changes_nothing(project: Path, closed: str) -> None:
    finished = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" manage.py doctor {closed}'],
        cwd=project,
        env=os.environ | OFFLINE,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert finished.returncode == 1
    assert "Traceback" not in finished.stdout + finished.stderr
    assert ("FA020" in finished.stdout) == (">&-" not in closed.replace("2>&-", ""))


@posix_only
def test_two_old_pythons_do_not_hand_over_to_each_other_for_ever(project: Path) -> None:
    """backend/venv was made with a Python that is too old, and that one is typed as well."""
    venv_python = project / "backend" / "venv" / "bin" / "python"
    venv_python.parent.mkdir(parents=True)
    old = "import sys, runpy; sys.version_info = (3, 10, 1); sys.argv = sys.argv[1:]; "
    old += "runpy.run_path(sys.argv[0], run_name='__main__')"
    venv_python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{old}" "$@"\n', encoding="utf-8")
    venv_python.chmod(0o755)
    finished = subprocess.run(
        [venv_python, "manage.py", "doctor"], cwd=project, capture_output=True, text=True, timeout=20,
        encoding="utf-8",
    )  # fmt: skip
    assert finished.returncode == 3
    assert finished.stderr.count("FA001") == 1


@pytest.mark.parametrize("path", ["scripts/manage/main.py", "scripts/manage/verbs/doctor.py"])
@pytest.mark.parametrize(
    "damage", ["def broken(:\n", "<<<<<<< before updating\n", "import nowhere_to_be_found\n"]
)
def test_a_damaged_program_is_one_message(project: Path, path: str, damage: str) -> None:
    file = project / path
    text = file.read_text(encoding="utf-8").replace("\nimport ", f"\n{damage}import ", 1)
    file.unlink()
    file.write_text(text, encoding="utf-8")
    finished = run(project, "doctor")
    assert finished.returncode == 1
    assert finished.stderr.startswith("FA097 The program behind manage.py is damaged.")
    assert "Traceback" not in finished.stderr
    if "import" not in damage:
        assert f"{Path(path)}, line " in finished.stderr


def test_a_mistake_of_its_own_is_told_as_one(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(verb: str, arguments: list[str]) -> int:
        raise KeyError("no such thing")

    monkeypatch.setattr(manage, "_run", fail)
    assert manage.main(["dev"]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("✗ FA098 ")
    assert "KeyError: 'no such thing'" in printed
    assert f"{Path(__file__).name}" in printed


@pytest.mark.parametrize("verb", VERBS)
def test_a_mistake_in_any_verb_is_told_with_its_place_and_where_to_report_it(
    here: Path, verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise KeyError("no such thing")

    (here / ".copier-answers.yml").write_text(
        "_src_path: https://example.org/template.git\n", encoding="utf-8"
    )
    monkeypatch.setattr(import_module(f"scripts.manage.verbs.{verb}"), "run", fail)
    monkeypatch.setattr("scripts.manage.python.interpreter.enter_venv", lambda project: None)
    assert manage.main([verb, *WORDS.get(verb, [])]) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("✗ FA098 ")
    assert "KeyError: 'no such thing'" in printed
    assert f"{__file__}:{fail.__code__.co_firstlineno + 1}" in printed
    assert "https://example.org/template.git" in printed
    assert "Traceback" not in printed
    assert f"manage.py {verb}\n" not in printed


def test_a_mistake_in_a_thread_is_told_too(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:

    def start(verb: str, arguments: list[str]) -> int:
        thread = threading.Thread(target=int, args=("nothing",))
        thread.start()
        thread.join()
        return 0

    monkeypatch.setattr(manage, "_run", start)
    assert manage.main(["dev"]) == 0
    printed = capsys.readouterr().err
    assert "✗ FA098 " in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize(
    "error", [RuntimeError("can't start new thread"), BlockingIOError(errno.EAGAIN, "Resource unavailable")]
)
def test_a_limit_that_is_met_on_the_way_is_told_as_such(
    here: Path, error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(verb: str, arguments: list[str]) -> int:
        raise error

    monkeypatch.setattr(manage, "_run", fail)
    assert manage.main(["setup"]) == 1
    assert "✗ FA132 " in capsys.readouterr().err


def test_a_disk_that_fills_up_on_the_way_is_told_as_such(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(verb: str, arguments: list[str]) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "stamp")

    monkeypatch.setattr(manage, "_run", fail)
    assert manage.main(["setup"]) == 1
    assert "✗ FA060 " in capsys.readouterr().err
