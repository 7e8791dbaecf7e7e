"""A small template with the real one's layout and tables of ownership, and projects of it.

An update of it costs a fifth of one of the real template, so that many cases can be tried.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from jinja2 import Environment, StrictUndefined
from pathspec import GitIgnoreSpec

from harness import repository
from harness.git import git
from harness.questions import usual as proposed_answers
from harness.rendered import DEFAULTS, copy
from harness.template_repository import TemplateRepository
from update.snapshot import Entry, read_files

OLD, NEW = "v1.0.0", "v1.1.0"

# The template's.
TOOL = "scripts/tool.py"
HELPER = "scripts/helper.py"
RUN = "scripts/run.sh"
LAUNCHER = "scripts/run.cmd"
CORE = "backend/app/core/errors.py"
REQUIREMENTS = "backend/requirements.txt"
ENV_EXAMPLE = "backend/.env.example"
PACKAGES = "frontend/package.json"
LOCK = "frontend/package-lock.json"
ANGULAR = "frontend/angular.json"
GUIDE = "docs/guide.md"
SETTINGS = "project.toml"
IGNORED = ".gitignore"
# The owner's.
README = "README.md"
ICON = "frontend/public/favicon.svg"
EXAMPLE = "backend/app/features/example/routes.py"

# No repository here needs the samples of hooks that git lays into each.
WITHOUT_SAMPLES = {"GIT_TEMPLATE_DIR": ""}
JINJA = Environment(undefined=StrictUndefined, keep_trailing_newline=True)


MANAGE = Path(__file__).with_name("manage_small.py")


def numbered(word: str, count: int) -> str:
    """So many lines, no two alike."""
    return "".join(f"{word}_{at:02} = {at}\n" for at in range(1, count + 1))


def as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


FILES = {
    ".gitattributes": "* text=auto eol=lf\n*.cmd text eol=crlf\n",
    ".gitignore.jinja": (
        "venv/\nnode_modules/\n\n# Python\n__pycache__/\n*.pyc\n\n# Secrets\n.env\n\n"
        "# Made here\n/backend/instance/\n/.manage.*\n\n# Systems\nThumbs.db\n"
    ),
    "project.toml.jinja": (
        '[project]\nname = "{{ project_name }}"\ngreeting = "{{ greeting }}"\n\n'
        "[ports]\nbackend = {{ backend_port }}\nfrontend = {{ frontend_port }}\n"
    ),
    # The program behind the real one is not copied with each project.
    "manage.py": f"import runpy\n\nrunpy.run_path({str(MANAGE)!r}, run_name='__main__')\n",
    TOOL: numbered("tool", 30),
    HELPER: numbered("helper", 20),
    RUN: "#!/bin/sh\n" + numbered("run", 8),
    LAUNCHER: numbered("rem", 8).replace("\n", "\r\n"),
    CORE: numbered("error", 12),
    REQUIREMENTS: (
        "-c constraints.txt\n\n# The packages of the backend.\nflask>=3.1,<4\nbrotli>=1.2,<2\n\n"
        "granian>=2.8,<3\nwaitress>=3,<4\n\n# --- Your packages: add them below this line. ---\n"
    ),
    ENV_EXAMPLE: numbered("SETTING", 8),
    PACKAGES: as_json(
        {
            "name": "frontend",
            "scripts": {"build": "ng build", "lint": "eslint .", "test": "ng test"},
            "dependencies": {
                "@angular/common": "22.2.6",
                "@angular/core": "22.2.6",
                "rxjs": "~7.8.2",
                "tslib": "^2.8.1",
            },
        }
    ),
    LOCK: as_json(
        {
            "name": "frontend",
            "lockfileVersion": 3,
            "packages": {
                "node_modules/@angular/common": {"version": "22.2.6"},
                "node_modules/rxjs": {"version": "7.8.2"},
                "node_modules/tslib": {"version": "2.8.1"},
            },
        }
    ),
    ANGULAR: as_json(
        {
            "version": 1,
            "cli": {"packageManager": "npm", "analytics": False},
            "projects": {
                "frontend": {
                    "sourceRoot": "src",
                    "architect": {
                        "build": {
                            "options": {
                                "browser": "src/main.ts",
                                "assets": [{"glob": "**/*", "input": "public"}],
                                "styles": ["src/styles.css"],
                            }
                        }
                    },
                }
            },
        }
    ),
    GUIDE: numbered("guide", 12),
    "README.md.jinja": "# {{ project_name }}\n\n" + numbered("readme", 10),
    ICON: "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
    EXAMPLE: numbered("example", 10),
}


def config() -> str:
    """The real copier.yml with all its tables; of its questions only what they are, and one more."""
    real: dict[str, Any] = yaml.safe_load(repository.text("copier.yml"))
    kept = {name: value for name, value in real.items() if not name.startswith("_message_")}
    usual = proposed_answers()
    for name in repository.questions():
        asked = {
            word: kept[name][word]
            for word in ("type", "multiselect", "choices", "default")
            if word in kept[name]
        }
        # There is no includes/ here: its slug, and what a starting point proposes, stand here as they are.
        imported = "includes/" in str(asked.get("default"))
        kept[name] = asked | ({"default": usual.get(name, "app")} if imported else {})
    greeting = {"type": "str", "default": "Welcome"}
    return _dumped(kept | {"greeting": greeting})


def _dumped(tables: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(tables), allow_unicode=True, sort_keys=False)


@dataclass(frozen=True)
class Small:
    """The template, released as OLD, and a project that Copier made of it. Shared: nobody changes them."""

    template: TemplateRepository
    made: Mapping[str, Entry]

    @classmethod
    @patch.dict(os.environ, WITHOUT_SAMPLES)
    def make(cls, folder: Path) -> Small:
        template = TemplateRepository(folder / "template")
        for path, text in FILES.items():
            template.write(path, text)
        template.path(RUN).chmod(0o755)
        answers = template.path(repository.ANSWERS_TEMPLATE)
        shutil.copy2(repository.TEMPLATE / repository.ANSWERS_TEMPLATE, answers)
        (template.folder / "copier.yml").write_text(config(), encoding="utf-8")
        (template.folder / "CHANGELOG.md").write_text(
            "# Changes\n\n## 1.0.0\n\nThe first.\n", encoding="utf-8"
        )
        git(template.folder, "init", "--quiet")
        template.release(OLD)
        made = copy(template, folder / "project", DEFAULTS, vcs_ref=OLD)
        return cls(template, read_files(made.root))

    def lay_template(self, folder: Path) -> TemplateRepository:
        """A copy of the template that a case may change."""
        shutil.copytree(self.template.folder, folder)
        return TemplateRepository(folder)

    def lay_project(
        self, folder: Path, template: TemplateRepository, answers: Mapping[str, Any]
    ) -> Mapping[str, Entry]:
        """Write a project, as if it had been made from `template` with these answers; give its files."""
        files = with_address(self.made, self.template, template)
        text = files[repository.ANSWERS].data.decode()
        for question, answer in answers.items():
            text = re.sub(rf"(?m)^{question}: .*", f"{question}: {answer}", text)
        files[repository.ANSWERS] = Entry(text.encode())
        files |= self.render(template, recorded(files))
        lay_files(folder, files)
        return files

    def render(self, template: TemplateRepository, answers: Mapping[str, Any]) -> dict[str, Entry]:
        """What Copier makes of the template's present files, but for the answers file."""
        made = {}
        for path, entry in read_files(template.folder / "template").items():
            if path != repository.ANSWERS_TEMPLATE:
                is_rendered = path.endswith(".jinja")
                text = (
                    JINJA.from_string(entry.data.decode()).render(answers).encode()
                    if is_rendered
                    else entry.data
                )
                made[repository.destination(path)] = Entry(text, entry.executable, entry.is_link)
        return made


def with_address(
    files: Mapping[str, Entry], old: TemplateRepository, new: TemplateRepository
) -> dict[str, Entry]:
    """A project's files, as if it had been made from a template at another place."""
    data = files[repository.ANSWERS].data.decode()
    return {**files, repository.ANSWERS: Entry(data.replace(str(old.folder), str(new.folder)).encode())}


def lay_files(folder: Path, files: Mapping[str, Entry]) -> None:
    """Write files, none of them a link, below a folder."""
    for path, entry in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(entry.data)
        target.chmod(0o755 if entry.executable else 0o644)


def mend(template: TemplateRepository) -> None:
    """A change in the middle of TOOL, at tool_15: in every case something must arrive."""
    template.replace(TOOL, "tool_15 = 15", "tool_15 = 'mended'")


def configure(template: TemplateRepository, change: Callable[[dict[str, Any]], object]) -> None:
    """Change copier.yml."""
    tables = _config(template)
    change(tables)
    (template.folder / "copier.yml").write_text(_dumped(tables), encoding="utf-8")


def recorded(files: Mapping[str, Entry]) -> dict[str, Any]:
    """What a project's answers file says; nothing where it cannot be read."""
    entry = files.get(repository.ANSWERS)
    try:
        read = yaml.safe_load(entry.data) if entry else None
    except (yaml.YAMLError, UnicodeDecodeError):
        return {}
    return read if isinstance(read, dict) else {}


def questions(template: TemplateRepository) -> frozenset[str]:
    """What the template's present copier.yml asks."""
    return frozenset(name for name in _config(template) if not name.startswith("_"))


def owners(template: TemplateRepository) -> GitIgnoreSpec:
    """Which paths the template's present copier.yml calls the owner's."""
    return GitIgnoreSpec.from_lines(_config(template)["_skip_if_exists"])


def _config(template: TemplateRepository) -> dict[str, Any]:
    read = yaml.safe_load((template.folder / "copier.yml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read
