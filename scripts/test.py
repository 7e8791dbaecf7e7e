"""Installs what the tests need and runs them. Called by test.sh and test.cmd.

Layers, fastest first; --quick runs the first three. What pytest understands may follow: -k name, -x, --lf …
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import private_venv
import repository_faults
from scripts.manage.problem import Problem
from scripts.manage.terminal import output

LAYERS = ["static", "unit", "render", "update", "faults", "build", "browser", "windows"]
QUICK = ["static", "unit", "render"]
# Run only when named: `trees` builds every distinct project, `planted` breaks a copy of the code again and
# again, to see that the other tests notice.
ON_DEMAND = ["trees", "planted"]
OPTIONS = ["--quick", "--needs", "--help", "-h"]
# What a layer needs of the machine: Debian's packages, and files or programs that each tell it is there.
NEEDS = {
    "faults": {
        "busybox": "busybox",
        "dash": "dash",
        "devscripts": "checkbashisms",
        "iproute2": "ip",
        "ksh93u+m": "ksh93",
        "mksh": "mksh",
        "mmdebstrap": "mmdebstrap",
        "npm": "npm",
        "posh": "posh",
        "yash": "yash",
        "zsh": "zsh",
    },
    "build": {
        "cron": "crontab",
        "fish": "fish",
        "postgresql": "/usr/lib/postgresql",
        "systemd": "systemd-analyze",
        "tcsh": "tcsh",
        "zsh": "zsh",
    },
    "browser": {"chromium": "chromium google-chrome", "fonts-noto-cjk": "/usr/share/fonts/opentype/noto"},
    "windows": {"mmdebstrap": "mmdebstrap", "gcc-mingw-w64-x86-64": "x86_64-w64-mingw32-gcc"},
}


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="test.sh",
        usage="test.sh [--quick] [layer …] [pytest's options]",
        description="Run the template's tests.",
    )
    parser.add_argument(
        "layers", nargs="*", metavar="layer", help=f"only these: {', '.join(LAYERS + ON_DEMAND)}"
    )
    parser.add_argument(
        "--needs", action="store_true", help="print the Debian packages that are missing for it"
    )
    parser.add_argument("--quick", action="store_true", help=f"only {', '.join(QUICK)}")
    return parser


def main() -> int:
    output.prepare()
    # Ours come first; from the first other option on, all is pytest's.
    ours = list(takewhile(lambda word: not word.startswith("-") or word in OPTIONS, sys.argv[1:]))
    options, pytest_options = parser().parse_args(ours), sys.argv[1 + len(ours) :]
    try:
        layers = _chosen_layers(options)
        lacking = _lacking(layers)
        if options.needs:
            print(" ".join(lacking))
            return 0
        python = private_venv.ensure(tests=True)
        _install_on_debian(lacking)
    except Problem as problem:
        problem.show()
        return problem.exit_code
    command = [str(python), "-m", "pytest", *(f"tests/{layer}" for layer in layers), *pytest_options]
    output.command(" ".join(["python", *command[1:]]))
    # Containers set it, to be small. Each of a thousand programs would compile all that it imports anew.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, cwd=private_venv.REPOSITORY, env=environment).returncode


def _chosen_layers(options: argparse.Namespace) -> list[str]:
    known = LAYERS + ON_DEMAND
    unknown = [layer for layer in options.layers if layer not in known]
    if unknown:
        raise Problem(repository_faults.NO_LAYER, why=f"The layers are {', '.join(known)}.", layer=unknown[0])
    chosen = options.layers or (QUICK if options.quick else LAYERS)
    return [layer for layer in known if layer in chosen]


def _lacking(layers: list[str]) -> list[str]:
    """The Debian packages that the layers need and this machine lacks."""
    needs = [need for layer in layers for need in NEEDS.get(layer, {}).items()]
    return sorted({package for package, witnesses in needs if not any(map(_is_there, witnesses.split()))})


def _is_there(witness: str) -> bool:
    return bool(shutil.which(witness)) or Path(witness).exists()


def _install_on_debian(lacking: list[str]) -> None:
    """Install packages where that needs no question; elsewhere the tests say what is missing."""
    if not lacking or not shutil.which("apt-get") or not _is_root():
        return
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *lacking]):
        output.command(f"apt-get {' '.join(words)}")
        subprocess.run(
            ["apt-get", *words],
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.DEVNULL,
            check=False,
        )


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


if __name__ == "__main__":
    sys.exit(main())
