"""What the checks see of a project's own files, of units and crontabs, and of an update."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from harness.git import commit_all, git
from harness.learner import begun, leave_package, make_venv, outcome
from scripts.manage import faults
from scripts.manage.lessons import (
    content_policy,
    first_feature,
    project_work,
    template_fix,
    without_activation,
)
from scripts.manage.lessons.lesson import Task
from scripts.manage.problem import Problem
from scripts.manage.python import interpreter


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that is set up and committed, as far as these lessons look."""
    root = tmp_path / "내 앱"
    write(root / ".gitignore", "venv/\nscratch/\n")
    write(root / "backend" / "app" / "__init__.py", "")
    git(root, "init", "--quiet")
    commit_all(root, "Begin")
    write(interpreter.of_venv(root / "backend" / "venv"), "")
    return root


class TestFirstFeature:
    @pytest.fixture
    def known(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
        """What the backend would answer after everything was done."""
        fields = ["name", "place", "height"]
        known = {
            "model": fields,
            "table": {"height": True},
            "api": {"PlantData": fields, "PlantDetail": fields},
        }
        monkeypatch.setattr(project_work, "ask_backend", lambda *_: known)
        return known

    @pytest.fixture
    def task(self, root: Path, known: dict[str, Any]) -> Task:
        task = begun(root, first_feature.LESSON)
        note = {"words": ["name:string:80", "place:string:80"], "added": []}
        write(root / "backend/app/features/plants/slice.json", json.dumps(note))
        write(root / "backend/migrations/0002_height.py", 'op.add_column("plants", sa.Column("height"))\n')
        write(root / "frontend/src/app/api/types.gen.ts", "height?: number;\n")
        return task

    def test_a_field_in_all_places_passes(self, task: Task) -> None:
        assert outcome(task, first_feature.LESSON)[1] is None

    def test_before_add_it_does_not(self, root: Path) -> None:
        says, hint = outcome(begun(root, first_feature.LESSON), first_feature.LESSON)
        assert "by `add`" in says and "add plants" in (hint or "")

    @pytest.mark.parametrize(
        "note",
        [
            {"words": ["name:string:80", "height:integer"], "added": []},
            {"words": ["name:string:80"], "added": [{"word": "height:integer:optional"}]},
        ],
    )
    def test_a_field_by_command_does_not(self, task: Task, note: dict[str, Any]) -> None:
        write(task.project.root / "backend/app/features/plants/slice.json", json.dumps(note))
        assert "does not come from a command" in outcome(task, first_feature.LESSON)[0]

    @pytest.mark.parametrize(
        ("missing", "says"),
        [
            ("model", "The model has"),
            ("table", "in the database"),
            ("PlantData", "The API"),
            ("PlantDetail", "API"),
        ],
    )
    def test_a_field_that_is_missing_in_one_place_does_not(
        self, task: Task, known: dict[str, Any], missing: str, says: str
    ) -> None:
        (known if missing in known else known["api"])[missing] = []
        found, hint = outcome(task, first_feature.LESSON)
        assert says in found and hint

    @pytest.mark.parametrize(
        ("path", "says"),
        [
            ("backend/migrations/0002_height.py", "A migration"),
            ("frontend/src/app/api/types.gen.ts", "types"),
        ],
    )
    def test_a_file_that_does_not_tell_of_it_does_not(self, task: Task, path: str, says: str) -> None:
        write(task.project.root / path, "")
        assert says in outcome(task, first_feature.LESSON)[0]


class TestContentPolicy:
    POLICY = "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data: {}; {}"

    @pytest.fixture
    def task(self, root: Path) -> Task:
        task = begun(root, content_policy.LESSON)
        write(root / "frontend/src/app/app.html", f'<img\n  src="{content_policy.PICTURE}" />\n')
        return task

    @pytest.mark.parametrize(
        ("images", "others", "fails"),
        [
            (content_policy.SITE, "", ""),
            ("", "", "may be shown"),
            ("*", "", "every site"),
            ("https:", "", "every site"),
            (content_policy.SITE, "script-src 'unsafe-inline'", "every site"),
            (content_policy.SITE, f"script-src {content_policy.SITE}", "nothing but pictures"),
            (f"{content_policy.SITE}.evil.example", "", "may be shown"),
        ],
    )
    def test_one_site_for_pictures_passes_and_more_does_not(
        self, task: Task, monkeypatch: pytest.MonkeyPatch, images: str, others: str, fails: str
    ) -> None:
        monkeypatch.setattr(project_work, "ask_backend", lambda *_: self.POLICY.format(images, others))
        says, hint = outcome(task, content_policy.LESSON)
        assert bool(hint) == bool(fails) and fails in says

    def test_without_a_picture_there_is_nothing_to_allow(self, task: Task) -> None:
        write(
            task.project.root / "frontend/src/app/app.html", '<a href="https://upload.wikimedia.org/">…</a>'
        )
        assert "shows a picture" in outcome(task, content_policy.LESSON)[0]

    def test_a_backend_that_does_not_start_is_told(self, task: Task) -> None:
        assert "backend runs" in outcome(task, content_policy.LESSON)[0]


class TestProjectWork:
    def test_changes_in_no_commit_come_first(self, root: Path) -> None:
        write(root / "mine.txt", "mine")
        with pytest.raises(Problem) as told:
            begun(root, content_policy.LESSON)
        assert told.value.fault is faults.LESSON_NEEDS_A_COMMIT and "mine.txt" in told.value.what

    def test_undo_puts_back_and_keeps_what_was_written(self, root: Path) -> None:
        task = begun(root, content_policy.LESSON)
        write(root / "backend/app/__init__.py", "mine\n")
        write(root / "new.txt", "mine\n")
        project_work.undo(task)
        assert git(root, "status", "--porcelain") == ""
        git(root, "stash", "pop", "--quiet")
        assert (root / "new.txt").read_text(encoding="utf-8") == "mine\n"
        assert (root / "backend/app/__init__.py").read_text(encoding="utf-8") == "mine\n"

    def test_undo_leaves_commits_alone(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        task = begun(root, content_policy.LESSON)
        write(root / "new.txt", "mine\n")
        commit_all(root, "Mine")
        write(root / "more.txt", "mine\n")
        project_work.undo(task)
        assert "in commits" in capsys.readouterr().out
        assert (root / "new.txt").exists() and (root / "more.txt").exists()

    def test_undo_without_work_does_nothing(self, root: Path) -> None:
        project_work.undo(begun(root, content_policy.LESSON))
        assert git(root, "stash", "list") == ""


@pytest.mark.skipif(os.name == "nt", reason="cron and systemd")
class TestWithoutActivation:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        task = begun(tmp_path / "내 앱", without_activation.LESSON)
        venv = make_venv(task.folder / "venv")
        leave_package(venv, "humanize", "4.0")
        (module,) = venv.rglob("humanize.py")
        module.write_text("def naturalsize(number):\n    return f'{number / 1e6:.1f} MB'\n", encoding="ascii")
        self.unit(task, self.command(task))
        self.table(task, f"0 8 * * 1-5 {self.command(task)}")
        return task

    def command(self, task: Task) -> str:
        return f'"{task.folder}/venv/bin/python" "{task.folder}/report.py"'

    def unit(self, task: Task, command: str) -> None:
        write(task.folder / "report.service", f"[Service]\nType=oneshot\nExecStart={command}\n")

    def table(self, task: Task, line: str) -> None:
        write(task.folder / "crontab.txt", f"# reports\n{line}\n")

    def test_whole_paths_pass(self, task: Task) -> None:
        assert outcome(task, without_activation.LESSON)[1] is None

    @pytest.mark.parametrize("when", ["@daily", "*/5 0-6,20 1 jan mon", "0\t8 * * *"])
    def test_any_time_will_do(self, task: Task, when: str) -> None:
        self.table(task, f"{when} {self.command(task)}")
        assert outcome(task, without_activation.LESSON)[1] is None

    def test_a_python_by_its_name_fails(self, task: Task) -> None:
        self.unit(task, f'python3 "{task.folder}/report.py"')
        says, hint = outcome(task, without_activation.LESSON)
        assert "whole path" in says and "report.service" in (hint or "")

    def test_another_python_fails(self, task: Task) -> None:
        self.unit(task, f'/usr/bin/env python3 "{task.folder}/report.py"')
        assert "whole path" in outcome(task, without_activation.LESSON)[0]

    def test_a_script_in_the_folder_where_one_stands_fails(self, task: Task) -> None:
        self.unit(task, f'"{task.folder}/venv/bin/python" report.py')
        assert "What report.service starts runs" in outcome(task, without_activation.LESSON)[0]

    @pytest.mark.parametrize("line", ["", "0 8 * * {}", "{}", "0 8 * * * {}\n0 9 * * * {}"])
    def test_a_line_that_cron_does_not_take_fails(self, task: Task, line: str) -> None:
        self.table(task, line.replace("{}", self.command(task)))
        assert "one line for cron" in outcome(task, without_activation.LESSON)[0]

    def test_activation_in_a_crontab_fails(self, task: Task) -> None:
        self.table(task, f"0 8 * * * . '{task.folder}/venv/bin/activate' && python '{task.folder}/report.py'")
        assert "whole path" in outcome(task, without_activation.LESSON)[0]

    def test_a_percent_sign_ends_the_line_of_cron(self, task: Task) -> None:
        self.table(task, f"0 8 * * * true % {self.command(task)}")
        assert "What crontab.txt starts" in outcome(task, without_activation.LESSON)[0]


class TestTemplateFix:
    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        root = tmp_path / "it's 내 앱"
        write(root / "manage.py", "")
        write(root / "scripts" / "bootstrap.sh", "")
        return begun(root, template_fix.LESSON)

    def update(self, task: Task, name: str = "꽃집") -> None:
        """As the learner and the template would leave it."""
        app = task.folder / "app"
        fixed = (task.folder / "template/template/tickets.py").read_text(encoding="utf-8")
        write(app / "tickets.py", fixed.replace(template_fix.SHOP, name))
        answers = (app / ".copier-answers.yml").read_text(encoding="utf-8")
        write(app / ".copier-answers.yml", answers.replace("v1.0.0", "v1.1.0"))

    def test_the_template_has_two_releases_and_the_project_the_older_one(self, task: Task) -> None:
        assert git(task.folder / "template", "tag").split() == ["v1.0.0", "v1.1.0"]
        assert git(task.folder / "app", "status", "--porcelain") == ""
        assert "is yours" in outcome(task, template_fix.LESSON)[0]

    def test_both_changes_in_a_commit_pass(self, task: Task) -> None:
        self.update(task)
        assert "in a commit" in outcome(task, template_fix.LESSON)[0]
        commit_all(task.folder / "app", "Update")
        assert outcome(task, template_fix.LESSON)[1] is None

    def test_the_templates_file_over_ones_own_fails(self, task: Task) -> None:
        self.update(task, template_fix.SHOP)
        assert "is yours" in outcome(task, template_fix.LESSON)[0]

    def test_a_fix_by_hand_fails(self, task: Task) -> None:
        app = task.folder / "app"
        before = (app / ".copier-answers.yml").read_bytes()
        self.update(task)
        (app / ".copier-answers.yml").write_bytes(before)
        assert "v1.1.0" in outcome(task, template_fix.LESSON)[0]

    def test_an_open_conflict_fails(self, task: Task) -> None:
        self.update(task)
        tickets = task.folder / "app" / "tickets.py"
        write(tickets, tickets.read_text(encoding="utf-8") + "<<<<<<< yours\n")
        assert "The fix is in" in outcome(task, template_fix.LESSON)[0]
