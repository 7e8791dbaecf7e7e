"""What the tests need besides the work tree and takes long to make: kept outside the repository."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "copier-flask-angular"


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, which `make` fills where it is not there yet.

    It is made elsewhere first: it is complete or not there. Raises what `make` raises.
    """
    folder = FOLDER / name
    if not folder.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f"{name}-", suffix=".part", dir=FOLDER))
        try:
            part.chmod(0o755)
            make(part)
            part.rename(folder)
        except OSError:
            # Another run was faster.
            if not folder.exists():
                raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return folder


def short_hash(*words: str) -> str:
    """What belongs into a name, so that it is made anew when one of `words` changes."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:8]
