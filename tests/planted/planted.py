"""The planted faults: planted.toml, read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from harness import repository

LIST = Path(__file__).with_name("planted.toml")


@dataclass(frozen=True)
class Planted:
    """A fault to plant: `old` becomes `new` in a file, and `test`, a pytest id, must fail then.

    Without `old`, it is a file that should not be there.
    """

    name: str
    file: str
    old: str
    new: str
    test: str

    def plant(self, root: Path) -> None:
        """Plant it in the copy of this repository at `root`. Line ends stay as they are."""
        path = root / self.file
        if not self.old:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.new, encoding="utf-8", newline="")
            return
        text = path.read_bytes().decode("utf-8")
        ends = "\r\n" if "\r\n" in text else "\n"
        path.write_bytes(
            text.replace(self.old.replace("\n", ends), self.new.replace("\n", ends), 1).encode("utf-8")
        )

    @property
    def places(self) -> int:
        """How often `old` stands in the file: once, so that it is clear what is planted."""
        if not self.old:
            return int(self.file not in repository.files())
        return repository.text(self.file).replace("\r\n", "\n").count(self.old)


def every() -> list[Planted]:
    """All planted faults, in the order of the list."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["planted"]
    return [Planted(**row) for row in rows]
