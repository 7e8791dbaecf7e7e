"""Lists that both sides extend: packages, settings of Angular, what git ignores."""

from __future__ import annotations

from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group
from update.small import ANGULAR, IGNORED, LOCK, PACKAGES, REQUIREMENTS

case = Group("Lists that both sides extend")
TSLIB = '"tslib": "^2.8.1"'


@case("a Python package below the marked line, and the template raises one and adds one")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.append(REQUIREMENTS, "# charts\npandas>=2\n")
    template.replace(REQUIREMENTS, "flask>=3.1,<4", "flask>=3.2,<4\nflask-compress>=1")


@case("a Python package beside one that the template raises")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(REQUIREMENTS, "waitress>=3,<4\n", "waitress>=3,<4\npandas>=2\n")
    template.replace(REQUIREMENTS, "waitress>=3,<4", "waitress>=4,<5")


@case("an npm package beside one that the template raises")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(PACKAGES, '    "rxjs"', '    "leaflet": "^1.9.4",\n    "rxjs"')
    template.replace(PACKAGES, '"@angular/core": "22.2.6"', '"@angular/core": "22.3.0"')
    template.replace(PACKAGES, '"rxjs": "~7.8.2"', '"rxjs": "~8.0.0"')


@case("an npm package at the end of the list, where the template adds one too")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(PACKAGES, TSLIB, f'{TSLIB},\n    "zone.js": "~0.15.0"')
    template.replace(PACKAGES, TSLIB, f'{TSLIB},\n    "uuid": "^11.0.0"')


@case("an npm package removed beside one that the template raises")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(PACKAGES, f",\n    {TSLIB}", "")
    template.replace(PACKAGES, '"rxjs": "~7.8.2"', '"rxjs": "~8.0.0"')


@case("another version of an npm package that the template raises")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(PACKAGES, '"rxjs": "~7.8.2"', '"rxjs": "~7.9.0"')
    template.replace(PACKAGES, '"rxjs": "~7.8.2"', '"rxjs": "~8.0.0"')


@case("`package-lock.json` as npm wrote it for an own package, and the template raises another")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(PACKAGES, '    "rxjs"', '    "leaflet": "^1.9.4",\n    "rxjs"')
    leaflet = '    "node_modules/leaflet": {\n      "version": "1.9.4"\n    },\n'
    project.replace(LOCK, '    "node_modules/rxjs"', f'{leaflet}    "node_modules/rxjs"')
    template.replace(PACKAGES, '"@angular/common": "22.2.6"', '"@angular/common": "22.3.0"')
    template.replace(LOCK, '"version": "22.2.6"', '"version": "22.3.0"')


@case("`angular.json`: an option beside one that the template adds")
def _(project: Rendered, template: TemplateRepository) -> None:
    option = '"browser": "src/main.ts",'
    project.replace(ANGULAR, option, f'{option}\n              "polyfills": ["zone.js"],')
    template.replace(ANGULAR, option, f'{option}\n              "tsConfig": "tsconfig.app.json",')


@case("`angular.json`: a global style, where the template adds one too")
def _(project: Rendered, template: TemplateRepository) -> None:
    style = '"src/styles.css"'
    project.replace(ANGULAR, style, f'{style},\n                "leaflet/dist/leaflet.css"')
    template.replace(ANGULAR, style, f'{style},\n                "src/app/core/core.css"')


@case("`.gitignore` at both ends, and the template adds to its middle")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(IGNORED, f"/scans/\n{project.text(IGNORED)}/uploads/\n")
    template.replace(f"{IGNORED}.jinja", "# Secrets\n", "# Secrets\n*.key\n")


@case("`.gitignore` at the end, where the template adds a line too")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.append(IGNORED, "/uploads/\n")
    template.replace(f"{IGNORED}.jinja", "Thumbs.db\n", "Thumbs.db\n.DS_Store\n")
