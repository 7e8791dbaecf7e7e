"""Running new.sh (new.cmd on Windows) of a clone."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import private_venv
from harness.template_repository import TemplateRepository
from scripts.manage import stamp

# Answers enough to ask nothing.
NAMED = ["--defaults", "--data", "project_name=출석부"]


def lend_venv(clone: Path) -> None:
    """Give the clone a finished .venv that borrows the packages of the tests' own: no minute, no network."""
    folder = clone / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    variables = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", vars=variables))
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    # What private_venv.py stamps. Where the two differ, pip runs: test_it_installs_nothing_twice notices.
    stamp.write(folder, private_venv.of(clone, tests=False).facts())


def launcher(clone: TemplateRepository) -> list[str]:
    if os.name == "nt":
        return ["cmd", "/d", "/c", str(clone.folder / "scripts" / "new.cmd")]
    return ["sh", str(clone.folder / "scripts" / "new.sh")]


def new(
    clone: TemplateRepository,
    *words: str,
    prefix: tuple[str, ...] = (),
    cwd: Path | None = None,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    """Run new.sh, or new.cmd on Windows, in the clone."""
    return subprocess.run(
        [*prefix, *launcher(clone), *words],
        cwd=cwd or clone.folder,
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
