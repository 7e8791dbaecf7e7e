"""A template with next to nothing in it: what Copier does over time shows in a tenth of the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import changelog
from harness import ownership, repository
from harness.git import git
from harness.ownership import TemplateVersion
from harness.template_repository import TemplateRepository
from version import Version

CONFIG = """\
_subdirectory: template
_envops:
  undefined: jinja2.StrictUndefined

project_name:
  type: str

license:
  type: str
  default: MIT
  choices: [MIT, none]

_exclude:
  - "{% if license == 'none' %}/LICENSE{% endif %}"
  - "{% if _copier_operation == 'update' %}/app{% endif %}"
  - "{% if _copier_operation == 'update' %}/look.css{% endif %}"

_skip_if_exists:
  - /app
  - /look.css
"""
FILES = {
    repository.ANSWERS_TEMPLATE: "{{ _copier_answers | to_nice_yaml }}",
    "LICENSE": "Do as you like.\n",
    "look.css": "The look, the owner's.\n",
    "app/page.txt": "A page, the owner's.\n",
    "scripts/engine.txt": "What drives it, the template's.\n",
    "settings.txt": "Settings, the template's.\n",
    "backend/requirements.txt": "Packages of both.\n",
}


@dataclass(frozen=True)
class SmallTemplate(TemplateRepository):
    """It has both kinds of files, a question whose answer leaves one out, and release 1.0.0."""

    @classmethod
    def make(cls, folder: Path) -> SmallTemplate:
        """A new one in `folder`."""
        made = cls(folder)
        for path, text in FILES.items():
            made.write(path, text)
        made.lay("copier.yml", CONFIG)
        made.lay("pyproject.toml", '[project]\nversion = "0.0.0"\n')
        made.lay(changelog.FILE, "# Changelog\n\n")
        git(folder, "init", "--quiet")
        made.release("1.0.0")
        return made

    def lay(self, path: str, text: str) -> None:
        """Make or replace a file of the repository, by its path from the root on."""
        (self.folder / path).write_text(text, encoding="utf-8", newline="")

    def text(self, path: str) -> str:
        """A file of the repository, by its path from the root on."""
        return (self.folder / path).read_text(encoding="utf-8")

    def configure(self, old: str, new: str) -> None:
        """Change a place, which must be there, in copier.yml."""
        assert old in self.text("copier.yml")
        self.lay("copier.yml", self.text("copier.yml").replace(old, new))

    def tell(self, *lines: str) -> None:
        """Write lines into CHANGELOG.md, as what is not released yet."""
        head, _, rest = self.text(changelog.FILE).partition("\n\n")
        title = f"## {changelog.UNRELEASED}\n\n"
        items = "".join(f"- {line}\n" for line in lines)
        between = "" if rest.startswith(title) else "\n"
        self.lay(changelog.FILE, f"{head}\n\n{title}{items}{between}{rest.removeprefix(title)}")

    def release(self, version: str) -> None:
        """Commit everything as scripts/release.py does, and tag it."""
        self.lay("pyproject.toml", f'[project]\nversion = "{version}"\n')
        self.tell("Something.")
        changes = self.text(changelog.FILE)
        self.lay(changelog.FILE, changelog.with_release(changes, Version.of(version), date(2026, 11, 30)))
        super().release(f"v{version}")

    def faults(self) -> dict[str, list[str]]:
        """Commit everything, and say what the rules find in it for the projects of each release."""
        present = TemplateVersion.of_commit(self.folder, self.commit())
        return ownership.faults_since_releases(present, self.text(changelog.FILE), self.folder)
