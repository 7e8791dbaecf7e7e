"""The template under test itself, for cases that the small one cannot stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from harness import repository
from harness.rendered import copy
from harness.template_repository import TemplateRepository
from update.small import NEW, lay_files, questions, with_address
from update.snapshot import Entry, read_files


@dataclass(frozen=True)
class Real:
    """The template, released as OLD, and the files of a project of it. Shared: nobody changes them."""

    template: TemplateRepository
    made: Mapping[str, Entry]

    def lay_template(self, folder: Path) -> TemplateRepository:
        return self.template.clone(folder)

    def lay_project(
        self, folder: Path, template: TemplateRepository, answers: Mapping[str, Any]
    ) -> Mapping[str, Entry]:
        assert not answers
        files = with_address(self.made, self.template, template)
        lay_files(folder, files)
        return files

    def render(self, template: TemplateRepository, answers: Mapping[str, Any]) -> dict[str, Entry]:
        given = {name: answers[name] for name in questions(template) & answers.keys()}
        with TemporaryDirectory() as folder:
            files = read_files(copy(template, Path(folder, "new"), given, vcs_ref=NEW).root)
        del files[repository.ANSWERS]
        return files
