"""What the checks see of lists of packages, of a renamed project, and of Node's packages."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from harness.learner import begun, leave_package, make_venv, outcome
from scripts.manage.lessons import blueprint, broken_venv, node_too, werkzeug_trap
from scripts.manage.lessons.lesson import Task


class TestWerkzeugTrap:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        task = begun(tmp_path, werkzeug_trap.LESSON)
        venv = make_venv(task.folder / "shop" / "venv")
        leave_package(venv, "Flask", "2.0.3")
        leave_package(venv, "Werkzeug", "2.3.8")
        return task

    @pytest.mark.parametrize(
        "line", ["Werkzeug<3", "werkzeug ~= 2.3  # the trap", "Werkzeug==2.3.8", "Werkzeug<2.4"]
    )
    def test_a_limit_in_the_file_passes(self, task: Task, line: str) -> None:
        with (task.folder / "shop" / "requirements.txt").open("a", encoding="ascii") as file:
            file.write(f"{line}\n")
        assert outcome(task, werkzeug_trap.LESSON)[1] is None

    @pytest.mark.parametrize(
        "line", ["", "Werkzeug", "Werkzeug>=2", "# Werkzeug<3", "Werkzeug<30", "Werkzeug<4"]
    )
    def test_one_in_the_terminal_alone_fails(self, task: Task, line: str) -> None:
        with (task.folder / "shop" / "requirements.txt").open("a", encoding="ascii") as file:
            file.write(f"{line}\n")
        says, hint = outcome(task, werkzeug_trap.LESSON)
        assert "keeps Werkzeug 3 away" in says and "Werkzeug<3" in (hint or "")

    def test_a_limit_that_was_not_installed_fails(self, task: Task) -> None:
        leave_package(task.folder / "shop" / "venv", "Werkzeug", "3.1.3")
        (task.folder / "shop" / "requirements.txt").write_text("Flask==2.0.*\nWerkzeug<3\n", encoding="ascii")
        says, hint = outcome(task, werkzeug_trap.LESSON)
        assert "3.1.3" in says and "-r" in (hint or "")

    def test_another_flask_is_no_way_out(self, task: Task) -> None:
        (task.folder / "shop" / "requirements.txt").write_text("Flask==3.1.*\nWerkzeug<3\n", encoding="ascii")
        assert "still asks for Flask 2.0" in outcome(task, werkzeug_trap.LESSON)[0]


class TestBlueprint:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        task = begun(tmp_path, blueprint.LESSON)
        (task.folder / "constraints.txt").write_text("click==8.3.0\nFlask==3.1.2\n", encoding="ascii")
        os.utime(task.folder / "constraints.txt", (1, 1))
        (task.folder / "requirements.txt").write_text("-c constraints.txt\nFlask\n", encoding="ascii")
        venv = make_venv(task.folder / "venv")
        leave_package(venv, "Flask", "3.1.2")
        leave_package(venv, "click", "8.3.0")
        return task

    def test_both_files_and_a_venv_made_from_them_pass(self, task: Task) -> None:
        assert outcome(task, blueprint.LESSON)[1] is None

    @pytest.mark.parametrize(
        ("requirements", "says"),
        [
            ("-c constraints.txt\nclick==8.3.0\nFlask==3.1.2\n", "only what was chosen"),
            ("Flask\nclick\n", "only what was chosen"),
            ("Flask\n", "first line leads"),
            ("-r constraints.txt\nFlask\n", "first line leads"),
        ],
    )
    def test_what_mixes_or_forgets_fails(self, task: Task, requirements: str, says: str) -> None:
        (task.folder / "requirements.txt").write_text(requirements, encoding="ascii")
        assert says in outcome(task, blueprint.LESSON)[0]

    @pytest.mark.parametrize(
        "pins", ["", "Flask>=3\nclick==8.3.0\n", "Flask==3.1.2\n", "click==8.3.0\ncolour==1\n"]
    )
    def test_a_list_that_is_not_exact_fails(self, task: Task, pins: str) -> None:
        (task.folder / "constraints.txt").write_text(pins, encoding="ascii")
        assert "exact version" in outcome(task, blueprint.LESSON)[0]

    def test_the_venv_from_before_fails(self, task: Task) -> None:
        later = (task.folder / "venv" / "pyvenv.cfg").stat().st_mtime + 5
        os.utime(task.folder / "constraints.txt", (later, later))
        assert "younger" in outcome(task, blueprint.LESSON)[0]

    def test_another_version_than_the_list_has_fails(self, task: Task) -> None:
        leave_package(task.folder / "venv", "click", "8.2.0")
        assert "exactly what the list says" in outcome(task, blueprint.LESSON)[0]


@pytest.mark.skipif(os.name == "nt", reason="a script stands for pip")
class TestBrokenVenv:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        task = begun(tmp_path, broken_venv.LESSON)
        self.fill(task.folder / "project-a" / "venv")
        return task

    def fill(self, folder: Path) -> None:
        leave_package(make_venv(folder), "humanize", "4.0")
        pip = folder / "bin" / "pip"
        pip.write_text(f"#!/bin/sh\necho pip 26.0 from '{folder}'/lib\n", encoding="utf-8")
        pip.chmod(0o755)

    def test_one_that_was_made_anew_passes(self, task: Task) -> None:
        (task.folder / "project-a").rename(task.folder / "project-b")
        assert "works where it lies" in outcome(task, broken_venv.LESSON)[0]
        shutil.rmtree(task.folder / "project-b" / "venv")
        self.fill(task.folder / "project-b" / "venv")
        assert outcome(task, broken_venv.LESSON)[1] is None

    def test_a_copy_beside_the_old_one_fails(self, task: Task) -> None:
        shutil.copytree(task.folder / "project-a", task.folder / "project-b", symlinks=True)
        assert "is called project-b now" in outcome(task, broken_venv.LESSON)[0]

    def test_a_pip_of_the_old_folder_fails(self, task: Task) -> None:
        (task.folder / "project-a").rename(task.folder / "project-b")
        pip = (task.folder / "project-b" / "venv" / "bin" / "pip").read_bytes()
        shutil.rmtree(task.folder / "project-b" / "venv")
        self.fill(task.folder / "project-b" / "venv")
        (task.folder / "project-b" / "venv" / "bin" / "pip").write_bytes(pip)
        assert "Its own pip runs" in outcome(task, broken_venv.LESSON)[0]


class TestNodeToo:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        return begun(tmp_path, node_too.LESSON)

    def install(self, folder: Path, version: str, locked: str | None = None) -> None:
        package = folder / "node_modules" / "dayjs"
        package.mkdir(parents=True, exist_ok=True)
        (package / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
        lock = {"packages": {"node_modules/dayjs": {"version": locked or version}}}
        (folder / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")

    def test_each_with_its_own_passes(self, task: Task) -> None:
        self.install(task.folder / "old", "1.10.8")
        assert "dayjs 1.11" in outcome(task, node_too.LESSON)[0]
        self.install(task.folder / "new", "1.11.19")
        assert outcome(task, node_too.LESSON)[1] is None

    def test_one_folder_for_both_fails(self, task: Task) -> None:
        self.install(task.folder, "1.10.8")
        assert "dayjs 1.10" in outcome(task, node_too.LESSON)[0]
        self.install(task.folder / "old", "1.10.8")
        self.install(task.folder / "new", "1.11.19")
        says, hint = outcome(task, node_too.LESSON)
        assert "Nothing lies above" in says and "node_modules" in (hint or "")

    @pytest.mark.parametrize(
        ("version", "locked"), [("1.11.0", None), ("1.100.0", None), ("1.10.8", "1.10.7")]
    )
    def test_another_version_fails(self, task: Task, version: str, locked: str | None) -> None:
        self.install(task.folder / "old", version, locked)
        assert outcome(task, node_too.LESSON)[1]

    def test_a_lock_file_that_is_no_json_fails(self, task: Task) -> None:
        self.install(task.folder / "old", "1.10.8")
        (task.folder / "old" / "package-lock.json").write_text("{", encoding="utf-8")
        assert "this very version" in outcome(task, node_too.LESSON)[0]
