"""A project of the template itself, and a release as they come: much of it changes."""

from __future__ import annotations

from harness import moved_in, repository
from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group

case = Group("A project of this template, whole", is_real=True)
PACKAGES = "frontend/package.json"
RXJS = '    "rxjs"'


@case("an app of another shape moved in, with packages of its own; the template changes all of both `core/`")
def _(project: Rendered, template: TemplateRepository) -> None:
    moved_in.move_in(project.root, "http://127.0.0.1:9999")
    project.replace(PACKAGES, RXJS, f'    "leaflet": "^1.9.4",\n{RXJS}')
    for path in repository.template_files():
        if "/core/" in path and not path.endswith(".json"):
            text = template.path(path).read_text(encoding="utf-8")
            template.write(path, f"{text}\n")
    template.replace(PACKAGES, '"@angular/common": "22.', '"@angular/common": "99.')
    template.replace("frontend/angular.json", '"analytics": false', '"analytics": true')
    template.replace("backend/requirements.txt.jinja", "flask>=3.1", "flask>=3.2")
    template.replace("scripts/manage/terminal/output.py", '"""', '"""Mended. ')
