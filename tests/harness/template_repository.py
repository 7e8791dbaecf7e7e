"""The template under test, committed and tagged in a repository of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from harness import repository
from harness.git import commit_all, git
from harness.releases import released


@dataclass(frozen=True)
class TemplateRepository:
    """A repository that projects are made from. Tests add releases to their own, never to the shared one."""

    folder: Path

    @classmethod
    def of_work_tree(cls, folder: Path) -> TemplateRepository:
        """A new one in `folder`. Its first commit is what this work tree holds, committed here or not."""
        cls.lay_work_tree(folder)
        git(folder, "init", "--quiet")
        commit_all(folder, "The work tree")
        return cls(folder)

    @classmethod
    def of_history(cls, folder: Path) -> TemplateRepository:
        """A clone in `folder` with a tag on each release of this repository's history, and no other."""
        git(folder.parent, "clone", "--quiet", "--no-tags", str(repository.ROOT), str(folder))
        git(folder, "remote", "remove", "origin")
        for release in released(folder):
            tag = release.version.tag
            git(folder, "tag", "--annotate", tag, "-m", tag, release.commit)
        return cls(folder)

    def take_work_tree(self) -> None:
        """Hold exactly what this work tree holds, ready to be committed."""
        git(self.folder, "rm", "-r", "--quiet", "--force", ".")
        self.lay_work_tree(self.folder)

    @staticmethod
    def lay_work_tree(folder: Path) -> None:
        """Copy this work tree's files into `folder`."""
        for path in repository.files():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(repository.ROOT / path, target, follow_symlinks=False)

    def clone(self, folder: Path) -> TemplateRepository:
        """A full clone that knows nothing of where it came from."""
        git(self.folder, "clone", "--quiet", str(self.folder), str(folder))
        git(folder, "remote", "remove", "origin")
        return TemplateRepository(folder)

    def path(self, path: str) -> Path:
        """A file of the template, by its path from template/ on."""
        return self.folder / "template" / path

    def write(self, path: str, text: str) -> None:
        """Make or replace a file of the template."""
        self.path(path).parent.mkdir(parents=True, exist_ok=True)
        self.path(path).write_text(text, encoding="utf-8", newline="")

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a place, which must be there, in a file of the template."""
        text = self.path(path).read_bytes().decode("utf-8")
        assert old in text, f"{path} has no {old!r}"
        self.write(path, text.replace(old, new, 1))

    def commit(self, message: str = "A change") -> str:
        return commit_all(self.folder, message)

    def release(self, version: str) -> None:
        """Commit everything under an annotated tag, as releases are made."""
        self.commit(f"Release {version}")
        git(self.folder, "tag", "--annotate", version, "-m", f"Release {version}")
