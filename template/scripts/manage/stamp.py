"""Stamps: what was installed, from which inputs, on which machine.

A stamp is written last, so that no stamp means unfinished. It lies inside the folder it vouches for
(backend/venv, frontend/node_modules) and goes when that goes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

NAME = ".setup-stamp.json"

Facts = Mapping[str, str]


def fingerprint(files: Iterable[Path]) -> str:
    """One hash of the contents of `files`, in their order; a missing file counts as empty."""
    return digest_of(map(content, files))


def content(path: Path) -> bytes:
    """What is in a file; nothing where it is missing."""
    return path.read_bytes() if path.exists() else b""


def digest_of(contents: Iterable[bytes]) -> str:
    """One hash (SHA-256, hex) of texts in their order, whatever their line ends."""
    digest = hashlib.sha256()
    for text in contents:
        # Git may give the same text other line ends on another machine; that is no change.
        text = text.replace(b"\r\n", b"\n")
        digest.update(b"%d:" % len(text) + text)
    return digest.hexdigest()


def read(folder: Path) -> dict[str, str] | None:
    """The facts stamped in `folder`, or None where there is no readable stamp."""
    try:
        facts = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) else None


def write(folder: Path, facts: Facts) -> None:
    """Stamp `folder`, in one step: the stamp is never half there."""
    half = folder / f"{NAME}.part"
    half.write_text(json.dumps(dict(facts), indent=2) + "\n", encoding="utf-8")
    half.replace(folder / NAME)


def remove(folder: Path) -> None:
    """Take the stamp away before the folder's content changes."""
    (folder / NAME).unlink(missing_ok=True)
