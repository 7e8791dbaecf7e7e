"""Lists that both sides extend: packages, settings of Angular, what git ignores."""

from __future__ import annotations

import json

from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group
from update.small import ANGULAR, IGNORED, LOCK, PACKAGES, REQUIREMENTS

case = Group("Lists that both sides extend")
RXJS, TSLIB = '"rxjs": "~7.8.2"', '"tslib": "^2.8.1"'
STYLE = '"src/styles.css"'
BROWSER = '"browser": "src/main.ts",'


@case("a Python package below the marked line, and the template raises one and adds one", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.append(REQUIREMENTS, "# charts\npandas>=2\n")
    template.replace(REQUIREMENTS, "flask>=3.1,<4", "flask>=3.2,<4\nflask-compress>=1")


@case("a Python package beside one that the template raises", day=2)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(REQUIREMENTS, "waitress>=3,<4\n", "waitress>=3,<4\npandas>=2\n")
    template.replace(REQUIREMENTS, "waitress>=3,<4", "waitress>=4,<5")


@case("an npm package added and one removed, beside one that the template raises", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(PACKAGES, f"    {RXJS}", f'    "leaflet": "^1.9.4",\n    {RXJS}')
    project.replace(PACKAGES, f",\n    {TSLIB}", "")
    template.replace(PACKAGES, RXJS, '"rxjs": "~8.0.0"')


@case("an npm package at the end of the list, where the template adds one too", day=2)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(PACKAGES, TSLIB, f'{TSLIB},\n    "zone.js": "~0.15.0"')
    template.replace(PACKAGES, TSLIB, f'{TSLIB},\n    "uuid": "^11.0.0"')


@case("another version of an npm package that the template raises", day=3)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(PACKAGES, RXJS, '"rxjs": "~7.9.0"')
    template.replace(PACKAGES, RXJS, '"rxjs": "~8.0.0"')


@case("`package.json` indented anew, with an own package, and the template raises another", day=4)
def _(project: Rendered, template: TemplateRepository) -> None:
    manifest = json.loads(project.text(PACKAGES))
    manifest["dependencies"]["leaflet"] = "^1.9.4"
    project.write(PACKAGES, json.dumps(manifest, indent=4))
    template.replace(PACKAGES, RXJS, '"rxjs": "~8.0.0"')


@case("`package-lock.json` as npm wrote it for an own package, and the template raises another", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    leaflet = '    "node_modules/leaflet": {\n      "version": "1.9.4"\n    },\n'
    project.replace(LOCK, '    "node_modules/rxjs"', f'{leaflet}    "node_modules/rxjs"')
    template.replace(LOCK, '"version": "22.2.6"', '"version": "22.3.0"')


@case("`angular.json`: an option beside one that the template adds", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(ANGULAR, BROWSER, f'{BROWSER}\n              "polyfills": ["zone.js"],')
    template.replace(ANGULAR, BROWSER, f'{BROWSER}\n              "tsConfig": "tsconfig.app.json",')


@case("`angular.json`: a global style, where the template adds one too", day=2)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.replace(ANGULAR, STYLE, f'{STYLE},\n                "leaflet/dist/leaflet.css"')
    template.replace(ANGULAR, STYLE, f'{STYLE},\n                "src/app/core/core.css"')


@case("`.gitignore` at both ends, and the template adds to its middle", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(IGNORED, f"/scans/\n{project.text(IGNORED)}/uploads/\n")
    template.replace(f"{IGNORED}.jinja", "# Secrets\n", "# Secrets\n*.key\n")


@case("`.gitignore` at the end, where the template adds a line too", day=2)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.append(IGNORED, "/uploads/\n")
    template.replace(f"{IGNORED}.jinja", "Thumbs.db\n", "Thumbs.db\n.DS_Store\n")
