"""A learner: goes through a lesson as its page says, or leaves what a check is to see, not installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from harness.pages import Page
from harness.running import LIMIT, environment, manage, run, succeed
from scripts.manage.lessons.lesson import Lesson, Task
from scripts.manage.project import Project
from scripts.manage.python import interpreter

# A Python of this machine, without the tests' packages: what a person has.
PYTHON = Path(getattr(sys, "_base_executable", sys.executable))
# Nobody imports twice what these venvs hold.
QUICK = {"PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
CLASSIC = "python3.11"
# Where the lines go that a page lets one write in an editor, in their order: the file, what they stand
# behind, and which of several such places.
PLANTS = "backend/app/features/plants"
BY_HAND = {
    "first-feature": [
        (f"{PLANTS}/models.py", r"    place: .*\n", 0),
        (f"{PLANTS}/schemas.py", r"    place: .*\n", 0),
        (f"{PLANTS}/schemas.py", r"    place: .*\n", -1),
    ],
    "content-policy": [
        ("frontend/src/app/app.html", r"</app-shell>\n", 0),
        ("backend/app/__init__.py", r"(?=    return app\n)", 0),
    ],
}
WRITES = """
import pathlib, re, sys
for path, behind, which, lines in {edits!r}:
    file = pathlib.Path(path)
    text = file.read_text(encoding="utf-8")
    at = list(re.finditer(behind, text))[which].end()
    file.write_text(text[:at] + lines + "\\n" + text[at:], encoding="utf-8")
"""


def page(lesson: Lesson) -> Page:
    return Page.read(f"template/docs/lessons/{lesson.slug}.md.jinja")


def edits(lesson: Lesson) -> list[tuple[str, str, int, str]]:
    """What a page lets one write in an editor: where, and the lines as they stand there."""
    places = BY_HAND.get(lesson.name, [])
    shown = [body for language, body in page(lesson).code_blocks if language in ("python", "html")]
    return [(*place, lines) for place, lines in zip(places, shown, strict=True)]


def begun(root: Path, lesson: Lesson) -> Task:
    """The task of a lesson, set up in an otherwise empty project."""
    task = lesson.task(Project(root))
    task.folder.mkdir(parents=True)
    lesson.set_up(task)
    return task


def outcome(task: Task, lesson: Lesson) -> tuple[str, str | None]:
    """What the last step says, and its hint where it did not pass."""
    last = lesson.look(task.project)[-1]
    return last.says, last.hint


@dataclass(frozen=True)
class Session:
    """What came of a page: the check right after the task was set up, and all that was printed."""

    before: dict[str, Any]
    output: str


@dataclass(frozen=True)
class Learner:
    """Somebody at a terminal in a project; `programs` is a folder where `python3` is."""

    project: Path
    programs: Path

    @classmethod
    def at(cls, project: Path, programs: Path) -> Learner:
        programs.mkdir(exist_ok=True)
        (programs / "python3").symlink_to(PYTHON)
        return cls(project, programs)

    @property
    def path(self) -> str:
        return os.pathsep.join([str(self.programs), os.environ["PATH"]])

    def type(self, script: str, **extra: str) -> str:
        """Type lines into bash, in the project's folder; what it prints."""
        finished = subprocess.run(
            ["bash", "-c", script],
            cwd=self.project,
            env=environment(PATH=self.path, **QUICK, **extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=2 * LIMIT,
        )
        return finished.stdout

    def check(self, lesson: Lesson) -> dict[str, Any]:
        """What `lesson check --json` says, in this learner's terminal."""
        words = ["lesson", "check", str(lesson.number), "--json"]
        finished = run(self.programs / "python3", "manage.py", *words, cwd=self.project, PATH=self.path)
        report: dict[str, Any] = json.loads(finished.stdout)
        assert finished.returncode == (0 if report["passed"] else 1), finished.stderr
        return report

    def start(self, lesson: Lesson) -> None:
        finished = manage(self.project, "lesson", "start", str(lesson.number))
        assert finished.returncode == 0, finished.stdout + finished.stderr

    def undo(self, lesson: Lesson) -> None:
        finished = manage(self.project, "lesson", "undo", str(lesson.number))
        assert finished.returncode == 0, finished.stdout + finished.stderr

    def follow(self, lesson: Lesson, report: Path) -> Session:
        """Type all that the page shows for bash, as one goes; `report` is a file for the first check."""
        first, *others = [body for language, body in page(lesson).code_blocks if language == "sh"]
        check = f'(cd "$ROOT" && python3 manage.py lesson check {lesson.number} --json > "$REPORT")'
        typed = [body for body in others if CLASSIC not in body or has_classic()]
        program = report.with_suffix(".py")
        program.write_text(WRITES.format(edits=edits(lesson)), encoding="utf-8")
        script = "\n".join([first, check, f'(cd "$ROOT" && python3 "{program}")', *typed])
        output = self.type(script, ROOT=str(self.project), REPORT=str(report))
        return Session(json.loads(report.read_text(encoding="utf-8")), output)


def has_classic() -> bool:
    """Whether there is a Python for packages that newer ones do not run."""
    found = shutil.which(CLASSIC)
    # pyenv has a program of that name for every Python that it knows of, installed or not.
    return found is not None and run(found, "--version", cwd=Path.cwd()).returncode == 0


def make_venv(folder: Path) -> Path:
    """A virtual environment in a moment: what it has of pip is the name."""
    # What `python -m venv --without-pip` does, without a program of its own.
    venv.create(folder, symlinks=os.name != "nt")
    leave_package(folder, "pip", "26.0")
    return folder


@cache
def _packages_of(folder: Path) -> Path:
    """Where a virtual environment has its packages."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(succeed(run(interpreter.of_venv(folder), "-c", code, cwd=folder)).strip())


def leave_package(folder: Path, name: str, version: str) -> None:
    """What tells of an installed package, in a virtual environment."""
    packages = _packages_of(folder)
    for old in packages.glob(f"{name}-*.dist-info"):
        shutil.rmtree(old)
    about = packages / f"{name}-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="ascii"
    )
    module = packages / f"{name.lower()}.py"
    module.write_text(f'__version__ = "{version}"\n', encoding="ascii")
