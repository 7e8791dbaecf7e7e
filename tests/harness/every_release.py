"""The released versions that projects are made from, and what their owners have done to them since.

The releases come from this repository's history. One more never was: it differs from the present in each way
in which a template's files can, so that there is one to start from before the first release.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness import repository
from harness.ownership import TemplateVersion
from harness.releases import released
from harness.rendered import DEFAULTS, Rendered
from harness.template_repository import TemplateRepository

NEVER_WAS = "v0.0.0"
PRESENT = "v999.0.0"
ANSWERS: dict[str, dict[str, Any]] = {
    "defaults": DEFAULTS,
    "others": {
        "project_name": "출석부",
        "project_slug": "chulseokbu",
        "user_name": "O'Neil & 홍길동",
        "license": "none",
        "backend_port": 1024,
        "frontend_port": 65535,
    },
}

# Of the one that never was, a project with the default answers is what test_update.py starts from.
STARTS = [(NEVER_WAS, "others"), *((each.version.tag, answers) for each in released() for answers in ANSWERS)]


def make_older(template: TemplateRepository) -> None:
    """Turn the present into what might have been before it."""
    changed = "scripts/manage/terminal/output.py"
    template.write(changed, template.path(changed).read_text(encoding="utf-8") + "\n\nOLD = True\n")
    template.write("scripts/manage/dropped.py", "DROPPED = True\n")
    template.path("docs/update.md.jinja").rename(template.path("docs/updating.md.jinja"))
    template.path("docs/offline.md.jinja").unlink()
    template.path("scripts/bootstrap.sh").chmod(0o644)
    # A question that was not asked yet. The owner's files name its answer too.
    config = template.folder / "copier.yml"
    before, _, rest = config.read_text(encoding="utf-8").partition("\nproject_description:\n")
    config.write_text(before + rest[rest.index("\n\n") + 1 :], encoding="utf-8", newline="")
    for path in repository.template_files():
        if path.endswith(".jinja") and template.path(path).exists():
            text = template.path(path).read_text(encoding="utf-8")
            template.write(path, text.replace("project_description", "'Once.'"))


def history(folder: Path) -> TemplateRepository:
    """The template with a tag on each of its releases, the one that never was and the present."""
    made = TemplateRepository.of_history(folder)
    made.take_work_tree()
    make_older(made)
    made.release(NEVER_WAS)
    made.take_work_tree()
    made.release(PRESENT)
    return made


def answers_known_to(version: TemplateVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the answers to what this version asks."""
    return {name: answer for name, answer in answers.items() if name in version.questions}


SHELF = {
    "backend/app/features/shelf/__init__.py": '"""The books on our shelf."""\n',
    "backend/app/features/shelf/routes.py": '''\
"""GET /api/shelf/books."""

from flask import Blueprint
from humanize import ordinal

blueprint = Blueprint("shelf", __name__, url_prefix="/shelf")


@blueprint.get("/books")
def list_books() -> list[str]:
    """Return the titles."""
    return ["책", ordinal(2)]
''',
    "backend/app/features/shelf/tests/test_shelf.py": '''\
"""The shelf."""

from flask.testing import FlaskClient


def test_books_are_listed(client: FlaskClient) -> None:
    assert client.get("/api/shelf/books").json == ["책", "2nd"]
''',
    "frontend/src/app/features/shelf/shelf-page.ts": """\
import { Component } from '@angular/core';

@Component({ selector: 'app-shelf-page', template: '<h1>책</h1>' })
export default class ShelfPage {}
""",
}
# {file: (what stands there, what the owner makes of it)}; an end of the file where nothing stands there.
EDITS = {
    "backend/app/features/__init__.py": ("    # One name a line.", '    # One name a line.\n    "shelf",'),
    "frontend/src/app/features/features.ts": (
        "  // One feature a line.",
        "  // One feature a line.\n"
        "  { path: 'shelf', label: { en: 'Shelf', ko: '책장' }, page: () => import('./shelf/shelf-page') },",
    ),
    "backend/requirements.txt": ("", "humanize\n"),
    "frontend/package.json": ('    "ng": "ng",\n', '    "ng": "ng",\n    "greet": "echo hello",\n'),
    "frontend/angular.json": ('"maximumWarning": "500kB"', '"maximumWarning": "650kB"'),
    ".gitignore": ("", "\n# Ours\n/our notes/\n"),
    "README.md": ("", "\n## Ours\n\n우리 책장.\n"),
    # A file of the template's: the edit is carried along.
    ".editorconfig": ("", "\n[*.책]\nindent_size = 3\n"),
}
DELETED = ("docs/doctor.ko.md",)
IGNORED = {"backend/.env": "APP_TRUSTED_HOSTS=127.0.0.1,localhost\n"}


def edit(project: Rendered) -> None:
    """Do in a project what owners do: a feature of one's own, a package, settings, files that go."""
    for path, text in (SHELF | IGNORED).items():
        project.write(path, text)
    for path, (old, new) in EDITS.items():
        if old:
            project.replace(path, old, new)
        else:
            project.append(path, new)
    for path in DELETED:
        project.path(path).unlink()


def lines_of_the_owner() -> dict[str, list[str]]:
    """What `edit` writes, {file: lines}."""
    texts = SHELF | IGNORED | {path: new for path, (_, new) in EDITS.items()}
    return {path: [line.strip() for line in text.splitlines()] for path, text in texts.items()}
