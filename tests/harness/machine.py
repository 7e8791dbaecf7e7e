"""What this machine has: a test whose tool is missing skips with the reason, and fails where CI=true."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from pathlib import Path
from typing import NoReturn

import pytest

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")


def missing(reason: str) -> NoReturn:
    """Skip the running test, or fail it where CI=true: there, every tool must be present."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing in CI: {reason}", pytrace=False)
    pytest.skip(reason)


def program(name: str) -> str:
    """The path of a program, of .venv before the machine's; `missing` where there is none."""
    folders = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which(name, path=folders)
    return found or missing(f"{name} is not installed")


def has_ipv6() -> bool:
    """Whether this machine can listen on ::1."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def is_root() -> bool:
    """Whether this is POSIX's all-powerful user."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
